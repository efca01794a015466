import type { Observation } from "./lint.js";
import type { Marker } from "./markers.js";

/** How far from its marker a finding is still taken for the one that was meant, in lines. */
const NEAR = 5;

type Wanted = Marker & { readonly path: string };

/**
 * What differs between the markers of a project and what the rules saw, one line each, in order of place:
 * *missing*, *noisy*, *moved* or *reworded*. Nothing differs when the list is empty.
 */
export function compare(markers: readonly Wanted[], seen: readonly Observation[]): string[] {
  const wanted = new Set(markers.filter(({ kind }) => kind !== "todo"));
  const todo = markers.filter(({ kind }) => kind === "todo");
  const found = new Set(seen);
  const lines: { readonly at: { path: string; line: number }; readonly text: string }[] = [];
  const say = (at: { path: string; line: number }, word: string, text: string): void => {
    lines.push({ at, text: `${at.path}:${String(at.line)}: ${word}: ${text}` });
  };
  const pair = (fits: (marker: Wanted, seen: Observation) => boolean, act?: typeof reworded): void => {
    for (const marker of wanted) {
      const partner = [...found].find((candidate) => isSameRule(marker, candidate) && fits(marker, candidate));
      if (!partner) continue;
      wanted.delete(marker);
      found.delete(partner);
      act?.(marker, partner);
    }
  };
  const reworded = (marker: Wanted, { message }: Observation): void => {
    say(marker, "reworded", `${marker.rule} does not say "${marker.part ?? ""}" but: ${message}`);
  };
  const moved = (marker: Wanted, { line, message }: Observation): void => {
    say(marker, "moved", `${marker.rule} reports line ${String(line)} instead: ${message}`);
  };
  pair((marker, candidate) => candidate.line === marker.line && says(candidate, marker.part));
  pair((marker, candidate) => candidate.line === marker.line, reworded);
  pair((marker, candidate) => Math.abs(candidate.line - marker.line) <= NEAR, moved);
  for (const marker of wanted) {
    const opposite = [...found].some((candidate) => candidate.rule === marker.rule && isSamePlace(marker, candidate));
    const hint = !opposite
      ? ""
      : marker.kind === "audit"
        ? " as likely: it is taken for proved"
        : " as proved: it is taken for likely";
    say(marker, "missing", `${marker.rule} does not report this line${hint}`);
  }
  for (const candidate of found) {
    const known = todo.some((marker) => marker.rule === candidate.rule && isSamePlace(marker, candidate));
    const hint = known ? " (a known miss no longer: make its todo an expect)" : candidate.likely ? " (likely)" : "";
    say(candidate, "noisy", `${candidate.rule}${hint} says: ${candidate.message}`);
  }
  return lines.sort((a, b) => byPlace(a.at, b.at)).map(({ text }) => text);
}

function isSameRule(marker: Wanted, candidate: Observation): boolean {
  return (
    marker.rule === candidate.rule && marker.path === candidate.path && (marker.kind === "audit") === candidate.likely
  );
}

function isSamePlace(a: { path: string; line: number }, b: { path: string; line: number }): boolean {
  return a.path === b.path && a.line === b.line;
}

/** Whether a message holds a text, as written or as read without its links. */
function says({ message }: Observation, part = ""): boolean {
  return message.includes(part) || message.replace(/\[([^\]]*)\]\(\d+\)/g, "$1").includes(part);
}

function byPlace(a: { path: string; line: number }, b: { path: string; line: number }): number {
  return a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1;
}
