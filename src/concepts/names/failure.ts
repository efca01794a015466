import { caughtNames, raisedName } from "../../python/cfg/exceptions.js";
import { calledName, lastNameOf } from "../../python/cfg/expression.js";
import type { Block, Edge, FlowGraph, Place } from "../../python/cfg/graph.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { textOf } from "../../python/model/literal.js";
import { tells } from "../../python/model/logging.js";
import { moduleOf } from "../../python/model/module.js";
import { quoted } from "../../python/editing/quote.js";
import { HARDLY_FAIL } from "../../python/tables/harmless-calls.js";
import { STANDARD_LIBRARY } from "../../python/tables/stdlib.js";
import type { Node } from "../../syntax/node.js";

/** What may fail, and the words for that. */
export interface Failure {
  readonly failing: Node;
  /** `'open' fails` */
  readonly reason: string;
}

interface Step {
  readonly block: Block;
  readonly index: number;
  /** What has failed on the way. */
  readonly failure: Failure | undefined;
}

/**
 * What may fail in the body of a `try` so that a use in its handlers is reached and no binding has run; undefined when there
 * is no such thing.
 */
export function failureBefore(graph: FlowGraph, body: Node, use: Node, bindings: readonly Node[]): Failure | undefined {
  const statement = body.parent ?? body;
  const binding = new Set(bindings.map((node) => graph.elementOf(node)));
  const used = graph.elementOf(use);
  const taken = takenBefore(use, statement);
  const waiting: Step[] = graph.locate(body.children[0] ?? body).flatMap((place) => beginningsOf(place));
  // A block is walked through once before something has failed, and once after it.
  const seen = new Set(waiting.map(({ block }) => keyOf(block, false)));
  for (const { block, index, failure } of waiting) {
    const elements = block.elements.slice(index);
    const stop = elements.findIndex(
      (element) => element === used || binding.has(element) || !statement.contains(element),
    );
    if (elements[stop] === used && stop >= 0) {
      if (failure) return failure;
      continue;
    }
    if (stop >= 0) continue;
    for (const edge of block.out) {
      const cause = edge.kind === "raise" ? failureAt(graph, edge, taken) : undefined;
      if (edge.kind === "raise" && !cause && !(failure && isOnItsWay(edge))) continue;
      const next = failure ?? cause ?? leaving(block, body);
      const key = keyOf(edge.to, next !== undefined);
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push({ block: edge.to, index: 0, failure: next });
    }
  }
  return undefined;
}

/** The classes that handlers in front of that of a use take away from it. */
function takenBefore(use: Node, statement: Node): Taken {
  const handlers = statement.children.filter(({ kind }) => kind === "except_clause");
  const own = handlers.findIndex((handler) => handler.contains(use));
  return new Set(handlers.slice(0, Math.max(0, own)).flatMap((handler) => caughtNames(handler) ?? []));
}

/** Names of classes. */
type Taken = ReadonlySet<string>;

/** An exception on the way to the first element leaves the block in front of it. */
function beginningsOf({ block, index }: Place): Step[] {
  const before = index === 0 ? block.in.filter(({ kind }) => kind === "next").map(({ from }) => from) : [];
  const places = [{ block, index }, ...before.map((from) => ({ block: from, index: from.elements.length }))];
  return places.map((place) => ({ ...place, failure: undefined }));
}

const keyOf = (block: Block, failed: boolean): number => 2 * block.index + Number(failed);

/** A `return` in the body, behind which nothing else of it runs. */
function leaving({ elements }: Block, body: Node): Failure | undefined {
  const last = elements.at(-1);
  if (last?.kind !== "return_statement" || !body.contains(last)) return undefined;
  return { failing: last, reason: "this returns" };
}

/** Whether an exception that was raised before goes on here, past a handler or behind a `finally`. */
function isOnItsWay({ from }: Edge): boolean {
  return !from.out.some(({ kind }) => kind !== "raise" && kind !== "true");
}

/** What an edge to a handler is taken for: what stands at its end, or in front of what comes next. */
function failureAt(graph: FlowGraph, { from }: Edge, taken: Taken): Failure | undefined {
  const last = from.elements.at(-1);
  if (last?.kind === "raise_statement") return { failing: last, reason: "this is raised" };
  const next = from.out.find(({ kind }) => kind === "next")?.to.elements[0];
  if (!next) return undefined;
  if (next.kind === "raise_statement") return { failing: next, reason: "this is raised" };
  for (const part of graph.partsOf(next)) {
    const reason = isInType(part, next) ? undefined : reasonOf(part, taken);
    if (reason !== undefined) return { failing: part, reason };
  }
  return undefined;
}

/** Whether a part of a statement only says what type something is. */
function isInType(part: Node, statement: Node): boolean {
  for (const around of part.ancestors()) {
    if (around.kind === "type") return true;
    if (around === statement) return false;
  }
  return false;
}

/** Into how many calls of the project's own functions is looked for what may fail in them. */
const DEEPEST = 2;

