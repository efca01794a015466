import { match } from "../engine/finding/identity.js";
import type { FileChange } from "../files/git-diff.js";
import type { HistoricCommit } from "../files/git.js";
import type { BugEvent, Sighting } from "./bug.js";
import { editedPairs, movedPairs, returnedPairs, saysSame, type Pair } from "./resemblance.js";

/** What a scan of a commit saw. */
export interface Observation {
  readonly sightings: readonly Seen[];
  /** Files that could not be understood: what was in them, or follows from them, may be there still. */
  readonly broken: ReadonlySet<string>;
}

/** A finding of a commit. */
export interface Seen {
  readonly finding: Sighting;
  /** The reason of the comment that silences it; undefined when none does. */
  readonly accepted?: string;
}

/** What is known of a bug at some commit. */
export interface Track {
  /** Bugs are numbered as they are met. */
  readonly number: number;
  readonly finding: Sighting;
  readonly log: Log;
}

/** A bug's events up to some commit, the last first; branches share what was before them. */
export interface Log {
  readonly event: BugEvent;
  readonly before?: Log;
}

/** What is known of the bugs at a commit, by their numbers. */
export type Tracks = ReadonlyMap<number, Track>;

/** A parent of a commit. */
export interface Parent {
  readonly tracks: Tracks;
  /** Which files differ in the commit; renamed ones are one change. */
  readonly files: readonly FileChange[];
  /** The same with the lines that differ. */
  readonly lines: () => Promise<readonly FileChange[]>;
}

/** Follows bugs from commit to commit, through branches and merges. */
export class Lineage {
  #next = 1;

  /** @param isNamed whether a bug has a name in a report, which it keeps when it turns out to be the same as another */
  constructor(private readonly isNamed: (number: number) => boolean) {}

  /** What is known at a commit, from what its parents know and what a scan of it saw. */
  async at(commit: HistoricCommit, parents: readonly Parent[], { sightings, broken }: Observation): Promise<Tracks> {
    const origins = await Promise.all(parents.map((parent) => originsIn(parent, sightings)));
    const tracks = new Map<number, Track>();
    const merged = new Set<number>();
    for (const seen of sightings) {
      const same = origins.flatMap((origin) => origin.get(seen.finding) ?? []).filter((one) => !tracks.has(one.number));
      const there = same.filter(isThere);
      const candidates = (there.length > 0 ? there : same).sort((a, b) => this.byPrecedence(a, b));
      for (const { number } of candidates) merged.add(number);
      const number = candidates[0]?.number ?? this.#next++;
      const logs = [...candidates, ...tracksOf(number, parents)].map(({ log }) => withoutMove(log, commit));
      tracks.set(number, { number, finding: seen.finding, log: settled(logs, stateOf(seen), commit) });
    }
    for (const number of new Set(parents.flatMap((parent) => [...parent.tracks.keys()]))) {
      const known = tracksOf(number, parents);
      const track = known.find(isThere) ?? known[0];
      // What was merged is the same bug under another number.
      if (!track || tracks.has(number) || merged.has(number)) continue;
      const finding = renamed(track.finding, parents);
      const isUnknown = isThere(track) && isBroken(finding, broken);
      const isWithFile = isThere(track) && isRemoved(track.finding, parents);
      const state: State = isUnknown ? stateIn(track.log) : { kind: "resolved", ...(isWithFile && { isWithFile }) };
      const logs = known.map(({ log }) => log);
      tracks.set(number, { number, finding, log: settled(logs, state, commit) });
    }
    return tracks;
  }

  /** The number of a bug that a report knows and the history does not. */
  number(): number {
    return this.#next++;
  }

  private byPrecedence(a: Track, b: Track): number {
    return Number(this.isNamed(b.number)) - Number(this.isNamed(a.number)) || a.number - b.number;
  }
}

/** Whether a bug was there, silenced or not. */
export function isThere({ log }: Pick<Track, "log">): boolean {
  return log.event.kind !== "resolved";
}

/** A log's events, the first first. */
export function eventsOf(log: Log): BugEvent[] {
  const events: BugEvent[] = [];
  for (let at: Log | undefined = log; at; at = at.before) events.push(at.event);
  return events.reverse();
}

/** A log of events. @param events at least one */
export function logOf(events: readonly BugEvent[]): Log | undefined {
  return events.reduce<Log | undefined>((before, event) => ({ event, ...(before && { before }) }), undefined);
}

/** What a bug is like at a commit. */
type State =
  | { readonly kind: "open" }
  | { readonly kind: "resolved"; readonly isWithFile?: boolean }
  | { readonly kind: "accepted"; readonly reason: string };

function stateOf({ accepted }: Seen): State {
  return accepted === undefined ? { kind: "open" } : { kind: "accepted", reason: accepted };
}

function stateIn({ event }: Log): State {
  if (event.kind === "accepted") return { kind: "accepted", reason: event.reason ?? "" };
  return { kind: event.kind === "resolved" ? "resolved" : "open" };
}

