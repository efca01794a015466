import type { Node } from "../../syntax/node.js";
import { unwrap } from "../../python/cfg/evaluation.js";
import type { Call } from "../../python/model/call.js";
import { moduleOf } from "../../python/model/module.js";
import { isExpected } from "./asked.js";
import { synchronousIn } from "./awaitables.js";
import type { Synchronous } from "./proof.js";

/** A call that hands a helper something that the helper awaits or schedules. */
export interface Handed {
  readonly call: Call;
  readonly plain: Synchronous;
}

/** Helpers are followed back to those who call them through this many calls. */
const MOST_HELPERS = 2;

/** The calls of a helper that give it nothing to await, where an expression is a parameter that it never asks about. */
export function* handedTo(expression: Node, depth = MOST_HELPERS): Generator<Handed> {
  const name = unwrap(expression);
  if (name.kind !== "identifier" || depth === 0) return;
  const module = moduleOf(name);
  const [binding, ...others] = module.bindingsReaching(name.text, name);
  if (binding?.kind !== "parameter" || others.length > 0 || isExpected(expression, name)) return;
  const helper = module.function(binding.scope.node);
  const parameter = helper.parameter(name.text);
  if (!parameter || parameter === helper.receiver || helper.node.kind === "lambda") return;
  for (const { call, bound } of module.project.callersOf(helper)) {
    const argument = call.argumentFor(parameter, bound);
    if (!argument) continue;
    const plain = synchronousIn(argument);
    if (plain) yield { call, plain };
    else yield* handedTo(argument, depth - 1);
  }
}
