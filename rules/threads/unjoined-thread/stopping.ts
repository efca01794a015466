import type { Node } from "../../../src/syntax/node.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { isCleanupName } from "../../../src/concepts/errors/cleanup.js";
import { familyOf, truthOf } from "../../../src/concepts/threads/endless-loop.js";
import { isEmptyBody, type FunctionDefinition } from "../../../src/python/model/function.js";
import type { Keeper } from "./escape.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { targetsOf, type ThreadStart } from "../../../src/concepts/threads/thread.js";

/** The function that ends a thread, or the object it belongs to. */
export interface StopPath {
  readonly by: FunctionDefinition;
  /** What it does to that end: sets the event, clears the flag; the definition, when only its name says so. */
  readonly at: Node;
}

/** A flag or event that a thread looks at in its loops. */
interface Signal {
  readonly name: string;
  /** The class whose attribute it is; undefined for a name of the module. */
  readonly owner: ClassDefinition | undefined;
  /** What ends the thread: that it is true (set), or that it is false (cleared). */
  readonly ends: boolean;
}

/** How a started thread is ended: by a signal that its functions look at. */
export function signalledStop(start: ThreadStart): StopPath | undefined {
  const inside = functionsOf(start);
  const beginning = start.call.module.functionAround(start.call.node);
  for (const signal of inside.flatMap((definition) => [...signalsOf(definition, start)])) {
    for (const site of sitesOf(signal, start.call.module)) {
      const by = moduleOf(site).functionAround(site);
      if (!by || by === beginning || by.name === "__init__" || inside.includes(by)) continue;
      return { by, at: site };
    }
  }
  return undefined;
}

/** How the objects that keep a thread are ended: by a method with a name for that. */
export function namedStop(start: ThreadStart, keepers: readonly Keeper[]): StopPath | undefined {
  const owners = keepers.flatMap((keeper) => ("owner" in keeper ? [keeper.owner] : []));
  const inside = functionsOf(start);
  const found: FunctionDefinition[] = [];
  for (const definition of new Set([...owners, ...start.threads.flatMap(({ of }) => of ?? [])].flatMap(familyOf))) {
    for (const [name, methods] of definition.methods) {
      const by = methods.at(-1);
      if (by && isStopName(name) && !isEmptyBody(by) && !inside.includes(by)) found.push(by);
    }
  }
  const by = found.find(({ name }) => /^_*(stop|shutdown|close)$/.test(name)) ?? found[0];
  return by && { by, at: by.node };
}

/** Methods that end an object for good; giving back something it holds (`release`, `remove`) does not. */
function isStopName(name: string): boolean {
  if (name === "__exit__" || name === "__aexit__") return true;
  return isCleanupName(name) && !/^_*(wait|join|remove|release|clean|unlink|rm|rollback|kill|unlock|un)/.test(name);
}

/** The functions that a thread runs, and the methods of the same object that they call. */
export function functionsOf(start: ThreadStart): readonly FunctionDefinition[] {
  const targets = targetsOf(start);
  const helpers = targets.flatMap((target) =>
    target.calls.flatMap((node) =>
      target.module.call(node).functions.filter((called) => areOfOneObject(target, called)),
    ),
  );
  return [...new Set([...targets, ...helpers])];
}

function areOfOneObject(a: FunctionDefinition, b: FunctionDefinition): boolean {
  if (!a.owner || !b.owner) return a.module === b.module && a.owner === b.owner;
  return familyOf(a.owner).includes(b.owner);
}

/** A name or event inside a test, and the truth of it that makes the test hold. */
interface Atom {
  readonly node: Node;
  readonly holds: boolean;
}

/** What a function looks at in its loops to see whether it shall end. */
function* signalsOf(definition: FunctionDefinition, start: ThreadStart): Generator<Signal, void> {
  const { body } = definition;
  for (const loop of body?.descendants("while_statement") ?? []) {
    for (const atom of atomsOf(loop.field("condition"), true))
      yield* signalAt(atom.node, !atom.holds, definition, start);
    for (const branch of loop.field("body")?.descendants("if_statement") ?? []) {
      const then = branch.field("consequence");
      if (!then || [...then.descendants("break_statement", "return_statement")].length === 0) continue;
      for (const atom of atomsOf(branch.field("condition"), true))
        yield* signalAt(atom.node, atom.holds, definition, start);
    }
  }
  // `while not self.stopped()`: the method says what it looks at.
  for (const answer of definition.returns) {
    for (const atom of atomsOf(answer.children[0], true)) {
      for (const ends of [true, false]) yield* signalAt(atom.node, ends, definition, start);
    }
  }
}

function* atomsOf(test: Node | undefined, holds: boolean): Generator<Atom, void> {
  switch (test?.kind) {
    case "parenthesized_expression":
    case "not_operator":
      return yield* atomsOf(test.field("argument") ?? test.children[0], holds !== (test.kind === "not_operator"));
    case "boolean_operator":
      yield* atomsOf(test.field("left"), holds);
      return yield* atomsOf(test.field("right"), holds);
    case "identifier":
    case "attribute":
      yield { node: test, holds };
      return;
    case "call": {
      const callee = test.field("function");
      const node = callee?.field("object");
      if (node && /^(is_set|isSet|wait)$/.test(callee?.field("attribute")?.text ?? "")) yield { node, holds };
    }
  }
}

