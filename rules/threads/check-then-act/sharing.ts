import { inSourceOrder, nodesWithin, type Node } from "../../../src/syntax/node.js";
import { backgroundOf, backgroundRoots, isThreadClass, spawnsIn } from "../../../src/concepts/threads/background.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { familyOf } from "../../../src/concepts/threads/endless-loop.js";
import { reachedFrom } from "../../../src/concepts/objects/lifecycle.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import type { Value } from "../../../src/python/model/value.js";
import { question } from "../../../src/python/model/solver.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import {
  assignedTo,
  calledName,
  comparisonOf,
  isSameExpression,
  lastNameOf,
} from "../../../src/python/cfg/expression.js";
import { callsAny } from "../../../src/python/cfg/mentions.js";
import { isKnownToHold } from "./known-key.js";
import { assignedValue } from "../../../src/python/model/bindings.js";

/** A container that several functions can reach: an attribute of their object, or a name of their module. */
export interface SharedContainer {
  readonly module: Module;
  readonly name: string;
  /** The class whose attribute it is. */
  readonly owner: ClassDefinition | undefined;
  /** The attribute of the owner's objects that holds it as its own, where it is a part of another object: `state` in `self.state.jobs`. */
  readonly through?: string;
}

/** A place that changes a shared container. */
export interface Change {
  readonly at: Node;
  readonly by: FunctionDefinition;
  /** Whether something may be gone afterwards. */
  readonly removes: boolean;
  /** Whether something else that may hold the same takes its place. */
  readonly replaces: boolean;
  /** Whether the container itself may have another size afterwards; one that takes its place leaves it as it is. */
  readonly resizes: boolean;
}

const CONTAINERS = /^(list|dict|set|collections\.(deque|OrderedDict|Counter))\(\)/;
const LITERALS = /^(list|dictionary|set)(_comprehension)?$/;
/** Those whose iterators fail when the size has changed. */
const SIZED = /^(dict|set|collections\.(deque|OrderedDict|Counter|defaultdict))\(\)/;
const SIZED_LITERALS = /^(dictionary|set)(_comprehension)?$/;
const REMOVERS = /^(pop|popleft|popitem|remove|discard|clear)$/;
const ADDERS = /^(append|appendleft|add|insert|extend|extendleft|update|setdefault)$/;

/** The shared container that an expression names, when it is known to be a plain one: no queue, and no local. */
export function sharedContainer(expression: Node, isKind = isPlain): SharedContainer | undefined {
  const module = moduleOf(expression);
  if (expression.kind === "attribute") {
    const object = expression.field("object");
    const owner = object && module.receiverClass(object);
    const name = expression.field("attribute")?.text;
    if (object && name !== undefined && !owner) return containerOfPart(object, name, isKind);
    if (!owner || name === undefined) return undefined;
    const isMadeBy = (member: ClassDefinition): boolean =>
      member.storesNamed(name).some(({ from }) => from && isKind(module.valuesOf(from)));
    // Who derives from the class is asked last: it takes a search of the project.
    const isContainer = owner.ancestry.classes.some(isMadeBy) || module.project.subclassesOf(owner).some(isMadeBy);
    return isContainer ? { module, name, owner } : undefined;
  }
  if (expression.kind !== "identifier") return undefined;
  const found = module.scopes.lookup(expression.text, expression);
  if (found?.scope !== module.scopes.module) return undefined;
  const isContainer = found.bindings.some(({ from }) => from && isKind(module.valuesOf(from)));
  return isContainer ? { module, name: expression.text, owner: undefined } : undefined;
}

/** `self.state.jobs`: a container of an object that each object of a class makes for itself, once, and nobody else is given. */
function containerOfPart(part: Node, name: string, isKind: typeof isPlain): SharedContainer | undefined {
  const module = moduleOf(part);
  const object = part.kind === "attribute" ? part.field("object") : undefined;
  const owner = object && module.receiverClass(object);
  const through = part.field("attribute")?.text;
  if (!owner || through === undefined) return undefined;
  const [store, ...others] = familyOf(owner).flatMap((member) => member.storesNamed(through));
  const made = store?.kind === "assign" && store.from && others.length === 0 ? unwrap(store.from) : undefined;
  if (made?.kind !== "call" || moduleOf(made).functionAround(made)?.name !== "__init__") return undefined;
  const [held, ...more] = moduleOf(made).valuesOf(made);
  if (held?.kind !== "instance" || held.at !== made || more.length > 0) return undefined;
  return isContainerOf(held.of, name, isKind) ? { module, name, owner, through } : undefined;
}

