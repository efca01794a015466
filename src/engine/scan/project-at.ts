import { discover } from "../../files/discover.js";
import { Exclusions } from "../../files/exclusions.js";
import { SourceFiles } from "../../files/source-files.js";
import { Project } from "../../python/model/project.js";
import { Texts } from "../../python/model/texts.js";
import { loadParser } from "../../syntax/parser.js";
import { TracedFiles } from "../run/traced-files.js";

/** The Python files below a directory, and the program that they make, for questions that no rule asks. */
export interface ProjectAt {
  readonly project: Project;
  readonly files: SourceFiles;
  /** Relative to the directory. */
  readonly paths: readonly string[];
}

/** Opens the Python files below a directory. @param root absolute */
export async function projectAt(root: string): Promise<ProjectAt> {
  const { files: found } = discover([root], root, root, new Exclusions());
  const files = new SourceFiles(root);
  files.admit(found);
  const project = new Project(new Texts(await loadParser()), new TracedFiles(files));
  return { project, files, paths: found.map(({ path }) => path) };
}
