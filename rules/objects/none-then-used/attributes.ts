import type { Node } from "../../../src/syntax/node.js";
import { handlesAttributeError, isTransparent, isUnfinished } from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { fillersBeside, fillIn, fills, isFilledInside, setsNone } from "./fills.js";
import type { NoneUse } from "./use.js";
import {
  ATTRIBUTE_UNSET,
  fillsAttribute,
  isLookedInto,
  unsetAttributes,
  UNSET_HIDDEN,
} from "../../../src/python/prefilter/none.js";
import { isDereferenced, isGuarded } from "./noneness.js";
import { ReachingDefinitions } from "../../../src/python/cfg/reaching.js";
import { construction, writerOf } from "../../../src/concepts/objects/lifecycle.js";
import { groupedBy } from "../../../src/grouped.js";
import { question } from "../../../src/python/model/solver.js";
import { KEEPS_NONE, noneResult } from "./results.js";
import { leadsStraight } from "./straight.js";
import { knowsOverridesOf, overridesOf } from "../../../src/python/model/hierarchy.js";
import type { Store } from "../../../src/python/model/stores.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { mentionsPath } from "../../../src/python/cfg/mentions.js";
import { spellingOf } from "../../../src/python/cfg/expression.js";

/** The uses of attributes of `self` that are None there: set so just before, or never anything else. */
export function* noneAttributes(of: ClassDefinition): Generator<NoneUse> {
  for (const name of candidates(of)) {
    const nones = of.storesNamed(name).filter(setsNone);
    if (nones.length === 0 || isManaged(of, name)) continue;
    const writers = new Set(nones.map(writerOf));
    for (const [method, stores] of groupedBy(of.storesNamed(name), writerOf)) {
      if (method?.owner === of && writers.has(method)) yield* usedRightAfter(of, name, method, stores);
    }
    yield* usesOfUnfilled(of, name, nones);
  }
}

/** The attributes that may be looked into while they are None, as far as texts tell. */
function candidates(of: ClassDefinition): ReadonlySet<string> {
  const { module } = of;
  const names = new Set(module.mayHold(KEEPS_NONE, of.node) ? namesOf(of.storesNear(KEEPS_NONE).filter(setsNone)) : []);
  const left = new Set<string>();
  const called = new Set<string>();
  if (!module.mayHold(ATTRIBUTE_UNSET, of.node)) return names;
  const all = (): ReadonlySet<string> => new Set([...names, ...attributesSetToNone(of)]);
  for (const { body } of [...of.methods.values()].flat()) {
    if (!body || !module.mayHold(ATTRIBUTE_UNSET, body)) continue;
    const unset = unsetAttributes(body.text);
    if (!unset || module.mayHold(UNSET_HIDDEN, body)) return all();
    for (const name of unset.used) names.add(name);
    for (const name of unset.all) left.add(name);
    for (const name of unset.beforeCalls) if (isLookedInto(of.node.text, name)) called.add(name);
    // The text of the class is searched for each of them.
    if (left.size > MOST_SEARCHED) return all();
  }
  for (const name of left) if (isLeftAndUsed(of, name) || called.has(name)) names.add(name);
  return names;
}

/** The attributes that the methods of a class write None into, and may be others where they keep what is always None. */
export function attributesSetToNone(of: ClassDefinition): ReadonlySet<string> {
  const stores = of.storesNear(ATTRIBUTE_UNSET);
  return new Set(namesOf(of.module.mayHold(KEEPS_NONE, of.node) ? stores : stores.filter(setsNone)));
}

const namesOf = (stores: readonly Store[]): readonly string[] => stores.map(({ name }) => name);

/** When more attributes are set to None, all of them may be left so. */
const MOST_SEARCHED = 50;

