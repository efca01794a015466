import { rule, type Evidence, type Report } from "../../src/engine/rule.js";
import { awaitedInstead } from "../../src/concepts/coroutines/awaitable-fixes.js";
import { groupedBy } from "../../src/grouped.js";
import { isThreadClass } from "../../src/concepts/threads/background.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";
import { CHAT_LIBRARIES, COMMAND_DECORATORS, COMMANDS, STARTS_OTHERS } from "../../src/python/tables/blocking.js";
import { isAcceptedBy, isMeantToBlock } from "../../src/concepts/coroutines/accepted.js";
import { isIdle, startsOrEnds } from "./blocking-call/idle.js";
import { blockingIn, type Blocking } from "./blocking-call/reach.js";
import { mentionsName } from "../../src/python/cfg/mentions.js";

/**
 * A coroutine makes a call that blocks the event loop.
 *
 * All coroutines of a loop run in one thread. While one of them sleeps with `time.sleep`, waits for an answer from
 * `requests` or for a process, no other runs: requests pile up, heartbeats are missed, timeouts fire late. It is as bad
 * when the blocking call stands in a plain helper, where it looks innocent.
 *
 * @bad
 * ```python
 * import time
 *
 * async def push(messages, send):
 *     for message in messages:
 *         await send(message)
 *         back_off()
 *
 * def back_off():
 *     time.sleep(0.5)
 * ```
 * @good
 * ```python
 * import asyncio
 *
 * async def push(messages, send):
 *     for message in messages:
 *         await send(message)
 *         await back_off()
 *
 * async def back_off():
 *     await asyncio.sleep(0.5)
 * ```
 * @limits Helpers are followed through three calls, as far as it is certain which function each runs, and files that are opened and read are
 * no matter here. Left alone are tests, coroutines that run before or after a service serves (`main`, `lifespan`,
 * `startup`, …) or alone in their program, code that asks for a running loop first, and lines that are marked `noqa`
 * for Ruff's rules about the same. With `--audit` are reported a query of SQLite or Redis, a sleep of a
 * tenth of a second, what a comment or docstring calls meant to block, and what commands, examples and fixtures of tests do,
 * coroutines that only those before and after the service call, that run alone in the loop of a thread, or that nothing runs.
 * @off In programs whose loop has nothing else to do.
 * @see https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code
 */
export default rule({
  severity: "low",
  fixes: ["unsafe"],
  mentions: ["async"],
  *check(module) {
    if (module.isTest) return;
    const coroutines = module.functions.filter((definition) => definition.isAsync && !isAlone(definition));
    const found = coroutines.map((waiting) => ({ waiting, calls: callsIn(waiting) }));
    for (const { waiting, calls } of found) yield* ownReports(waiting, calls);
    const behind = found.filter(({ calls }) => calls.length > 0 && calls.every(({ through }) => through.length > 0));
    // Of those that wait for one call, the first speaks for all: not one that holds up nobody.
    const isFirst = ({ waiting }: Waiting): boolean => !isForgivable(waiting);
    yield* reportsOfHelpers([...behind.filter(isFirst), ...behind.filter((one) => !isFirst(one))]);
  },
});

/** A coroutine, and the calls that hold it up. */
interface Waiting {
  readonly waiting: FunctionDefinition;
  readonly calls: readonly Blocking[];
}

const callsIn = (definition: FunctionDefinition): readonly Blocking[] =>
  blockingIn(definition).filter(({ call }) => !isAcceptedBy(call.node, "ASYNC2\\d\\d"));

/** What a coroutine calls itself: one report for each library, as its calls are mended together. */
function* ownReports(waiting: FunctionDefinition, calls: readonly Blocking[]): Generator<Report> {
  const own = calls.filter(({ through }) => through.length === 0);
  const behind = calls.filter(({ through }) => through.length > 0);
  const first = own.filter((one, index) => own.findIndex((other) => libraryOf(other) === libraryOf(one)) === index);
  for (const [index, blocking] of first.entries()) {
    const more = own.filter((other) => other !== blocking && libraryOf(other) === libraryOf(blocking));
    yield {
      at: blocking.call.node,
      message: `'${blocking.call.name}' blocks the event loop while '${waiting.qualifiedName}' waits for it.`,
      related: [...more.flatMap(evidence), ...(index === 0 ? behind.flatMap(evidence) : [])],
      fix: more.length === 0 ? awaitedInstead(blocking.call.node) : undefined,
      likely: isForgivable(waiting) || blocking.isBrief || isMeantToBlock(blocking.call.node),
    };
  }
}

