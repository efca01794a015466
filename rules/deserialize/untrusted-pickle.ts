import { rule, type Report } from "../../src/engine/rule.js";
import { isSameExpression, spellingOf } from "../../src/python/cfg/expression.js";
import { matches } from "../../src/python/tables/api.js";
import { isAuthenticated } from "./untrusted-pickle/authentication.js";
import { authenticationOf } from "./untrusted-pickle/encrypted.js";
import type { Call } from "../../src/python/model/call.js";
import { findFlow, originsOf, type Flow, type Origin } from "../../src/python/dataflow/flow.js";
import { holdsAny, matchesPattern, type Prefilter } from "../../src/python/prefilter/prefilter.js";
import { step } from "../../src/python/dataflow/evidence.js";
import { COMMAND_LINE, ENVIRONMENT } from "../../src/python/tables/local-sources.js";
import { moduleOf, whereIs, type Module } from "../../src/python/model/module.js";
import { quoted } from "../../src/python/editing/quote.js";
import { saferCall } from "./untrusted-pickle/safe-loading.js";
import { channelOf, type Channel } from "./untrusted-pickle/channel.js";
import { handedBy } from "../../src/concepts/taint/handed.js";
import { localLabel, networkLabel } from "../../src/concepts/taint/sources.js";
import {
  OPENS_PATHS,
  SAFE_YAML_LOADERS,
  UNPICKLER_OBJECTS,
  UNPICKLERS,
  UNPICKLING_RECEIVES,
} from "../../src/python/tables/unpicklers.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * Bytes that came from outside the process are unpickled.
 *
 * A pickle is a program: while it is read it may call any function with any arguments. Whoever can send the bytes, or
 * can reach the port, the queue or the bucket that they come from, runs code inside the service, with its rights and
 * its secrets. Checking what came out is too late, and the same holds for `marshal`, `dill`, `cloudpickle`,
 * `jsonpickle`, `joblib`, `torch.load` without `weights_only=True`, and YAML with an unsafe loader.
 *
 * @bad
 * ```python
 * import pickle
 * import zmq
 *
 * def next_task(socket: zmq.Socket):
 *     message = socket.recv()
 *     return pickle.loads(message)
 * ```
 * @good
 * ```python
 * import json
 * import zmq
 *
 * def next_task(socket: zmq.Socket):
 *     message = socket.recv()
 *     return json.loads(message)
 * ```
 * @limits The way of the bytes is followed through assignments, containers, attributes, helpers and files of the
 * project, not through code that is not there. Bytes that pass `hmac.compare_digest` or a signature's `verify` on every
 * path are trusted, whatever the key is; so is an unpickler that overrides `find_class`, also where a switch puts another one in its place. So are messages of a ZeroMQ
 * socket that the project's code, or its class for the context, gives keys or an authenticator; where only some ways
 * through that code do, the finding takes `--audit`. What only programs of this machine
 * can send (`ipc://`, a UNIX socket, the standard input) is `low`, as is what is kept in Redis or comes from a broker that
 * the program itself writes to, and what only the process itself can (`inproc://`) is
 * reported with `--audit`. So are files that are named by an argument, the command line or the environment; other local
 * files and pipes between the program's own processes are not reported at all.
 * @off When the transport itself authenticates every peer (mutual TLS) and all of them may run code here anyway.
 * @see https://docs.python.org/3/library/pickle.html
 * @see https://cwe.mitre.org/data/definitions/502.html
 */
export default rule({
  severity: "critical",
  cwe: 502,
  fixes: ["safe", "unsafe"],
  // What a test receives, the test has sent.
  likely: "in tests",
  mentions: ["pickle", "cPickle", "dill", "marshal", "joblib", "torch", "numpy", "pandas", "yaml", "recv_pyobj"],
  told: ["unpicklers"],
  *check(module) {
    for (const sink of sinksIn(module)) {
      const report = fromNetwork(sink) ?? fromNamedFile(sink);
      if (report) yield { ...report, fix: saferCall(sink.call, sink.name) };
    }
  },
});

/** An unpickling call. */
interface Sink {
  readonly call: Call;
  /** The place to report. */
  readonly at: Node;
  /** What it is called: `pickle.loads`. */
  readonly name: string;
  /** The expression that holds the bytes, or the file with them. */
  readonly data: Node;
  readonly opensPaths: boolean;
}

