import path from "node:path";
import { LARGEST_FILE, readText } from "../../../src/files/read.js";
import type { PageData } from "../../../src/report/html/shape.js";
import { scanProgram } from "../browser/worker/scan-program.js";
import type { Program } from "../program.js";

/** The files of the example that the front page walks through, in the order in which one reads them. */
const FILES = ["agents/executor.py", "transport/pool.py", "transport/__init__.py"];
const FOLDER = "packages/site/examples/pooled-socket";

/** A program whose bug is between its files. */
export function pooledSocket(root: string): Program {
  return new Map(FILES.map((file) => [file, readText(path.join(root, FOLDER, file), LARGEST_FILE)]));
}

/** What is found in it, as the page of a report reads it. @throws Error when that is not the one bug */
export async function findingIn(program: Program): Promise<PageData> {
  const data = await scanProgram(program);
  const many = data.findings.length;
  if (many !== 1) throw new Error(`${FOLDER} has to have one finding, not ${String(many)}`);
  return data;
}
