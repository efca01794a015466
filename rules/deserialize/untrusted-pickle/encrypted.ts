import { isSocket } from "../../../src/concepts/sockets/protocol.js";
import { wrapped } from "../../../src/python/cfg/evaluation.js";
import { assignedTo } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { originsOf } from "../../../src/python/dataflow/flow.js";
import type { Call } from "../../../src/python/model/call.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { storeAt } from "../../../src/python/model/stores.js";
import { holdsAny } from "../../../src/python/prefilter/prefilter.js";
import type { Node } from "../../../src/syntax/node.js";
import { objectOf } from "./channel.js";

/** When the transport makes sure who the peers are: on every way, or on some, as a setting may say; never unless given. */
export type Authentication = "always" | "sometimes";

/**
 * Whether the ZeroMQ socket that brings in some bytes authenticates its peers (CURVE, PLAIN), as told by the code that
 * makes the socket: where it is made, in the project's function that gives it, and in the context's own class.
 */
export function authenticationOf(source: Node): Authentication | undefined {
  const socket = objectOf(source);
  if (!socket) return undefined;
  const made = [...originsOf(socket, { label: (node) => (makesSocket(node) ? "a ZeroMQ socket" : undefined) })];
  if (made.length === 0 || made.some(({ kind }) => kind !== "source"))
    return isGivenByBroken(socket) ? "always" : undefined;
  const all = made.map(({ at }) => authenticationBy(moduleOf(at).call(at)));
  if (all.includes(undefined)) return undefined;
  return all.includes("sometimes") ? "sometimes" : "always";
}

/** Whether a call gives a socket whose function is in a file that breaks off: what is not known is not told. */
function isGivenByBroken(socket: Node): boolean {
  const module = moduleOf(socket);
  const bindings = socket.kind === "identifier" ? module.bindingsReaching(socket.text, socket) : [];
  const callees = bindings.flatMap(({ from }) => (from?.kind === "call" ? (from.field("function") ?? []) : []));
  return callees.some((callee) =>
    module.bindingsReaching(callee.text, callee).some(({ source }) => {
      return source && module.project.resolveImport(module, source)?.breaksOff;
    }),
  );
}

function makesSocket(node: Node): boolean {
  return node.kind === "call" && (moduleOf(node).call(node).lastName === "socket" || isSocket(node));
}

function authenticationBy(maker: Call): Authentication | undefined {
  return surest([besides(maker), ...maker.functions.map((one) => inFunction(one, DEEPEST)), ofContext(maker)]);
}

function surest(all: readonly (Authentication | undefined)[]): Authentication | undefined {
  return all.includes("always") ? "always" : all.find((one) => one !== undefined);
}

/** Helpers inside helpers are looked into this deep. */
const DEEPEST = 3;

/** What the function or the class that makes a socket does to it, or to its context. */
function besides(maker: Call): Authentication | undefined {
  const { module, node, receiver } = maker;
  const subjects = [...namesGiven(wrapped(node)), receiver].flatMap((one) => (one && accessPath(one)) ?? []);
  const method = module.functionAround(node);
  const own = `${method?.receiver?.name ?? ""}.`;
  const kept = subjects.filter((path) => path.startsWith(own));
  const local = subjects.filter((path) => !path.startsWith(own));
  const inClass = method?.owner ? doneTo(kept, method.owner.node, true) : [];
  return surest([...inClass, ...doneTo(local, method?.node ?? module.root, true)]);
}

/** What the value of an expression is called from then on: `channel` in `with context.socket(zmq.SUB) as channel`. */
function namesGiven(expression: Node): readonly (Node | undefined)[] {
  const { parent } = expression;
  return parent?.kind === "as_pattern" ? [parent.field("alias")?.children[0]] : assignedTo(expression);
}

/** What code does to the objects of some names, and the functions that it gives them to. */
function doneTo(
  names: readonly string[],
  around: Node,
  looksFurther: boolean,
): readonly (Authentication | undefined)[] {
  const isMeant = (subject: Node): boolean => names.includes(accessPath(subject) ?? "");
  const own = marksIn(around, isMeant).map(certainty);
  if (!looksFurther) return own;
  const calls = [...around.descendants("call")].map((node) => moduleOf(node).call(node));
  return [...own, ...calls.flatMap((call) => call.positional.filter(isMeant).map((given) => byTaker(call, given)))];
}

