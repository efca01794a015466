import { basename } from "node:path/posix";
import type { Finding } from "./finding.js";

/** What a finding is recognised by in another scan; `start` only puts findings of one line in order. */
export type Identity = Pick<Finding, "rule" | "path" | "lineHash" | "message"> &
  Partial<Pick<Finding, "start" | "within">>;

/** Which findings of two scans are the same; each of the lists keeps the order that it was given in. */
export interface Matching<Before, After> {
  /** In both, in the order of the later scan. */
  readonly same: readonly { readonly before: Before; readonly after: After }[];
  /** Only in the later scan. */
  readonly added: readonly After[];
  /** Only in the earlier scan. */
  readonly gone: readonly Before[];
}

/**
 * What two findings have to share to be one, from the surest to the vaguest. Whatever a line of this list matches is
 * gone from the lines after it, so a finding is looked for in other files only when its own has no such finding left.
 */
const SHARED: readonly ((finding: Known) => readonly string[] | undefined)[] = [
  ({ rule, path, hash, times, message }) => [rule, path, hash, times, message],
  // A message may name lines of other files.
  ({ rule, path, hash, times }) => [rule, path, hash, times],
  // Of equal lines the file has more or fewer before this one.
  ({ rule, path, hash, message }) => [rule, path, hash, message],
  ({ rule, path, hash }) => [rule, path, hash],
  // The file was renamed or the code moved to another one; without a hash that would be guesswork. A hash alone is no
  // proof, either: at the end of a file it sees so little that many an `except Exception: pass` has the same.
  ({ rule, path, hash, message }) => (hash ? [rule, basename(path), hash, message] : undefined),
  ({ rule, hash, message }) => (hash ? [rule, hash, message] : undefined),
  ({ rule, path, hash, message }) => (hash ? [rule, basename(path), hash, withoutPlaces(message)] : undefined),
  ({ rule, hash, message }) => (hash ? [rule, hash, withoutPlaces(message)] : undefined),
  // The code right below was changed, as by mending the finding after this one.
  ({ rule, path, message }) => [rule, path, withoutPlaces(message)],
  // The file was moved and laid out anew at once, so that neither its path nor any hash is left.
  ({ rule, path, within, message }) =>
    within === undefined ? undefined : [rule, basename(path), within, withoutPlaces(message)],
];

/** A message without the files and lines that it names: those are other ones when a folder was renamed. */
export function withoutPlaces(message: string): string {
  return message.replace(/\S+/g, (word) => (/:\d/.test(word) ? ":" : word));
}

/**
 * Tells which findings of a scan an earlier one had already. A finding is the same one although lines were added
 * above it, its code was indented anew, or its file was renamed; and while the same is said of a file as often as
 * before, nothing is new.
 *
 * The answer does not depend on the order of the findings, and takes linear time but for sorting them.
 */
export function match<Before extends Identity, After extends Identity>(
  before: readonly Before[],
  after: readonly After[],
): Matching<Before, After> {
  const partners = new Map<After, Before>();
  let [old, young] = [before.map(known).sort(compare), after.map(known).sort(compare)];
  for (const shared of SHARED) {
    const waiting = queuesOf(old, shared);
    const taken = new Set<Known<Before>>();
    young = young.filter((finding) => {
      const partner = waiting.get(keyOf(shared(finding)))?.pop();
      if (!partner) return true;
      taken.add(partner);
      partners.set(finding.finding, partner.finding);
      return false;
    });
    old = old.filter((finding) => !taken.has(finding));
  }
  const matched = new Set(partners.values());
  return {
    same: after.flatMap((finding) => {
      const partner = partners.get(finding);
      return partner === undefined ? [] : [{ before: partner, after: finding }];
    }),
    added: after.filter((finding) => !partners.has(finding)),
    gone: before.filter((finding) => !matched.has(finding)),
  };
}

/** A finding with its line's hash taken apart. */
interface Known<F extends Identity = Identity> extends Omit<Identity, "lineHash"> {
  readonly finding: F;
  readonly hash: string;
  /** The how-manieth line of the file with this hash. */
  readonly times: string;
}

function known<F extends Identity>(finding: F): Known<F> {
  const { rule, path, message, lineHash, start, within } = finding;
  const [hash = "", times = ""] = lineHash.split(":");
  return {
    finding,
    rule,
    path,
    message,
    hash,
    times,
    ...(start && { start }),
    ...(within !== undefined && { within }),
  };
}

/** The findings by what they share, each list with its first finding at the end. */
function queuesOf<F extends Known>(
  findings: readonly F[],
  shared: (finding: Known) => readonly string[] | undefined,
): Map<string | undefined, F[]> {
  const queues = new Map<string | undefined, F[]>();
  for (const finding of findings.toReversed()) {
    const key = keyOf(shared(finding));
    if (key === undefined) continue;
    const queue = queues.get(key);
    if (queue) queue.push(finding);
    else queues.set(key, [finding]);
  }
  return queues;
}

function keyOf(parts: readonly string[] | undefined): string | undefined {
  return parts && JSON.stringify(parts);
}

/** In the order of the file, so that of findings that look the same the later ones count as added. */
function compare(a: Known, b: Known): number {
  return (
    byCodeUnits(a.path, b.path) ||
    byCodeUnits(a.rule, b.rule) ||
    (a.start?.line ?? 0) - (b.start?.line ?? 0) ||
    (a.start?.column ?? 0) - (b.start?.column ?? 0) ||
    byCodeUnits(a.hash, b.hash) ||
    Number(a.times) - Number(b.times) ||
    byCodeUnits(a.message, b.message)
  );
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
