import { handedBy } from "../../../src/concepts/taint/handed.js";
import { networkLabel } from "../../../src/concepts/taint/sources.js";
import { socketAt } from "../../../src/concepts/sockets/sockets.js";
import { originsOf } from "../../../src/python/dataflow/flow.js";
import { givenToParameter } from "../../../src/python/model/given.js";
import { leadingText } from "../../../src/python/model/leading-text.js";
import type { Call } from "../../../src/python/model/call.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { STANDARD_INPUT } from "../../../src/python/tables/network-sources.js";
import type { Value } from "../../../src/python/model/value.js";
import { unixServerOf } from "./request-handler.js";
import type { Node } from "../../../src/syntax/node.js";

/** A way for bytes that does not leave the machine. */
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

/** The channel that never leaves the machine by which a source brings in bytes; undefined when others may reach it. */
export function channelOf(source: Node): Channel | undefined {
  if (networkLabel(source) === STANDARD_INPUT)
    return { name: STANDARD_INPUT, reach: "whoever starts the program writes there", isOwn: false };
  const server = unixServerOf(source);
  if (server) return unixSocket(server);
  const object = objectOf(source);
  return object && (endpointChannel(object) ?? unixChannel(object));
}

/** The object that receives: `socket` of `socket.recv()`, and of `asyncio.to_thread(socket.recv)`. */
function objectOf(source: Node): Node | undefined {
  if (source.kind !== "call") return undefined;
  const call = moduleOf(source).call(source);
  const callable = handedBy(call)?.callable;
  if (!callable) return call.receiver;
  if (callable.kind === "lambda") return objectOf(callable.field("body") ?? callable);
  return callable.kind === "call" ? objectOf(callable) : callable.field("object");
}

/** What all that a ZeroMQ socket is bound or connected to has in common: `ipc://…`, `inproc://…`. */
function endpointChannel(socket: Node): Channel | undefined {
  const endpoints = (socketAt(socket)?.events ?? []).map(({ call }) => call.argument(0, "addr"));
  const written = endpoints.flatMap((endpoint) => (endpoint ? writtenAt(endpoint) : [undefined]));
  const [first] = written;
  if (!first || !written.every((one) => one !== undefined && /^(ipc|inproc):/.test(one.text))) return undefined;
  const isOwn = written.every((one) => one?.text.startsWith("inproc:"));
  const reach = isOwn ? "only threads of this process can write to it" : MACHINE;
  return { at: first.at, name: `'${first.text}'`, reach, isOwn };
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
  const values = moduleOf(endpoint).valuesOf(endpoint);
  return values.length === 0 ? [undefined] : values.flatMap((value) => writtenIn(value, depth));
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
  const makers = [...originsOf(object, { label: (node) => (makerOf(node) ? "made" : undefined) })].map(({ at }) =>
    makerOf(at),
  );
  const [maker] = makers;
  if (!maker || !makers.every((each) => each !== undefined && isUnix(each))) return undefined;
  return unixSocket(maker);
}

function unixSocket(maker: Call): Channel {
  return { at: maker.node, name: "a UNIX socket", reach: MACHINE, isOwn: false };
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
