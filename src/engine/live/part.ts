import type { RunResult } from "../finding/run-result.js";
import type { TracedResult } from "../run/run.js";
import type { Kind } from "../run/traced-files.js";

/** What has changed of the files. */
export interface Change {
  /** The files that have. */
  readonly paths: ReadonlySet<string>;
  /** The places at which something else may lie now. */
  readonly places: ReadonlySet<string>;
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

  /** Whether something else may be found now. */
  leansOn({ paths, places, otherwise, kindAt }: Change): boolean {
    const { path, trace } = this.traced;
    return (
      paths.has(path) ||
      trace.reads.some((read) => paths.has(read)) ||
      trace.asked.some(([question]) => otherwise.has(question)) ||
      trace.kinds.some(([at, kind]) => places.has(at) && kind !== kindAt(at))
    );
  }
}
