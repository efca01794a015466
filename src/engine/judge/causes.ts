import type { Finding, Step } from "../finding/finding.js";

/** As much of a finding as tells what it has in common with others. */
export type Evident = Pick<Finding, "path" | "start" | "related" | "flow" | "cause">;

/** Findings that one place is behind. */
export interface Shared<F> {
  /** The place, with what one of the findings says of it. */
  readonly cause: Step;
  readonly findings: readonly F[];
}

/** Findings sorted by what is behind them; each is in one place only and keeps its order. */
export interface ByCause<F> {
  /** The place behind most findings first. */
  readonly shared: readonly Shared<F>[];
  /** Those whose evidence no other finding has. */
  readonly alone: readonly F[];
}

/**
 * Finds the places that several findings follow from: of all the places that findings give as evidence, the one that
 * most of them have in common, then the one that most of the others have in common, and so on.
 *
 * Takes time in proportion to the evidence, but for sorting it, and does not depend on the order of the findings.
 */
export function byCause<F extends Evident>(findings: readonly F[]): ByCause<F> {
  const { places, placesOf } = evidenceOf(findings);
  const left = new Set(findings);
  const shared: Shared<F>[] = [];
  // Places by how many findings they are behind: a finding that is taken moves its other places down.
  const levels: Evidence<F>[][] = [];
  for (const place of places) (levels[place.left] ??= []).push(place);
  for (let level = levels.length - 1; level >= 2; level--) {
    for (const place of (levels[level] ?? []).sort(compare)) {
      if (place.left < level) {
        (levels[place.left] ??= []).push(place);
        continue;
      }
      const taken = place.findings.filter((finding) => left.delete(finding));
      for (const finding of taken) for (const other of placesOf.get(finding) ?? []) other.left--;
      shared.push({ cause: place.step, findings: taken });
    }
  }
  return { shared, alone: findings.filter((finding) => left.has(finding)) };
}

/** A place with the findings whose evidence it is. */
interface Evidence<F> {
  step: Step;
  /** How much the place looks like a cause: lower is better. */
  rank: number;
  readonly findings: F[];
  /** How many of them have not been taken. */
  left: number;
}

function evidenceOf<F extends Evident>(findings: readonly F[]) {
  const places = new Map<string, Evidence<F>>();
  const placesOf = new Map<F, Set<Evidence<F>>>();
  for (const finding of findings) {
    const own = new Set<Evidence<F>>();
    placesOf.set(finding, own);
    for (const [index, step] of [...finding.related, ...finding.flow].entries()) {
      if (step.path === finding.path && step.start.line === finding.start.line) continue;
      const key = JSON.stringify([step.path, step.start.line, nameAt(step, finding)]);
      const rank = (step.thing ? 0 : UNNAMED) + index;
      const place = places.get(key) ?? { step, rank, findings: [], left: 0 };
      places.set(key, place);
      if (rank < place.rank || (rank === place.rank && step.message < place.step.message))
        Object.assign(place, { step, rank });
      if (own.has(place)) continue;
      own.add(place);
      place.findings.push(finding);
      place.left++;
    }
  }
  return { places: places.values(), placesOf };
}

/** What a finding follows from at a place, where it says so: of a class two columns that it has not are two causes. */
function nameAt(step: Step, { cause }: Evident): string {
  return cause?.path === step.path && cause.start.line === step.start.line ? cause.message : "";
}

/** Added to the rank of a place without a name, which is worse known: more than there is evidence of one finding. */
const UNNAMED = 1_000_000;

function compare<F>(a: Evidence<F>, b: Evidence<F>): number {
  return (
    a.rank - b.rank ||
    (a.step.path < b.step.path ? -1 : a.step.path > b.step.path ? 1 : 0) ||
    a.step.start.line - b.step.start.line
  );
}
