import { handedBy } from "../../../src/concepts/taint/handed.js";
import { networkLabel } from "../../../src/concepts/taint/sources.js";
import { socketAt } from "../../../src/concepts/sockets/sockets.js";
import { originsOf } from "../../../src/python/dataflow/flow.js";
import { spawnsIn } from "../../../src/concepts/threads/background.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { givenToAttribute, givenToParameter } from "../../../src/python/model/given.js";
import { leadingText } from "../../../src/python/model/leading-text.js";
import type { Call } from "../../../src/python/model/call.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { SHARED, STANDARD_INPUT } from "../../../src/python/tables/network-sources.js";
import { matches, type ApiSet } from "../../../src/python/tables/api.js";
import { question } from "../../../src/python/model/solver.js";
import type { Value } from "../../../src/python/model/value.js";
import { unixServerOf } from "./request-handler.js";
import type { Node } from "../../../src/syntax/node.js";

/** A way for bytes that few can write to: it does not leave the machine, or the program's own parts share it. */
export interface Channel {
  /** What says so, where that is not the source itself: the endpoint, the call that makes the socket. */
  readonly at?: Node;
  /** What it is, in words. */
  readonly name: string;
  /** Who can write there, as a clause. */
  readonly reach: string;
  /** Whether only the program itself can. */
  readonly isOwn: boolean;
}

const MACHINE = "only programs of this machine can write to it";

/** The channel by which a source brings in bytes, when few can write to it; undefined when anybody may. */
export function channelOf(source: Node): Channel | undefined {
  if (networkLabel(source) === STANDARD_INPUT)
    return { name: STANDARD_INPUT, reach: "whoever starts the program writes there", isOwn: false };
  const server = unixServerOf(source);
  if (server) return unixSocket(server);
  const object = objectOf(source);
  return (object && (endpointChannel(object) ?? unixChannel(object))) ?? sharedChannel(source);
}

/** A store or a broker by which the program's own parts tell each other things: some part of it writes there, too. */
function sharedChannel(source: Node): Channel | undefined {
  const shared = SHARED.get(networkLabel(source) ?? "");
  const write = shared && writeTo(moduleOf(source), shared.writes);
  if (!write) return undefined;
  const reach = `whoever can write to ${shared.what} runs code here`;
  return { at: write, name: `${shared.what}, which this program writes to`, reach, isOwn: false };
}

const WRITES = question<Node | undefined>(undefined);

/** The first call of some that write, in a file or another one of its project. */
function writeTo(module: Module, writes: ApiSet): Node | undefined {
  const names = new Set([...writes].map((path) => /(\w+)\(\)$/.exec(path)?.[1] ?? ""));
  const find = (): Node | undefined => {
    for (const name of names) {
      for (const other of new Set([module, ...(module.project.modulesMatching(name, "call", module) ?? [])])) {
        const found = other.callsNamed(name).find(({ apis }) => apis.some((path) => matches(writes, `${path}()`)));
        if (found) return found.node;
      }
    }
    return undefined;
  };
  return module.project.once(WRITES, module, find, [...names].join(" "));
}

/** The object that receives: `socket` of `socket.recv()`, and of `asyncio.to_thread(socket.recv)`. */
export function objectOf(source: Node): Node | undefined {
  if (source.kind !== "call") return undefined;
  const call = moduleOf(source).call(source);
  const callable = handedBy(call)?.callable;
  if (!callable) return call.receiver;
  if (callable.kind === "lambda") return objectOf(callable.field("body") ?? callable);
  return callable.kind === "call" ? objectOf(callable) : callable.field("object");
}

/** What all that a ZeroMQ socket is bound or connected to has in common: `ipc://…`, `inproc://…`. */
function endpointChannel(socket: Node): Channel | undefined {
  const own = (socketAt(socket)?.events ?? []).map(({ call }) => call.argument(0, "addr"));
  // One that is handed on is one of those that the file opens, as far as anybody sees.
  const endpoints = own.length > 0 ? own : addressesIn(moduleOf(socket));
  const written = endpoints.flatMap((endpoint) => (endpoint ? writtenAt(endpoint) : [undefined]));
  const [first] = written;
  if (!first || !written.every((one) => one !== undefined && /^(ipc|inproc):/.test(one.text))) return undefined;
  const isOwn = written.every((one) => one?.text.startsWith("inproc:"));
  const reach = isOwn ? "only threads of this process can write to it" : MACHINE;
  return { at: first.at, name: `'${first.text}'`, reach, isOwn };
}

/** What a file binds and connects sockets to. */
function addressesIn(module: Module): readonly (Node | undefined)[] {
  return ["bind", "connect"].flatMap((word) => module.callsNamed(word).map(({ positional: [address] }) => address));
}

/** A text, as far as it is written down, and where. */
interface Written {
  readonly text: string;
  readonly at: Node;
}

/** Endpoints are followed back to callers through this many parameters. */
const MOST_CALLERS = 3;