/** Whether objects of a class keep a container under a name, which their constructor or a field of a dataclass makes. */
function isContainerOf(of: ClassDefinition, name: string, isKind: typeof isPlain): boolean {
  if (of.ancestry.isOpen) return false;
  const stores = of.storesNamed(name);
  if (stores.length > 0)
    return stores.every(({ from }) => from && isKind(moduleOf(from).valuesOf(from))) && !of.method(name);
  const field = of.fields.find((one) => one.name === name);
  const given = field?.node.parent?.field("right");
  const value = given && unwrap(given);
  if (value?.kind !== "call") return false;
  const factory = moduleOf(value)
    .call(value)
    .arguments.find(({ keyword }) => keyword === "default_factory")?.value;
  return (factory && FACTORIES.get(unwrap(factory).text)?.includes(isKind)) ?? false;
}

function isPlain(values: readonly Value[]): boolean {
  return values.some((value) => {
    if (value.kind === "literal") return LITERALS.test(value.at.kind);
    return value.kind === "api" && CONTAINERS.test(value.path);
  });
}

/** Whether iterating over a value fails when its size changes meanwhile. */
export function isSized(values: readonly Value[]): boolean {
  return values.some((value) => {
    if (value.kind === "literal") return SIZED_LITERALS.test(value.at.kind);
    return value.kind === "api" && SIZED.test(value.path);
  });
}

/** What a field of a dataclass is made by, and which kinds of containers that is. */
const FACTORIES: ReadonlyMap<string, readonly (typeof isPlain)[]> = new Map<string, readonly (typeof isPlain)[]>([
  ["list", [isPlain]],
  ...["dict", "set", "deque", "collections.deque", "OrderedDict"].map((maker) => [maker, [isPlain, isSized]] as const),
]);

const CHANGES = question<readonly Change[]>([]);

/** Everything that changes a shared container after it has been made. */
export function changesOf(container: SharedContainer): readonly Change[] {
  const { module, owner, name, through } = container;
  const key = through === undefined ? name : `${through}.${name}`;
  return module.project.once(CHANGES, owner ?? module, () => findChanges(container), key);
}

function findChanges(container: SharedContainer): readonly Change[] {
  const { owner } = container;
  const family = owner && new Set(familyOf(owner));
  const modules = family ? new Set([...family].map((member) => member.module)) : [container.module];
  return [...modules].flatMap((module) =>
    [...usesIn(module, container, family)].flatMap((use) => {
      const effect = effectOf(use);
      const by = module.functionAround(use);
      const removes = effect ? effect === "removes" : losesItems(use);
      if (removes === undefined || !by || isMaking(by, owner)) return [];
      const replaces = !effect && !isEmptied(use);
      return [
        {
          at: use,
          by,
          removes,
          replaces,
          resizes: effect !== undefined && !isItem(use) && !(isAssigned(use) && isKnownToHold(use)),
        },
      ];
    }),
  );
}

type Family = ReadonlySet<ClassDefinition>;

function* usesIn(module: Module, { name, through }: SharedContainer, family: Family | undefined): Generator<Node> {
  for (const identifier of family ? namesInFamily(module, name, family) : module.identifiers(name)) {
    const attribute = identifier.fieldName === "attribute" ? identifier.parent : undefined;
    if (!family) {
      if (!attribute && module.scopes.lookup(name, identifier)?.scope === module.scopes.module) yield identifier;
      continue;
    }
    const part = attribute?.field("object");
    if (through !== undefined && part?.field("attribute")?.text !== through) continue;
    const object = through === undefined ? part : part?.field("object");
    const of = object && module.receiverClass(object);
    if (attribute && of && family.has(of)) yield attribute;
  }
}

/** The names in a file that stand in classes of a family, in source order. */
function namesInFamily(module: Module, name: string, family: Family): readonly Node[] {
  const all = module.identifiers(name);
  const members = [...family].filter((member) => member.module === module);
  const found = members.flatMap(({ node }) => nodesWithin(all, node));
  return members.length === 1 ? found : [...new Set(found)].sort(inSourceOrder);
}

/** Methods that make an object ready, once. */
const SETTING_UP = /^_*(init|initiali[sz]e|set_?up|post_init)_*$/;

/** Whether a function runs before any thread can: a constructor, or what only constructors call. */
function isMaking(by: FunctionDefinition, owner: ClassDefinition | undefined): boolean {
  if (!owner || !by.owner) return false;
  if (SETTING_UP.test(by.name)) return familyOf(owner).includes(by.owner);
  const callers = by.module.project.callersOf(by);
  return (
    by.name.startsWith("_") &&
    callers.length > 0 &&
    callers.every(({ call }) => SETTING_UP.test(call.module.functionAround(call.node)?.name ?? ""))
  );
}