/** Which of a parent's bugs the findings of a commit are: those that were there, or else those that were gone. */
async function originsIn(parent: Parent, sightings: readonly Seen[]): Promise<ReadonlyMap<Sighting, readonly Track[]>> {
  const origins = new Map<Sighting, Track[]>();
  const note = ({ before, after }: Pair): void => {
    const track = byFinding.get(before);
    if (track) origins.set(after, [...(origins.get(after) ?? []), track]);
  };
  const all = [...parent.tracks.values()];
  const byFinding = new Map(all.map((track) => [track.finding, track]));
  const there = all.filter(isThere).map(({ finding }) => finding);
  const now = sightings.map(({ finding }) => finding);
  const sure = match(there, now).same.filter(({ before, after }) => saysSame(before, after));
  sure.forEach(note);
  const went = new Set(sure.map(({ before }) => before));
  const gone = there.filter((finding) => !went.has(finding));
  let added = now.filter((finding) => !origins.has(finding));
  if (added.length > 0 && gone.length > 0) {
    editedPairs(gone, added, await parent.lines()).forEach(note);
    added = added.filter((finding) => !origins.has(finding));
  }
  const away = all.filter((track) => !isThere(track)).map(({ finding }) => finding);
  if (added.length > 0 && away.length > 0) returnedPairs(away, added, parent.files).forEach(note);
  added = added.filter((finding) => !origins.has(finding));
  const lost = all.filter(({ log }) => log.event.isWithFile).map(({ finding }) => finding);
  if (added.length > 0 && lost.length > 0) movedPairs(lost, added).forEach(note);
  return origins;
}

/** A file that goes and comes back so soon was moved, in two steps; in milliseconds. */
const MOVING = 24 * 60 * 60 * 1000;

/** A bug's log without what was taken for its end, when its file only moved. */
function withoutMove(log: Log, { date }: HistoricCommit): Log {
  const { event, before } = log;
  return event.isWithFile && before && date.getTime() - event.time <= MOVING ? before : log;
}

/** Whether a finding's file is not there any more, under any name. */
function isRemoved({ path }: Sighting, parents: readonly Parent[]): boolean {
  return parents.some(({ files }) => files.some(({ before, after }) => before?.path === path && !after));
}

function tracksOf(number: number, parents: readonly Parent[]): Track[] {
  return parents.flatMap(({ tracks }) => tracks.get(number) ?? []);
}

/** A bug's log at a commit, from its logs at the parents: the one that agrees, or else what changed here. */
function settled(logs: readonly Log[], state: State, commit: HistoricCommit): Log {
  const latest = [...new Set(logs)].filter((log) => !logs.some((other) => other !== log && isPartOf(log, other)));
  latest.sort(byAge);
  const agreeing = latest.find((log) => isSame(stateIn(log), state));
  return agreeing ?? changed(latest[0], state, commit);
}

function changed(before: Log | undefined, state: State, { id, date, isBorder }: HistoricCommit): Log {
  const moment = { commit: id, time: date.getTime(), ...(isBorder && { isBorder }) };
  const opened: Log | undefined =
    before ?? (state.kind === "resolved" ? undefined : { event: { kind: "opened", ...moment } });
  const beside = opened && { before: opened };
  if (state.kind === "accepted") return { event: { kind: "accepted", ...moment, reason: state.reason }, ...beside };
  if (state.kind === "resolved") {
    return { event: { kind: "resolved", ...moment, ...(state.isWithFile && { isWithFile: true }) }, ...beside };
  }
  return before ? { event: { kind: "reopened", ...moment }, before } : { event: { kind: "opened", ...moment } };
}

function isSame(a: State, b: State): boolean {
  return a.kind === b.kind && (a.kind !== "accepted" || b.kind !== "accepted" || a.reason === b.reason);
}

/** Whether all of a log is the beginning of another one. */
function isPartOf(log: Log, other: Log): boolean {
  for (let at: Log | undefined = other.before; at; at = at.before) if (at === log) return true;
  return false;
}

/** The log that begins first, then the one whose last change is the earliest. */
function byAge(a: Log, b: Log): number {
  const [first, second] = [eventsOf(a), eventsOf(b)];
  const times = (events: readonly BugEvent[]): number[] => [events[0]?.time ?? 0, events.at(-1)?.time ?? 0];
  const [[aFirst = 0, aLast = 0], [bFirst = 0, bLast = 0]] = [times(first), times(second)];
  const names = (events: readonly BugEvent[]): string => events.map(({ commit }) => commit).join();
  return aFirst - bFirst || aLast - bLast || (names(first) < names(second) ? -1 : 1);
}

function renamed(finding: Sighting, parents: readonly Parent[]): Sighting {
  for (const { files } of parents) {
    const change = files.find(({ before }) => before?.path === finding.path);
    if (change?.after && change.after.path !== finding.path) return { ...finding, path: change.after.path };
  }
  return finding;
}

/** Whether a file that a finding follows from could not be understood. */
export function isBroken({ path, related, flow }: Sighting, broken: ReadonlySet<string>): boolean {
  return broken.size > 0 && [path, ...[...related, ...flow].map((step) => step.path)].some((used) => broken.has(used));
}
