/** Files by their paths. */
export type Project = ReadonlyMap<string, Buffer>;

/** A project as it is scanned first, and as it is after a change. */
export interface Case {
  readonly before: Project;
  readonly after: Project;
}

/** Why a judge is not content. */
export interface Complaint {
  /** The same for what has, most likely, one cause. */
  readonly kind: string;
  /** The files that it is about, as far as they are known. */
  readonly paths: readonly string[];
  /** What was seen, in a line. */
  readonly detail: string;
}

/**
 * Holds what scarlint makes of a project against what it should.
 *
 * @param isAgain - the project is a part of one that was judged
 */
export type Judge = (given: Case, isAgain: boolean) => Promise<readonly Complaint[]>;
