/** A stretch of a line; columns are counted from one, in UTF-16 units, and `end` is after the last character. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** `# scarlint: ignore[zmq, errors/swallowed-exception] reason`. */
export interface Directive extends Stretch {
  /** `ignore` silences in a statement, `ignore-file` in the whole file. */
  readonly verb: string;
  /** The rules and domains to silence, each once. */
  readonly names: readonly (Stretch & { readonly text: string })[];
  /** What is between the brackets. */
  readonly list?: Stretch;
  /** Empty when none is given. */
  readonly reason: string;
  /** The last day on which it silences anything, as in `2027-01-31`. */
  readonly until?: string;
  /** Why it silences nothing, when it cannot be read. */
  readonly fault?: Fault;
}

/** What is wrong with a directive. */
export type Fault = "unknown verb" | "no rules" | "never closed" | "too many rules" | "no such day";
