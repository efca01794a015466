import type { Node } from "../../syntax/node.js";
import { moduleOf, type Module } from "../model/module.js";

/** A stretch of a module's text and what to put in its place; nothing is taken away where start and end are the same. */
export interface Edit {
  readonly module: Module;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  /** Lines end in a line feed here, whatever they end in in the file. */
  readonly text: string;
}

/** A change to the code after which the finding is gone. */
export interface Fix {
  /** What it does, in the imperative and without a full stop: `Call 'yaml.safe_load'`. */
  readonly description: string;
  /** Whether it cannot change what the program does other than by removing the bug. */
  readonly isSafe: boolean;
  /** They do not overlap. */
  readonly edits: readonly Edit[];
}

/** Puts other code in a node's place. */
export function replace(node: Node, text: string): Edit {
  return { module: moduleOf(node), start: node.start, end: node.end, text };
}

/** Writes code right behind a node. */
export function insertBehind(node: Node, text: string): Edit {
  return { module: moduleOf(node), start: node.end, end: node.end, text };
}

/** Puts other code in the place of all from the start of one node to the end of another. */
export function replaceAll(first: Node, last: Node, text: string): Edit {
  return { module: moduleOf(first), start: first.start, end: last.end, text };
}

/** Takes an argument out of a call or an item out of a literal, together with the comma that goes with it. */
export function dropItem(item: Node): Edit {
  const siblings = item.parent?.children ?? [];
  const index = siblings.indexOf(item);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  const module = moduleOf(item);
  if (before) return { module, start: before.end, end: item.end, text: "" };
  return { module, start: item.start, end: after?.start ?? item.end, text: "" };
}

/** Takes a statement out; a block that it was all of is left with `pass`. */
export function drop(statement: Node): Edit {
  const module = moduleOf(statement);
  const siblings = statement.parent?.children ?? [];
  const index = siblings.indexOf(statement);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  if (!before && !after && statement.parent?.kind === "block") return replace(statement, "pass");
  const line = module.lineOf(statement);
  const lastLine = module.lines.position(statement.end).line;
  if (after && module.lineOf(after) === lastLine) return { module, start: statement.start, end: after.start, text: "" };
  if (indentOf(statement) === undefined && before) {
    return { module, start: before.end, end: statement.end, text: "" };
  }
  return { module, start: module.lines.start(line), end: module.lines.start(lastLine + 1), text: "" };
}

/**
 * Writes a statement, of one line or of several that are indented relative to the first, behind another one.
 *
 * Undefined where that cannot be done: behind a statement that shares its line, only a simple one has room.
 */
export function insertAfter(statement: Node, code: string): Edit | undefined {
  const module = moduleOf(statement);
  const indent = indentOf(statement);
  const { line } = module.lines.position(statement.end);
  const end = module.lines.start(line) + module.lines.text(line).length;
  const rest = module.source.slice(statement.end, end).trim();
  if (indent !== undefined && (rest === "" || rest.startsWith("#"))) {
    return { module, start: end, end, text: `\n${indented(code, indent)}` };
  }
  if (code.includes("\n")) return undefined;
  return { module, start: statement.end, end: statement.end, text: `; ${code}` };
}

/** Writes a statement in front of another one; undefined where a statement of several lines has no room. */
export function insertBefore(statement: Node, code: string): Edit | undefined {
  const module = moduleOf(statement);
  const indent = indentOf(statement);
  const at = { module, start: statement.start, end: statement.start };
  if (indent !== undefined) return { ...at, text: `${indented(code, indent).trimStart()}\n${indent}` };
  return code.includes("\n") ? undefined : { ...at, text: `${code}; ` };
}

/** The white space in front of a statement; undefined when it is not the first of its line. */
function indentOf(statement: Node): string | undefined {
  const { lines, source } = moduleOf(statement);
  const before = source.slice(lines.start(lines.position(statement.start).line), statement.start);
  return /^[ \t\f]*$/.test(before) ? before : undefined;
}

function indented(code: string, indent: string): string {
  return code.replace(/^(?=.)/gm, indent);
}

/** The statement that an expression is all of. */
export function statementOf(expression: Node): Node | undefined {
  return expression.parent?.kind === "expression_statement" ? expression.parent : undefined;
}

/** Whether evaluating an expression does nothing that would be missed. */
export function isInert(expression: Node): boolean {
  for (const _ of expression.descendants("call", "await", "yield", "named_expression")) return false;
  return true;
}

/** Whether an error of a statement is caught in its function, so that it may be there to fail. */
export function isInTry(statement: Node): boolean {
  for (const around of statement.ancestors()) {
    if (/^(function_definition|class_definition|lambda)$/.test(around.kind)) return false;
    if (around.kind === "try_statement") return true;
  }
  return false;
}
