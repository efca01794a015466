import type { Node } from "../../../src/syntax/node.js";
import { handlesAttributeError } from "../../../src/python/model/attributes.js";
import type { Call } from "../../../src/python/model/call.js";
import { factsOf } from "../../../src/python/cfg/guards.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { isDereferenced, isGuarded, isSwallowed, isTested } from "./noneness.js";
import type { NoneUse } from "./use.js";

/** The uses of what functions of the project return, which on some path is None, without a test that other callers make. */
export function* optionalResults(module: Module): Generator<NoneUse> {
  if (module.isTest) return;
  for (const call of module.calls) {
    const result = resultOf(call);
    const giver = mayBeUsed(result) ? giverOf(call) : undefined;
    const given = giver && noneReturn(giver);
    const use = given && usedUntested(module, result);
    if (!use || isSettled(call, use)) continue;
    const others = module.project.callersOf(giver).filter((other) => other.call.node !== call.node);
    const tests = others.map((other) => resultOf(other.call)).filter(isTestedLater);
    const [shown] = tests;
    if (shown) yield { set: given, use, giver, shown, likely: tests.length < MOST_OFTEN * (others.length + 1) };
  }
}

/** What part of its callers has to test a result for the others to be wrong. */
const MOST_OFTEN = 0.6;

/** What is awaited counts as what it gives. */
const resultOf = ({ node }: Call): Node => (node.parent?.kind === "await" ? node.parent : node);

/** Whether a result is looked into, at once or by the name that it is bound to, as far as the text tells. */
function mayBeUsed(result: Node): boolean {
  if (isDereferenced(result)) return true;
  const name = boundTo(result);
  const scope = name && moduleOf(name).scopes.around(name);
  if (!name || !scope?.isFunction) return false;
  const { text } = scope.node;
  return [`${name.text}.`, `${name.text}[`, `${name.text}:`].some((used) => text.includes(used));
}

/** The name that a result is bound to. */
function boundTo(result: Node): Node | undefined {
  const { parent } = result;
  const left = parent?.kind === "assignment" && result.fieldName === "right" ? parent.field("left") : undefined;
  return left?.kind === "identifier" ? left : undefined;
}

/** Where a result is first looked into without a test: at once, or by the name that it is bound to and nothing else is. */
function usedUntested(module: Module, result: Node): Node | undefined {
  if (isDereferenced(result)) return handlesAttributeError(result) || isSwallowed(result) ? undefined : result;
  const name = boundTo(result);
  const scope = name && module.scopes.around(name);
  if (!name || !scope?.isFunction) return undefined;
  return usesOf(module, name).find((use) => {
    if (!isDereferenced(use) || isGuarded(use, use.text) || handlesAttributeError(use) || isSwallowed(use))
      return false;
    const bindings = module.bindingsReaching(use.text, use);
    return bindings.length === 1 && bindings[0]?.node === name;
  });
}

/** The occurrences of a name in its own function, other than the one that binds it. */
function usesOf(module: Module, name: Node): readonly Node[] {
  const scope = module.scopes.around(name);
  return [...scope.node.descendants("identifier")].filter(
    (use) => use.text === name.text && use !== name && module.scopes.around(use) === scope,
  );
}

/** The one function that a call runs. */
function giverOf(call: Call): FunctionDefinition | undefined {
  const { list, isAll } = call.callees;
  const [callee] = list;
  if (!callee || !isAll || list.length > 1 || callee.definition.name === "__init__") return undefined;
  const { isAsync } = callee.definition;
  return isAsync === (call.node.parent?.kind === "await") ? callee.definition : undefined;
}

const NONE_RETURN = question<Node | undefined>(undefined);

/** Where a function returns None, as it says itself, though it returns something else on other paths. */
function noneReturn(definition: FunctionDefinition): Node | undefined {
  return definition.module.project.once(NONE_RETURN, definition, () => {
    const { returns, isGenerator, decorators, graph } = definition;
    const isPlain = decorators.every(({ text }) => text === "staticmethod" || text === "classmethod");
    if (isGenerator || !isPlain || returns.every(isNoneReturn)) return undefined;
    return returns.find((node) => isNoneReturn(node) && graph.isReachable(node) && !isAskedFor(definition, node));
  });
}

const isNoneReturn = (node: Node): boolean => node.children.length === 0 || node.children[0]?.kind === "none";

/** Whether a caller gets None only for what it has passed itself: `if name is None: return None`. */
function isAskedFor(definition: FunctionDefinition, node: Node): boolean {
  const names = new Set(definition.parameters.map(({ name }) => name));
  return definition.graph.everyPathTo(node, {
    edge: (edge) =>
      edge.condition !== undefined &&
      [...edge.condition.descendants("identifier")].every(({ text }) => names.has(text) && text !== "self") &&
      factsOf(edge).length > 0,
  });
}

/** Whether what a call is given, or what is asked before, may settle that there is something. */
function isSettled(call: Call, use: Node): boolean {
  const words = new Set(
    [call.callee, ...call.arguments.map(({ value }) => value)].flatMap((part) =>
      [...part.descendants("identifier")].map(({ text }) => text),
    ),
  );
  words.delete("self");
  const graph = call.module.graphAround(use);
  return graph.everyPathTo(use, {
    edge: ({ condition }) =>
      condition !== undefined && [...condition.descendants("identifier")].some(({ text }) => words.has(text)),
  });
}

/** Whether a caller asks what it was given whether it is None. */
function isTestedLater(result: Node): boolean {
  if (isTested(result)) return true;
  const name = boundTo(result);
  return name !== undefined && usesOf(moduleOf(name), name).some(isTested);
}
