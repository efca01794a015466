import { dirname } from "node:path";
import type { RunResult } from "../finding/run-result.js";
import type { TracedResult } from "../run/run.js";
import type { Kind } from "../run/traced-files.js";

/** What has changed of the files. */
export interface Change {
  /** The files that have. */
  readonly paths: ReadonlySet<string>;
  /** The questions about all texts that have another answer now. */
  readonly otherwise: ReadonlySet<string>;
  /** What lies at a path by now. */
  readonly kindAt: (path: string) => Kind;
}

/** What was found in a file, and all that it leans on. */
export class Part {
  constructor(private readonly traced: TracedResult) {}

  get result(): RunResult {
    return this.traced.result;
  }

  /** What was asked of all texts, as JSON. */
  get asked(): readonly string[] {
    return this.traced.trace.asked.map(([question]) => question);
  }

  /** Whether something else may be found now. @param moved {@link placesOf} the change */
  leansOn({ paths, otherwise, kindAt }: Change, moved: ReadonlySet<string>): boolean {
    const { path, trace } = this.traced;
    return (
      paths.has(path) ||
      trace.reads.some((read) => paths.has(read)) ||
      trace.asked.some(([question]) => otherwise.has(question)) ||
      trace.kinds.some(([at, kind]) => moved.has(at) && kind !== kindAt(at))
    );
  }
}

/** The places at which something else may lie after a change: files, and the folders that they are in. */
export function placesOf(paths: Iterable<string>): ReadonlySet<string> {
  const places = new Set<string>();
  for (const path of paths) {
    for (let at = path; at !== "." && at !== dirname(at); at = dirname(at)) places.add(at);
  }
  return places;
}