/** Whether evaluating an expression may fail when the program is right otherwise. */
export function mayFail(value: Node): boolean {
  return [value, ...value.descendants(...MAY_FAIL)].some((part) => reasonOf(part, NOTHING_TAKEN) !== undefined);
}

const NOTHING_TAKEN: Taken = new Set();

function reasonOf(part: Node, taken: Taken, depth = DEEPEST): string | undefined {
  switch (part.kind) {
    case "call":
      return hardlyFails(part) || runsHarmlessly(part, taken, depth)
        ? undefined
        : `'${quoted(part.field("function") ?? part)}' fails`;
    case "import_statement":
    case "import_from_statement":
      return isOfStandardLibrary(part) ? undefined : "the import fails";
    case "subscript":
      return isRead(part) ? `'${quoted(part)}' fails` : undefined;
    default:
      return undefined;
  }
}

/** Whether all that a call runs are functions of the project in which hardly anything fails. */
function runsHarmlessly(call: Node, taken: Taken, depth: number): boolean {
  if (depth === 0 || call.parent?.kind === "await") return false;
  const { targets } = moduleOf(call).call(call);
  return (
    targets.length > 0 &&
    targets.every((value) => value.kind === "function" && isHarmless(value.definition, taken, depth - 1))
  );
}

function isHarmless({ body, isAsync, decorators }: FunctionDefinition, taken: Taken, depth: number): boolean {
  if (!body || isAsync || decorators.length > 0) return false;
  for (const part of body.descendants(...STOPS, ...MAY_FAIL)) {
    // What it raises by itself another handler takes.
    if (part.kind === "raise_statement" && taken.has(raisedName(part) ?? "")) continue;
    if (STOPS.includes(part.kind) || reasonOf(part, taken, depth) !== undefined) return false;
  }
  return true;
}

const STOPS: readonly string[] = ["raise_statement", "assert_statement", "with_statement", "await"];
const MAY_FAIL: readonly string[] = ["call", "import_statement", "import_from_statement", "subscript"];

/** Whether all that a statement imports comes with Python. */
function isOfStandardLibrary(statement: Node): boolean {
  const from = statement.field("module_name");
  return (from ? [from] : statement.fields("name")).every((item) =>
    STANDARD_LIBRARY.has(item.text.split(/[.\s]/, 1)[0] ?? ""),
  );
}

function hardlyFails(call: Node): boolean {
  if (tells(call) || isLogging(call)) return true;
  const name = calledName(call) ?? "";
  const { parent } = call;
  if (parent?.kind === "await") return false;
  // What a coroutine raises, its task keeps.
  if (parent?.kind === "argument_list" && TASKS.has(calledName(parent.parent) ?? "")) return true;
  // `get` is everybody's: of a dictionary it takes a key, of a client or a queue it waits.
  if (name === "get") return !WAITS.test(receiverOf(call)) || isKey(keyWithDefault(call));
  if (name === "pop") return keyWithDefault(call) !== undefined;
  return HARDLY_FAIL.has(name) || (/^[A-Z]|Class$/.test(name) && !OPENS.test(name));
}

/** What classes are called whose objects open something when they are made. */
const OPENS =
  /Popen|File|Conn|Serial|Client|SMTP|FTP|IMAP|POP3|Telnet|Reader|Writer|Server|Database|Socket|Session|Proxy|Stream|Archive/i;
const TASKS = new Set(["create_task", "ensure_future"]);

const WAITS = /^$|request|http|session|client|queue|_q$|conn|api|^q$/i;

/** What functions and objects are called that log under a name of their own: `log_event(…)`, `audit_logger.info(…)`. */
const LOGS = /^_*log(_(debug|info|warn|warning|error|exception|event|message|msg))?$/i;
const LOGGER = /(_log|_?logger)$/i;

function isLogging(call: Node): boolean {
  const object = call.field("function")?.field("object");
  if (LOGGER.test(lastNameOf(object) ?? "")) return true;
  // `log` of a module, such as `math`, is the logarithm.
  return (!object || object.text === "self") && LOGS.test(calledName(call) ?? "");
}

/** The key of a call of `get` or `pop` that says what it gives when there is none. */
function keyWithDefault(call: Node): Node | undefined {
  const given = call.field("arguments")?.children ?? [];
  return given.length === 2 ? given[0] : undefined;
}

/** Whether an argument is the key of an entry, and no address. */
function isKey(argument: Node | undefined): boolean {
  return argument !== undefined && textOf(argument)?.includes("/") === false;
}

function receiverOf(call: Node): string {
  return lastNameOf(call.field("function")?.field("object")) ?? "";
}

/** Whether an item is read: it is neither a slice, nor assigned, nor a type with parameters. */
function isRead(subscript: Node): boolean {
  const { parent, fieldName } = subscript;
  if (subscript.fields("subscript").some(({ kind }) => kind === "slice")) return false;
  const isType = /^([A-Z]\w*|dict|list|tuple|set|type)$/.test(lastNameOf(subscript.field("value")) ?? "");
  return !isType && !(parent?.kind === "assignment" && fieldName === "left");
}
