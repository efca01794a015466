import type { AllMended } from "./all-mended.js";
import type { CommittedFiles } from "./committed-files.js";
import type { Held } from "./outline.js";
import type { Level } from "./levels.js";
import type { Quote } from "./quotes.js";
import type { Reckoning } from "./reckoning.js";
import type { Stale } from "./report-date.js";
import type { Span } from "./times.js";
import { seriesOf, type ClaimedStatus, type Counted } from "./wording.js";

/** Something that a report says, on a line of it. */
export interface Said<T> {
  readonly value: T;
  readonly line: number;
}

/** What is graded: some bugs are grave and can wait, so that one is no word about the other. */
export type Axis = "severity" | "priority";

/** How grave a bug is called, or how urgent, or both. */
export interface ClaimedLevel extends Said<Level> {
  readonly axes: readonly Axis[];
}

/** What a report says of a bug's tests. */
export interface ClaimedTest extends Said<string> {
  /** Whether it says that they guard against it, whatever its status. */
  readonly isFirm: boolean;
}

/** A bug, as a report tells of it. */
export interface ClaimedBug {
  /** Its id, or its title when it has none. */
  readonly name: string;
  readonly line: number;
  /** How many bugs its heading is about. */
  number: number;
  /** On how many lines of one file it is, as a table says, which some count. */
  lines: number;
  /** Whether it has an id, or a place for a name, and is not only a heading in a section of bugs. */
  readonly isNamed: boolean;
  /** The severity of the section that it stands in. */
  section?: Level;
  /** The severity of a section that it stands in and that hardly says how grave its bugs are: who counts may go by it. */
  under?: Level;
  /** Whether its own heading says how grave it is. */
  isGraded?: boolean;
  /** Whether it stands among what is of no severity, as remarks are. */
  isRemark?: boolean;
  /** What the section grades. */
  sectionAxes?: readonly Axis[];
  /** Whether it has a heading of its own. */
  isHeaded: boolean;
  /** Whether several headings tell of it: they may be about several bugs of one name. */
  isRetold?: boolean;
  readonly severities: ClaimedLevel[];
  /** Whether it is told as something that is still to be made. */
  isPlanned?: boolean;
  readonly statuses: Said<ClaimedStatus>[];
  /** Those of its statuses that are all that a label, a column or a tick says. */
  readonly firm: Said<ClaimedStatus>[];
  /** The line of its heading, where that has a tick or is struck out. */
  tickedOn?: number;
  firstSeen?: Said<Span>;
  reopened?: Said<Span>;
  /** The day on which it was found, as a label for that says. */
  foundOn?: Said<Span>;
  /** The day on which it was mended, as a status or a label says. */
  mendedOn?: Said<Span>;
  readonly deadlines: Said<string>[];
  /** Commits that are said to have mended it. */
  readonly fixes: Said<string>[];
  /** When it is said to have been mended, beside the commit. */
  fixedOn?: Said<Span>;
  /** Other commits of its life. */
  readonly commits: Said<string>[];
  tests: ClaimedTest[];
  /** Whether it was mended in time, as is said. */
  inTime?: Said<boolean>;
  readonly places: ClaimedPlace[];
  /** Functions that it is said to be in; those that stand beside a file of their own are in that one. */
  readonly functions: (Said<string> & { readonly path?: string })[];
  readonly quotes: Quote[];
  /** How many tests a file is said to have. */
  readonly testNumbers: (Said<number> & { readonly path: string })[];
  /** All that is said of it. */
  readonly words: string[];
}

/** Where a bug is said to be. */
export interface ClaimedPlace {
  readonly path: string;
  readonly line: number | undefined;
  /** The line of the report. */
  readonly saidOn: number;
  /** Whether a label says so, or the bug is called by it. */
  readonly isLabelled: boolean;
  /** Whether it has to be there: a label gives the whole path, of something that is not still to be made. */
  readonly isCertain: boolean;
  /** The same of a file that may be named without its folder: where just one is called so, it is that. */
  readonly isNamed: boolean;
}

/** How many bugs there are, as a report says: of a severity or of all, in all or of a status. */
export interface ClaimedCount extends Counted {
  readonly line: number;
  /** The bugs of the section whose heading says so. */
  readonly within?: ReadonlySet<ClaimedBug>;
  /** What else that section holds. */
  readonly held?: Held;
}

/** What a report says that can be checked. */
export interface Claims {
  readonly bugs: readonly ClaimedBug[];
  readonly counts: readonly ClaimedCount[];
  /** Where it says that all of its bugs, or of some, are mended. */
  readonly allMended: readonly AllMended[];
  /** What is said of no bug in particular: files, commits and tests. */
  readonly rest: ClaimedBug;
  /** What it adds up, divides and ticks off. */
  readonly reckonings: readonly Reckoning[];
  /** Files that it names beside the commits that changed them. */
  readonly committed: readonly CommittedFiles[];
  /** Where it tells of a day after its last update. */
  readonly stale: Stale | undefined;
  /** Whether it is about several repositories, as files show that lie outside of this one. */
  readonly isOfSeveral: boolean;
  /** Whether it is a plan, as its title or its empty boxes say: files of a plan may be still to be made. */
  readonly isPlan: boolean;
  /** Labels that say something of a bug which nobody here knows how to read, each once. */
  readonly unread: readonly string[];
  /** Severities whose sections hold other things beside their bugs: these may be bugs, too. */
  readonly mixed: ReadonlySet<Level>;
  /** Whether a section of bugs has headings, and none of them tells of a bug that is known here. */
  readonly hasUnknown: boolean;
  /** The time to fix by level, in milliseconds, where the report names it. */
  readonly times: ReadonlyMap<Level, number>;
}

/** A bug of which nothing is known yet. */
export function emptyBug(name: string, line: number, isNamed: boolean): ClaimedBug {
  const lists = {
    severities: [],
    statuses: [],
    firm: [],
    deadlines: [],
    fixes: [],
    commits: [],
    tests: [],
    places: [],
    functions: [],
    quotes: [],
    testNumbers: [],
    words: [],
  };
  return { name, line, number: 1, lines: 1, isNamed, isHeaded: false, ...lists };
}

/** The level by which a bug is counted: that of its section, or what is said of it. */
export function levelOf(bug: ClaimedBug): Level | undefined {
  return bug.section ?? bug.severities[0]?.value;
}

/** The letters of a bug's id. */
export function listOf({ name }: ClaimedBug): string {
  return seriesOf(name);
}

/** Whether nothing is said of a bug that could be looked up or that stands in two places. */
export function saysNothing({
  section,
  severities,
  firm,
  deadlines,
  fixes,
  commits,
  tests,
  places,
}: ClaimedBug): boolean {
  const looked = [deadlines, fixes, commits, tests, places.filter(({ isCertain }) => isCertain)];
  const told = [firm.length, severities.length + (section === undefined ? 0 : 1)];
  return looked.every(({ length }) => length === 0) && told.every((number) => number < 2);
}

/** What a bug is said to be; what its own line says comes before what its section says. */
export function claimedStatus(bug: ClaimedBug): ClaimedStatus {
  return bug.statuses.at(-1)?.value ?? "open";
}
