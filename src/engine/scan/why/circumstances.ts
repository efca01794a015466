import type { Knowledge } from "../../../python/model/knowledge.js";
import { Project } from "../../../python/model/project.js";
import { Texts } from "../../../python/model/texts.js";
import { TooHardToParse } from "../../../syntax/effort.js";
import type { Node } from "../../../syntax/node.js";
import { loadParser } from "../../../syntax/parser.js";
import { openFiles, type Job } from "../../request/job.js";
import { standingOf } from "../../run/standing.js";
import { TracedFiles } from "../../run/traced-files.js";
import type { Circumstances } from "./answer.js";

/** What the project makes of a file, and of a line in it. */
export async function circumstancesOf(
  job: Job,
  path: string,
  line: number,
  knowledge: Knowledge,
): Promise<Circumstances> {
  const project = new Project(new Texts(await loadParser()), new TracedFiles(openFiles(job)), knowledge);
  const module = project.module(path);
  if (!module) return {};
  const { fault } = module;
  const text = module.lines.text(line);
  const offset = module.lines.start(line) + (text.length - text.trimStart().length);
  try {
    const { purpose, message } = standingOf({ at: innermost(module.root, offset), message: "" });
    return {
      ...(fault && { fault: { line: module.lines.position(fault.start).line, message: fault.message } }),
      ...(purpose && { purpose }),
      ...(message !== "" && { unrun: message.trim() }),
    };
  } catch (error) {
    // The run has said so.
    if (error instanceof TooHardToParse) return {};
    throw error;
  }
}

/** The smallest node at an offset. */
function innermost(root: Node, offset: number): Node {
  let node = root;
  for (let inner: Node | undefined = root; inner;) {
    node = inner;
    inner = node.children.find(({ start, end }) => start <= offset && offset < end);
  }
  return node;
}
