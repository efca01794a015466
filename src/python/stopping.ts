import type { Node } from "../syntax/node.js";
import type { ClassDefinition } from "./class.js";
import { isCleanupName } from "./cleanup.js";
import { familyOf } from "./endless.js";
import { isEmptyBody, type FunctionDefinition } from "./function.js";
import type { Keeper } from "./keeper.js";
import { moduleOf } from "./module.js";
import { targetsOf, type ThreadStart } from "./thread.js";

/** The function that ends a thread, or the object it belongs to. */
export interface StopPath {
  readonly by: FunctionDefinition;
  /** What it does to that end: sets the event, clears the flag; the definition, when only its name says so. */
  readonly at: Node;
}

/** A flag or event that a thread looks at. */
interface Signal {
  readonly name: string;
  /** The class whose attribute it is; undefined for a name of the module or of a function. */
  readonly owner: ClassDefinition | undefined;
}

/** How a started thread is ended: by a signal that its functions look at. */
export function signalledStop(start: ThreadStart): StopPath | undefined {
  const inside = withHelpers(targetsOf(start));
  const beginning = start.call.module.functionAround(start.call.node);
  for (const signal of [...inside.flatMap(signalsOf), ...start.threads.flatMap(({ made }) => passedSignals(made))]) {
    for (const site of sitesOf(signal, start)) {
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
  const inside = withHelpers(targetsOf(start));
  for (const definition of new Set([...owners, ...start.threads.flatMap(({ of }) => of ?? [])].flatMap(familyOf))) {
    for (const [name, methods] of definition.methods) {
      const by = methods.at(-1);
      if (by && isStopName(name) && !isEmptyBody(by) && !inside.includes(by)) return { by, at: by.node };
    }
  }
  return undefined;
}

/** Methods that end an object for good; giving back something it holds (`release`, `remove`) does not. */
function isStopName(name: string): boolean {
  if (name === "__exit__" || name === "__aexit__") return true;
  return isCleanupName(name) && !/^_*(wait|join|remove|release|clean|unlink|rm|rollback|kill|unlock|un)/.test(name);
}

/** The functions, and those of the same classes and modules that they call. */
function withHelpers(targets: readonly FunctionDefinition[]): readonly FunctionDefinition[] {
  const helpers = targets.flatMap((target) =>
    target.calls.flatMap((node) =>
      target.module
        .call(node)
        .functions.filter((called) => called.module === target.module && called.owner === target.owner),
    ),
  );
  return [...new Set([...targets, ...helpers])];
}

/** What a function looks at to see whether it shall end: tests of loops, of what leaves, and events. */
function signalsOf(definition: FunctionDefinition): readonly Signal[] {
  const { body, module } = definition;
  if (!body) return [];
  const looked: Node[] = [];
  for (const loop of body.descendants("while_statement")) looked.push(...tested(loop.field("condition")));
  for (const branch of body.descendants("if_statement")) {
    const then = branch.field("consequence");
    if (then && [...then.descendants("break_statement", "return_statement")].length > 0)
      looked.push(...tested(branch.field("condition")));
  }
  for (const node of definition.calls) {
    const call = module.call(node);
    if (/^(is_set|isSet|wait)$/.test(call.lastName) && call.receiver) looked.push(call.receiver);
  }
  return looked.flatMap((node) => signalAt(node) ?? []);
}

function* tested(condition: Node | undefined): Generator<Node> {
  for (const node of condition?.descendants("attribute", "identifier") ?? []) {
    if (node.parent?.kind !== "attribute" && node.parent?.kind !== "call") yield node;
  }
}

/** The signals that are passed to a thread when it is made. */
function passedSignals(made: Node): readonly Signal[] {
  const passed = made.kind === "call" ? moduleOf(made).call(made).keyword("args") : undefined;
  const events = (passed?.children ?? []).filter((argument) =>
    moduleOf(argument)
      .valuesOf(argument)
      .some((value) => value.kind === "api" && value.path === "threading.Event()"),
  );
  return events.flatMap((event) => signalAt(event) ?? []);
}

function signalAt(node: Node): Signal | undefined {
  const module = moduleOf(node);
  if (node.kind === "identifier") {
    const found = module.scopes.lookup(node.text, node);
    return found?.scope === module.scopes.module ? { name: node.text, owner: undefined } : undefined;
  }
  const object = node.kind === "attribute" ? node.field("object") : undefined;
  const owner = object && module.receiverClass(object);
  const name = node.field("attribute")?.text;
  return owner && name !== undefined ? { name, owner } : undefined;
}

/** Where a signal is given: `.set()` on an event, a constant for a flag. */
function* sitesOf({ name, owner }: Signal, start: ThreadStart): Generator<Node> {
  const { module } = start.call;
  for (const other of new Set([module, ...module.project.modulesMentioning(name)])) {
    for (const call of other.callsNamed("set")) {
      if (call.receiver && isSignal(call.receiver, name, owner)) yield call.node;
    }
    for (const store of other.storesNamed(name)) {
      if (
        store.kind === "assign" &&
        /^(true|false|none)$/.test(store.from?.kind ?? "") &&
        isSignal(store.node, name, owner)
      ) {
        yield store.node;
      }
    }
    if (owner || other !== module) continue;
    for (const binding of module.scopes.module.bindings(name)) {
      if (/^(true|false|none)$/.test(binding.from?.kind ?? "")) yield binding.node;
    }
  }
}

function isSignal(node: Node, name: string, owner: ClassDefinition | undefined): boolean {
  if (node.kind === "identifier") return owner === undefined && node.text === name;
  if (node.field("attribute")?.text !== name) return false;
  const object = node.field("object");
  const of = object && moduleOf(node).receiverClass(object);
  return !of || (owner !== undefined && familyOf(owner).includes(of));
}