/** What a use does to the container; undefined when it leaves it as it is. */
function effectOf(use: Node): "adds" | "removes" | undefined {
  const { parent } = use;
  if (parent?.kind === "attribute" && parent.parent?.kind === "call" && parent.fieldName === "function") {
    const method = parent.field("attribute")?.text ?? "";
    return REMOVERS.test(method) ? "removes" : ADDERS.test(method) ? "adds" : undefined;
  }
  if (parent?.kind === "subscript" && use.fieldName === "value") {
    if (parent.parent?.kind === "delete_statement") return keepsTheLast(parent) ? "adds" : "removes";
    return parent.parent?.kind === "assignment" && parent.fieldName === "left" ? "adds" : undefined;
  }
  if (parent?.kind === "argument_list") {
    const callee = lastNameOf(parent.parent?.field("function")) ?? "";
    if (HEAP_REMOVERS.has(callee)) return "removes";
    return callee === "heappush" ? "adds" : undefined;
  }
  return undefined;
}

const HEAP_REMOVERS = new Set(["heappop", "heapreplace", "heappushpop"]);

/** `container[key] = …` */
function isAssigned({ parent, fieldName }: Node): boolean {
  return parent?.kind === "subscript" && fieldName === "value" && parent.parent?.kind === "assignment";
}

/** Whether a use assigns to an item that has a fixed name: it is there from the start, as a rule. */
function isItem({ parent, fieldName }: Node): boolean {
  return parent?.kind === "subscript" && fieldName === "value" && parent.field("subscript")?.kind === "string";
}

/** Whether `[-100:]` is what a slice names: of what is not empty, something is left. */
function keepsTheLast(subscript: Node): boolean {
  const slice = subscript.field("subscript");
  const [bound, ...others] = slice?.kind === "slice" ? slice.children : [];
  if (bound?.kind !== "unary_operator" || !bound.child("-") || others.length > 0) return false;
  const isUpTo = slice?.allChildren[0] !== bound;
  return isUpTo === (subscript.parent?.kind === "delete_statement");
}

/** Whether something may be missing in the container that takes the place of one; undefined where none does. */
function losesItems(use: Node): boolean | undefined {
  const assignment = use.fieldName === "left" && use.parent?.kind === "assignment" ? use.parent : undefined;
  const value = assignment && assignedValue(assignment);
  if (!assignment || !value || isFirst(assignment, use)) return undefined;
  const path = accessPath(use);
  const isOurs = (node: Node | undefined): boolean => node !== undefined && accessPath(node) === path;
  const keeps =
    (value.kind === "subscript" && isOurs(value.field("value")) && keepsTheLast(value)) ||
    (/^(binary|boolean)_operator$/.test(value.kind) && (isOurs(value.field("left")) || isOurs(value.field("right"))));
  return !keeps;
}

/** Whether a container that has nothing in it, or none, takes the place of one. */
function isEmptied(use: Node): boolean {
  const value = use.parent?.kind === "assignment" ? assignedValue(use.parent) : undefined;
  if (!value) return false;
  if (value.kind === "call")
    return isPlain(moduleOf(value).valuesOf(value)) && value.field("arguments")?.children.length === 0;
  return value.kind === "none" || (/^(list|dictionary|set)$/.test(value.kind) && value.children.length === 0);
}

/** Whether an assignment is the first: it is made where there is nothing yet, or before the threads are started. */
function isFirst(assignment: Node, use: Node): boolean {
  const module = moduleOf(use);
  const around = module.functionAround(use);
  for (const outer of assignment.ancestors()) {
    if (outer === around?.node) break;
    const test = outer.kind === "if_statement" ? outer.field("condition") : undefined;
    if (test && asksWhetherUnset(unwrap(test), use)) return true;
  }
  return spawnsIn(module).some(({ call }) => around?.node.contains(call) && assignment.precedes(call));
}

/** `use is None`, `not use`, `not hasattr(…)` */
function asksWhetherUnset(test: Node, use: Node): boolean {
  const { left, operator, right } = comparisonOf(test) ?? {};
  if (operator === "is") return right?.kind === "none" && left !== undefined && isSameExpression(left, use);
  const argument = test.kind === "not_operator" ? test.field("argument") : undefined;
  if (!argument) return false;
  return isSameExpression(argument, use) || (argument.kind === "call" && calledName(argument) === "hasattr");
}

