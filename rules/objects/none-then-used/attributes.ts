import type { Node } from "../../../src/syntax/node.js";
import { matches } from "../../../src/python/tables/api.js";
import {
  handlesAttributeError,
  isSpelled,
  isTransparent,
  isUnfinished,
  outsideStores,
} from "../../../src/python/model/attributes.js";
import type { Call } from "../../../src/python/model/call.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { effectsOn, type PathEffect } from "../../../src/python/dataflow/effects.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { NoneUse } from "./locals.js";
import {
  ATTRIBUTE_UNSET,
  attributesUnset,
  attributesUsedUnset,
  fillsAttribute,
  isLookedInto,
  UNSET_HIDDEN,
} from "../../../src/python/prefilter/none.js";
import { isDereferenced, isGuarded, isNone, mentions } from "./noneness.js";
import { ReachingDefinitions } from "../../../src/python/cfg/reaching.js";
import type { Store } from "../../../src/python/model/stores.js";
import { SYNCHRONOUS } from "../../../src/python/tables/synchronous.js";

const setsNone = (store: Store): boolean => store.kind === "assign" && isNone(store.from, store.unpack);
/** A store that leaves something in the attribute. */
const fills = (store: Store): boolean => !setsNone(store) && store.kind !== "delete" && store.from !== undefined;

/** The uses of attributes of `self` that are None there: set so just before, or never anything else. */
export function* noneAttributes(of: ClassDefinition): Generator<NoneUse> {
  for (const name of candidates(of)) {
    const nones = of.storesNamed(name).filter(setsNone);
    if (nones.length === 0 || isManaged(of, name)) continue;
    for (const method of new Set(nones.map(methodOf)))
      if (method?.owner === of) yield* usedRightAfter(of, name, method);
    const set = nones.find((store) => methodOf(store) === of.methods.get("__init__")?.at(-1));
    if (set) for (const use of usesOfUnfilled(of, name, set)) yield { set: set.node, use };
  }
}

/** The attributes that may be looked into while they are None, as far as texts tell. */
function candidates(of: ClassDefinition): ReadonlySet<string> {
  const names = new Set<string>();
  const { module } = of;
  if (!module.mayHold(ATTRIBUTE_UNSET, of.node)) return names;
  for (const { body, name: method } of [...of.methods.values()].flat()) {
    if (!body || !module.mayHold(ATTRIBUTE_UNSET, body)) continue;
    if (module.mayHold(UNSET_HIDDEN, body)) return of.attributesSetNear(ATTRIBUTE_UNSET);
    for (const name of attributesUsedUnset(body.text) ?? []) names.add(name);
    if (method !== "__init__") continue;
    for (const name of attributesUnset(body.text) ?? []) if (isLeftAndUsed(of, name)) names.add(name);
  }
  return names;
}

/** Whether the class's text does not show that an attribute is filled, and that of its hierarchy looks into it. */
function isLeftAndUsed(of: ClassDefinition, name: string): boolean {
  const { text } = of.node;
  // In a class inside of it, `self` is somebody else.
  const isFilled = fillsAttribute(text, name) && !/^[ \t]+class\b/m.test(text);
  return !isFilled && of.ancestry.classes.some((base) => isLookedInto(base.node.text, name));
}

function methodOf(store: Store): FunctionDefinition | undefined {
  return moduleOf(store.node).functionAround(store.node);
}

/** Whether a property or another descriptor stands behind the attribute. */
function isManaged(of: ClassDefinition, name: string): boolean {
  return of.ancestry.classes.some((base) => base.scope.get(name)?.some((binding) => binding.from?.kind !== "none"));
}

/** Uses behind an assignment of None in one method, with nothing between that could fill the attribute. */
function* usedRightAfter(of: ClassDefinition, name: string, method: FunctionDefinition): Generator<NoneUse> {
  const receiver = method.receiver?.name;
  const uses = receiver === undefined ? [] : usesIn(method, name);
  if (receiver === undefined || uses.length === 0) return;
  const path = [receiver, name];
  const isQuiet = !isFilledElsewhere(of, name, method);
  const stores = new Map(
    of
      .storesNamed(name)
      .filter((store) => methodOf(store) === method)
      .map((store) => [method.graph.elementOf(store.node), store]),
  );
  const reaching = new ReachingDefinitions(method.graph, (element) => {
    const store = stores.get(element);
    if (store) return [{ key: name, node: store.node }];
    const fill = isQuiet ? undefined : fillIn(element, path, method);
    return fill ? [{ key: name, node: fill }] : [];
  });
  for (const use of uses) {
    const { definitions, fromEntry } = reaching.reaching(name, use);
    const sets = definitions.filter((node) =>
      [...stores.values()].some((store) => store.node === node && setsNone(store)),
    );
    const set = sets.at(-1);
    if (fromEntry || !set || sets.length < definitions.length) continue;
    if (!isGuarded(use, path.join(".")) && !handlesAttributeError(use)) yield { set, use };
  }
}

