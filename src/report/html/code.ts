import type { Place } from "../../engine/finding/finding.js";
import { visible } from "../visible.js";
import type { CodeRow } from "./shape.js";

/** Answers with a line of a file, counted from one; undefined where there is none. */
export type LineOf = (line: number) => string | undefined;

/** Answers with the lines of a file; undefined when it cannot be read any more. */
export type ReadLines = (path: string) => LineOf | undefined;

/** How many lines are shown before and after a place. */
const AROUND = 3;

/** UTF-16 units of a line that are shown: minified code has lines of any length. */
const LONGEST = 1000;

/** The lines of code that a page shows, each of them once. */
export class CodeToShow {
  /** What the lines of places say, by path and line. */
  readonly #places = new Map<string, Map<number, string>>();

  add({ path, start, line }: Place): void {
    let lines = this.#places.get(path);
    if (!lines) this.#places.set(path, (lines = new Map<number, string>()));
    lines.set(start.line, line);
  }

  /** The lines around the places of a file; those of the places alone when the file says something else by now. */
  rowsOf(path: string, linesOf: ReadLines): readonly CodeRow[] {
    const places = this.#places.get(path) ?? new Map<number, string>();
    const lineOf = linesOf(path);
    const isSame = [...places].every(([line, text]) => lineOf?.(line) === text);
    return rows(isSame && lineOf ? around(places.keys(), lineOf) : places);
  }
}

function around(places: Iterable<number>, lineOf: LineOf): Map<number, string> {
  const lines = new Map<number, string>();
  for (const place of places) {
    for (let line = Math.max(1, place - AROUND); line <= place + AROUND; line++) {
      const text = lines.has(line) ? undefined : lineOf(line);
      if (text !== undefined) lines.set(line, text);
    }
  }
  return lines;
}

/** Lines in their order, those that follow each other in one row. */
function rows(lines: ReadonlyMap<number, string>): CodeRow[] {
  const all: [first: number, ...lines: string[]][] = [];
  for (const [line, text] of [...lines].sort(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last && last[0] + last.length - 1 === line) last.push(shown(text));
    else all.push([line, shown(text)]);
  }
  return all;
}

/** Which columns of its line, as it is shown, a place has: from and to. */
export function shownColumns({ line, start, end }: Place): [from: number, to: number] {
  const cut = line.slice(0, LONGEST);
  const from = spelled(cut.slice(0, start.column - 1)).length;
  return [from, Math.max(from, spelled(cut.slice(0, Math.max(end.column, start.column) - 1)).length)];
}

const shown = (line: string): string => spelled(line.slice(0, LONGEST)) + (line.length > LONGEST ? "…" : "");

/** Code with all that would not be seen spelled out, but for its tabs. Each character alone, so that columns add up. */
function spelled(code: string): string {
  return /^[\t -~]*$/.test(code) ? code : code.replace(/[^\t -~]/gu, visible);
}
