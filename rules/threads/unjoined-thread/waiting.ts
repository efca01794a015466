import { inSourceOrder, type Node } from "../../../src/syntax/node.js";
import { isSeenInPart } from "../../../src/python/model/attributes.js";
import type { Call } from "../../../src/python/model/call.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { familyOf } from "../../../src/concepts/threads/endless-loop.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Holder } from "../../../src/python/dataflow/escape.js";
import { isLogCall } from "../../../src/python/model/logging.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { mutationsOf } from "../../../src/python/dataflow/mutations.js";
import { isAboutNamesake } from "../../../src/python/model/namesake.js";
import type { Binding } from "../../../src/python/model/scope.js";
import { threadsOf, type ThreadStart } from "../../../src/concepts/threads/thread.js";
import { question } from "../../../src/python/model/solver.js";

/** How many assignments, parameters and containers a name is followed through to what it stands for. */
const MOST_STEPS = 4;

/** Whether something in the project waits for a started thread to end, as far as can be told. */
export function isWaitedFor(start: ThreadStart, holders: readonly Holder[]): boolean {
  const { module } = start.call;
  if (ownersOf(holders, start).some(isSeenInPart)) return true;
  if (!waitsFor(start, holders).next().done) return true;
  return namesOf(holders).some((name) => isHandedOn(module, name));
}

/**
 * The expressions that stand for a started thread where something waits for its end. A join in a test is none, unless
 * the test starts the thread: tests are not the program.
 */
export function* waitsFor(
  start: ThreadStart,
  holders: readonly Holder[],
  words = waitingWords(start),
): Generator<Node, void> {
  const { module } = start.call;
  const names = namesOf(holders);
  const classes = classesOf(start);
  const subject = holders.length === 0 && start.subject.kind === "identifier" ? [start.subject.text] : [];
  for (const other of modulesAbout(start, holders)) {
    for (const waited of waitsIn(other, words)) {
      if (isOneOf(waited, start, classes)) yield waited;
      else if (isMadeBeside(waited)) continue;
      else if (names.some((name) => mentions(waited, name, ownersHolding(holders, name)))) yield waited;
      else if (other === module && subject.some((name) => mentions(waited, name, []))) yield waited;
    }
  }
}

/** The wait for a thread, when all that wait for it do so for a time only, and nobody asks whether it has ended by then. */
export function waitInVain(start: ThreadStart, holders: readonly Holder[]): Call | undefined {
  const joins = [...waitsFor(start, holders)].map(joinOf);
  if (!joins.every((join) => join?.argument(0, "timeout")) || !waitsFor(start, holders, POLLS).next().done)
    return undefined;
  return joins[0];
}

/** The call of `join` on an expression. */
function joinOf(waited: Node): Call | undefined {
  const call = waited.parent?.fieldName === "function" ? waited.parent.parent : undefined;
  return call && waited.parent?.field("attribute")?.text === "join" ? moduleOf(call).call(call) : undefined;
}

/** The modules of the program where something may wait for a thread. */
function modulesAbout(start: ThreadStart, holders: readonly Holder[]): ReadonlySet<Module> {
  const { module } = start.call;
  const names = namesOf(holders);
  const words = [...names, ...classesOf(start).map(({ name }) => name)];
  const owners = ownersOf(holders, start);
  const all = [
    module,
    ...words
      .flatMap((word) => modulesWaitingFor(word, module, owners))
      .filter((other) => !owners.some((owner) => isAboutNamesake(other, owner))),
    ...names.flatMap((name) => takersOf(module, name).map((taker) => taker.module)),
  ];
  return new Set(all.filter((other) => isOfTheProgram(other, module)));
}

/** Whether what a module does counts for another: of what tests do, nothing counts for what is no test. */
export function isOfTheProgram(other: Module, module: Module): boolean {
  return module.isTest || !other.isTest;
}

const namesOf = (holders: readonly Holder[]): readonly string[] =>
  holders.flatMap((holder) => ("name" in holder ? [holder.name] : []));

const classesOf = (start: ThreadStart): readonly ClassDefinition[] => start.threads.flatMap(({ of }) => of ?? []);

function ownersOf(holders: readonly Holder[], start: ThreadStart): readonly ClassDefinition[] {
  return [...holders.flatMap((holder) => ("owner" in holder ? [holder.owner] : [])), ...classesOf(start)];
}

/** The methods that wait for whatever a start may start. */
function waitingWords({ threads }: ThreadStart): readonly string[] {
  const [first, ...others] = threads.map(({ waits }) => waits);
  return (first ?? []).filter((word) => others.every((waits) => waits.includes(word)));
}

/** The modules that mention a word and wait for something; of very many, those that mention one of the classes, too. */
function modulesWaitingFor(word: string, module: Module, classes: readonly ClassDefinition[]): readonly Module[] {
  const { project } = module;
  const found = project.modulesMatching(word, WAITS, module);
  return (
    found ??
    project.modulesMentioning(
      word,
      module,
      classes.map(({ name }) => name),
    )
  );
}

