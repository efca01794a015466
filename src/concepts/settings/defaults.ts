import type { Node } from "../../syntax/node.js";
import { moduleOf } from "../../python/model/module.js";
import { textWithin } from "./defaults/displays.js";
import { commonTruth, unknown, type Defaults } from "./defaults/default.js";
import { DefaultsReader } from "./defaults/reader.js";
import { assignedTo } from "../../python/cfg/expression.js";
import { matches } from "../../python/tables/api.js";
import { FIELDS, TRANSPARENT } from "../../python/tables/settings.js";

export type { Default, Defaults } from "./defaults/default.js";

/**
 * What an expression is when the program runs with an empty environment, no arguments and the defaults of its own
 * settings: one entry for each possibility, none when the program would not get as far.
 */
export function unconfigured(expression: Node): Defaults {
  const found = new DefaultsReader().read(expression, undefined);
  // What is only known by itself is not known.
  return found.length === 0 ? [unknown(expression)] : found.filter(({ isNever }) => !isNever);
}

/** Whether an expression holds when nobody configures the program; undefined when that cannot be told. */
export function holdsUnconfigured(expression: Node): boolean | undefined {
  return commonTruth(unconfigured(expression));
}

/** Whether control gets to a node when nobody configures the program, as far as can be told. */
export function runsUnconfigured(node: Node): boolean {
  return new DefaultsReader().runs(node, undefined);
}

/** What a place that reads configuration reads, as an operator would call it: a variable, a field, a flag. */
export function settingName(read: Node): string {
  const call = read.kind === "call" ? moduleOf(read).call(read) : undefined;
  const isField = call === undefined || call.apis.some((path) => matches(FIELDS, path) || matches(TRANSPARENT, path));
  const field = assignedTo(read)[0]?.text;
  if (isField) return field ?? read.text;
  const [first] = call.positional;
  return first === undefined ? call.name : first.kind === "string" ? textWithin(first) : first.text;
}