/** Whether the class's text does not show that an attribute is filled, and that of its hierarchy looks into it. */
function isLeftAndUsed(of: ClassDefinition, name: string): boolean {
  const { text } = of.node;
  // In a class inside of it, `self` is somebody else.
  const isFilled = fillsAttribute(text, name) && !/^[ \t]+class\b/m.test(text);
  return !isFilled && of.ancestry.classes.some((base) => isLookedInto(base.node.text, name));
}

/** Whether a property or another descriptor stands behind the attribute. */
export function isManaged(of: ClassDefinition, name: string): boolean {
  return of.ancestry.classes.some((base) => base.scope.get(name)?.some((binding) => binding.from?.kind !== "none"));
}

/** Uses behind an assignment of None in one method, with nothing between that could fill the attribute. */
function* usedRightAfter(
  of: ClassDefinition,
  name: string,
  method: FunctionDefinition,
  own: readonly Store[],
): Generator<NoneUse> {
  const receiver = method.receiver?.name;
  if (receiver === undefined) return;
  const uses = [...usesIn(method, name).map((use) => ({ use, at: use })), ...usesByCalls(of, method, name)];
  if (uses.length === 0) return;
  const path = [receiver, name];
  const fillers = fillersBeside(of, name, method);
  const stores = new Map(own.map((store) => [method.graph.elementOf(store.node), store]));
  const byNode = new Map([...stores.values()].map((store) => [store.node, store]));
  const filled = (element: Node): Node | undefined => fillIn(element, path, method, of, fillers);
  const reaching = new ReachingDefinitions(method.graph, (element) => {
    const node = stores.get(element)?.node ?? filled(element);
    return node ? [{ key: name, node }] : [];
  });
  const fills = (element: Node): boolean => (stores.get(element) ?? filled(element)) !== undefined;
  for (const { use, at } of uses) {
    const { definitions, fromEntry } = reaching.reaching(name, at);
    const sets = definitions.flatMap((node) => byNode.get(node) ?? []).filter(setsNone);
    const isOnly = !fromEntry && sets.length === definitions.length;
    const set = isOnly ? sets.at(-1) : sets.find(({ node }) => leadsStraight(method.graph, node, at, fills));
    if (set && !isGuarded(at, path.join(".")) && !handlesAttributeError(at)) yield foundAt(set, use, at);
  }
}

function foundAt(set: Store, use: Node, at = use): NoneUse {
  const result = noneResult(set.from, set.unpack);
  return { set: set.node, use, ...(result && { result }), ...(at !== use && { by: at }) };
}

/** A use of an attribute, and the call in another method that leads to it. */
interface CalledUse {
  readonly use: Node;
  readonly at: Node;
}

/** The calls, in a method, of others of its object that look into an attribute before all else that concerns it. */
function usesByCalls(of: ClassDefinition, method: FunctionDefinition, name: string): readonly CalledUse[] {
  const { module, calls, receiver } = method;
  return calls.flatMap((at) => {
    const callee = at.field("function");
    const object = callee?.kind === "attribute" ? callee.field("object") : undefined;
    const called = callee?.field("attribute")?.text ?? "";
    if (object?.kind !== "identifier" || object.text !== receiver?.name || module.receiverClass(object) !== of)
      return [];
    const other = of.method(called);
    if (!other || other === method || other.isAsync !== (at.parent?.kind === "await")) return [];
    const use = firstUse(of, other, name);
    return use && knowsOverridesOf(other, undefined) && overridesOf(other, undefined).length === 0 ? [{ use, at }] : [];
  });
}

const FIRST_USE = question<Node | undefined>(undefined);

