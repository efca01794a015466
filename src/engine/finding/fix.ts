import type { Edit, Fix } from "../../python/editing/edit.js";
import type { Position } from "../../syntax/positions.js";
import type { FindingFix, FixEdit } from "./finding.js";

/** A rule's fix as plain data. */
export function fixOf({ description, isSafe, edits }: Fix): FindingFix {
  return { description, isSafe, edits: edits.map(plainEdit).sort(compare) };
}

function plainEdit({ module: { path, lines, source }, start, end, text }: Edit): FixEdit {
  const first = lines.position(start);
  const lineEnd = /\r\n?|\n/.exec(source.slice(lines.start(Math.max(first.line - 1, 1))))?.[0] ?? "\n";
  return { path, start: first, end: lines.position(end), text: text.replaceAll("\n", lineEnd) };
}

function compare(a: FixEdit, b: FixEdit): number {
  const byPath = a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
  return byPath || comparePositions(a.start, b.start) || comparePositions(a.end, b.end);
}

function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}
