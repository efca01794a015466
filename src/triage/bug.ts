import type { Finding, Step } from "../engine/finding/finding.js";
import type { Severity } from "../engine/severity.js";

/** A commit as a bug's life names it. */
export interface Moment {
  /** The full name of the commit; none when no commit is the cause. */
  readonly commit?: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** A change in a bug's life. */
export interface BugEvent extends Moment {
  readonly kind: "opened" | "accepted" | "resolved" | "reopened";
  /** Why it was accepted, or why it is gone without a commit. */
  readonly reason?: string;
  /** Whether it may be older: the history that was looked at begins here. */
  readonly isBorder?: boolean;
  /** Whether it went because its file did. */
  readonly isWithFile?: boolean;
}

export type Status = "OPEN" | "REOPENED" | "ACCEPTED" | "RESOLVED";

/** A place that a finding follows from. */
export interface Spot {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** What is remembered of a finding: the last that was seen of it. */
export interface Sighting extends Pick<
  Finding,
  "rule" | "severity" | "path" | "start" | "line" | "message" | "lineHash" | "within"
> {
  readonly related: readonly Spot[];
  readonly flow: readonly Spot[];
  /** How scarlint would mend it. */
  readonly fixes: readonly string[];
}

/** A finding through time. */
export interface Bug {
  /** `BUG-001`. */
  readonly id: string;
  /** What was last seen of it. */
  readonly seen: Sighting;
  /** At least one. */
  readonly events: readonly BugEvent[];
}

const HOUR = 60 * 60 * 1000;

/** How long there is to mend a bug, in milliseconds. */
export const TIME_TO_FIX: Readonly<Record<Severity, number>> = {
  critical: 24 * HOUR,
  high: 72 * HOUR,
  medium: 7 * 24 * HOUR,
  low: 14 * 24 * HOUR,
};

const STATUS: Readonly<Record<BugEvent["kind"], Status>> = {
  opened: "OPEN",
  reopened: "REOPENED",
  accepted: "ACCEPTED",
  resolved: "RESOLVED",
};

/** The last change in a bug's life. */
export function lastEvent({ events }: Pick<Bug, "events">): BugEvent {
  const last = events.at(-1);
  if (!last) throw new Error("a bug begins with an event");
  return last;
}

/** The first change in a bug's life. */
export function firstEvent({ events }: Pick<Bug, "events">): BugEvent {
  return events[0] ?? lastEvent({ events });
}

/** What a bug's life has come to. */
export function statusOf(bug: Pick<Bug, "events">): Status {
  return STATUS[lastEvent(bug).kind];
}

/** Whether somebody has to do something about a bug. */
export function isOpen(bug: Pick<Bug, "events">): boolean {
  return ["OPEN", "REOPENED"].includes(statusOf(bug));
}

/**
 * Until when a bug has to be mended, in milliseconds since 1970: counted from when it was first seen, or from when it
 * came back.
 */
export function deadlineOf(bug: Pick<Bug, "events" | "seen">): number {
  const start = bug.events.findLast(({ kind }) => kind === "reopened") ?? firstEvent(bug);
  return start.time + TIME_TO_FIX[bug.seen.severity];
}

/** Whether a bug was mended: one that went with its file was not. */
export function isMended(bug: Pick<Bug, "events">): boolean {
  return statusOf(bug) === "RESOLVED" && lastEvent(bug).isWithFile !== true;
}

/** The bug whose fix brought another one into the same file, as far as their commits tell. */
export function bringerOf(bug: Bug, bugs: readonly Bug[]): Bug | undefined {
  const { commit, isBorder } = firstEvent(bug);
  if (commit === undefined || isBorder) return undefined;
  const isFixed = (other: Bug): boolean =>
    other.events.some((event) => event.kind === "resolved" && event.commit === commit && !event.isWithFile);
  return bugs.find((other) => other !== bug && other.seen.path === bug.seen.path && isFixed(other));
}

/** How long a bug that is gone was there, all times together, in milliseconds; undefined for one that is there. */
export function timeToResolve(bug: Pick<Bug, "events">): number | undefined {
  if (statusOf(bug) !== "RESOLVED") return undefined;
  let total = 0;
  let since: number | undefined;
  for (const { kind, time } of bug.events) {
    if (kind === "opened" || kind === "reopened") since ??= time;
    else if (since !== undefined) {
      total += time - since;
      since = undefined;
    }
  }
  return total;
}

/** As much of a finding as a report remembers. */
export function sightingOf(finding: Finding): Sighting {
  const { rule, severity, path, start, line, message, lineHash, within, fixes, advice } = finding;
  const [related, flow] = [finding.related.map(spotOf), finding.flow.map(spotOf)];
  const shown = line.slice(0, LONGEST_LINE);
  const known = {
    rule,
    severity,
    path,
    start: { line: start.line, column: start.column },
    line: shown,
    message,
    lineHash,
    ...(within !== undefined && { within }),
  };
  const remedies = [...fixes.map(({ description }) => description), ...(advice === undefined ? [] : [advice])];
  return { ...known, related, flow, fixes: remedies };
}

/** Of a longer line only the beginning is remembered. */
const LONGEST_LINE = 200;

function spotOf({ path, start, message }: Step): Spot {
  return { path, line: start.line, message };
}
