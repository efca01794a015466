import type { Observation } from "./observe.js";
import type { Marker } from "./markers.js";

/** How far from its marker a finding is still taken for the one that was meant, in lines. */
const NEAR = 5;

interface Line {
  readonly path: string;
  readonly line: number;
}

type Expectation = Marker & Line;

/**
 * What differs between the markers of a project and what the rules saw, one line each, in order of place:
 * *missing*, *noisy*, *moved* or *reworded*. Nothing differs when the list is empty.
 */
export function compare(markers: readonly Expectation[], seen: readonly Observation[]): string[] {
  return new Comparison(markers, seen).differences();
}

/** Markers and findings that have not found each other yet. */
class Comparison {
  readonly #wanted: Set<Expectation>;
  readonly #todo: readonly Expectation[];
  readonly #found: Set<Observation>;
  readonly #differences: { readonly at: Line; readonly text: string }[] = [];

  constructor(markers: readonly Expectation[], seen: readonly Observation[]) {
    this.#wanted = new Set(markers.filter(({ kind }) => kind !== "todo"));
    this.#todo = markers.filter(({ kind }) => kind === "todo");
    this.#found = new Set(seen);
  }

  differences(): string[] {
    this.pair((marker, found) => isSameLine(marker, found) && says(found, marker.part));
    for (const [marker, { message }] of this.pair(isSameLine)) {
      this.say(marker, "reworded", `${marker.rule} does not say "${marker.part ?? ""}" but: ${message}`);
    }
    for (const [marker, { line, message }] of this.pair(isNear)) {
      this.say(marker, "moved", `${marker.rule} reports line ${String(line)} instead: ${message}`);
    }
    for (const marker of this.#wanted) this.sayMissing(marker);
    for (const found of this.#found) this.sayNoisy(found);
    return this.#differences.sort((a, b) => byPlace(a.at, b.at)).map(({ text }) => text);
  }

  /** Takes out the markers and findings of one rule that fit each other. */
  private pair(fits: (marker: Expectation, found: Observation) => boolean): [Expectation, Observation][] {
    const pairs: [Expectation, Observation][] = [];
    for (const marker of this.#wanted) {
      const partner = [...this.#found].find((found) => isMeant(marker, found) && fits(marker, found));
      if (!partner) continue;
      this.#wanted.delete(marker);
      this.#found.delete(partner);
      pairs.push([marker, partner]);
    }
    return pairs;
  }

  private sayMissing(marker: Expectation): void {
    const other = [...this.#found].some((found) => found.rule === marker.rule && isSameLine(marker, found));
    const how = marker.kind === "audit" ? " as likely: it is taken for proved" : " as proved: it is taken for likely";
    this.say(marker, "missing", `${marker.rule} does not report this line${other ? how : ""}`);
  }

  private sayNoisy(found: Observation): void {
    const known = this.#todo.some((marker) => marker.rule === found.rule && isSameLine(marker, found));
    const hint = known ? " (a known miss no longer: make its todo an expect)" : found.likely ? " (likely)" : "";
    this.say(found, "noisy", `${found.rule}${hint} says: ${found.message}`);
  }

  private say(at: Line, word: string, text: string): void {
    this.#differences.push({ at, text: `${at.path}:${String(at.line)}: ${word}: ${text}` });
  }
}

/** Whether a finding is of the rule and the kind that a marker asks for, in its file. */
function isMeant(marker: Expectation, found: Observation): boolean {
  return marker.rule === found.rule && marker.path === found.path && (marker.kind === "audit") === found.likely;
}

function isSameLine(a: Line, b: Line): boolean {
  return a.path === b.path && a.line === b.line;
}

function isNear(a: Line, b: Line): boolean {
  return a.path === b.path && Math.abs(a.line - b.line) <= NEAR;
}

/** Whether a message holds a text, as written or as read without its links. */
function says({ message }: Observation, part = ""): boolean {
  return message.includes(part) || message.replace(/\[([^\]]*)\]\(\d+\)/g, "$1").includes(part);
}

function byPlace(a: Line, b: Line): number {
  return a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1;
}