const SINK_NAMES = new Set([...UNPICKLERS, ...UNPICKLER_OBJECTS, ...UNPICKLING_RECEIVES].map(lastName));
/** Calls that are given a deserializer which they call with what they receive. */
const DESERIALIZER_ARGUMENTS = new Set(["recv_serialized", "KafkaConsumer"]);
const SINK_CALL = matchesPattern(
  "an unpickling call",
  new RegExp(`(?:${[...SINK_NAMES, ...DESERIALIZER_ARGUMENTS].join("|")})[\\s\\\\]*[(#]`),
);
const SINK_UNCALLED = new RegExp(`\\b(?:${[...SINK_NAMES].join("|")})\\b(?![\\s\\\\]*\\()`);
/** An unpickler is named where it is not called, so that it may be called by another name. */
const SINK_ELSEWHERE: Prefilter = {
  name: "an unpickler that is not called",
  mayHold: (text) => text.split(/[\r\n]/).some((line) => SINK_UNCALLED.test(line) && !PLAIN_IMPORT.test(line)),
};
/** An import on a line of its own that gives no other names. */
const PLAIN_IMPORT = /^\s*(?:from|import)\b(?!.*(?:\bas\b|[\\(;]))/;

function* sinksIn(module: Module): Generator<Sink> {
  for (const call of namesElsewhere(module) ? module.calls : module.callsMentioning(SINK_CALL)) {
    const { lastName } = call;
    const sent = handedOn(call);
    if (sent) yield sent;
    else if (DESERIALIZER_ARGUMENTS.has(lastName)) yield* handedOver(call);
    else {
      const sink = SINK_NAMES.has(lastName) || isRenamed(call) ? sinkAt(call) : undefined;
      const said = sink ?? toldSink(call);
      if (said) yield said;
    }
  }
}

/** Whether an unpickler may be called by another name, or is one that the project tells of. */
function namesElsewhere(module: Module): boolean {
  const { words } = module.project.knowledge.told.unpicklers;
  return module.mayHold(holdsAny("an unpickler of the project's own", words)) || module.mayHold(SINK_ELSEWHERE);
}

/** `from pickle import loads as unpack`. */
function isRenamed(call: Call): boolean {
  return call.callee.kind === "identifier" && call.apis.some((path) => matches(UNPICKLERS, path));
}

function sinkAt(call: Call): Sink | undefined {
  const { node, receiver } = call;
  const paths = call.apis;
  const name = paths.find((path) => matches(UNPICKLERS, path));
  const first = firstArgument(call);
  if (name !== undefined && first && !isSafe(name, call) && !(receiver && restrictsClasses(receiver))) {
    return { call, at: node, name, data: first, opensPaths: matches(OPENS_PATHS, name) };
  }
  if (!receiver) return undefined;
  const unpickler = paths.find((path) => matches(UNPICKLER_OBJECTS, path));
  if (unpickler !== undefined && !restrictsClasses(receiver)) {
    return { call, at: node, name: unpickler.replace("()", ""), data: streamOf(receiver), opensPaths: false };
  }
  return call.lastName === RECEIVE && networkLabel(node) !== undefined
    ? { call, at: node, name: RECEIVE, data: node, opensPaths: false }
    : undefined;
}

/** A call of what the project says unpickles. */
function toldSink(call: Call): Sink | undefined {
  const name = call.module.project.knowledge.told.unpicklers.find(call);
  const data = firstArgument(call);
  return name !== undefined && data ? { call, at: call.node, name: call.name, data, opensPaths: false } : undefined;
}

/** The stream that an unpickler reads, when it is of a class of the project and made here; else the unpickler. */
function streamOf(unpickler: Node): Node {
  for (const value of moduleOf(unpickler).valuesOf(unpickler)) {
    if (value.kind !== "instance" || value.at.kind !== "call") continue;
    return moduleOf(value.at).call(value.at).positional[0] ?? unpickler;
  }
  return unpickler;
}

function firstArgument(call: Call): Node | undefined {
  return call.positional[0] ?? UNPICKLED_KEYWORDS.map((keyword) => call.keyword(keyword)).find(Boolean);
}

const UNPICKLED_KEYWORDS = ["file", "filename", "f", "stream", "data", "string", "filepath_or_buffer"];

/** Whether the arguments keep a loader to plain data. */
function isSafe(name: string, call: Call): boolean {
  if (name === "numpy.load") return call.argument(2, "allow_pickle")?.kind !== "true";
  if (name === "torch.load") return call.keyword("weights_only")?.kind === "true";
  if (name !== "yaml.load" && name !== "yaml.load_all") return false;
  const loader = call.argument(1, "Loader");
  if (!loader) return false;
  const paths = call.module.apiPathsOf(loader);
  const names = paths.length > 0 ? paths : [spellingOf(loader)];
  // A loader of the project's own may restrict what it makes.
  return (
    names.every((path) => SAFE_YAML_LOADERS.test(path)) ||
    !names.some((path) => /(^|\.)C?(Loader|UnsafeLoader)$/.test(path))
  );
}

/**
 * Whether an unpickler decides itself what may be made: by its class, or by an attribute that was set on it; or is such a class itself,
 * be it where a switch puts another one in its place: `pickle if insecure else Careful`.
 */
function restrictsClasses(unpickler: Node): boolean {
  const module = moduleOf(unpickler);
  const isOfClass = module.valuesOf(unpickler).some((value) => {
    const of = value.kind === "instance" ? value.of : value.kind === "class" ? value.definition : undefined;
    return of?.method("find_class") !== undefined;
  });
  const stores = ["find_class", "find_global"].flatMap((name) => module.storesNamed(name));
  const around = module.functionAround(unpickler);
  return (
    isOfClass ||
    stores.some(({ object }) => isSameExpression(object, unpickler) && module.functionAround(object) === around)
  );
}

/** `loop.run_in_executor(None, pickle.loads, message)`, `asyncio.to_thread(socket.recv_pyobj)`. */
function handedOn(call: Call): Sink | undefined {
  const { callable, given: [data] = [] } = handedBy(call) ?? {};
  if (!callable) return undefined;
  const { node } = call;
  if (isReceive(callable) && networkLabel(node) !== undefined)
    return { call, at: node, name: RECEIVE, data: node, opensPaths: false };
  const name = unpicklerIn(callable);
  return data && name !== undefined ? { call, at: node, name, data, opensPaths: false } : undefined;
}

const RECEIVE = "recv_pyobj";

function isReceive(callable: Node): boolean {
  if (callable.kind === "attribute") return callable.field("attribute")?.text === RECEIVE;
  const paths = moduleOf(callable).apiPathsOf(callable);
  return callable.kind === "identifier" && paths.some((path) => matches(UNPICKLING_RECEIVES, path));
}

/** The unpickler that an expression stands for. */
function unpicklerIn(expression: Node): string | undefined {
  const module = moduleOf(expression);
  const values = module.valuesOf(expression);
  const paths = values.flatMap((value) => (value.kind === "api" ? [value.path] : []));
  return paths.find((path) => matches(UNPICKLERS, path)) ?? module.project.knowledge.told.unpicklers.findIn(values);
}

/** An unpickler that is itself handed to what receives: `recv_serialized(pickle.loads)`. */
function* handedOver(call: Call): Generator<Sink> {
  const given = [
    call.positional[0],
    ...["deserialize", "value_deserializer", "key_deserializer"].map((k) => call.keyword(k)),
  ];
  for (const argument of given) {
    if (!argument || (call.lastName === "KafkaConsumer" && argument.parent?.kind !== "keyword_argument")) continue;
    const name = unpicklerIn(argument);
    if (name === undefined) continue;
    yield {
      call,
      at: call.lastName === "recv_serialized" ? call.node : argument,
      name,
      data: call.node,
      opensPaths: false,
    };
  }
}

function fromNetwork(sink: Sink): Report | undefined {
  const flow = networkFlow(sink);
  const authentication = flow && authenticationOf(flow.at);
  if (!flow || authentication === "always") return undefined;
  return authentication
    ? { ...report(sink, flow, "that only some settings authenticate"), likely: true }
    : report(sink, flow);
}

function networkFlow(sink: Sink): Flow | undefined {
  if (sink.data === sink.call.node) return isAuthenticated(sink.at) ? undefined : received(sink);
  return findFlow(sink.data, { label: networkLabel, isClean: isTrusted });
}

function isTrusted(node: Node): boolean {
  if (node.kind === "call" && networkLabel(node) !== undefined && authenticationOf(node) === "always") return true;
  return (node.kind === "identifier" || node.kind === "call" || node.kind === "attribute") && isAuthenticated(node);
}

/** The flow of a call that receives and unpickles in one. */
function received({ call, at }: Sink): Flow {
  const label =
    networkLabel(call.node) ?? (call.lastName === "KafkaConsumer" ? "a message from a broker" : "a ZeroMQ message");
  return { kind: "source", at, label, steps: [step(at, "source", label)] };
}

function report(sink: Sink, flow: Flow, why = "that nothing has authenticated"): Report {
  const { at, call, name } = sink;
  const handed = at.parent?.kind === "keyword_argument" ? at.parent : at;
  const isSame = flow.at === at || sink.data === call.node;
  const said = isSame
    ? `'${quoted(handed)}' unpickles ${flow.label} ${why}`
    : `'${name}' unpickles ${flow.label} ${why}: it comes from '${quoted(flow.at)}' ([${whereIs(flow.at)}](1))`;
  const source = isSame ? [] : [{ at: flow.at, message: flow.label }];
  const sinkStep = { at, message: `unpickled by '${name}'` };
  const base = { at, message: `${said}.`, related: source, flow: [...flow.steps, sinkStep] };
  const channel = channelOf(flow.at);
  return channel ? overChannel(base, said, channel) : base;
}

/** The same, where few can send the bytes: they have already got a foothold on the machine, or in the program's store. */
function overChannel(base: Report, said: string, { at, name, reach, isOwn }: Channel): Report {
  const related = [...(base.related ?? []), ...(at ? [{ at, message: "says where the bytes can come from" }] : [])];
  const place = at ? ` ([${whereIs(at)}](${String(related.length)}))` : "";
  return { ...base, message: `${said}, over ${name}${place}: ${reach}.`, related, severity: "low", likely: isOwn };
}

/** Files that an argument, the command line or the environment names. */
function fromNamedFile(sink: Sink): Report | undefined {
  for (const path of pathsOf(sink)) {
    const origin = nameOf(path);
    if (!origin) continue;
    const { at } = sink;
    return {
      at,
      message: `'${sink.name}' unpickles a file that ${origin.label || "a caller"} names: '${quoted(origin.at)}' ([${whereIs(origin.at)}](1)).`,
      related: [{ at: origin.at, message: "the file is named here" }],
      flow: origin.steps.length > 0 ? [...origin.steps, { at, message: `unpickled by '${sink.name}'` }] : [],
      likely: true,
    };
  }
  return undefined;
}

/** Who names a file; nobody when the name is made of parts, which is the program's own choice. */
function nameOf(path: Node): Origin | undefined {
  const origins = [...originsOf(path, { label: namedLabel })];
  const isOwn = (origin: Origin): boolean =>
    origin.kind !== "source" &&
    !(origin.kind === "parameter" && path.kind === "identifier" && origin.at.text === path.text);
  return origins.some(isOwn) ? undefined : origins[0];
}

function namedLabel(node: Node): string | undefined {
  const label = localLabel(node);
  return label === COMMAND_LINE || label === ENVIRONMENT ? label : undefined;
}

/** The expressions of the paths of the files that are read. */
function pathsOf({ data, opensPaths }: Sink): Node[] {
  const opened: Node[] = [];
  for (const origin of originsOf(data, { label: () => undefined })) {
    const call = origin.at.kind === "call" ? moduleOf(origin.at).call(origin.at) : undefined;
    const path = call?.apis.some((api) => OPENERS.test(api)) ? call.argument(0, "file") : undefined;
    if (path) opened.push(path);
  }
  return opensPaths ? [...opened, data] : opened;
}

const OPENERS = /^(open|(gzip|bz2|lzma|codecs)\.open)$/;

function lastName(path: string): string {
  return path.split(".").at(-1) ?? path;
}