/** The end of a thread is waited for, as far as it can be told from the end of a path and of a text. */
const WAITS = matchesPattern(
  "a wait for a thread",
  /(?<!path|["'])\.[\s\\]*join\b|[\r\n](?<=#[^\r\n]*[\r\n])[\s\\]*join\b|\bis_?alive\b|\b(cancel|stop)\b/i,
);

function ownersHolding(holders: readonly Holder[], name: string): readonly ClassDefinition[] {
  return holders.flatMap((holder) => (holder.kind === "attribute" && holder.name === name ? [holder.owner] : []));
}

const WAITED_FOR = question<readonly Node[]>([]);

/** The expressions whose end a file waits for: `thread.join`, `while thread.is_alive()`, and a timer's `cancel`. */
function waitsIn(module: Module, words: readonly string[]): readonly Node[] {
  return module.project.once(WAITED_FOR, module, () => [...findWaits(module, words)], words.join(" "));
}

function* findWaits(module: Module, waits: readonly string[]): Generator<Node> {
  const { threadJoiners } = module.project.knowledge.told;
  for (const call of new Set(threadJoiners.words.flatMap((word) => module.callsOf(word)))) {
    if (threadJoiners.find(call) === undefined) continue;
    if (call.receiver) yield call.receiver;
    yield* call.arguments.map(({ node }) => node);
  }
  const words = [...waits, ...POLLS].flatMap((word) => module.identifiers(word)).sort(inSourceOrder);
  for (const { fieldName, parent: attribute, text: name } of words) {
    if (fieldName !== "attribute" || attribute?.kind !== "attribute") continue;
    const object = attribute.field("object");
    if (!object || object.kind === "string") continue;
    if (waits.includes(name)) {
      yield object;
      // `map(Thread.join, threads)`
      const list = attribute.parent;
      if (list?.kind === "argument_list") yield* list.children.filter((argument) => argument !== attribute);
    } else if (POLLS.includes(name) && isPolled(attribute)) {
      yield object;
    }
  }
}

/** The words that ask whether a thread has ended. */
const POLLS = ["is_alive", "isAlive"];

function isPolled(attribute: Node): boolean {
  let inner = attribute;
  for (const outer of attribute.ancestors()) {
    if (outer.kind === "while_statement") return inner.fieldName === "condition";
    if (outer.kind === "block") return false;
    inner = outer;
  }
  return false;
}

function isOneOf(waited: Node, start: ThreadStart, classes: readonly ClassDefinition[]): boolean {
  return threadsOf(waited).some(
    ({ made, of }) =>
      start.threads.some((thread) => thread.made === made) ||
      (of !== undefined && classes.some((definition) => familyOf(definition).includes(of))),
  );
}

/** Whether a name stands for threads that the same function makes: those are known, whatever else is called like it. */
function isMadeBeside(waited: Node): boolean {
  if (waited.kind !== "identifier") return false;
  const bindings = moduleOf(waited).bindingsReaching(waited.text, waited);
  const made = new Set(threadsOf(waited).map((thread) => thread.made));
  return bindings.length > 0 && bindings.every(({ from }) => from !== undefined && made.has(from));
}

/** Whether an expression can stand for what is kept under a name, directly or through other names. */
function mentions(expression: Node, name: string, owners: readonly ClassDefinition[], steps = MOST_STEPS): boolean {
  for (const node of expression.descendants("identifier", "string_content")) {
    if (node.text === name && (node.fieldName !== "attribute" || isAttributeOf(node, owners))) return true;
    if (node.kind !== "identifier" || node.fieldName === "attribute" || steps === 0) continue;
    if (sourcesOf(node).some((source) => mentions(source, name, owners, steps - 1))) return true;
  }
  return false;
}

/** Whether `object.name` can be an attribute of one of the classes: it is not when the object is known to be another's. */
function isAttributeOf(name: Node, owners: readonly ClassDefinition[]): boolean {
  const object = name.parent?.field("object");
  if (!object || owners.length === 0) return true;
  const module = moduleOf(name);
  const isKin = (of: ClassDefinition): boolean => owners.some((owner) => familyOf(owner).includes(of));
  const self = module.receiverClass(object);
  if (self) return isKin(self);
  const values = module.valuesOf(object);
  return values.length === 0 || values.some((value) => value.kind !== "instance" || isKin(value.of));
}

/** The expressions that a name's value comes from, or that are put into its container. */
function sourcesOf(name: Node): readonly Node[] {
  const module = moduleOf(name);
  const bindings = module.bindingsReaching(name.text, name);
  const put = mutationsOf(module, name.text).map((mutation) => mutation.value);
  return [
    ...put,
    ...bindings.flatMap((binding) => (binding.kind === "parameter" ? given(module, binding) : (binding.from ?? []))),
  ];
}

function given(module: Module, binding: Binding): readonly Node[] {
  const definition = module.function(binding.scope.node);
  const parameter = definition.parameter(binding.name);
  if (!parameter || parameter === definition.receiver) return [];
  return module.project.callersOf(definition).flatMap(({ call, bound }) => call.argumentFor(parameter, bound) ?? []);
}

/** Whether the thread is handed to somebody who may wait for it: returned, or passed to what cannot be read. */
function isHandedOn(module: Module, name: string): boolean {
  return usesOf(module, name).some((use) => {
    const around = use.parent;
    if (around?.kind === "return_statement" || around?.kind === "yield") return true;
    const call = callTaking(use);
    return call !== undefined && !isHarmless(call) && call.functions.length === 0;
  });
}

/** The functions of the project that are given what is kept under a name. */
function takersOf(module: Module, name: string): readonly FunctionDefinition[] {
  return usesOf(module, name).flatMap((use) => callTaking(use)?.functions ?? []);
}

function callTaking(argument: Node): Call | undefined {
  const node = argument.parent?.kind === "argument_list" ? argument.parent.parent : undefined;
  return node?.kind === "call" ? moduleOf(node).call(node) : undefined;
}

/** The expressions of a file that read a name, or an attribute of that name. */
function usesOf(module: Module, name: string): readonly Node[] {
  return module.identifiers(name).flatMap((node) => (node.fieldName === "attribute" ? (node.parent ?? []) : node));
}

const isHarmless = ({ name, node }: Call): boolean =>
  /^(print|isinstance|len|str|repr|id|type|bool|list|tuple|sorted|enumerate|reversed|getattr|hasattr|setattr)$/.test(
    name,
  ) || isLogCall(node);
