import { mayWaitForEver } from "../../../src/concepts/threads/blocking.js";
import { numberOf } from "../../../src/python/cfg/evaluation.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Value } from "../../../src/python/model/value.js";
import { matches } from "../../../src/python/tables/api.js";
import { BLOCKING } from "../../../src/python/tables/blocking.js";

/** What is waited for, in seconds, before a thread looks again: whoever has told it to stop hardly notices it. */
const SHORT = 1;

/** Whether a thread that runs some functions pauses in them, and never for longer than a moment. */
export function pausesBriefly(functions: readonly FunctionDefinition[]): boolean {
  const calls = functions.flatMap(({ calls: own, module }) => own.map((node) => module.call(node)));
  const waits = calls.filter(isWait);
  return waits.length > 0 && waits.every(isShort);
}

/** Whether a call waits for a clock, or for something from outside. */
function isWait(call: Call): boolean {
  if (call.apis.some((path) => matches(BLOCKING, path)) || mayWaitForEver(call)) return true;
  if (call.lastName === "get") return call.keyword("timeout") !== undefined;
  return WAITS.test(call.lastName) && call.receiver?.kind !== "string";
}

const WAITS = /^_*(sleep|wait|recv|receive|read|accept|poll|select|join|listen|next|fetch|request|serve|run)(_|\d|$)/;

/** Whether a call says how long it waits at most, and that is not long. */
function isShort(call: Call): boolean {
  const limit = call.keyword("timeout") ?? (/^(sleep|wait)$/.test(call.lastName) ? call.positional[0] : undefined);
  const lengths = limit ? [numberOf(limit) ?? call.module.valuesOf(limit).map(lengthOf)].flat() : [];
  return lengths.length > 0 && lengths.every((length) => length <= SHORT);
}

/** The number that a value is, or is as long as nobody says otherwise. */
function lengthOf(value: Value): number {
  if (value.kind === "literal") return numberOf(value.at) ?? Infinity;
  const fallback = value.kind === "parameter" && value.path.length === 0 ? value.parameter.default : undefined;
  return (fallback && numberOf(fallback)) ?? Infinity;
}
