import { fileURLToPath, pathToFileURL } from "node:url";
import type { Position, Range } from "vscode-languageserver/node";
import type { FixEdit } from "../engine/finding/finding.js";

/** A region as the protocol counts: from zero, in UTF-16 units as here. */
export function rangeOf({ start, end }: Pick<FixEdit, "start" | "end">): Range {
  return { start: positionOf(start), end: positionOf(end) };
}

/** A position as the protocol counts. */
export function positionOf({ line, column }: FixEdit["start"]): Position {
  return { line: line - 1, character: column - 1 };
}

/** Whether two regions have a place in common. */
export function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

/** The absolute path that a document lies at; nothing for what is no file of this machine. */
export function fileOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** The address of a file. */
export function uriOf(absolute: string): string {
  return pathToFileURL(absolute).href;
}