/** What an endpoint begins with, for each of the ways it may be given; undefined for one that cannot be read. */
function writtenAt(endpoint: Node, depth = MOST_CALLERS): readonly (Written | undefined)[] {
  const text = leadingText(endpoint);
  if (text) return [{ text, at: endpoint }];
  const behind = depth > 0 ? expressionsBehind(endpoint) : [];
  if (behind.length > 0) return behind.flatMap((each) => writtenAt(each, depth - 1));
  const values = moduleOf(endpoint).valuesOf(endpoint);
  return values.length === 0 ? [undefined] : values.flatMap((value) => writtenIn(value, depth));
}

/** What the functions of the project return that an expression calls, or what they have stored in the attribute that it reads. */
function expressionsBehind(expression: Node): readonly Node[] {
  const module = moduleOf(expression);
  if (expression.kind === "call") {
    const { targets } = module.call(expression);
    return resultsOf(targets.map((value) => (value.kind === "function" ? value.definition : undefined)));
  }
  const object = expression.kind === "attribute" ? expression.field("object") : undefined;
  const name = expression.field("attribute")?.text ?? "";
  const owners = (object ? module.valuesOf(object) : []).flatMap((value) =>
    value.kind === "instance" ? [value.of] : [],
  );
  const properties = owners.map((of) => of.method(name));
  if (properties.some((method) => method?.isProperty)) return resultsOf(properties);
  const given = owners.map((of) => givenToAttribute(of, name));
  return given.every(({ isAll }) => isAll) ? given.flatMap(({ list }) => list.map(({ value }) => value)) : [];
}

/** What some functions return; nothing unless all of them are known. */
function resultsOf(functions: readonly (FunctionDefinition | undefined)[]): readonly Node[] {
  return functions.every((one) => one !== undefined) ? functions.flatMap(({ results }) => results) : [];
}

function writtenIn(value: Value, depth: number): readonly (Written | undefined)[] {
  if (value.kind === "literal") return [{ text: leadingText(value.at) ?? "", at: value.at }];
  if (value.kind !== "parameter" || value.path.length > 0 || depth === 0) return [undefined];
  const { list, isAll } = givenToParameter(value.parameter);
  const fallback = value.parameter.default;
  if (list.length === 0 && fallback) return writtenAt(fallback, depth - 1);
  const given = list.flatMap((gift) => writtenAt(gift.value, depth - 1));
  return isAll && given.length > 0 ? given : [undefined];
}

/** A UNIX socket, when the object that receives can be nothing else. */
function unixChannel(object: Node): Channel | undefined {
  const makers = makersOf(object, MOST_CALLERS);
  const [maker] = makers;
  if (!maker || !makers.every((each) => each !== undefined && isUnix(each))) return undefined;
  return unixSocket(maker);
}

function unixSocket(maker: Call): Channel {
  return { at: maker.node, name: "a UNIX socket", reach: MACHINE, isOwn: false };
}

/** The calls that may have made a socket, through threads that it is handed to; undefined for what is no such call. */
function makersOf(object: Node, depth: number): readonly (Call | undefined)[] {
  const origins = [...originsOf(object, { label: (node) => (makerOf(node) ? "made" : undefined) })];
  return origins.flatMap(({ kind, at }) => {
    const handed = kind === "parameter" && depth > 0 ? handedTo(at) : [];
    return handed.length > 0 ? handed.flatMap((given) => makersOf(given, depth - 1)) : [makerOf(at)];
  });
}

/** What the threads of a file that run a function are given for a parameter of it. */
function handedTo(node: Node): readonly Node[] {
  const module = moduleOf(node);
  const definition = module.functionAround(node);
  const parameter = definition?.parameter(node.text);
  if (!definition || !parameter) return [];
  const index = parameter.index - (definition.owner && !definition.isStatic ? 1 : 0);
  const spawns = spawnsIn(module).filter(({ targets }) => targets.includes(definition));
  return spawns.flatMap(({ call }) => handedBy(module.call(call))?.given[index] ?? []);
}

/** The call that makes a socket or a stream, or that starts a server which passes one to a parameter. */
function makerOf(node: Node): Call | undefined {
  const module = moduleOf(node);
  if (node.kind === "call") {
    const call = module.call(node);
    return call.apis.some((path) => MAKERS.has(path)) ? call : undefined;
  }
  const handler = node.kind === "identifier" ? module.functionAround(node) : undefined;
  if (handler?.parameter(node.text)?.node !== node) return undefined;
  return SERVERS.flatMap((name) => module.callsOf(name)).find((call) => {
    const callback = call.argument(0, "client_connected_cb");
    const values = callback ? module.valuesOf(callback) : [];
    return values.some((value) => value.kind === "function" && value.definition === handler);
  });
}

const SERVERS = ["start_server", "start_unix_server"];
const MAKERS = new Set([
  "socket.socket",
  "socket.create_connection",
  "socket.create_server",
  "asyncio.open_connection",
  "asyncio.open_unix_connection",
]);

function isUnix(maker: Call): boolean {
  if (maker.lastName.includes("unix")) return true;
  const family = maker.lastName === "socket" ? maker.argument(0, "family") : undefined;
  return family !== undefined && maker.module.apiPathsOf(family).includes("socket.AF_UNIX");
}
