import type { Handler } from "../../../src/concepts/errors/handler.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { tells } from "../../../src/python/model/logging.js";
import { CONVERSIONS, EXTRA_NAME, ONE_OFF_PATH } from "../../../src/python/tables/losses.js";
import type { Node } from "../../../src/syntax/node.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";

/**
 * Whether a maintainer would most likely leave a handler as it is: it says why, another one has told already, nothing
 * but one conversion or something to do without is lost, or the file is run by hand.
 */
export function isExcused(handler: Handler): boolean {
  const { path, isTest } = moduleOf(handler.node);
  if (isTest || ONE_OFF_PATH.test(path)) return !asserts(handler.protects);
  // What takes the end of the program along is no less wrong for being meant.
  if (handler.breadth === "everything") return false;
  return saysWhy(handler) || isToldBefore(handler) || onlyPolls(handler.protects) || losesLittle(handler);
}

function asserts(block: Node): boolean {
  for (const _ of block.descendants("assert_statement")) return true;
  return false;
}

/** Comments for other programs, and for those who have yet to do something. */
const DIRECTIVE =
  /^\s*((?!(note|best-effort):)[a-z-]+:|(noqa|nosec|pragma|pylint|todo|fixme|xxx|NOQA|TODO|FIXME|XXX|BUG|HACK)\b)/;

/** What a directive names before it says why: `noqa: BLE001 — counting must never break a call`. */
const NAMED = /^\s*(noqa|NOQA|nosec)\b(:?\s*[A-Z]+[0-9]+([\s,]+[A-Z]+[0-9]+)*)?\s*([-–—(]|:(?=\s+[a-z]))\s*/;

/** Whether a comment behind the head of a handler has at least three words for people, in one of its parts. */
export function saysWhy({ node, body }: Handler): boolean {
  const around = body ? node : node.parent?.parent?.parent;
  const head = around?.child(":")?.start ?? Infinity;
  for (const { start, text } of around?.descendants("comment") ?? []) {
    if (start > head && text.split("#").some(isForPeople)) return true;
  }
  const last = (body ?? around?.field("body"))?.children.filter(({ kind }) => kind !== "comment").at(-1);
  const behind =
    last &&
    moduleOf(last)
      .source.slice(last.end)
      .split(/[\r\n]/, 1)[0];
  return behind !== undefined && /^[ \t]*#/.test(behind) && behind.split("#").some(isForPeople);
}

function isForPeople(written: string): boolean {
  const comment = written.replace(NAMED, "");
  return !DIRECTIVE.test(comment) && (comment.match(/\p{L}{2,}/gu)?.length ?? 0) >= 3;
}

/** Whether an earlier clause of the same `try` tells of its errors. */
function isToldBefore({ node, statement }: Handler): boolean {
  const clauses = statement.children.filter((clause) => clause.kind === "except_clause" && clause.precedes(node));
  return clauses.some((clause) => [...clause.descendants("call")].some(tells));
}

/** Whether a block only waits for the next item: `item = queue.get(timeout=1)`. */
function onlyPolls({ children: [only, ...more] }: Node): boolean {
  const call = only && more.length === 0 ? callIn(only) : undefined;
  if (!call) return false;
  const { lastName, arguments: given, receiver } = moduleOf(call).call(call);
  const isTimed = given.some(({ keyword }) => keyword === "timeout") || lastName === "get_nowait";
  return receiver !== undefined && isTimed && /^(get|get_nowait|poll|recv)$/.test(lastName);
}

/** The call that a statement consists of, or whose result it assigns or returns. */
function callIn(statement: Node): Node | undefined {
  let at = /^(expression|return)_statement$/.test(statement.kind) ? statement.children[0] : undefined;
  if (at?.kind === "assignment") at = at.field("right");
  at = at && unwrap(at);
  if (at?.kind === "await") at = at.children[0];
  return at?.kind === "call" ? at : undefined;
}

/** Whether all that the block calls makes one value of another, or does what the program can do without. */
function losesLittle({ protects }: Handler): boolean {
  const calls = [...protects.descendants("call")].map((node) => moduleOf(node).call(node));
  if (calls.length === 0) return false;
  const isInLoop = [...protects.ancestors()].some(({ kind }) => /^(for|while)_statement$/.test(kind));
  if (isInLoop && calls.every(({ lastName }) => CONVERSIONS.has(lastName))) return true;
  return calls.some(({ name }) => name.split(".").some((part) => EXTRA_NAME.test(part)));
}
