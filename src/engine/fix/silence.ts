import type { Position } from "../../syntax/positions.js";
import { LogicalLines } from "../../python/model/logical-lines.js";
import type { Module } from "../../python/model/module.js";
import { Project } from "../../python/model/project.js";
import { Texts } from "../../python/model/texts.js";
import { loadParser } from "../../syntax/parser.js";
import { commentsIn } from "../finding/suppression-comments.js";

/** Where to put a comment that silences, and what stands around its text. */
export interface Silencing {
  readonly at: Position;
  /** In front of the comment. */
  readonly before: string;
  /** Behind it. */
  readonly after: string;
}

/**
 * Where a comment silences what is found in a line: behind the line, or above its statement where the line goes on in the next
 * one or ends in a string. Nothing when it would be no comment in either place.
 *
 * @param comment as it would be written
 */
export async function silencing(text: string, line: number, comment: string): Promise<Silencing | undefined> {
  const texts = new Texts(await loadParser());
  const module = moduleOf(texts, text);
  if (!module || line > module.lines.count) return undefined;
  const places = [behind(module, line), above(module, line)];
  return places.find((place) => isHeard(texts, module, line, place, comment));
}

function behind({ lines }: Module, line: number): Silencing {
  const end = lines.text(line).trimEnd().length;
  return { at: { line, column: end + 1 }, before: "  ", after: "" };
}

function above(module: Module, line: number): Silencing {
  const first = new LogicalLines(module).at(line)?.first ?? line;
  const own = module.lines.text(first);
  const indent = own.slice(0, own.length - own.trimStart().length);
  const end = /\r\n?|\n/.exec(module.source)?.[0] ?? "\n";
  return { at: { line: first, column: 1 }, before: indent, after: end };
}

/** Whether a comment at a place is one, and about the line. */
function isHeard(
  texts: Texts,
  { source: text, lines }: Module,
  line: number,
  place: Silencing,
  comment: string,
): boolean {
  const { at, before, after } = place;
  const offset = lines.start(at.line) + at.column - 1;
  const changed = `${text.slice(0, offset)}${before}${comment}${after}${text.slice(offset)}`;
  const module = moduleOf(texts, changed);
  const comments = module && commentsIn(module, { text: changed, asUtf8: changed })?.comments;
  const about = after === "" ? line : line + 1;
  return (comments ?? []).some(
    (one) => one.line === at.line && one.statement && one.statement.first <= about && about <= one.statement.last,
  );
}

/** A program of one file. */
function moduleOf(texts: Texts, text: string): Module | undefined {
  const path = "module.py";
  const is = (asked: string): boolean => asked === path;
  return new Project(texts, {
    read: (asked) => (is(asked) ? text : undefined),
    isFile: is,
    isDirectory: () => false,
    filesWhere: () => [],
    definitionsOf: () => [],
  }).module(path);
}