/** Where a method looks into an attribute as it finds it, whichever way it takes. */
function firstUse(of: ClassDefinition, method: FunctionDefinition, name: string): Node | undefined {
  const { graph, receiver, isGenerator, decorators, module } = method;
  if (isGenerator || decorators.length > 0 || receiver === undefined) return undefined;
  const find = (): Node | undefined => {
    const [use] = usesIn(method, name);
    const element = use && graph.elementOf(use);
    const path = [receiver.name, name];
    if (!use || isGuarded(use, path.join(".")) || handlesAttributeError(use)) return undefined;
    if (!graph.everyPathOut({ element: (passed) => passed === element })) return undefined;
    const stores = new Set(of.storesNamed(name).map(({ node }) => graph.elementOf(node)));
    const isFilled = (passed: Node): boolean =>
      passed !== element && (stores.has(passed) || fillIn(passed, path, method, of, "own-methods") !== undefined);
    return graph.blocks.some(({ elements }) => elements.some((one) => isFilled(one) && graph.reaches(one, use)))
      ? undefined
      : use;
  };
  return module.project.once(FIRST_USE, method, find, name);
}

/** The uses, in the methods that objects of a class have, of an attribute that making them leaves None for good. */
function usesOfUnfilled(of: ClassDefinition, name: string, nones: readonly Store[]): readonly NoneUse[] {
  const set = nones.find((store) => isLeftNone(of, name, store));
  if (!set || isUnfinished(of) || isSetByText(of, name)) return [];
  const made = writerOf(set)?.name === "__init__" ? new Set(of.methods.get("__init__")) : construction(of);
  const uses = of.ancestry.classes.flatMap((base) =>
    usersOf(base, name).flatMap((method) =>
      !made.has(method) && of.method(method.name) === method ? usesIn(method, name) : [],
    ),
  );
  const open = uses.filter(
    (use) => !isGuarded(use, spellingOf(use)) && !isKnownTo(of, use, name) && !handlesAttributeError(use),
  );
  if (open.length === 0 || isHandedOut(of) || !isFilledInside(of, name)) return [];
  return open.map((use) => foundAt(set, use));
}

/** Whether a text of a file that runs texts speaks of an attribute: `exec("context.function = wrapper", {"context": self})`. */
function isSetByText({ module }: ClassDefinition, name: string): boolean {
  if (module.callsNamed("exec").length === 0) return false;
  return [...module.mentioning(name, "string_content")].some(({ text }) => text.includes(`.${name}`));
}

/** Whether a store leaves the attribute None when the object is made, and no method of the hierarchy changes that. */
function isLeftNone(of: ClassDefinition, name: string, set: Store): boolean {
  const init = of.methods.get("__init__")?.at(-1);
  const run = init && runBy(of, init, set);
  if (!run) return false;
  for (const base of of.ancestry.classes) {
    for (const store of base.storesNamed(name)) {
      const writer = writerOf(store);
      const isEarlier = base !== of && writer?.name === "__init__" && callsBaseBefore(init, run);
      if (fills(store) && !isEarlier) return false;
    }
  }
  const { project } = of.module;
  if (!project.knowsSubclassesOf(of)) return false;
  return project
    .subclassesOf(of)
    .every((sub) => isTransparent(sub) && !sub.storesNamed(name).some(fills) && !sub.scope.has(name));
}

/** Where a constructor surely sets an attribute: itself, or by a method that it calls or starts a thread with. */
function runBy(of: ClassDefinition, init: FunctionDefinition, set: Store): Node | undefined {
  const writer = writerOf(set);
  if (writer === init) return set.node;
  if (writer?.owner !== of || of.method(writer.name) !== writer || !isAlwaysDone(writer, set.node)) return undefined;
  const receiver = init.receiver?.name ?? "";
  return init.calls.find((call) => runsMethod(call, `${receiver}.${writer.name}`) && isAlwaysDone(init, call));
}

function runsMethod(call: Node, method: string): boolean {
  const { name, arguments: given } = moduleOf(call).call(call);
  return name === method || given.some(({ keyword, value }) => keyword === "target" && accessPath(value) === method);
}

/** Whether every way through a function that ends well comes by a node. */
function isAlwaysDone({ graph }: FunctionDefinition, node: Node): boolean {
  const element = graph.elementOf(node);
  return graph.everyPathOut({ element: (passed) => passed === element });
}

