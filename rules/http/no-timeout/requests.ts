import { holdsAny, matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { callsAny } from "../../../src/python/cfg/mentions.js";
import type { Call } from "../../../src/python/model/call.js";
import type { Module } from "../../../src/python/model/module.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { matches } from "../../../src/python/tables/api.js";
import {
  CLIENT_LIBRARIES,
  CLIENT_NAMES,
  STREAMS,
  WAITING_CLIENTS,
  type WaitingClient,
} from "../../../src/python/tables/http-clients.js";
import type { Node } from "../../../src/syntax/node.js";
import { madeBy, type Made } from "./session.js";
import { mayBeGiven } from "./spread.js";
import { neverComes } from "./timeout.js";

/** A call that waits for a server for ever, as far as it says itself and its session does. */
export interface Request {
  readonly call: Call;
  /** The call that made the session whose method it is. */
  readonly session?: Node;
  readonly made?: Made;
  /** What says that there is no timeout, where something does. */
  readonly told?: Node;
  readonly isLikely: boolean;
}

const NAMES: ReadonlySet<string> = new Set(
  WAITING_CLIENTS.flatMap(({ requests }) => [...requests].map((path) => path.slice(path.lastIndexOf(".") + 1))),
);

/** The requests of a file that nothing that they are given limits, in source order. */
export function requestsIn(module: Module): readonly Request[] {
  if (!isAnyUsed(module)) return [];
  const calls = [...NAMES].flatMap((name) => module.callsOf(name));
  return [...new Set(calls)].sort((a, b) => a.node.start - b.node.start).flatMap((call) => requestAt(call) ?? []);
}

/** Whether anything in the project brings one of the clients in: else no value is one of theirs, wherever it comes from. */
function isAnyUsed(module: Module): boolean {
  const { project } = module;
  return project.once(IS_USED, project, () => BROUGHT_IN.some(([word, how]) => project.isMatched(word, how, module)));
}

const IS_USED = question(false);
/** The name of each library on a line that imports something, and the names of what others have, anywhere. */
const BROUGHT_IN = [
  ...CLIENT_LIBRARIES.map((library) => {
    const imports = String.raw`(?:^|[;:])[ \t]*(?:from[\s\\]+|import\b(?:[^\r\n;#\\]|\\\r?\n?){0,300}\b)${library}\b`;
    return [library, matchesPattern(`an import of '${library}'`, new RegExp(imports, "m"))] as const;
  }),
  ...CLIENT_NAMES.map((name) => [name, "any"] as const),
];

function requestAt(call: Call): Request | undefined {
  const own = call.keyword("timeout");
  if (mayBeGiven(call, "timeout") || (own && !neverComes(own))) return undefined;
  const found = clientOf(call);
  if (!found) return undefined;
  const [client, path] = found;
  const given = own ?? placed(client, path, call);
  if (given && !neverComes(given)) return undefined;
  return client.sessions ? ofSession(call, client, given) : alone(call, client, given);
}

/** The client whose function a call is, and what that is called there: a file may have given it another name. */
function clientOf(call: Call): readonly [WaitingClient, string] | undefined {
  const { evaluator } = call.module.project;
  const paths = evaluator.withCallers(call.targets).flatMap((value) => (value.kind === "api" ? [value.path] : []));
  for (const client of WAITING_CLIENTS) {
    const path = paths.find((one) => matches(client.requests, one));
    if (path !== undefined) return [client, path];
  }
  return undefined;
}

function placed({ places }: WaitingClient, path: string, call: Call): Node | undefined {
  const place = places?.[path.slice(path.lastIndexOf(".") + 1)];
  return place === undefined ? undefined : call.positional[place];
}

function alone(call: Call, { isEndless }: WaitingClient, told: Node | undefined): Request | undefined {
  if (!isEndless && (!told || isStream(call))) return undefined;
  return { call, ...(told && { told }), isLikely: isLocal(call) };
}

function ofSession(call: Call, client: WaitingClient, given: Node | undefined): Request | undefined {
  const made = madeBy(call, client);
  if (!made) return undefined;
  const own = client.noneAsksSession && given?.kind === "none" ? undefined : given;
  const told = own ?? (client.hasSessionTimeout ? noneOf(made) : undefined);
  if (!client.isEndless && (!told || isStream(call))) return undefined;
  return { call, session: made.at, made, ...(told && { told }), isLikely: made.isLikely || isLocal(call) };
}

/** What a session was given for a timeout, when that never comes. */
function noneOf({ at }: Made): Node | undefined {
  const given = at.kind === "call" ? moduleOf(at).call(at).keyword("timeout") : undefined;
  return given && neverComes(given) ? given : undefined;
}

/** Whether an answer is meant to take as long as the server likes: by what is asked for, and by whom. */
function isStream(call: Call): boolean {
  const { module, node } = call;
  const around = module.functionAround(node);
  // What is sent says little of what comes back, unless it asks for a stream.
  const given = call.arguments.flatMap(({ keyword, node: argument }) =>
    SENT.has(keyword ?? "") && !/stream/i.test(argument.text) ? [] : [argument.text],
  );
  const names = [around?.name, around?.owner?.name, ...given];
  return names.some((name) => name !== undefined && STREAMS.test(name)) || (around !== undefined && reads(around.node));
}

/** The keywords for what a request carries. */
const SENT: ReadonlySet<string> = new Set(["json", "data", "content", "files"]);

const PARTS = new Set([
  "iter_lines",
  "iter_content",
  "iter_bytes",
  "aiter_lines",
  "aiter_bytes",
  "aiter_text",
  "aiter_raw",
]);
const reads = (code: Node): boolean => moduleOf(code).mayHold(READS, code) && callsAny(code, PARTS);
const READS = holdsAny("an answer that is read piece by piece", PARTS);

/** Whether the machine itself is asked. */
function isLocal({ arguments: given }: Call): boolean {
  return given.slice(0, 2).some(({ value }) => value.kind.endsWith("string") && LOCAL.test(value.text));
}

const LOCAL = /^\w*["'](https?:\/\/)?(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])/;