/** Whether several threads can be in a function at once: a pool runs it, or a loop makes threads of it. */
function runsInSeveralThreads(definition: FunctionDefinition): boolean {
  const background = backgroundOf(definition);
  if (!background) return false;
  if (background.by === "executor") return true;
  // A thread that a loop starts elsewhere may take the place of one that has ended.
  const isCall = background.at.kind === "call";
  const makers = isCall ? [background.at] : instancesOf(background.at);
  if (makers.some(isRepeated)) return true;
  const alike = isCall ? startingTheSame(background.at) : makers;
  return alike.some((one) => alike.some((other) => areListed(one, other)));
}

/** The calls of a file that start what one of them starts. */
function startingTheSame(call: Node): readonly Node[] {
  const spawns = spawnsIn(moduleOf(call));
  const targets = new Set(spawns.flatMap((spawn) => (spawn.call === call ? spawn.targets : [])));
  return spawns.flatMap((spawn) => (spawn.targets.some((target) => targets.has(target)) ? [spawn.call] : []));
}

/** Whether two calls stand in one list: what they make is used together. */
const areListed = (one: Node, other: Node): boolean =>
  one !== other && one.parent === other.parent && /^(list|tuple)$/.test(one.parent?.kind ?? "");

const INSTANCES = question<readonly Node[]>([]);

/** The calls of the program that make objects of a class of threads. */
function instancesOf(threads: Node): readonly Node[] {
  const home = moduleOf(threads);
  const { name } = home.class(threads);
  return home.project.once(INSTANCES, threads, () => {
    const modules = new Set([home, ...home.project.modulesCalling(name, home).list]);
    return [...modules].flatMap((module) => module.callsOf(name).map(({ node }) => node));
  });
}

function isRepeated(call: Node): boolean {
  let inner = call;
  for (const outer of call.ancestors()) {
    if (outer.kind === "function_definition") return false;
    if (/_comprehension$|^generator_expression$/.test(outer.kind) && inner.fieldName === "body") return true;
    if (/^(for|while)_statement$/.test(outer.kind) && inner.fieldName === "body") return true;
    inner = outer;
  }
  return false;
}

/** Whether nothing but threads that the project starts runs a function: they run it, or all that calls it. */
export function isOnlyInBackground(definition: FunctionDefinition): boolean {
  return backgroundOf(definition) !== undefined && (definition.name === "run" || !isCalledInForeground(definition));
}

/** Whether anything shows that one of two functions runs in a thread that the project starts: else {@link canRunTogether} never. */
export function mayRunBeside(one: FunctionDefinition, other: FunctionDefinition): boolean {
  const isInThread = (of: FunctionDefinition): boolean => backgroundRoots(of).size > 0;
  return (one.owner !== undefined && isThreadClass(one.owner)) || isInThread(one) || isInThread(other);
}

/**
 * How sure it is that two functions run at the same time on one container, one of them in a thread that the project starts:
 * what belongs to an object that is a thread is not what another such thread works on.
 */
export function canRunTogether(one: FunctionDefinition, other: FunctionDefinition, of: SharedContainer): Chance {
  const isOfEach = of.owner !== undefined && isThreadClass(of.owner);
  const chance = chanceOf(one, other, !isOfEach && runsInSeveralThreads(one));
  return chance === "surely" && isOfOneThread(one) ? "perhaps" : chance;
}

type Chance = "surely" | "perhaps" | "no";

/**
 * Whether a class's objects are made by functions that run in threads, each for itself under a local name, or by objects
 * that are threads, as parts of theirs, or one after the other, as threads may be.
 */
function isOfOneThread({ owner, module }: FunctionDefinition): boolean {
  if (!owner) return false;
  const modules = new Set([module, ...module.project.modulesMentioning(owner.name, module)]);
  const made = [...modules].flatMap((other) => other.callsOf(owner.name));
  return (
    made.length > 0 &&
    made.every(({ node, module: maker }) => {
      const around = maker.functionAround(node);
      const [target] = assignedTo(node);
      const isLocal = target?.kind === "identifier" && maker.scopes.lookup(target.text, target)?.scope.isFunction;
      if (target?.kind === "attribute" && around?.owner && isThreadClass(around.owner)) return true;
      if (isRepeated(node)) return true;
      return isLocal === true && around !== undefined && backgroundOf(around) !== undefined;
    })
  );
}

