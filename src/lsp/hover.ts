import { MarkupKind, type Hover, type Position } from "vscode-languageserver/node";
import type { Finding } from "../engine/finding/finding.js";
import type { RegisteredRule } from "../engine/rule.js";
import { pageOf } from "../engine/rules/docs.js";
import { rangeOf, touches } from "./places.js";

/** The pages of the rules that have found something at a position, or that are named there, as in a comment. */
export async function hoverAt(
  at: Position,
  line: string,
  findings: readonly Finding[],
  rules: readonly RegisteredRule[],
): Promise<Hover | undefined> {
  const here = { start: at, end: at };
  const found = findings.filter((finding) => touches(rangeOf(finding), here)).map(({ rule }) => rule);
  const ids = new Set([...found, ...namedAt(line, at.character)]);
  const pages = await Promise.all(rules.filter(({ id }) => ids.has(id)).map(pageOf));
  const value = pages.filter((page) => page !== undefined).join("\n---\n\n");
  return value === "" ? undefined : { contents: { kind: MarkupKind.Markdown, value } };
}

/** What stands around a column and could be the id of a rule. */
function namedAt(line: string, column: number): string[] {
  const before = /[\w/-]{0,100}$/.exec(line.slice(0, column))?.[0] ?? "";
  const after = /^[\w/-]{0,100}/.exec(line.slice(column))?.[0] ?? "";
  return [before + after];
}