/** What the functions that a call gives an object do to it. */
function byTaker(call: Call, given: Node): Authentication | undefined {
  const done = call.callees.list.flatMap(({ definition, bound }) => {
    const taken = definition.parameters.filter((parameter) => call.argumentFor(parameter, bound) === given);
    return doneTo(
      taken.map(({ name }) => name),
      definition.node,
      false,
    );
  });
  return within(call.node, surest(done));
}

/** What a function does to any socket or context, itself or through the functions that it calls. */
function inFunction(definition: FunctionDefinition, depth: number): Authentication | undefined {
  const find = (): Authentication | undefined => {
    const own = marksIn(definition.node).map(certainty);
    if (depth === 0 || own.includes("always")) return surest(own);
    return surest([...own, ...definition.calls.map((call) => throughCall(moduleOf(call).call(call), depth - 1))]);
  };
  return definition.module.project.once(IN_FUNCTION, definition, find, String(depth));
}

function throughCall({ node, functions }: Call, depth: number): Authentication | undefined {
  return within(node, surest(functions.map((one) => inFunction(one, depth))));
}

/** What is done by a call is only as sure as the call. */
function within(call: Node, done: Authentication | undefined): Authentication | undefined {
  return done && (isOnEveryPath(call) ? done : "sometimes");
}

const IN_FUNCTION = question<Authentication | undefined>(undefined);

/** What a context of a class of the project's own says for all its sockets. */
function ofContext({ module, receiver }: Call): Authentication | undefined {
  const values = receiver ? module.valuesOf(receiver) : [];
  const classes = values.flatMap((value) => (value.kind === "instance" && isOfZmq(value.of) ? [value.of] : []));
  const bases = classes.flatMap(({ ancestry }) => ancestry.classes);
  return surest(
    bases.flatMap(({ methods }) => (methods.get("__init__") ?? []).map((init) => inFunction(init, DEEPEST))),
  );
}

const isOfZmq = ({ ancestry }: ClassDefinition): boolean => ancestry.external.some((path) => /^zmq\b/.test(path));

const KEYS = /^(curve_(secretkey|publickey|serverkey|server)|plain_(server|username|password))$/;
const OPTION = /^(CURVE|PLAIN)_[A-Z]+$/;
const CONFIGURES = new Set(["configure_curve", "configure_plain"]);
const AUTHENTICATOR = /^(Thread|Asyncio|IOLoop)?Authenticator$/;
const MAY_AUTHENTICATE = holdsAny("authentication of a ZeroMQ socket", [
  "curve_",
  "plain_",
  "CURVE_",
  "PLAIN_",
  "Authenticator",
]);

/** The places that switch authentication on; with a condition, only those for what it holds for. */
function marksIn(around: Node, isMeant?: (subject: Node) => boolean): readonly Node[] {
  const nodes = [...moduleOf(around).inside(around, MAY_AUTHENTICATE, "attribute", "call")];
  return nodes.filter((node) => {
    const subject = node.kind === "call" ? switchedBy(moduleOf(node).call(node)) : keyed(node);
    return subject !== undefined && (!isMeant || isMeant(subject));
  });
}

/** The object that is given a key. */
function keyed(attribute: Node): Node | undefined {
  const store = KEYS.test(attribute.field("attribute")?.text ?? "") ? storeAt(attribute) : undefined;
  const owner = store && moduleOf(attribute).receiverClass(store.object);
  // What keeps a key for later is no socket itself.
  return owner && !isOfZmq(owner) ? undefined : store?.object;
}

/** The socket that a call gives a key, or the context for which it starts to ask for keys. */
function switchedBy(call: Call): Node | undefined {
  if (AUTHENTICATOR.test(call.lastName)) return call.positional[0];
  if (CONFIGURES.has(call.lastName)) return call.receiver;
  const option = /^(setsockopt|set|set_string|setsockopt_string)$/.test(call.lastName) ? call.positional[0] : undefined;
  return option && OPTION.test(option.field("attribute")?.text ?? option.text) ? call.receiver : undefined;
}

const certainty = (mark: Node): Authentication => (isOnEveryPath(mark) ? "always" : "sometimes");

/** Whether every way through the code around a node that comes to an end passes it. */
function isOnEveryPath(node: Node): boolean {
  const graph = moduleOf(node).graphAround(node);
  const element = graph.elementOf(node);
  return element !== undefined && graph.everyPathOut({ element: (one) => one === element });
}
