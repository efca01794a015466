import type { Place } from "../engine/finding/finding.js";
import { columns } from "./columns.js";
import { visible } from "./visible.js";

/** A line of code, and a line that underlines a region of it. */
export interface Frame {
  readonly code: string;
  readonly underline: string;
}

const TAB = 4;
const CUT = "…";

/**
 * The line of a place, at most `width` columns of it, safe to print, and what underlines the region. Tabs become
 * spaces; of a longer line a part around the region's start is shown.
 *
 * @param others on the same line, which are underlined as far as they are in view
 */
export function frameOf(place: Place, width: number, others: readonly Place[] = []): Frame {
  const { code, underline } = frameAround(place, width);
  const frames = others.map((other) => frameAround(other, width)).filter((other) => other.code === code);
  return { code, underline: frames.reduce((marks, other) => overlaid(marks, other.underline), underline) };
}

function overlaid(a: string, b: string): string {
  const [longer, shorter] = a.length < b.length ? [b, a] : [a, b];
  return longer.replace(/./g, (mark, column: number) => (shorter[column] === "^" ? "^" : mark));
}

function frameAround({ line, start, end }: Place, width: number): Frame {
  const from = start.column - 1;
  const to = Math.max(end.column - 1, from);
  const first = firstShown(line, from, width);
  const ellipsis = first > 0 ? CUT : "";
  const before = ellipsis + shown(line.slice(first, from), 0);
  const inRegion = fitting(line, from, to, width - columns(before) - 1);
  const region = shown(inRegion, columns(before));
  const used = columns(before) + columns(region);
  const rest = inRegion.length < to - from ? "" : fitting(line, to, line.length, width - used - 1);
  const isCut = from + inRegion.length + rest.length < line.length;
  const after = shown(rest, used) + (isCut ? CUT : "");
  const marks = "^".repeat(Math.max(columns(region), 1));
  return { code: (before + region + after).trimEnd(), underline: " ".repeat(columns(before)) + marks };
}

/** Where to begin so that two thirds of the width are left for the region: at the line's start if that will do. */
function firstShown(line: string, from: number, width: number): number {
  const room = Math.floor(width / 3);
  const wholeLineFits = line.length <= width && columns(shown(line, 0)) <= width;
  if (wholeLineFits) return 0;
  let first = from;
  for (let cells = 0; first > 0 && cells < room; first -= step(line, first)) {
    cells += cellsOf(line.slice(first - step(line, first), first));
  }
  return first;
}

/** How many UTF-16 units the character before `offset` has. */
function step(line: string, offset: number): number {
  const pair = line.slice(Math.max(offset - 2, 0), offset);
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair) ? 2 : 1;
}

/** As much of the line from `from` to `to` as fits into a number of columns. */
function fitting(line: string, from: number, to: number, room: number): string {
  let end = from;
  let cells = 0;
  while (end < to) {
    const character = String.fromCodePoint(line.codePointAt(end) ?? 0);
    cells += cellsOf(character);
    if (cells > room) break;
    end += character.length;
  }
  return line.slice(from, Math.min(end, to));
}

function cellsOf(character: string): number {
  return character === "\t" ? TAB : columns(visible(character));
}

/** Printable text for code that begins at a column, with its tabs as spaces up to the next stop. */
function shown(code: string, column: number): string {
  let text = "";
  for (const [index, piece] of code.split("\t").entries()) {
    if (index > 0) text += " ".repeat(TAB - ((column + columns(text)) % TAB));
    text += visible(piece);
  }
  return text;
}
