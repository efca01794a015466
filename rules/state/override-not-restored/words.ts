import type { Prefilter } from "../../../src/python/prefilter/prefilter.js";
import { SETTER_NAMES, UNDONE_BY } from "../../../src/python/tables/overrides.js";

/** A name, and whether a value may be put where it ends: behind brackets, or among other targets. */
const ASSIGNED = /(\w+|[^\s\w])["')\]\s\\]{0,200}(?:#.*[\r\n]+["')\]\s\\]{0,200}){0,3}[=,](?!=)/g;
const CALLED = new RegExp(`\\b(?:${[...SETTER_NAMES, "setattr", ...Object.keys(UNDONE_BY)].join("|")})\\b`);

/** Looks for a name that is given a value twice, or a call that changes a setting. */
export const MAY_OVERRIDE: Prefilter = {
  name: "an override",
  mayHold: (text) => CALLED.test(text) || isAssignedTwice(text),
};

function isAssignedTwice(text: string): boolean {
  const seen = new Set<string>();
  for (const [, name = ""] of text.matchAll(ASSIGNED)) {
    if (seen.has(name)) return true;
    seen.add(name);
  }
  return false;
}
