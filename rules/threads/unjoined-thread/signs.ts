import type { Node } from "../../../src/syntax/node.js";
import { familyOf } from "../../../src/concepts/threads/endless-loop.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { isLogCall } from "../../../src/python/model/logging.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { SERVING } from "../../../src/python/tables/threads.js";
import { targetExpressions, type ThreadStart } from "../../../src/concepts/threads/thread.js";
import { aliasesOf } from "./aliases.js";
import { isOfTheProgram } from "./waiting.js";

/**
 * Whether others wait for a sign that the functions of a thread give at their end: an event, a future, a queue's last
 * task, or a flag that somebody looks at again and again.
 */
export function givesAwaitedSign(functions: readonly FunctionDefinition[]): boolean {
  const inside = new Set(functions.map(({ node }) => node));
  const isOutside = (node: Node): boolean => !inside.has(moduleOf(node).functionAround(node)?.node ?? node);
  return functions.some((given) =>
    [...signsOf(given)].some(([sign, isAwaited]) =>
      modulesOf(given.module, lastName(sign)).some((module) =>
        module
          .identifiers(lastName(sign))
          .some((name) => isOutside(name) && mayBeOf(whole(name), ownerOf(sign)) && isAwaited(name)),
      ),
    ),
  );
}

/** Whether an expression may be of an object of a class: `self.done` of an unrelated class is another. */
function mayBeOf(use: Node, kin: ClassDefinition | undefined): boolean {
  const owner = ownerOf(use);
  return !owner || !kin || familyOf(kin).includes(owner);
}

/** The class of the `self` whose attribute an expression is. */
function ownerOf(use: Node): ClassDefinition | undefined {
  const object = use.field("object");
  return object && moduleOf(use).receiverClass(object);
}

function modulesOf(module: Module, word: string): readonly Module[] {
  return module.project.modulesMentioning(word, module).filter((other) => isOfTheProgram(other, module));
}

/** What a function gives a sign with, and how somebody waits for it. */
function* signsOf({ body }: FunctionDefinition): Generator<readonly [Node, (name: Node) => boolean]> {
  for (const attribute of body?.descendants("attribute") ?? []) {
    const object = attribute.field("object");
    // `loop.call_soon_threadsafe(done.set)` has it set, too.
    const gives = /^(set|set_result|set_exception|task_done)$/.test(attribute.field("attribute")?.text ?? "");
    if (object && gives) yield [object, isWaitedOn];
  }
  for (const assignment of body?.descendants("assignment") ?? []) {
    const left = assignment.field("left");
    if (left && /^(attribute|identifier)$/.test(left.kind)) yield [left, isPolled];
  }
}

const WAITS = /^(wait|join|result|exception|wait_for|as_completed|gather)$/;

/** Whether a name stands where something waits for it: `name.wait()`, `wait([name])`, `await name`. */
function isWaitedOn(name: Node): boolean {
  const use = whole(name);
  const method = use.fieldName === "object" ? use.parent?.field("attribute")?.text : undefined;
  if (method !== undefined) return WAITS.test(method) || (method === "is_set" && isPolled(name));
  for (let at: Node | undefined = use.parent; at; at = at.parent) {
    if (at.kind === "await") return true;
    if (at.kind === "call" && WAITS.test(moduleOf(at).call(at).lastName)) return true;
    if (!/^(argument_list|list|tuple|set|call)$/.test(at.kind)) return false;
  }
  return false;
}

/** Whether a name decides over a loop that does nothing but sleep until it changes, or over leaving such a loop. */
function isPolled(name: Node): boolean {
  let inner = whole(name);
  let decides = false;
  for (const outer of inner.ancestors()) {
    if (/^(function_definition|class_definition|lambda)$/.test(outer.kind)) return false;
    if (inner.fieldName === "condition" && outer.kind === "if_statement") decides = leaves(outer);
    if (outer.kind === "while_statement" && inner.fieldName === "condition") decides = true;
    if (/^(while|for)_statement$/.test(outer.kind)) return decides && onlySleeps(outer);
    inner = outer;
  }
  return false;
}

function leaves(branch: Node): boolean {
  const then = branch.field("consequence");
  return then !== undefined && !then.descendants("break_statement", "return_statement").next().done;
}

/** Whether all that a loop does is to sleep. */
function onlySleeps(loop: Node): boolean {
  const module = moduleOf(loop);
  const calls = [...(loop.field("body")?.descendants("call") ?? [])].filter((node) => !isLogCall(node));
  return calls.length > 0 && calls.every((node) => /^(sleep|wait|print)$/.test(module.call(node).lastName));
}

/**
 * Whether a thread does nothing but serve, and something shuts its server down: `shutdown()` of the servers of the standard
 * library returns when `serve_forever()` has.
 */
export function isShutDown(start: ThreadStart, functions: readonly FunctionDefinition[]): boolean {
  const servers = [...serversOf(start, functions)];
  const names = new Set(servers.flatMap((server) => [lastName(server), ...aliasesOf(server)]));
  return [...names].some((name) =>
    modulesOf(start.call.module, name).some((module) =>
      module
        .callsNamed(SERVING.end)
        .some(
          ({ receiver }) =>
            receiver &&
            mayBe(receiver, name) &&
            servers.some((server) => mayBeOf(receiver, moduleOf(server).classAround(server))),
        ),
    ),
  );
}

/** The objects whose `serve_forever` a thread runs. */
function* serversOf(start: ThreadStart, functions: readonly FunctionDefinition[]): Generator<Node> {
  for (const target of targetExpressions(start)) {
    const object = target.field("object");
    if (object && target.field("attribute")?.text === SERVING.run) yield object;
  }
  for (const { calls, module } of functions) {
    for (const node of calls) {
      const { lastName: name, receiver } = module.call(node);
      if (receiver && name === SERVING.run) yield receiver;
    }
  }
}

function mayBe(receiver: Node, name: string): boolean {
  return lastName(receiver) === name || aliasesOf(receiver).includes(name);
}

/** The expression whose last name an identifier is. */
function whole(name: Node): Node {
  return name.fieldName === "attribute" && name.parent ? name.parent : name;
}

const lastName = (node: Node): string => (node.field("attribute") ?? node).text;
