import type { Node } from "../../../src/syntax/node.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { matches } from "../../../src/python/tables/api.js";
import { RETURNS_NONE } from "../../../src/python/tables/none-results.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";

const NAMES = [...new Set([...RETURNS_NONE].map((path) => path.replace(/\(\)$/, "").replace(/^.*\./, "")))];
/** The result of a call that only ever returns None, kept. */
export const KEEPS_NONE = matchesPattern(
  "a result that is always None, kept",
  new RegExp(String.raw`\b(?:${NAMES.join("|")})[\s\\]*[(#]`),
);

/** The call that an assignment takes its value from, when that is known to return None whatever happens. */
export function noneResult(from: Node | undefined, unpack: readonly number[] | undefined): Node | undefined {
  if (from?.kind !== "call" || (unpack?.length ?? 0) > 0 || !moduleOf(from).mayHold(KEEPS_NONE, from)) return undefined;
  const { targets } = moduleOf(from).call(from);
  const isSure = targets.every((value) => value.kind === "api" && matches(RETURNS_NONE, `${value.path}()`));
  return targets.length > 0 && isSure ? from : undefined;
}