function chanceOf(one: FunctionDefinition, other: FunctionDefinition, inSeveral: boolean): Chance {
  if (inSeveral && (one === other || isReachedFrom(one, other) || isReachedFrom(other, one))) return "surely";
  if (one === other && isInSeveralPlaces(one)) return ofItsOwnThread(one, one);
  // A function that calls the other is in the same thread while it does.
  if (one === other || isReachedFrom(one, other) || isReachedFrom(other, one)) return "no";
  const ofOne = inOneThreadObject(one, other);
  if (ofOne) return ofOne;
  const first = backgroundRoots(one);
  const second = backgroundRoots(other);
  if (first.size === 0 && second.size === 0) return "no";
  if (inSeveral) return "surely";
  if ([...first].some((root) => second.has(root)))
    return isCalledInForeground(one) || isCalledInForeground(other) ? "perhaps" : "no";
  return ofItsOwnThread(one, other);
}

/** Whether a thread runs a function, and beside it another one that is made together with it, or the rest of the program. */
function isInSeveralPlaces(definition: FunctionDefinition): boolean {
  const roots = [...backgroundRoots(definition)];
  if (roots.length === 0) return false;
  return roots.some((one) => roots.some((other) => areListed(one, other))) || isCalledInForeground(definition);
}

/** An object whose threads are started by others may be theirs alone, or locked by them. */
function ofItsOwnThread(one: FunctionDefinition, other: FunctionDefinition): Chance {
  const roots = [...backgroundRoots(one), ...backgroundRoots(other)];
  const isOwn = roots.some((root) => startsItself(root, one));
  return isOwn && !knowsItsThread(one) && isEntered(one) && isEntered(other) ? "surely" : "perhaps";
}

/**
 * How likely two methods of one object, which is a thread itself, run beside each other: not when both are parts of its
 * `run` that nobody else calls; undefined when this says nothing of them.
 */
function inOneThreadObject(one: FunctionDefinition, other: FunctionDefinition): "no" | "perhaps" | undefined {
  const { owner } = one;
  if (!owner || owner !== other.owner || !isThreadClass(owner)) return undefined;
  const run = owner.method("run");
  const parts = run && reachedFrom(owner, run);
  if (!parts) return "perhaps";
  return [one, other].every((method) => parts.has(method) && isOnlyCalledBy(method, parts)) ? "no" : undefined;
}

function isOnlyCalledBy(method: FunctionDefinition, parts: ReadonlySet<FunctionDefinition>): boolean {
  return method.module.project.callersOf(method).every(({ call }) => {
    const caller = call.module.functionAround(call.node);
    return caller !== undefined && parts.has(caller);
  });
}

/** Whether an object asks which thread it is in: it may let nobody but its own touch the container. */
function knowsItsThread({ owner }: FunctionDefinition): boolean {
  if (!owner) return false;
  return owner.module.project.once(ASKS_THREAD, owner, () => callsAny(owner.node, THREAD_ASKERS));
}

const ASKS_THREAD = question(false);
const THREAD_ASKERS = new Set(["current_thread", "get_ident", "currentThread"]);

/** Whether a thread is started by the object, or else the module, that a function belongs to. */
function startsItself(root: Node, { owner, module }: FunctionDefinition): boolean {
  const maker = moduleOf(root);
  const starter = root.kind === "class_definition" ? maker.class(root) : maker.classAround(root);
  return owner ? starter !== undefined && familyOf(owner).includes(starter) : maker === module;
}

/** Whether it is known where a function is called from: by threads, by the project, or by others, being public. */
function isEntered(definition: FunctionDefinition): boolean {
  if (!definition.name.startsWith("_")) return true;
  return backgroundRoots(definition).size > 0 || definition.module.project.callersOf(definition).length > 0;
}

/** Whether a function is called by another, directly. */
function isReachedFrom(called: FunctionDefinition, caller: FunctionDefinition): boolean {
  const { project } = called.module;
  const find = (): ReadonlySet<Node> =>
    new Set(project.callersOf(called).flatMap(({ call }) => call.module.functionAround(call.node)?.node ?? []));
  return project.once(CALLING, called, find).has(caller.node);
}

const CALLING = question<ReadonlySet<Node>>(new Set());

function isCalledInForeground(definition: FunctionDefinition): boolean {
  return definition.module.project.callersOf(definition).some(({ call }) => {
    const caller = call.module.functionAround(call.node);
    return caller === undefined ? !isSpawned(call.node) : caller.name !== "__init__" && !backgroundOf(caller);
  });
}

const isSpawned = (call: Node): boolean => spawnsIn(moduleOf(call)).some((spawn) => spawn.call === call);

/** The container's path as its own functions write it. */
export function writtenAs(expression: Node): string {
  return accessPath(expression) ?? expression.text;
}
