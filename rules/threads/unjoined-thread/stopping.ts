import type { Node } from "../../../src/syntax/node.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { Call } from "../../../src/python/model/call.js";
import { isStopName, saysStop } from "../../../src/concepts/threads/stop-names.js";
import { aliasesOf } from "./aliases.js";
import { isOfTheProgram } from "./waiting.js";
import { outlivesErrors } from "./outliving.js";
import { familyOf } from "../../../src/concepts/threads/endless-loop.js";
import { isEmptyBody, type FunctionDefinition } from "../../../src/python/model/function.js";
import type { Holder } from "../../../src/python/dataflow/escape.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { targetsOf, type ThreadStart } from "../../../src/concepts/threads/thread.js";
import { constantTruth } from "../../../src/python/cfg/evaluation.js";

/** The function that ends a thread, or the object it belongs to. */
export interface StopPath {
  readonly by: FunctionDefinition;
  /** What it does to that end: sets the event, clears the flag, closes what the thread waits for. */
  readonly at: Node;
  /** Whether the function is there to end things, by its name. */
  readonly isMeant: boolean;
  /** Whether the thread looks at what is done here in its loops, and ends by itself. */
  readonly isLookedAt: boolean;
}

/** A flag or event that a thread looks at in its loops. */
interface Signal {
  readonly name: string;
  /** The class whose attribute it is; undefined for a name of the module. */
  readonly owner: ClassDefinition | undefined;
  /** What ends the thread: that it is true (set), or that it is false (cleared). */
  readonly ends: boolean;
  readonly isEvent: boolean;
}

/** How a started thread is ended: by a signal that its functions look at; by a function that is meant to, where one is. */
export function signalledStop(start: ThreadStart): StopPath | undefined {
  const inside = functionsOf(start);
  const beginning = start.call.module.functionAround(start.call.node);
  let found: StopPath | undefined;
  for (const signal of inside.flatMap((definition) => [...signalsOf(definition, inside, start)])) {
    for (const site of sitesOf(signal, start.call.module)) {
      const by = moduleOf(site).functionAround(site);
      if (!by || by === beginning || by.name === "__init__" || inside.includes(by)) continue;
      const isMeant = saysStop(by.name);
      found ??= { by, at: site, isMeant, isLookedAt: true };
      if (isMeant) return { by, at: site, isMeant, isLookedAt: true };
    }
  }
  return found;
}

/**
 * How the objects that keep a thread are ended: by a method with a name for that, which does something to what the
 * thread works on: closes it, or puts a last message into it. A name alone ends nothing.
 */
export function namedStop(start: ThreadStart, holders: readonly Holder[]): StopPath | undefined {
  const owners = holders.flatMap((holder) => ("owner" in holder ? [holder.owner] : []));
  const inside = functionsOf(start);
  if (inside.some(outlivesErrors)) return undefined;
  const used = usedBy(start);
  const found: StopPath[] = [];
  for (const definition of new Set([...start.threads.flatMap(({ of }) => of ?? []), ...owners].flatMap(familyOf))) {
    for (const [name, methods] of definition.methods) {
      const by = methods.at(-1);
      if (!by || !isStopName(name) || isEmptyBody(by) || inside.includes(by)) continue;
      const at = by.calls.find((node) => ends(by.module.call(node), used));
      if (at) found.push({ by, at, isMeant: true, isLookedAt: false });
    }
  }
  return found.find(({ by }) => /^_*(stop|shutdown|close)$/.test(by.name)) ?? found[0];
}

/** Whether a call closes something that a thread works on, or leaves a message in it. */
function ends({ lastName, receiver }: Call, used: ReadonlySet<string>): boolean {
  const object = receiver && (receiver.field("attribute") ?? receiver);
  if (object?.kind !== "identifier" || !used.has(object.text)) return false;
  return /^put(_nowait)?$|_close$/.test(lastName) || isStopName(lastName);
}