/** Whether other code than the method and the constructor fills the attribute: then any call may. */
function isFilledElsewhere(of: ClassDefinition, name: string, method: FunctionDefinition): boolean {
  const { project } = of.module;
  if (!project.knowsSubclassesOf(of)) return true;
  const relatives = [...of.ancestry.classes, ...project.subclassesOf(of)];
  const stores = relatives.flatMap((relative) => relative.storesNamed(name)).filter(fills);
  const isElsewhere = (store: Store): boolean => {
    const writer = methodOf(store);
    return writer !== method && writer?.name !== "__init__";
  };
  if (stores.some(isElsewhere) || !isTransparent(of) || isSpelled(of, name)) return true;
  const outside = outsideStores(of, name);
  return !outside || outside.length > 0;
}

/** What an element does that may fill an attribute behind its back. */
function fillIn(element: Node, path: readonly string[], method: FunctionDefinition): Node | undefined {
  const effect = effectsOn(path, element, method.graph).find(
    (one: PathEffect) => one.kind === "owner" || one.kind === "passed",
  );
  if (effect) return element;
  for (const part of method.graph.partsOf(element)) {
    if (part.kind === "await" || part.kind === "yield") return part;
    if (part.kind === "call" && !isHarmless(method.module.call(part))) return part;
  }
  return undefined;
}

function isHarmless(call: Call): boolean {
  const { apis } = call;
  return apis.length > 0 && apis.every((api) => matches(SYNCHRONOUS, `${api}()`));
}

/** The uses, in the methods that objects of a class have, of an attribute that its constructor leaves None for good. */
function usesOfUnfilled(of: ClassDefinition, name: string, set: Store): readonly Node[] {
  if (!isLeftNone(of, name, set) || isUnfinished(of)) return [];
  const uses = of.ancestry.classes.flatMap((base) =>
    [...base.methods.values()]
      .flat()
      .flatMap((method) =>
        method.name !== "__init__" && of.method(method.name) === method ? usesIn(method, name) : [],
      ),
  );
  const open = uses.filter(
    (use) => !isGuarded(use, use.text) && !isKnownTo(of, use, name) && !handlesAttributeError(use),
  );
  if (open.length === 0 || !isTransparent(of) || isSpelled(of, name) || isHandedOut(of)) return [];
  const outside = outsideStores(of, name);
  return outside?.length === 0 ? open : [];
}

/** Whether the attribute is None when the constructor is through, and no method of the hierarchy changes that. */
function isLeftNone(of: ClassDefinition, name: string, set: Store): boolean {
  const init = methodOf(set);
  for (const base of of.ancestry.classes) {
    for (const store of base.storesNamed(name)) {
      const writer = methodOf(store);
      const isEarlier = base !== of && writer?.name === "__init__" && callsBaseBefore(init, set.node);
      if (fills(store) && !isEarlier) return false;
    }
  }
  const { project } = of.module;
  if (!project.knowsSubclassesOf(of)) return false;
  return project
    .subclassesOf(of)
    .every((sub) => isTransparent(sub) && !sub.storesNamed(name).some(fills) && !sub.scope.has(name));
}

/** Whether a constructor has called its base's before an assignment, and does not after. */
function callsBaseBefore(init: FunctionDefinition | undefined, set: Node): boolean {
  const calls = (init?.calls ?? []).filter((call) => call.field("function")?.text.endsWith(".__init__"));
  return calls.length > 0 && calls.every((call) => call.precedes(set));
}

/** The places in a method itself, not in functions inside of it, that look into an attribute of `self`. */
function usesIn(method: FunctionDefinition, name: string): readonly Node[] {
  const { module, owner } = method;
  return [...method.node.descendants("attribute")].filter((node) => {
    const object = node.field("object");
    if (node.field("attribute")?.text !== name || object?.kind !== "identifier" || !isDereferenced(node)) return false;
    return module.receiverClass(object) === owner && module.functionAround(node) === method;
  });
}

/** Whether a test on the way asks the object itself, through a method or property that looks at the attribute. */
function isKnownTo(of: ClassDefinition, use: Node, name: string): boolean {
  const module = moduleOf(use);
  const graph = module.graphAround(use);
  return graph.everyPathTo(use, {
    edge: ({ condition }) => {
      for (const part of condition?.descendants("attribute") ?? []) {
        const object = part.field("object");
        const method =
          object && module.receiverClass(object) ? of.method(part.field("attribute")?.text ?? "") : undefined;
        const receiver = method?.receiver?.name;
        if (method && receiver !== undefined && mentions(method.node, `${receiver}.${name}`)) return true;
      }
      return false;
    },
  });
}

/** What code that fills other people's objects is called. */
const INJECTS = /inject|wire|populate|configure|restore|hydrate|provide|register|setup|init/i;

/** Whether an object of the class hands itself to code that is not in sight and seems to fill what it is given. */
function isHandedOut(of: ClassDefinition): boolean {
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
