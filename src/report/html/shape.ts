// What the page of a report is given as JSON. Tens of thousands of findings have to be read at once, so each text, path
// and line of code stands in it once, and rows are arrays. All texts are safe to show: nothing in them is invisible.

/** A line of a file and the columns that are meant, from and to, both counted from zero in the line as it is shown. */
export type PlaceRow = readonly [path: number, line: number, column: number, from: number, to: number];

/** A place with the number of the text that is said of it. */
export type StepRow = readonly [...PlaceRow, text: number];

/** A stretch of a message: plain, or a link to the related place with that index. */
export type MessagePart = string | readonly [text: string, related: number];

/** A number out of a list that is in the same data, or nothing. */
type Index = number | null;

export type FindingRow = readonly [
  severity: number,
  rule: number,
  /** What the file is for. */
  where: number,
  place: PlaceRow,
  message: readonly MessagePart[],
  related: readonly StepRow[],
  flow: readonly StepRow[],
  /** What could be mended automatically, with whether that is safe. */
  fixes: readonly (readonly [text: number, isSafe: boolean])[],
  cause: Index,
  /** How many findings it stands for. */
  standsFor: number,
  /** The text of the name of what is around it. */
  within: Index,
  isLikely: boolean,
];

/** Lines of a file that follow each other. */
export type CodeRow = readonly [first: number, ...lines: string[]];

/** What is known of a rule. */
export interface RuleRow {
  readonly id: string;
  /** What it finds. */
  readonly summary: string;
  /** Why that hurts. */
  readonly description: string;
}

/** A run, as its page reads it. */
export interface PageData {
  readonly tool: string;
  /** What was scanned. */
  readonly name: string;
  readonly files: number;
  readonly lines: number;
  /** How many findings comments silence. */
  readonly suppressed: number;
  /** How many findings a baseline holds, when there is one. */
  readonly old: Index;
  /** What makes the run incomplete. */
  readonly failures: readonly string[];
  readonly severities: readonly string[];
  /** What files are for. */
  readonly wheres: readonly string[];
  readonly rules: readonly RuleRow[];
  readonly paths: readonly string[];
  /** Of each path the code that is shown. */
  readonly code: readonly (readonly CodeRow[])[];
  readonly texts: readonly string[];
  /** The places that several findings follow from. */
  readonly causes: readonly StepRow[];
  /** The gravest first. */
  readonly findings: readonly FindingRow[];
}
