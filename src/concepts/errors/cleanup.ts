import { tells } from "../../python/model/logging.js";
import type { Node } from "../../syntax/node.js";
import { CALL_RUNNERS, CLEANUP_NAMES, CLEANUP_OBJECTS, CLEANUP_VERBS } from "../../python/tables/cleanup.js";

/** Statements whose own expressions only decide which parts run. */
const COMPOUND = new Set([
  "if_statement",
  "elif_clause",
  "else_clause",
  "for_statement",
  "while_statement",
  "with_statement",
  "try_statement",
  "except_clause",
  "finally_clause",
  "block",
]);

/** Whether a name is that of an act of cleaning up: `close`, `_close_socket`, `stop`; not `cancel_order`. */
export function isCleanupName(name: string): boolean {
  if (CLEANUP_NAMES.has(name)) return true;
  const [verb = "", ...objects] = name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_")
    .filter(Boolean);
  return CLEANUP_VERBS.has(verb) && objects.every((object) => CLEANUP_OBJECTS.has(object));
}

/** Whether a name ends in the verb: `nvmlShutdown`, `force_close`. */
function endsInCleanup(name: string): boolean {
  return /(^|_|[a-z])([Ss]hutdown|[Cc]lose|[Cc]leanup|[Tt]erminate|[Tt]eardown|[Dd]isconnect)$/.test(name);
}

/** Whether a block does nothing but clean up: closes, stops, removes, and sets things to None. */
export function onlyCleansUp(block: Node): boolean {
  return onlyDoes(block, cleansUp);
}

/** Whether a block does nothing but tell what happened: logs and prints. */
export function onlyTells(block: Node): boolean {
  return onlyDoes(block, tells);
}

function onlyDoes(block: Node, act: (expression: Node) => boolean): boolean {
  let found = false;
  for (const statement of simpleStatements(block)) {
    const expression = statement.kind === "expression_statement" ? statement.children[0] : statement;
    if (!expression) continue;
    if (act(expression)) found = true;
    else if (!isIdle(expression) && !tells(expression)) return false;
  }
  return found;
}

function* simpleStatements(block: Node): Generator<Node> {
  for (const child of block.children) {
    if (COMPOUND.has(child.kind)) yield* simpleStatements(child);
    else if (!COMPOUND.has(block.kind) || block.kind === "block") yield child;
  }
}

/** Neither cleans up nor does anything that could be missed. */
function isIdle(node: Node): boolean {
  if (/^(pass|delete|break|continue|return)_statement$/.test(node.kind)) return node.child("call") === undefined;
  if (/^(string|ellipsis|identifier)$/.test(node.kind)) return true;
  if (node.kind === "await") return node.children[0]?.kind !== "call";
  return node.kind === "assignment" && [...(node.field("right")?.descendants("call", "await") ?? [])].length === 0;
}

function cleansUp(node: Node): boolean {
  if (node.kind === "await" || node.kind === "yield")
    return node.children[0] !== undefined && cleansUp(node.children[0]);
  if (node.kind === "attribute") return isCleanupName(node.field("attribute")?.text ?? "");
  if (node.kind !== "call") return false;
  const callee = node.field("function");
  const name = (callee?.kind === "attribute" ? callee.field("attribute") : callee)?.text ?? "";
  if (!CALL_RUNNERS.has(name)) return isCleanupName(name) || endsInCleanup(name);
  return node.field("arguments")?.children.some(cleansUp) ?? false;
}
