import { COMMENT } from "../../syntax/comment.js";
import { itemsAt } from "./items.js";
import type { Occurrence } from "./occurrences.js";
import { SPACE } from "./shapes.js";

const OPENS = new RegExp(String.raw`${SPACE}\(`, "y");
/** UTF-16 units in front of a call's name in which what it is taken from is looked for, and what its result goes to. */
const BEFORE = 200;
/** The names that a call's name is taken from. */
const OBJECT = /(?:[\w\x80-\uffff]+[ \t\f\r\n\\]*\.[ \t\f\r\n\\]*)*$/;
/** What gives a result a name or goes through it, be it awaited; or another expression that the call is taken from. */
const TAKES = /(?:[=*)\]}"'.\\]|\b(?:in|with)\b|\bwith\b[^\r\n]*,|#[^\r\n]*[\r\n])[\s\\(]*(?:\bawait\b[\s\\(]*)?$/;
/** What looks into it behind the closing bracket. */
const LOOKS_INTO = new RegExp(String.raw`(?:[\s\\)]|${COMMENT}){0,400}[.[(]`, "y");

/** A call that is written with a name and whose result is looked into, or kept, so that it may be later. */
export function resultLookedInto(name: string): Occurrence {
  return { name: `what '${name}' gives, looked into`, word: name, mayStandAt: (text, at) => isUsed(text, name, at) };
}

function isUsed(text: string, name: string, at: number): boolean {
  OPENS.lastIndex = at + name.length;
  if (!OPENS.test(text)) return false;
  const open = OPENS.lastIndex - 1;
  const before = text.slice(Math.max(0, at - BEFORE), at);
  const object = OBJECT.exec(before)?.index ?? 0;
  if ((object === 0 && at > BEFORE) || TAKES.test(before.slice(0, object))) return true;
  const end = itemsAt(text, open)?.end;
  if (end === undefined) return true;
  LOOKS_INTO.lastIndex = end + 1;
  return LOOKS_INTO.test(text);
}
