import type { Call } from "../../../src/python/model/call.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Value } from "../../../src/python/model/value.js";
import { matches } from "../../../src/python/tables/api.js";
import type { WaitingClient } from "../../../src/python/tables/http-clients.js";
import type { Node } from "../../../src/syntax/node.js";

/** Where the session comes from that a request goes through. */
export interface Made {
  /** The call that makes it; for one that is known by its type alone, the place that says so. */
  readonly at: Node;
  readonly isLikely: boolean;
  readonly client: WaitingClient;
}

/** The one session whose method a call is; undefined where it may be anything else. */
export function madeBy(call: Call, client: WaitingClient): Made | undefined {
  const { module, receiver } = call;
  const values = receiver ? module.valuesOf(receiver).filter(({ kind }) => kind !== "none") : [];
  const known = module.project.evaluator.withCallers(values).filter(isKnown).map(asPassed);
  const places = known.map((value) => placeOf(value, client));
  const [at] = places;
  if (!at || places.includes(undefined)) return undefined;
  // What callers may pass instead of the one that is made here is not known.
  const isOneOfSome = values.some(isKnown) && !values.every(isKnown);
  return { at, client, isLikely: isOneOfSome || at.kind !== "call" };
}

const isKnown = ({ kind }: Value): boolean => kind !== "none" && kind !== "unknown" && kind !== "parameter";

/** What a parameter is passed that says no more of a session than its type, where one place of the program makes it. */
function asPassed(value: Value): Value {
  if (value.kind !== "api" || value.at.kind === "call") return value;
  const module = moduleOf(value.at);
  const typed = [...value.at.ancestors()].find(({ kind }) => kind === "function_definition");
  const parameters = typed ? module.function(typed).parameters : [];
  const parameter = parameters.find(({ annotation }) => annotation?.contains(value.at));
  if (!parameter) return value;
  const passed = module.project
    .callersOf(parameter.function)
    .filter(({ call }) => !call.module.isTest)
    .map(({ call, bound }) => call.argumentFor(parameter, bound))
    .map((given) => (given ? moduleOf(given).valuesOf(given) : []));
  const [one] = passed.flat();
  if (one?.kind !== "api" || one.path !== value.path) return value;
  const isOne = (other: Value): boolean => other.kind === "api" && other.at === one.at;
  return passed.every((values) => values.length > 0 && values.every(isOne)) ? one : value;
}

function placeOf(value: Value, { sessions, requests }: WaitingClient): Node | undefined {
  if (value.kind === "api") return sessions && matches(sessions, value.path) ? value.at : undefined;
  if (value.kind !== "instance") return undefined;
  const { classes, external, isOpen } = value.of.ancestry;
  // A class of the project's own may see to it.
  const names = [...requests].map((path) => path.slice(path.lastIndexOf(".") + 1));
  const isPlain = classes.every(({ methods }) => !names.some((name) => methods.has(name)));
  return !isOpen && isPlain && external.some((path) => sessions?.has(`${path}()`)) ? value.at : undefined;
}

/** Whether two expressions may stand for one session: what is done to the one is done to the other. */
export function isSameSession(expression: Node, made: Made): boolean {
  const module = moduleOf(expression);
  const values = module.project.evaluator.withCallers(module.valuesOf(expression));
  return values.some((value) => (value.kind === "api" || value.kind === "instance") && value.at === made.at);
}
