import { AccessCheck, isNamedCheck, verifies } from "../../../src/concepts/access/access-check.js";
import { dependenciesIn } from "../../../src/concepts/access/dependencies.js";
import { handedBy } from "../../../src/concepts/taint/handed.js";
import { caughtNames } from "../../../src/python/cfg/exceptions.js";
import { calledName, returnedValue } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { mentionsPath } from "../../../src/python/cfg/mentions.js";
import { callerFrames } from "../../../src/python/dataflow/frames.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { VERIFIES } from "../../../src/python/tables/access.js";
import { matches } from "../../../src/python/tables/api.js";
import { CHECKING_DECORATOR, DECODERS, EXPIRED } from "../../../src/python/tables/token-decoders.js";
import type { Node } from "../../../src/syntax/node.js";
import type { Decode } from "./decodes.js";

/** A check is looked for in what is called, and in what that calls. */
const DEEP = 2;
/** Callers are looked at through this many calls. */
const MOST_CALLERS = 2;

/** Whether the same token is checked as well: in the function, by the route, or by everybody who calls it. */
export function isVerifiedElsewhere({ call, token, how }: Decode): boolean {
  return how !== "algorithm" && isVerifiedAround(call.node, token, MOST_CALLERS);
}

function isVerifiedAround(at: Node, token: Node | undefined, depth: number): boolean {
  const around = moduleOf(at).functionAround(at);
  if (!around) return false;
  if (isCheckedRoute(around) || (token && isVerifiedIn(around, at, token))) return true;
  const callers = depth > 0 ? callerFrames(around) : [];
  return (
    callers.length > 0 &&
    callers.every(({ call }) => isVerifiedAround(call.node, call.positional[0] ?? call.arguments[0]?.value, depth - 1))
  );
}

/** Whether a decorator or another dependency of a function checks who calls. */
function isCheckedRoute(definition: FunctionDefinition): boolean {
  if (definition.decorators.some((decorator) => CHECKING_DECORATOR.test(calledName(decorator) ?? ""))) return true;
  const dependencies = [
    ...definition.parameters.flatMap((one) => [one.default, one.annotation]),
    ...definition.decorators,
  ];
  return dependencies.flatMap((part) => [...dependenciesIn(part)]).some(isCheck);
}

/** Whether what a dependency calls turns callers away, and does more than to take a token out of a request. */
function isCheck(dependency: Node): boolean {
  return moduleOf(dependency)
    .valuesOf(dependency)
    .some((value) => {
      if (value.kind !== "function") return false;
      const { definition } = value;
      return (AccessCheck.of(definition) ?? isNamedCheck(definition)) && isVerifying(definition.body, 1);
    });
}

/** Whether the token passes a check on every way to a place, or on every way on from there. */
function isVerifiedIn({ graph }: FunctionDefinition, at: Node, token: Node): boolean {
  const path = accessPath(token);
  if (path === undefined) return false;
  const root = path.split(".")[0] ?? path;
  const checks = (element: Node): boolean => !element.contains(at) && checksToken(element, root);
  const isEnd = (element: Node): boolean => checks(element) || isRefusal(element);
  const failure = failureBefore(at, checks);
  if (failure !== undefined) return failure === "expired";
  return graph.everyPathTo(at, { element: checks }) || !graph.leavesWithout(at, isEnd, "exit");
}

/** Whether some way on leads to a check of the token: its claims may say whose key that is to be done with. */
export function isVerifiedLater({ call: { node, module }, token, how }: Decode): boolean {
  const graph = module.functionAround(node)?.graph;
  const root = accessPath(token)?.split(".")[0];
  let isChecked = false;
  if (!graph || root === undefined || how === "algorithm") return false;
  graph.walkFrom(node, (element) => {
    isChecked ||= !element.contains(node) && checksToken(element, root);
    return isChecked ? "stop" : "go";
  });
  return isChecked;
}

const checksToken = (element: Node, root: string): boolean =>
  mentionsPath(element, root) && calledIn(element).some((call) => isVerifying(call, DEEP));

function calledIn(element: Node): readonly Node[] {
  return [...element.descendants("call")];
}

/** Whether some code checks a token, itself or in a function that it calls. */
function isVerifying(code: Node | undefined, depth: number): boolean {
  if (!code) return false;
  if (verifies(code)) return true;
  if (depth === 0) return false;
  return calledIn(code).some((node) => {
    const call = moduleOf(node).call(node);
    return hands(call) || call.functions.some(({ body }) => isVerifying(body, depth - 1));
  });
}

/** `asyncio.to_thread(jwt.decode, token, key)`. */
function hands(call: Call): boolean {
  const callable = handedBy(call)?.callable;
  const paths = callable ? moduleOf(callable).apiPathsOf(callable) : [];
  return paths.some((path) => matches(DECODERS, path) || VERIFIES.test(path));
}

function isRefusal(element: Node): boolean {
  if (element.kind !== "return_statement") return false;
  const value = returnedValue(element);
  return value === undefined || value.kind === "none" || value.kind === "false";
}

/** Why the check has failed that a place handles: the token is only too old, or anything. */
function failureBefore(at: Node, checks: (element: Node) => boolean): "expired" | "any" | undefined {
  for (const around of at.ancestors()) {
    if (around.kind === "function_definition") return undefined;
    const tried = around.kind === "except_clause" ? around.parent?.field("body") : undefined;
    if (!tried || !checks(tried)) continue;
    return caughtNames(around)?.every((name) => EXPIRED.test(name)) === true ? "expired" : "any";
  }
  return undefined;
}
