import { rule, type Evidence, type Fix, type Report } from "../../src/engine/rule.js";
import { groupedBy } from "../../src/grouped.js";
import { quoted } from "../../src/python/editing/quote.js";
import { insertBehind } from "../../src/python/editing/edit.js";
import { spellingOf } from "../../src/python/cfg/expression.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import { waives } from "../../src/python/model/waivers.js";
import { CLIENT_WORDS, WAIVES_TIMEOUT, WAIVES_TIMEOUTS } from "../../src/python/tables/http-clients.js";
import type { Node } from "../../src/syntax/node.js";
import { isLimited } from "./no-timeout/limits.js";
import { requestsIn, type Request } from "./no-timeout/requests.js";
import { isForScript, servesIn } from "../../src/concepts/threads/serving.js";
import { isWatched } from "./no-timeout/watched.js";
import { commonTimeout } from "./no-timeout/timeout.js";

/**
 * A request waits for its answer for ever.
 *
 * `requests`, `urllib` and `http.client` have no timeout unless they are given one. A server that takes the connection and
 * then says nothing, or a router that drops the packets, holds the thread until somebody restarts the service: first one
 * worker, then all of them, without an error in any log.
 *
 * @bad
 * ```python
 * import requests
 *
 * class Rates:
 *     def __init__(self):
 *         self.session = requests.Session()
 *
 *     def latest(self, currency):
 *         return self.session.get(f"https://rates.example/{currency}").json()
 * ```
 * @good
 * ```python
 * import requests
 *
 * TIMEOUT = (3, 20)
 *
 * class Rates:
 *     def __init__(self):
 *         self.session = requests.Session()
 *
 *     def latest(self, currency):
 *         return self.session.get(f"https://rates.example/{currency}", timeout=TIMEOUT).json()
 * ```
 * @limits Of clients that have a timeout of their own (`httpx`, `aiohttp`, `urllib3`), only those are reported that are told
 * to have none, and whose answers are no streams. Left alone are sessions with an adapter or a method of the project's own, calls that are passed
 * `**options` of which it is not seen what is in them, what stands in a `with timeout(…)` or `wait_for(…)`, programs that set a default for all sockets, and tests.
 * Scripts, commands, requests to the machine itself, and sessions that are known by their type alone are reported with
 * `--audit`. What a handler, a job or an endless loop runs is `high`; `low` is what builds, releases or sets up a program, what
 * scripts alone ask, and a command that somebody types, who sees it hang.
 * @off In programs that a person starts and watches.
 * @see https://requests.readthedocs.io/en/latest/user/advanced/#timeouts
 * @see https://cwe.mitre.org/data/definitions/400.html
 */
export default rule({
  severity: "medium",
  cwe: 400,
  fixes: ["unsafe"],
  mentions: CLIENT_WORDS,
  *check(module) {
    if (module.isTest) return;
    const endless = requestsIn(module).filter((request) => !isLimited(request));
    for (const group of onceASession(module, endless)) yield reportOf(module, group);
  },
});

/** What one function asks through one session is mended in one place. */
function onceASession(module: Module, requests: readonly Request[]): readonly (readonly [Request, ...Request[]])[] {
  const keyed = groupedBy(requests, (request) => {
    const around = module.functionAround(request.call.node)?.node ?? module.root;
    return request.session ? `${String(around.id)} ${String(request.session.id)} ${request.session.text}` : request;
  });
  return [...keyed.values()].flatMap(([first, ...others]) => (first ? [[first, ...others] as const] : []));
}

function reportOf(module: Module, [request, ...others]: readonly [Request, ...Request[]]): Report {
  const { call, session } = request;
  const around = module.functionAround(call.node);
  const related: readonly Evidence[] = [
    ...(session ? [{ at: session, message: "made here" }] : []),
    ...(request.told && request.told !== session ? [{ at: request.told, message: "says so" }] : []),
    ...others.map((other) => ({ at: other.call.node, message: "waits for ever, too" })),
  ];
  return {
    at: call.node,
    message: `${subjectOf(request)} waits for ever when the server does not answer: ${reasonOf(request)}.`,
    related,
    cause: session && { at: session },
    severity: weightOf(module, call.node),
    likely: request.isLikely || isForScript(call.node, around),
    fix: others.length === 0 ? withTimeout(module, request) : undefined,
  };
}

function weightOf(module: Module, call: Node): "high" | "medium" | "low" {
  const around = module.functionAround(call);
  if (isWaived(module, call)) return "low";
  return servesIn(call, around) ? "high" : isWatched(call, around) ? "low" : "medium";
}

/** Whether another linter is told, at the request or at the head of its file, that it need not end. */
function isWaived({ source }: Module, call: Node): boolean {
  const from = source.lastIndexOf("\n", call.start) + 1;
  const [behind = ""] = source.slice(call.end).split("\n", 1);
  const lines = source.slice(from, call.end + behind.length).split("\n");
  return lines.some((line) => waives(line, WAIVES_TIMEOUT)) || WAIVES_TIMEOUTS.test(source);
}

function subjectOf({ call, session }: Request): string {
  const { receiver } = call;
  return session && receiver ? `'${quoted(receiver)}' ([${whereIs(session)}](1))` : `'${call.name}'`;
}

function reasonOf({ session, told }: Request): string {
  if (told) return `'${quoted(told)}' says so`;
  return session ? "neither it nor this call has a timeout" : "the call has no timeout";
}

/** What all other requests of the file are given is right for this one, too. */
function withTimeout(module: Module, { call, told }: Request): Fix | undefined {
  const last: Node | undefined = call.arguments.at(-1)?.node;
  const timeout = told || !last || last.kind === "generator_expression" ? undefined : commonTimeout(module, call);
  if (!timeout || !last) return undefined;
  const text = spellingOf(timeout);
  return {
    description: `Wait as long as the other requests of the file, with 'timeout=${text}'`,
    isSafe: false,
    edits: [insertBehind(last, `, timeout=${text}`)],
  };
}
