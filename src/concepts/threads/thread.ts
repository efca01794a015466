import type { Node } from "../../syntax/node.js";
import { spawnsIn, declaredStarts } from "./background.js";
import type { Call } from "../../python/model/call.js";
import type { ClassDefinition } from "../../python/model/class.js";
import { familyOf } from "./endless-loop.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import { mutationsOf } from "../../python/dataflow/mutations.js";
import type { Value, Values } from "../../python/model/value.js";
import { THREAD_KINDS } from "../../python/tables/threads.js";
import { constantTruth } from "../../python/cfg/evaluation.js";
import { isSameExpression, spellingOf } from "../../python/cfg/expression.js";

/** A thread as an expression stands for it. */
export interface Thread {
  /** The call that makes it; `self` where a thread is known by that only. */
  readonly made: Node;
  /** The class of the project that it is of. */
  readonly of: ClassDefinition | undefined;
  readonly isTimer: boolean;
  /** The methods that wait for its end. */
  readonly waits: readonly string[];
}

/** A `thread.start()`. */
export interface ThreadStart {
  readonly call: Call;
  /** The expression whose thread is started. */
  readonly subject: Node;
  readonly threads: readonly Thread[];
}

/** The starts of threads in a file, in source order, and then those that only the project says are some. */
export function* threadStarts(module: Module): Generator<ThreadStart> {
  for (const call of module.callsNamed("start")) {
    const subject = call.receiver;
    if (!subject || call.positional.length > 0) continue;
    const threads = threadsOf(subject);
    if (threads.length > 0) yield { call, subject, threads };
  }
  for (const call of declaredStarts(module)) {
    yield { call, subject: call.node, threads: [{ made: call.node, of: undefined, isTimer: false, waits: ["join"] }] };
  }
}

/** The threads that an expression may stand for, through the containers that they are put into. */
export function threadsOf(expression: Node, depth = 3): readonly Thread[] {
  const module = moduleOf(expression);
  const known = threadValues(module.valuesOf(expression));
  if (known.length > 0 || depth === 0) return known;
  if (expression.kind === "subscript") return inContainer(expression.field("value"), depth);
  if (expression.kind !== "identifier") return [];
  return module
    .bindingsReaching(expression.text, expression)
    .filter((binding) => binding.kind === "iterate")
    .flatMap((binding) => inContainer(binding.from, depth));
}

function inContainer(container: Node | undefined, depth: number): readonly Thread[] {
  // `threads.values()`, `list(threads)`: what is inside is what is inside of `threads`.
  const call = container?.kind === "call" ? moduleOf(container).call(container) : undefined;
  const inner = call ? (call.positional[0] ?? call.receiver) : container;
  if (!inner) return [];
  return mutationsOf(moduleOf(inner), spellingOf(inner))
    .filter(({ at }) => mayBeOfOneObject(at, inner))
    .flatMap(({ value }) => threadsOf(value, depth - 1));
}

/** Whether `self.threads` here and there may be one object's: it is not when they stand in classes that have nothing in common. */
function mayBeOfOneObject(at: Node, container: Node): boolean {
  const module = moduleOf(at);
  const object = container.field("object");
  const owner = object && module.receiverClass(object);
  const other = module.classAround(at);
  return !owner || !other || familyOf(owner).includes(other);
}

function threadValues(values: Values): readonly Thread[] {
  return values.flatMap((value): Thread[] => {
    const path = value.kind === "api" ? value.path : pathOf(value);
    const waits = THREAD_KINDS.get(path ?? "");
    if (!waits || !("at" in value)) return [];
    const of = value.kind === "instance" ? value.of : undefined;
    return [{ made: value.at, of, isTimer: waits.includes("cancel"), waits }];
  });
}

/** What an object of a class of threads is, as making the class outside the project that it derives from. */
function pathOf(value: Value): string | undefined {
  const bases = value.kind === "instance" ? value.of.ancestry.external : [];
  return bases.map((base) => `${base}()`).find((base) => THREAD_KINDS.has(base));
}

/** Whether a started thread is a daemon; undefined when that depends. */
export function isDaemon({ threads, call, subject }: ThreadStart): boolean | undefined {
  const said = [...new Set(threads.flatMap((thread) => daemonWords(thread, call.module, subject)))];
  // The thread of a listener, which has no `join`, is a daemon. Whoever starts a thread by a function of the project's
  // own leaves the rest to that.
  if (threads.every(({ waits }) => !waits.includes("join"))) return true;
  return decided(said) ?? (said.length === 0 && threads.every(({ made }) => made !== call.node) ? false : undefined);
}

/** Whether the thread that a call makes, or the threads of a class, are daemons; undefined when that depends. */
export function isDaemonMadeAt(made: Node): boolean | undefined {
  const module = moduleOf(made);
  const of = made.kind === "class_definition" ? module.class(made) : undefined;
  for (const start of threadStarts(module)) {
    if (start.threads.some((thread) => thread.made === made || (of && thread.of === of))) return isDaemon(start);
  }
  const said = daemonWords({ made, of }, module);
  return said.length === 0 ? false : decided(said);
}

function decided(said: readonly Node[]): boolean | undefined {
  if (said.length === 1 && said[0]) return constantTruth(said[0]);
  return (said.length > 0 && said.every((word) => constantTruth(word) === true)) || undefined;
}

/** Every expression that decides over `daemon`: the keyword, assignments, and the constructor of a subclass. */
function daemonWords({ made, of }: Pick<Thread, "made" | "of">, module: Module, subject?: Node): Node[] {
  const words = made.kind === "call" ? [moduleOf(made).call(made).keyword("daemon")] : [];
  const kin = of?.ancestry.classes ?? [];
  for (const other of new Set([module, ...kin.map((definition) => definition.module)]))
    for (const store of other.storesNamed("daemon")) {
      const owner = moduleOf(store.node).receiverClass(store.object);
      const isSubject = subject !== undefined && isSameExpression(store.object, subject);
      if ((owner && kin.includes(owner)) || isSubject || sharesThread(store.object, made)) words.push(store.from);
    }
  for (const call of module.callsNamed("setDaemon")) {
    if (call.receiver && sharesThread(call.receiver, made)) words.push(call.positional[0]);
  }
  for (const definition of kin) {
    for (const node of definition.methods.get("__init__")?.at(-1)?.calls ?? []) {
      const call = definition.module.call(node);
      if (call.lastName === "__init__") words.push(call.keyword("daemon"));
    }
    const inBody = definition.scope.get("daemon")?.at(-1)?.from;
    words.push(inBody);
  }
  return words.filter((word) => word !== undefined);
}

function sharesThread(expression: Node, made: Node): boolean {
  return threadsOf(expression).some((thread) => thread.made === made);
}

/** The functions that a started thread runs, as far as they are known. */
export function targetsOf(start: ThreadStart): readonly FunctionDefinition[] {
  return start.threads.flatMap(({ made, of }) => {
    const run = of?.method("run");
    const spawn = spawnsIn(moduleOf(made)).find((other) => other.call === made);
    return [...(run ? [run] : []), ...(spawn?.targets ?? [])];
  });
}

/** The expressions that say what a started thread runs, as they are given to it. */
export function targetExpressions(start: ThreadStart): readonly Node[] {
  return start.threads.flatMap(({ made, isTimer }) => {
    const call = made.kind === "call" ? moduleOf(made).call(made) : undefined;
    return call?.argument(1, isTimer ? "function" : "target") ?? [];
  });
}
