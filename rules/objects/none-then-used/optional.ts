import { groupedBy } from "../../../src/grouped.js";
import { inSourceOrder, type Node } from "../../../src/syntax/node.js";
import { handlesAttributeError } from "../../../src/python/model/attributes.js";
import { isBound, type Call } from "../../../src/python/model/call.js";
import { factsOf } from "../../../src/python/cfg/guards.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { namesIn } from "../../../src/python/model/uses.js";
import { isDemandedBefore } from "./demanded.js";
import { isDereferenced, isGuarded, isSwallowed, isTested, isNone } from "./noneness.js";
import { fetchesACount } from "./one-row.js";
import type { NoneUse } from "./use.js";
import { calledIn, originalsIn } from "../../../src/python/prefilter/called.js";
import { resultLookedInto } from "../../../src/python/prefilter/results.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { callsAny, mentionsName } from "../../../src/python/cfg/mentions.js";
import { assignedTo, isSameExpression, lastNameOf } from "../../../src/python/cfg/expression.js";

/** The uses of what functions of the project return, which on some path is None, without a test that other callers make. */
export function* optionalResults(module: Module): Generator<NoneUse> {
  if (module.isTest) return;
  for (const call of candidatesIn(module)) {
    const result = resultOf(call);
    const giver = mayBeUsed(result) && !fetchesACount(call) ? giverOf(call) : undefined;
    const given = giver && noneReturns(giver).find((node) => !isOfOthers(giver, node, call));
    const use = given && usedUntested(result);
    if (!use || isSettled(call, use, giver) || !isOnlyCallee(call) || isAskedByCallers(call, giver)) continue;
    const { called, tested } = resultsOf(giver);
    const shown = tested[0] === result ? tested[1] : tested[0];
    const tests = tested.length - (tested.includes(result) ? 1 : 0);
    const all = called.size + (called.has(result) ? 0 : 1);
    if (shown && !isDemandedBefore(call, giver))
      yield { set: given, use, giver, shown, likely: tests < MOST_OFTEN * all };
  }
}

/** The calls of a file, in source order, whose result may be None and be looked into, as far as texts show. */
function candidatesIn(module: Module): readonly Call[] {
  const originals = originalsIn(module.source);
  const mayGiveNone = (name: string): boolean => module.project.mayGiveNone(name, module);
  return [...calledIn(module.source)]
    .filter((name) => [name, ...(originals.get(name) ?? [])].some(mayGiveNone))
    .flatMap((name) => module.callsWhere(resultLookedInto(name)))
    .sort((a, b) => inSourceOrder(a.node, b.node));
}

/** What the calls of a function give, and that of it which is tested. */
interface Results {
  readonly called: ReadonlySet<Node>;
  readonly tested: readonly Node[];
}

const RESULTS = question<Results>({ called: new Set(), tested: [] });

function resultsOf(giver: FunctionDefinition): Results {
  const { project } = giver.module;
  return project.once(RESULTS, giver, () => {
    const called = new Set(project.callersOf(giver).map(({ call }) => resultOf(call)));
    return { called, tested: [...called].filter(isTestedLater) };
  });
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
  const find = (): ReadonlySet<string> => new Set([...scope.node.text.matchAll(LOOKED_INTO)].map(([word]) => word));
  return moduleOf(name).project.once(WORDS, scope, find).has(name.text);
}

