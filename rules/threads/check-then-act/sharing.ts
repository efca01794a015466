import { inSourceOrder, nodesWithin, type Node } from "../../../src/syntax/node.js";
import { backgroundOf, backgroundRoots, spawnsIn } from "../../../src/concepts/threads/background.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { familyOf } from "../../../src/concepts/threads/endless-loop.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import type { Value } from "../../../src/python/model/value.js";
import { question } from "../../../src/python/model/solver.js";

/** A container that several functions can reach: an attribute of their object, or a name of their module. */
export interface SharedContainer {
  readonly module: Module;
  readonly name: string;
  /** The class whose attribute it is. */
  readonly owner: ClassDefinition | undefined;
}

/** A place that changes a shared container. */
export interface Change {
  readonly at: Node;
  readonly by: FunctionDefinition;
  /** Whether something may be gone afterwards. */
  readonly removes: boolean;
}

const CONTAINERS = /^(list|dict|set|collections\.(deque|OrderedDict|Counter))\(\)/;
const LITERALS = /^(list|dictionary|set)(_comprehension)?$/;
const REMOVERS = /^(pop|popleft|popitem|remove|discard|clear)$/;
const ADDERS = /^(append|appendleft|add|insert|extend|extendleft|update|setdefault)$/;

/** The shared container that an expression names, when it is known to be a plain one: no queue, and no local. */
export function sharedContainer(expression: Node): SharedContainer | undefined {
  const module = moduleOf(expression);
  if (expression.kind === "attribute") {
    const object = expression.field("object");
    const owner = object && module.receiverClass(object);
    const name = expression.field("attribute")?.text;
    if (!owner || name === undefined) return undefined;
    const isMadeBy = (member: ClassDefinition): boolean =>
      member.storesNamed(name).some(({ from }) => from && isPlain(module.valuesOf(from)));
    // Who derives from the class is asked last: it takes a search of the project.
    const isContainer = owner.ancestry.classes.some(isMadeBy) || module.project.subclassesOf(owner).some(isMadeBy);
    return isContainer ? { module, name, owner } : undefined;
  }
  if (expression.kind !== "identifier") return undefined;
  const found = module.scopes.lookup(expression.text, expression);
  if (found?.scope !== module.scopes.module) return undefined;
  const isContainer = found.bindings.some(({ from }) => from && isPlain(module.valuesOf(from)));
  return isContainer ? { module, name: expression.text, owner: undefined } : undefined;
}

function isPlain(values: readonly Value[]): boolean {
  return values.some((value) => {
    if (value.kind === "literal") return LITERALS.test(value.at.kind);
    return value.kind === "api" && CONTAINERS.test(value.path);
  });
}

const CHANGES = question<readonly Change[]>([]);

/** Everything that changes a shared container after it has been made. */
export function changesOf(container: SharedContainer): readonly Change[] {
  const { module, owner, name } = container;
  return module.project.once(CHANGES, owner ?? module, () => findChanges(container), name);
}

function findChanges(container: SharedContainer): readonly Change[] {
  const { owner, name } = container;
  const family = owner && new Set(familyOf(owner));
  const modules = family ? new Set([...family].map((member) => member.module)) : [container.module];
  return [...modules].flatMap((module) =>
    [...usesIn(module, name, family)].flatMap((use) => {
      const removes = effectOf(use);
      const by = module.functionAround(use);
      if (removes === undefined || !by || (by.name === "__init__" && by.owner === owner)) return [];
      return [{ at: use, by, removes }];
    }),
  );
}

type Family = ReadonlySet<ClassDefinition>;

