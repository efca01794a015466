import { match } from "../engine/finding/identity.js";
import type { HistoricCommit } from "../files/git.js";
import { lastEvent, statusOf, type Bug, type BugEvent, type Sighting } from "./bug.js";
import type { Ledger } from "./ledger.js";
import { eventsOf, isBroken, isThere, logOf, type Lineage, type Log, type Track, type Tracks } from "./lineage.js";
import { returnedPairs, saysSame } from "./resemblance.js";
import type { Known } from "./walk.js";

/** Why a bug is gone that no commit has touched. */
export const WITHDRAWN = "scarlint does not report it any more";

/** Finds the bugs of an earlier report again in a history, so that they keep their names and what is known of them. */
export class Continuation implements Known {
  readonly #names = new Map<number, string>();

  /**
   * @param tie the commit of the history that the earlier report is compared with
   * @param bugs those of the earlier report that a scan of today would find
   */
  constructor(
    private readonly tie: string,
    private readonly bugs: Ledger["bugs"],
  ) {}

  readonly isNamed = (number: number): boolean => this.#names.has(number);

  nameOf(number: number): string | undefined {
    return this.#names.get(number);
  }

  readonly at = (commit: HistoricCommit, tracks: Tracks, lineage: Lineage, broken: ReadonlySet<string>): Tracks => {
    if (commit.id !== this.tie) return tracks;
    const pairs = this.pairs([...tracks.values()]);
    const continued = new Map(tracks);
    for (const bug of this.bugs) {
      const track = pairs.get(bug);
      const log = track ? joined(bug, track.log) : left(bug, commit, isBroken(bug.seen, broken));
      if (!log) continue;
      const number = track?.number ?? lineage.number();
      continued.set(number, { number, finding: track?.finding ?? bug.seen, log });
      this.#names.set(number, bug.id);
    }
    return continued;
  };

  private pairs(tracks: readonly Track[]): ReadonlyMap<Bug, Track> {
    const there = new Map(tracks.filter(isThere).map((track) => [track.finding, track]));
    const away = new Map(tracks.filter((track) => !isThere(track)).map((track) => [track.finding, track]));
    const known = new Map(this.bugs.map((bug) => [bug.seen, bug]));
    const pairs = new Map<Bug, Track>();
    const note = (before: Sighting, after: Sighting): void => {
      const [bug, track] = [known.get(before), there.get(after) ?? away.get(after)];
      if (bug && track) pairs.set(bug, track);
    };
    const waiting = (isGone: boolean): Sighting[] =>
      this.bugs.filter((bug) => (statusOf(bug) === "RESOLVED") === isGone && !pairs.has(bug)).map(({ seen }) => seen);
    const free = (among: ReadonlyMap<Sighting, Track>): Sighting[] => {
      const taken = new Set(pairs.values());
      return [...among].flatMap(([finding, track]) => (taken.has(track) ? [] : [finding]));
    };
    for (const { before, after } of match(waiting(false), free(there)).same) {
      if (before.path === after.path || saysSame(before, after)) note(before, after);
    }
    for (const { before, after } of returnedPairs(waiting(false), free(there), [])) note(before, after);
    for (const { before, after } of returnedPairs(waiting(true), free(away), [])) note(before, after);
    for (const { before, after } of returnedPairs(waiting(true), free(there), [])) note(before, after);
    return pairs;
  }
}

/** What both the earlier report and the history know of a bug: the longer memory counts. */
function joined(bug: Bug, log: Log): Log | undefined {
  const [first] = eventsOf(log);
  const [known] = bug.events;
  if (!first?.isBorder || !known || (known.isBorder && known.time > first.time)) return log;
  const told = logOf(bug.events);
  return isSameState(lastEvent(bug), log.event) || !told ? told : { event: later(log.event), before: told };
}

/** A bug that was there is gone, or the other way round. */
function later(event: BugEvent): BugEvent {
  return event.kind === "opened" ? { ...event, kind: "reopened" } : event;
}

function isSameState(a: BugEvent, b: BugEvent): boolean {
  const state = ({ kind, reason }: BugEvent): string =>
    kind === "resolved" ? "gone" : kind === "accepted" ? `accepted ${reason ?? ""}` : "open";
  return state(a) === state(b);
}

/** What is to be said of a bug that the history knows nothing of. */
function left(bug: Bug, { date }: HistoricCommit, isUnknown: boolean): Log | undefined {
  const told = logOf(bug.events);
  if (!told || isUnknown || statusOf(bug) === "RESOLVED") return told;
  return { event: { kind: "resolved", time: date.getTime(), reason: WITHDRAWN }, before: told };
}