/** The last names of what a thread calls, or is given. */
export function usedBy(start: ThreadStart): ReadonlySet<string> {
  const inside = functionsOf(start);
  const given = start.threads
    .flatMap(({ made, of }) => (of ? [] : [...(made.field("arguments")?.descendants("identifier") ?? [])]))
    .flatMap((name) => [name.text, ...aliasesOf(name)]);
  const receivers = inside.flatMap(({ calls, module }) =>
    calls.flatMap((node) => {
      const { receiver } = module.call(node);
      const passed = [...(node.field("arguments")?.descendants("attribute") ?? [])];
      return [...(receiver ? [receiver] : []), ...passed].map((object) => object.field("attribute") ?? object);
    }),
  );
  const iterated = inside.flatMap(({ body }) =>
    [...(body?.descendants("for_statement") ?? [])].flatMap((loop) => loop.field("right")?.field("attribute") ?? []),
  );
  const words = new Set([...given, ...[...receivers, ...iterated].map(({ text }) => text)]);
  for (const word of ["self", "cls"]) words.delete(word);
  return words;
}

/** The functions that a thread runs, and the methods of the same object that they call. */
export function functionsOf(start: ThreadStart): readonly FunctionDefinition[] {
  const targets = targetsOf(start).flatMap((target) => [target, ...overridesOf(target)]);
  const helpers = targets.flatMap((target) =>
    target.calls.flatMap((node) =>
      target.module.call(node).functions.filter((called) => !called.isAsync && areOfOneObject(target, called)),
    ),
  );
  return [...new Set([...targets, ...helpers])];
}

function overridesOf({ name, owner }: FunctionDefinition): readonly FunctionDefinition[] {
  const heirs = owner ? owner.module.project.subclassesOf(owner) : [];
  return heirs.flatMap((heir) => heir.methods.get(name)?.at(-1) ?? []);
}

function areOfOneObject(a: FunctionDefinition, b: FunctionDefinition): boolean {
  if (!a.owner || !b.owner) return a.module === b.module && a.owner === b.owner;
  return familyOf(a.owner).includes(b.owner);
}

/** A name or event inside a test, and the truth of it that makes the test hold. */
interface Atom {
  readonly node: Node;
  readonly holds: boolean;
  readonly isEvent: boolean;
}

/** What a function looks at in its loops to see whether it shall end. */
function* signalsOf(
  definition: FunctionDefinition,
  inside: readonly FunctionDefinition[],
  start: ThreadStart,
): Generator<Signal, void> {
  for (const { test, holds } of exitTests(definition, start)) {
    for (const atom of atomsOf(test, true)) yield* signalAt(atom, atom.holds === holds, definition, start);
    // `while not self.stopped()`: the method says what it looks at.
    for (const asked of test.kind === "call" ? [test] : test.descendants("call")) {
      for (const helper of definition.module.call(asked).functions) {
        if (!inside.includes(helper)) continue;
        for (const atom of helper.returns.flatMap((answer) => [...atomsOf(answer.children[0], true)])) {
          for (const ends of [true, false]) yield* signalAt(atom, ends, helper, start);
        }
      }
    }
  }
}

interface ExitTest {
  readonly test: Node;
  /** The answer that ends the thread. */
  readonly holds: boolean;
}

/** The tests that decide whether a function of a thread goes on. */
function* exitTests({ body, node }: FunctionDefinition, { threads, call }: ThreadStart): Generator<ExitTest> {
  for (const loop of body?.descendants("while_statement", "for_statement") ?? []) {
    const test = loop.field("condition");
    if (test) yield { test, holds: false };
    for (const branch of loop.field("body")?.descendants("if_statement") ?? []) {
      const asked = branch.field("condition");
      if (asked && leaves(branch)) yield { test: asked, holds: true };
    }
  }
  // A timer that starts itself again goes on until a test keeps it from that.
  if (!threads.every(({ isTimer }) => isTimer) || !node.contains(call.node)) return;
  for (const branch of body?.descendants("if_statement") ?? []) {
    const test = branch.field("condition");
    if (test) yield { test, holds: leaves(branch) };
  }
}

function leaves(branch: Node): boolean {
  const then = branch.field("consequence");
  return then !== undefined && !then.descendants("break_statement", "return_statement", "raise_statement").next().done;
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
      yield { node: test, holds, isEvent: false };
      return;
    case "call": {
      const callee = test.field("function");
      const node = callee?.field("object");
      if (node && /^(is_set|isSet|wait)$/.test(callee?.field("attribute")?.text ?? "")) {
        yield { node, holds, isEvent: true };
      }
    }
  }
}