const WORDS = question<ReadonlySet<string>>(new Set());
/** The names that something is done to, as far as the text tells. */
const LOOKED_INTO = /(?<![\w\x80-\uffff])[\w\x80-\uffff]+(?=[\s\\)]{0,99}[.[:#])/g;

/** The name that a result is bound to. */
function boundTo(result: Node): Node | undefined {
  const [target] = assignedTo(result);
  return target?.kind === "identifier" ? target : undefined;
}

/** Where a result is first looked into without a test: at once, or by the name that it is bound to and nothing else is. */
function usedUntested(result: Node): Node | undefined {
  if (isDereferenced(result)) return handlesAttributeError(result) || isSwallowed(result) ? undefined : result;
  const name = boundTo(result);
  if (!name || !moduleOf(name).scopes.around(name).isFunction) return undefined;
  return usesOf(name)
    .looks.get(name)
    ?.find((use) => !isGuarded(use, use.text) && !handlesAttributeError(use) && !isSwallowed(use));
}

/** The occurrences of a name in the function that binds it. */
interface Uses {
  /** Those that look into it, by the one place that has bound it then. */
  readonly looks: ReadonlyMap<Node, readonly Node[]>;
  readonly isTested: boolean;
}

const USES = question<Uses>({ looks: new Map(), isTested: false });

function usesOf(name: Node): Uses {
  const module = moduleOf(name);
  const { text } = name;
  const scope = module.scopes.around(name);
  const find = (): Uses => {
    const uses = namesIn(scope).get(text) ?? [];
    const looks = uses.filter(isDereferenced).flatMap((use) => {
      const [binding, ...others] = module.bindingsReaching(text, use);
      return binding && others.length === 0 ? [{ use, at: binding.node }] : [];
    });
    const byBinding = [...groupedBy(looks, ({ at }) => at)];
    return {
      looks: new Map(byBinding.map(([at, list]) => [at, list.map(({ use }) => use)])),
      isTested: uses.some(isTested),
    };
  };
  return module.project.once(USES, scope, find, text);
}

/** The one function that a call names, when the call gives what it returns. */
function giverOf({ targets, node }: Call): FunctionDefinition | undefined {
  const [target] = targets;
  if (target?.kind !== "function" || targets.length > 1 || target.definition.name === "__init__") return undefined;
  const { definition } = target;
  return definition.isAsync === (node.parent?.kind === "await") ? definition : undefined;
}

/** Whether a call runs the function that it names, and no override. */
function isOnlyCallee({ callees: { list, isAll } }: Call): boolean {
  return isAll && list.length === 1;
}

const NONE_RETURNS = question<readonly Node[]>([]);

/** Where a function returns None, as it says itself, though it returns something else on other paths. */
function noneReturns(definition: FunctionDefinition): readonly Node[] {
  return definition.module.project.once(NONE_RETURNS, definition, () => {
    if (!definition.module.mayHold(RETURNS_NONE, definition.node)) return [];
    const { returns, isGenerator, decorators, graph } = definition;
    const isPlain = decorators.every(({ text }) => text === "staticmethod" || text === "classmethod");
    if (isGenerator || !isPlain || returns.every(isNoneReturn)) return [];
    return returns.filter((node) => isNoneReturn(node) && graph.isReachable(node) && !isAskedFor(definition, node));
  });
}

const RETURNS_NONE = matchesPattern("None returned", /\breturn\b(?:[\s\\(]*(?:None\b|#)|[ \t\f\\]*(?:[;\r\n]|$))/);

const isNoneReturn = (node: Node): boolean => node.children.length === 0 || isNone(node.children[0], undefined);

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

/** Whether a function returns None only to those that pass another constant than a call does: `if kind == Order: return None`. */
function isOfOthers(definition: FunctionDefinition, node: Node, call: Call): boolean {
  const bound = call.targets.some(isBound);
  const given = (subject: Node): Node | undefined => {
    const parameter = subject.kind === "identifier" ? definition.parameter(subject.text) : undefined;
    return parameter && call.argumentFor(parameter, bound);
  };
  return definition.graph.everyPathTo(node, {
    edge: (edge) =>
      factsOf(edge).some((fact) => {
        if (fact.kind !== "equals" && fact.kind !== "not-equals") return false;
        const passed = given(fact.subject);
        if (!passed || !isConstantName(passed) || !isConstantName(fact.other)) return false;
        return isSameExpression(passed, fact.other) === (fact.kind === "not-equals");
      }),
  });
}

/** `Order`, `Kind.ORDER`, `"order"`: two that are spelled in different ways are not the same. */
function isConstantName(node: Node): boolean {
  if (node.kind === "string" || node.kind === "integer") return true;
  return /^(identifier|attribute)$/.test(node.kind) && /^[A-Z]/.test(lastNameOf(node) ?? "");
}

/** Whether what a call is given, or what is asked before, may settle that there is something. */
function isSettled(call: Call, use: Node, giver: FunctionDefinition): boolean {
  const words = new Set(
    [call.callee, ...call.arguments.map(({ value }) => value)].flatMap((part) =>
      [...part.descendants("identifier")].map(({ text }) => text),
    ),
  );
  words.delete("self");
  const graph = call.module.graphAround(use);
  const speaks = (name: Node): boolean => words.has(name.text) || isAnswerOf(name, words, giver);
  return graph.everyPathTo(use, {
    edge: ({ condition }) => condition !== undefined && [...condition.descendants("identifier")].some(speaks),
  });
}

/** Whether whoever calls the function around a call asks the giver first, each on every way. */
function isAskedByCallers({ module, node }: Call, giver: FunctionDefinition): boolean {
  const around = module.functionAround(node);
  const callers = around ? module.project.callersOf(around) : [];
  const asked = new Set([giver.name]);
  return (
    callers.length > 0 &&
    callers.every(({ call }) =>
      call.module
        .graphAround(call.node)
        .everyPathTo(call.node, { edge: ({ condition }) => condition !== undefined && callsAny(condition, asked) }),
    )
  );
}

/** Whether a name holds what a function makes of the same result: it asks the giver itself, about the same things. */
function isAnswerOf(name: Node, about: ReadonlySet<string>, giver: FunctionDefinition): boolean {
  const module = moduleOf(name);
  return module.bindingsReaching(name.text, name).some(({ from }) => {
    if (from?.kind !== "call" || !mentionsName(from, about)) return false;
    return module.call(from).functions.some(({ node }) => callsAny(node, new Set([giver.name])));
  });
}

/** Whether a caller asks what it was given whether it is None. */
function isTestedLater(result: Node): boolean {
  if (isTested(result)) return true;
  const name = boundTo(result);
  return name !== undefined && usesOf(name).isTested;
}