/** Whether a constructor has called its base's before a place, and does not after. */
function callsBaseBefore(init: FunctionDefinition, place: Node): boolean {
  const calls = init.calls.filter((call) => moduleOf(call).call(call).lastName === "__init__");
  return calls.length > 0 && calls.every((call) => call.precedes(place));
}

/** The places in a method itself, not in functions inside of it, that look into an attribute of `self`. */
export function usesIn(method: FunctionDefinition, name: string): readonly Node[] {
  return usesByName(method).get(name) ?? [];
}

/** The methods of a class that look into an attribute of `self`, in the order of their names. */
export function usersOf(of: ClassDefinition, name: string): readonly FunctionDefinition[] {
  const { project } = of.module;
  const find = (): ReadonlyMap<string, readonly FunctionDefinition[]> => {
    const methods = [...of.methods.values()].flat();
    const pairs = methods.flatMap((method) => [...usesByName(method).keys()].map((used) => ({ used, method })));
    const users = groupedBy(pairs, ({ used }) => used);
    return new Map([...users].map(([used, list]) => [used, list.map(({ method }) => method)]));
  };
  return project.once(USERS, of, find).get(name) ?? [];
}

const USERS = question<ReadonlyMap<string, readonly FunctionDefinition[]>>(new Map());
const USES = question<ReadonlyMap<string, readonly Node[]>>(new Map());

function usesByName(method: FunctionDefinition): ReadonlyMap<string, readonly Node[]> {
  const { module, owner } = method;
  const find = (): ReadonlyMap<string, readonly Node[]> => {
    const uses = [...method.node.descendants("attribute")].filter((node) => {
      const object = node.field("object");
      if (object?.kind !== "identifier" || !isDereferenced(node)) return false;
      return module.receiverClass(object) === owner && module.functionAround(node) === method;
    });
    return groupedBy(uses, (node) => node.field("attribute")?.text ?? "");
  };
  return module.project.once(USES, method, find);
}

/** Whether a test on the way asks the object itself, through a method or property that looks at the attribute. */
export function isKnownTo(of: ClassDefinition, use: Node, name: string): boolean {
  const module = moduleOf(use);
  const graph = module.graphAround(use);
  return graph.everyPathTo(use, {
    edge: ({ condition }) => {
      for (const part of condition?.descendants("attribute") ?? []) {
        const object = part.field("object");
        const method =
          object && module.receiverClass(object) ? of.method(part.field("attribute")?.text ?? "") : undefined;
        const receiver = method?.receiver?.name;
        if (method && receiver !== undefined && mentionsPath(method.node, `${receiver}.${name}`)) return true;
      }
      return false;
    },
  });
}

/** What code that fills other people's objects is called. */
const INJECTS = /inject|wire|populate|configure|restore|hydrate|provide|register|setup|init/i;

/** Whether an object of the class hands itself to code that is not in sight and seems to fill what it is given. */
export function isHandedOut(of: ClassDefinition): boolean {
  return of.module.project.once(HANDED_OUT, of, () => handsItselfOut(of));
}

const HANDED_OUT = question(false);

function handsItselfOut(of: ClassDefinition): boolean {
  return of.ancestry.classes.some(({ node, module }) => {
    for (const call of node.descendants("call")) {
      const list = call.field("arguments")?.children ?? [];
      const isGiven = list.some((argument) => {
        const value = argument.kind === "keyword_argument" ? argument.field("value") : argument;
        return value?.kind === "identifier" && module.receiverClass(value) !== undefined;
      });
      const { lastName, targets } = module.call(call);
      const isSeen = targets.length > 0 && targets.every(({ kind }) => kind === "function" || kind === "class");
      if (isGiven && !isSeen && INJECTS.test(lastName)) return true;
    }
    return false;
  });
}