/** What coroutines call helpers for that block: once for the call that blocks, however many wait for it. */
function* reportsOfHelpers(all: readonly Waiting[]): Generator<Report> {
  const starts = startsByEnd(all);
  const reported = new Set<Node>();
  for (const { waiting, calls } of all) {
    const [nearest, ...others] = calls.filter(({ call }) => !reported.has(call.node));
    const [start] = nearest?.through ?? [];
    const helper = start && waiting.module.call(start);
    if (!nearest || !helper) continue;
    for (const { call } of [nearest, ...others]) reported.add(call.node);
    const elsewhere = (starts.get(nearest.call.node) ?? []).filter((other) => other !== start);
    yield {
      at: helper.node,
      message: `'${helper.name}' blocks the event loop while '${waiting.qualifiedName}' waits for it: it calls '${nearest.call.name}' ([${whereIs(nearest.call.node)}](1)).`,
      related: [
        ...blockingEnd(nearest),
        ...nearest.through.slice(1).map(asStep),
        ...elsewhere.map((at) => ({ at, message: "waited for here, too" })),
        ...others.flatMap(evidence),
      ],
      fix: elsewhere.length === 0 ? awaitedInstead(helper.node) : undefined,
      cause: { at: nearest.call.node },
      likely: isForgivable(waiting) || isMeantToBlock(helper.node) || isMeantToBlock(nearest.call.node),
    };
  }
}

/** The calls of coroutines that lead to each call that blocks. */
function startsByEnd(all: readonly Waiting[]): ReadonlyMap<Node, readonly Node[]> {
  const starts = all.flatMap(({ calls }) =>
    calls.flatMap(({ call, through: [start] }) => (start ? [{ end: call.node, start }] : [])),
  );
  const byEnd = groupedBy(starts, ({ end }) => end);
  return new Map([...byEnd].map(([end, found]) => [end, found.map(({ start }) => start)]));
}

const libraryOf = ({ call }: Blocking): string | undefined => call.apis[0]?.split(".")[0];

function evidence(blocking: Blocking): readonly Evidence[] {
  return [...blocking.through.map(asStep), ...blockingEnd(blocking)];
}

const asStep = (at: Node): Evidence => ({ at, message: "a helper that blocks is called here" });

const blockingEnd = ({ call }: Blocking): readonly Evidence[] => [
  { at: call.node, message: `'${call.name}' blocks here` },
];

const isForgivable = (waiting: FunctionDefinition): boolean => isCommand(waiting) || isIdle(waiting);

/** Whether a coroutine does what somebody has typed, and is waiting for. */
function isCommand(definition: FunctionDefinition): boolean {
  if (COMMANDS.test(definition.module.path)) return true;
  return definition.isDecorated(...COMMAND_DECORATORS) && !isOfChat(definition);
}

/** Whether what decorates a function, or the class that it belongs to, comes from a library for bots. */
function isOfChat({ decorators, module, owner }: FunctionDefinition): boolean {
  const paths = [
    ...decorators.flatMap((decorator) => module.apiPathsOf(decorator)),
    ...(owner?.ancestry.external ?? []),
  ];
  return paths.some((path) => CHAT_LIBRARIES.test(path));
}

/** Whether nothing else waits for the loop while a coroutine runs: it starts or ends a service, or is the whole program. */
function isAlone(definition: FunctionDefinition): boolean {
  if (startsOrEnds(definition)) return true;
  // A thread that is a class of its own has a loop of its own.
  if (definition.owner && isThreadClass(definition.owner)) return true;
  return isProgram(definition.module) && !mentionsName(definition.module.root, STARTS_OTHERS);
}

/** Whether a file is a script: it starts the loop at its top, or in its `main`. */
function isProgram(module: Module): boolean {
  return module.callsOf("run").some(({ apis, node }) => {
    const around = module.functionAround(node)?.name ?? "main";
    return apis.includes("asyncio.run") && around === "main" && !module.classAround(node);
  });
}