function* signalAt(
  node: Node,
  ends: boolean,
  definition: FunctionDefinition,
  start: ThreadStart,
): Generator<Signal, void> {
  const { module } = definition;
  if (node.kind === "attribute") {
    const object = node.field("object");
    const owner = object && module.receiverClass(object);
    const name = node.field("attribute")?.text;
    if (owner && name !== undefined) yield { name, owner, ends };
    return;
  }
  const found = node.kind === "identifier" ? module.scopes.lookup(node.text, node) : undefined;
  if (found?.scope === module.scopes.module) yield { name: node.text, owner: undefined, ends };
  const parameter = definition.parameter(node.text);
  if (!parameter || found?.scope.node !== definition.node) return;
  for (const { made } of start.threads) {
    const given = made.kind === "call" ? moduleOf(made).call(made).keyword("args")?.children : undefined;
    const argument = given?.[parameter.index - (definition.receiver ? 1 : 0)];
    const maker = argument && moduleOf(argument).functionAround(argument);
    if (argument && maker && argument.kind === "attribute") yield* signalAt(argument, ends, maker, start);
    else if (argument?.kind === "identifier") yield* signalOfName(argument, ends);
  }
}

function* signalOfName(name: Node, ends: boolean): Generator<Signal, void> {
  const { scopes } = moduleOf(name);
  if (scopes.lookup(name.text, name)?.scope === scopes.module) yield { name: name.text, owner: undefined, ends };
}

/** Where a signal is given: `.set()` or `.clear()` on an event, a constant for a flag. */
function* sitesOf(signal: Signal, module: Module): Generator<Node, void> {
  const { name, owner, ends } = signal;
  for (const other of new Set([module, ...module.project.modulesMentioning(name)])) {
    yield* owner ? sitesOfObjects(owner, other, name, ends) : givenIn(other, name, ends).ofModules;
    if (owner || other !== module) continue;
    for (const binding of module.scopes.module.bindings(name)) {
      if (binding.from && truthOf(binding.from) === ends) yield binding.node;
    }
  }
}

/** Where the signals of a name are given in a file: many threads may have such a signal, each of its own. */
interface Given {
  /** By the class whose attribute it is. */
  readonly ofObjects: ReadonlyMap<ClassDefinition, readonly Site[]>;
  /** Those that are names of a module. */
  readonly ofModules: readonly Node[];
}

interface Site {
  readonly node: Node;
  /** Its place among those of the file. */
  readonly place: number;
}

/** Where a file gives such a signal to an object of a class or its family, in source order. */
function sitesOfObjects(owner: ClassDefinition, module: Module, name: string, ends: boolean): readonly Node[] {
  const find = (): Node[] => {
    const { ofObjects } = givenIn(module, name, ends);
    const sites = familyOf(owner).flatMap((member) => ofObjects.get(member) ?? []);
    return [...new Set(sites.sort((a, b) => a.place - b.place).map(({ node }) => node))];
  };
  return owner.module.project.once(SITES, owner, find, `${module.path} ${name} ${String(ends)}`);
}

const SITES = question<readonly Node[]>([]);
const GIVEN = question<Given>({ ofObjects: new Map(), ofModules: [] });

function givenIn(module: Module, name: string, ends: boolean): Given {
  return module.project.once(GIVEN, module, () => readGiven(module, name, ends), `${name} ${String(ends)}`);
}

function readGiven(module: Module, name: string, ends: boolean): Given {
  const ofObjects = new Map<ClassDefinition, Site[]>();
  const ofModules: Node[] = [];
  let place = 0;
  for (const { node, signal } of givings(module, name, ends)) {
    const object = signal.field("object");
    const values = object ? module.valuesOf(object) : [];
    if (!object || values.some((value) => value.kind === "module")) ofModules.push(node);
    const classes = new Set(values.flatMap((value) => (value.kind === "instance" ? value.of : [])));
    for (const of of classes) {
      const known = ofObjects.get(of);
      if (known) known.push({ node, place });
      else ofObjects.set(of, [{ node, place }]);
    }
    place++;
  }
  return { ofObjects, ofModules };
}

/** What gives any signal of a name in a file, and the signal there. */
function* givings(module: Module, name: string, ends: boolean): Generator<{ node: Node; signal: Node }, void> {
  for (const { node, receiver } of module.callsNamed(ends ? "set" : "clear")) {
    const last = receiver?.kind === "identifier" ? receiver : receiver?.field("attribute");
    if (receiver && last?.text === name) yield { node, signal: receiver };
  }
  for (const { kind, from, node } of module.storesNamed(name)) {
    if (kind === "assign" && from && truthOf(from) === ends) yield { node, signal: node };
  }
}