function* signalAt(
  atom: Pick<Atom, "node" | "isEvent">,
  ends: boolean,
  definition: FunctionDefinition,
  start: ThreadStart,
): Generator<Signal, void> {
  const { module } = definition;
  const { node, isEvent } = atom;
  if (node.kind === "attribute") {
    const object = node.field("object");
    const owner = object && module.receiverClass(object);
    const name = node.field("attribute")?.text;
    if (owner && name !== undefined) yield { name, owner, ends, isEvent };
    return;
  }
  const found = node.kind === "identifier" ? module.scopes.lookup(node.text, node) : undefined;
  if (found?.scope === module.scopes.module) yield { name: node.text, owner: undefined, ends, isEvent };
  const parameter = definition.parameter(node.text);
  if (!parameter || found?.scope.node !== definition.node) return;
  for (const { made } of start.threads) {
    const given = made.kind === "call" ? moduleOf(made).call(made).keyword("args")?.children : undefined;
    const argument = given?.[parameter.index - (definition.receiver ? 1 : 0)];
    const maker = argument && moduleOf(argument).functionAround(argument);
    if (argument && maker && argument.kind === "attribute") {
      yield* signalAt({ node: argument, isEvent }, ends, maker, start);
    } else if (argument?.kind === "identifier") yield* signalOfName(argument, ends, isEvent);
  }
}

function* signalOfName(name: Node, ends: boolean, isEvent: boolean): Generator<Signal, void> {
  const { scopes } = moduleOf(name);
  if (scopes.lookup(name.text, name)?.scope === scopes.module) {
    yield { name: name.text, owner: undefined, ends, isEvent };
  }
}

/** Where a signal is given: `.set()` or `.clear()` on an event, a constant for a flag. */
function* sitesOf(signal: Signal, module: Module): Generator<Node, void> {
  const { name, owner, ends } = signal;
  for (const other of new Set([module, ...module.project.modulesMentioning(name, module)])) {
    if (!isOfTheProgram(other, module)) continue;
    yield* owner ? sitesOfObjects(owner, other, signal) : givenIn(other, signal).ofModules;
    if (signal.isEvent) continue;
    if (owner || other !== module) continue;
    for (const binding of module.scopes.module.bindings(name)) {
      if (binding.from && constantTruth(binding.from) === ends) yield binding.node;
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
function sitesOfObjects(owner: ClassDefinition, module: Module, signal: Signal): readonly Node[] {
  const find = (): Node[] => {
    const { ofObjects } = givenIn(module, signal);
    const sites = familyOf(owner).flatMap((member) => ofObjects.get(member) ?? []);
    return [...new Set(sites.sort((a, b) => a.place - b.place).map(({ node }) => node))];
  };
  return owner.module.project.once(SITES, owner, find, `${module.path} ${keyOf(signal)}`);
}

const SITES = question<readonly Node[]>([]);
const GIVEN = question<Given>({ ofObjects: new Map(), ofModules: [] });

function givenIn(module: Module, signal: Signal): Given {
  return module.project.once(GIVEN, module, () => readGiven(module, signal), keyOf(signal));
}

/** What tells signals of one class apart. */
function keyOf({ name, ends, isEvent }: Signal): string {
  return `${name} ${String(ends)} ${String(isEvent)}`;
}

function readGiven(module: Module, of: Signal): Given {
  const ofObjects = new Map<ClassDefinition, Site[]>();
  const ofModules: Node[] = [];
  let place = 0;
  for (const { node, signal } of givings(module, of)) {
    const object = signal.field("object");
    const values = object ? module.valuesOf(object) : [];
    if (!object || values.some((value) => value.kind === "module")) ofModules.push(node);
    const classes = new Set(values.flatMap((value) => (value.kind === "instance" ? value.of : [])));
    for (const definition of classes) {
      const known = ofObjects.get(definition);
      if (known) known.push({ node, place });
      else ofObjects.set(definition, [{ node, place }]);
    }
    place++;
  }
  return { ofObjects, ofModules };
}

/** What gives any signal of a name in a file, and the signal there. */
function* givings(module: Module, { name, ends, isEvent }: Signal): Generator<{ node: Node; signal: Node }, void> {
  for (const { node, receiver } of isEvent ? module.callsNamed(ends ? "set" : "clear") : []) {
    const last = receiver?.kind === "identifier" ? receiver : receiver?.field("attribute");
    if (receiver && last?.text === name) yield { node, signal: receiver };
  }
  for (const { kind, from, node } of isEvent ? [] : module.storesNamed(name)) {
    if (kind === "assign" && from && constantTruth(from) === ends) yield { node, signal: node };
  }
}
