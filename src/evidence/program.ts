import { basename } from "node:path/posix";
import { TracedFiles } from "../engine/run/traced-files.js";
import { discover } from "../files/discover.js";
import { Exclusions } from "../files/exclusions.js";
import { SourceFiles } from "../files/source-files.js";
import { groupedBy } from "../grouped.js";
import type { FunctionDefinition } from "../python/model/function.js";
import type { Module } from "../python/model/module.js";
import { Project } from "../python/model/project.js";
import { Texts } from "../python/model/texts.js";
import { loadParser } from "../syntax/parser.js";

/** Where code lies that is nobody's own: what is installed, Python's own modules, what has no file. */
const FOREIGN = /(?:^|\/)(?:site-packages|dist-packages|lib\/python\d[\d.]*|Lib)\/|^<|\/\.(?:venv|tox|nox)\//;

/** The project whose tests ran: what paths and names in the runs' files mean there. */
export class Program {
  readonly #byName: ReadonlyMap<string, readonly string[]>;

  private constructor(
    /** Absolute. */
    readonly root: string,
    /** Of its Python files, relative to the root, in order. */
    readonly paths: readonly string[],
    readonly project: Project,
  ) {
    this.#byName = groupedBy(paths, (path) => basename(path));
  }

  /** @param root absolute */
  static async at(root: string): Promise<Program> {
    const { files: found } = discover([root], root, root, new Exclusions());
    const files = new SourceFiles(root);
    files.admit(found);
    const project = new Project(new Texts(await loadParser()), new TracedFiles(files));
    return new Program(root, found.map(({ path }) => path).sort(), project);
  }

  /** The file that a run means by a path: another machine may have had the project elsewhere. */
  resolve(written: string): string | undefined {
    const path = written.replaceAll("\\", "/").replace(/^\.\//, "");
    if (FOREIGN.test(path)) return undefined;
    return longest(this.#byName.get(basename(path)) ?? [], path, path.startsWith("/") || path.includes(":"));
  }

  /** The file of `tests.test_cart.TestCart`. */
  fileOf(classname: string): string | undefined {
    const parts = classname.split(".").slice(0, 50);
    for (let end = parts.length; end > 0; end--) {
      const path = `${parts.slice(0, end).join("/")}.py`;
      const found = longest(this.#byName.get(basename(path)) ?? [], path, false);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  isTest(path: string): boolean {
    return this.project.isTestFile(path);
  }

  /** Whether a module that is imported by a name would be one of the project's. */
  isOwn(dotted: string): boolean {
    const [first = ""] = dotted.split(".");
    return this.paths.some((path) => path === `${first}.py` || `/${path}`.match(`/${first}(?:/|\\.py$)`) !== null);
  }

  module(path: string): Module | undefined {
    return this.project.module(path);
  }

  /** The innermost function around a line. */
  functionAt(path: string, line: number): FunctionDefinition | undefined {
    const module = this.module(path);
    return module?.functions.findLast(
      ({ node }) => module.lineOf(node) <= line && line <= module.lines.position(node.end).line,
    );
  }

  /** The functions outside of tests that are called so. */
  functionsNamed(name: string): readonly FunctionDefinition[] {
    const defining = this.paths.filter((path) => !this.isTest(path) && this.module(path)?.source.includes(name));
    return defining.flatMap((path) => this.module(path)?.functions.filter((each) => each.name === name) ?? []);
  }
}

/**
 * The path that ends as another one does, or the other way round, for as long as possible; none where two do so.
 *
 * @param isLonger whether the other one may begin above the project
 */
function longest(paths: readonly string[], other: string, isLonger: boolean): string | undefined {
  const fits = (path: string): boolean =>
    path === other || path.endsWith(`/${other}`) || (isLonger && other.endsWith(`/${path}`));
  const [first, second] = paths.filter(fits).sort((a, b) => (isLonger ? b.length - a.length : a.length - b.length));
  if (first === undefined || second === undefined || isLonger || first === other) return first;
  return undefined;
}
