import type { Node } from "../../syntax/node.js";
import { lastNameOf } from "./expression.js";
import { accessPath } from "./guards.js";

/** Names as they are listed, or all that fit. */
export type Names = ReadonlySet<string> | RegExp;

/** Whether a name in some code is one of these: of a variable, an attribute, a keyword; texts and comments say nothing. */
export function mentionsName(code: Node, names: Names): boolean {
  for (const name of within(code, names, "identifier")) if (isAmong(name.text, names)) return true;
  return false;
}

/** Whether `self.socket`, or whatever path of names is given, is written somewhere in some code. */
export function mentionsPath(code: Node, path: string): boolean {
  for (const part of code.descendants("identifier", "attribute"))
    if (part.fieldName !== "attribute" && accessPath(part) === path) return true;
  return false;
}

/** The calls in some code, in source order, of what has one of these for its last name: `recv` in `self.socket.recv()`. */
export function* callsAmong(code: Node, names: Names): Generator<Node> {
  for (const call of within(code, names, "call")) {
    const name = lastNameOf(call.field("function"));
    if (name !== undefined && isAmong(name, names)) yield call;
  }
}

/** Whether some code calls what has one of these for its last name. */
export function callsAny(code: Node, names: Names): boolean {
  return callsAmong(code, names).next().done !== true;
}

function isAmong(name: string, names: Names): boolean {
  return names instanceof RegExp ? names.test(name) : names.has(name);
}

/** What is folded is parsed only where its text holds one of the names that are listed. */
function within(code: Node, names: Names, kind: string): Iterable<Node> {
  if (names instanceof RegExp) return code.descendants(kind);
  const fits = (text: string): boolean => [...names].some((name) => text.includes(name));
  return fits(code.text) ? code.within(fits, kind) : [];
}
