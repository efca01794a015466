import type { Node } from "../../../src/syntax/node.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { matches } from "../../../src/python/tables/api.js";
import { RETURNS_NONE } from "../../../src/python/tables/none-results.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { COMMENT, SPACE } from "../../../src/python/prefilter/shapes.js";

const NAMES = [...new Set([...RETURNS_NONE].map((path) => path.replace(/\(\)$/, "").replace(/^.*\./, "")))];
const CALL = String.raw`(?:${NAMES.join("|")})[\s\\]*[(#]`;
const OBJECT = String.raw`(?:[\w\x80-\uffff]+${SPACE}\.${SPACE}){0,20}`;
/** What ends another expression than a name; methods of a text all give something. */
const CHAINED = String.raw`[)\]}]${SPACE}\.${SPACE}`;
/** What is called like one of them and gives something. */
const OTHERS = String.raw`(?:set|os\.path\.join)[\s\\]*\(`;
/** What makes a name of a value: an assignment, be it of what is awaited, a `with` or a loop. */
const BINDS = String.raw`(?:=|\b(?:await|with|in)\b)(?:[\s\\(]|${COMMENT}){0,200}`;
/** A call that only ever returns None. */
const GIVES_NONE = matchesPattern("a call that always gives None", new RegExp(String.raw`\b${CALL}`));
/** The result of such a call, kept: what stands in front of it is a name, or may be anything when a bracket ends there. */
export const KEEPS_NONE = matchesPattern(
  "a result that is always None, kept",
  new RegExp(`(?:${BINDS}(?!${OTHERS})|${CHAINED})${OBJECT}${CALL}`),
);

/** The call that an assignment takes its value from, when that is known to return None whatever happens. */
export function noneResult(from: Node | undefined, unpack: readonly number[] | undefined): Node | undefined {
  if (from?.kind !== "call" || (unpack?.length ?? 0) > 0 || !moduleOf(from).mayHold(GIVES_NONE, from)) return undefined;
  const { targets } = moduleOf(from).call(from);
  const isSure = targets.every((value) => value.kind === "api" && matches(RETURNS_NONE, `${value.path}()`));
  return targets.length > 0 && isSure ? from : undefined;
}