function* usesIn(module: Module, name: string, family: Family | undefined): Generator<Node> {
  for (const identifier of family ? namesInFamily(module, name, family) : module.identifiers(name)) {
    const attribute = identifier.fieldName === "attribute" ? identifier.parent : undefined;
    if (!family) {
      if (!attribute && module.scopes.lookup(name, identifier)?.scope === module.scopes.module) yield identifier;
      continue;
    }
    const object = attribute?.field("object");
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

/** Whether a use removes from the container (`true`), only adds (`false`), or leaves it as it is. */
function effectOf(use: Node): boolean | undefined {
  const { parent } = use;
  if (parent?.kind === "attribute" && parent.parent?.kind === "call" && parent.fieldName === "function") {
    const method = parent.field("attribute")?.text ?? "";
    return REMOVERS.test(method) ? true : ADDERS.test(method) ? false : undefined;
  }
  if (parent?.kind === "subscript" && use.fieldName === "value") {
    if (parent.parent?.kind === "delete_statement") return true;
    return parent.parent?.kind === "assignment" && parent.fieldName === "left" ? false : undefined;
  }
  if (parent?.kind === "argument_list") {
    const callee = parent.parent?.field("function")?.text ?? "";
    return /(^|\.)heap(pop|replace|pushpop)$/.test(callee) ? true : /(^|\.)heappush$/.test(callee) ? false : undefined;
  }
  return parent?.kind === "assignment" && use.fieldName === "left" ? true : undefined;
}

/** Whether several threads can be in a function at once: a pool runs it, or a loop makes threads of it. */
export function runsInSeveralThreads(definition: FunctionDefinition): boolean {
  const background = backgroundOf(definition);
  if (!background) return false;
  if (background.by === "executor") return true;
  const makers = background.at.kind === "call" ? [background.at] : instancesOf(definition);
  return makers.some(isRepeated);
}

/** The calls that make objects of a class of threads, in its own file. */
function instancesOf({ owner, module }: FunctionDefinition): readonly Node[] {
  return owner ? module.callsNamed(owner.name).map((call) => call.node) : [];
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

/** How sure it is that two functions run at the same time, one of them in a thread that the project starts. */
export function canRunTogether(one: FunctionDefinition, other: FunctionDefinition): Chance {
  const chance = chanceOf(one, other);
  return chance === "surely" && isOfOneThread(one) ? "perhaps" : chance;
}

type Chance = "surely" | "perhaps" | "no";

/** Whether a class's objects are made by functions that run in threads, each for itself under a local name. */
function isOfOneThread({ owner, module }: FunctionDefinition): boolean {
  if (!owner) return false;
  const modules = new Set([module, ...module.project.modulesMentioning(owner.name)]);
  const made = [...modules].flatMap((other) => other.callsOf(owner.name));
  return (
    made.length > 0 &&
    made.every(({ node, module: maker }) => {
      const around = maker.functionAround(node);
      const target = node.parent?.kind === "assignment" ? node.parent.field("left") : undefined;
      const isLocal = target?.kind === "identifier" && maker.scopes.lookup(target.text, target)?.scope.isFunction;
      return isLocal === true && around !== undefined && backgroundOf(around) !== undefined;
    })
  );
}

function chanceOf(one: FunctionDefinition, other: FunctionDefinition): Chance {
  if (runsInSeveralThreads(one) && (one === other || isReachedFrom(one, other) || isReachedFrom(other, one)))
    return "surely";
  // A function that calls the other is in the same thread while it does.
  if (one === other || isReachedFrom(one, other) || isReachedFrom(other, one)) return "no";
  const first = backgroundRoots(one);
  const second = backgroundRoots(other);
  if (first.size === 0 && second.size === 0) return "no";
  if (runsInSeveralThreads(one)) return "surely";
  if ([...first].some((root) => second.has(root)))
    return isCalledInForeground(one) || isCalledInForeground(other) ? "perhaps" : "no";
  // An object whose threads are started by others may be theirs alone, or locked by them.
  const isOwn = [...first, ...second].some((root) => startsItself(root, one));
  return isOwn && !knowsItsThread(one) && isEntered(one) && isEntered(other) ? "surely" : "perhaps";
}

/** Whether an object asks which thread it is in: it may let nobody but its own touch the container. */
function knowsItsThread({ owner }: FunctionDefinition): boolean {
  if (!owner) return false;
  const asks = (): boolean => /\b(current_thread|get_ident|currentThread)\(/.test(owner.node.text);
  return owner.module.project.once(ASKS_THREAD, owner, asks);
}

const ASKS_THREAD = question(false);

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
