import { isAssertion } from "../../src/concepts/tests/assertions.js";
import { isTestFunction } from "../../src/concepts/tests/collection.js";
import { rule, type Report } from "../../src/engine/rule.js";
import { numberOf, unwrap } from "../../src/python/cfg/evaluation.js";
import { calledName } from "../../src/python/cfg/expression.js";
import { mentionsName } from "../../src/python/cfg/mentions.js";
import { statementOf } from "../../src/python/editing/edit.js";
import { quoted } from "../../src/python/editing/quote.js";
import type { Call } from "../../src/python/model/call.js";
import { groupedBy } from "../../src/grouped.js";
import { question } from "../../src/python/model/solver.js";
import type { Module } from "../../src/python/model/module.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { textOf } from "../../src/python/model/literal.js";
import { apis, matches } from "../../src/python/tables/api.js";
import type { Node } from "../../src/syntax/node.js";
import { expectedNames, isNothing } from "./sleep-instead-of-wait/assertions.js";
import { writeTo, type Write } from "./sleep-instead-of-wait/writes.js";

/**
 * A test sleeps for a while and then asserts that something has happened beside it.
 *
 * How long that takes is up to the machine: on a busy one the assertion comes first, and the test fails now and then. A
 * longer sleep makes every run slower and fails less often; what the test means is to wait until it has happened.
 *
 * @bad
 * ```python
 * # test_shop.py
 * import threading
 * import time
 *
 * def test_delivers():
 *     received = []
 *     threading.Timer(0.05, lambda: received.append("hello")).start()
 *     time.sleep(0.1)
 *     assert received == ["hello"]
 * ```
 * @good
 * ```python
 * # test_shop.py
 * import queue
 * import threading
 *
 * def test_delivers():
 *     received = queue.Queue()
 *     threading.Timer(0.05, lambda: received.put("hello")).start()
 *     assert received.get(timeout=5) == "hello"
 * ```
 * @limits What is asserted has to be a local name of the test that a function, lambda or bound method fills which the test itself
 * hands over. A sleep in a loop, a test that joins, awaits or stops something in between, and assertions that nothing has come,
 * which only waiting can show, are left alone.
 * @off Where the time itself is what is tested.
 * @see https://docs.python.org/3/library/queue.html#queue.Queue.get
 */
export default rule({
  severity: "low",
  about: "tests",
  mentions: ["sleep"],
  *check(module) {
    const sleeps = groupedBy(module.callsOf("sleep"), ({ node }) => module.functionAround(node));
    for (const [test, calls] of sleeps) {
      if (!test || !isTestFunction(test)) continue;
      for (const call of calls.slice(0, MOST_SLEEPS)) {
        const found = sleepsForReal(call, test) ? awaitedBy(call, test) : undefined;
        if (found) yield report(call, found);
      }
    }
  },
});

/** Of a test that sleeps more often, the others are like the first. */
const MOST_SLEEPS = 10;
/** Assertions that are looked at behind a sleep, and names in each. */
const MOST_ASSERTIONS = 4;
const MOST_NAMES = 8;

const SLEEPS = apis("{time,asyncio,anyio,trio,gevent,eventlet}.sleep");
/** Clocks that tests move themselves. */
const CLOCKS = /freez|fake|clock|time_?machine|mock_time|virtual/i;

function sleepsForReal(call: Call, test: FunctionDefinition): boolean {
  const given = call.argument(0);
  const seconds = given && numberOf(given);
  if (seconds === undefined || seconds <= 0 || !call.apis.some((path) => matches(SLEEPS, path))) return false;
  return !isReplaced(call.module) && !hasClock(test);
}

const REPLACED = question(false);

/** Whether a string of a file names a function to sleep, as it does where that is patched. */
function isReplaced(module: Module): boolean {
  return module.project.once(REPLACED, module, () =>
    [...module.mentioning("sleep", "string")].some((text) => /(^|\.)sleep$/.test(textOf(text) ?? "")),
  );
}

const hasClock = ({ module, node }: FunctionDefinition): boolean =>
  module.project.once(REPLACED, node, () => mentionsName(node, CLOCKS));

interface Awaited {
  readonly name: string;
  readonly write: Write;
  readonly assertion: Node;
}

/** What a sleep waits for: a local name that other code fills, and that is asserted right behind it. */
function awaitedBy(call: Call, test: FunctionDefinition): Awaited | undefined {
  const awaited = call.node.parent?.kind === "await" ? call.node.parent : call.node;
  const sleep = statementOf(awaited);
  if (!sleep || isRepeated(sleep, test)) return undefined;
  for (const assertion of [...assertionsBehind(sleep)].slice(0, MOST_ASSERTIONS)) {
    if (waitsItself(assertion)) continue;
    for (const name of [...new Set(expectedNames(assertion))].slice(0, MOST_NAMES)) {
      const write = writeTo(name, test, sleep);
      if (
        write &&
        startsEmpty(name, test) &&
        !isWaitedFor(write, assertion, test) &&
        !isAssertedBefore(name, sleep, test)
      )
        return { name, write, assertion };
    }
  }
  return undefined;
}

function isRepeated(sleep: Node, test: FunctionDefinition): boolean {
  for (const around of sleep.ancestors()) {
    if (around === test.node) return false;
    if (/^(for|while|try)_statement$/.test(around.kind)) return true;
  }
  return true;
}

/** What may stand between a sleep and an assertion without waiting for anything. */
const LOOKS = /^(len|list|sorted|set|dict|tuple|str|int|print|get|copy)$/;

/** The assertions behind a sleep, up to what may wait itself. */
function* assertionsBehind(sleep: Node): Generator<Node> {
  const siblings = sleep.parent?.children ?? [];
  for (const statement of siblings.slice(siblings.indexOf(sleep) + 1)) {
    if (isAssertion(statement)) yield statement;
    else if (!/^(expression_statement|pass_statement)$/.test(statement.kind)) return;
    else if ([...statement.descendants("call")].some((each) => !LOOKS.test(calledName(each) ?? ""))) return;
  }
}

const WAITS =
  /^(join|wait\w*|result|gather|as_completed|communicate|run_until_complete|drain|flush|stop|close|shutdown|cancel|get|run_forever|until|poll\w*|eventually)$/;

/** Whether the test waits for something between handing code over and the assertion: what it awaits may have run the code. */
function isWaitedFor({ handed }: Write, assertion: Node, test: FunctionDefinition): boolean {
  const isBetween = (node: Node): boolean => node.start >= handed.start && node.end <= assertion.start;
  return [...(test.body?.descendants("call", "await") ?? [])].some(
    (node) => isBetween(node) && waits(node) && test.module.functionAround(node) === test,
  );
}

function waits(node: Node): boolean {
  if (node.kind === "call") return WAITS.test(calledName(node) ?? "");
  const [awaited] = node.children;
  // The keyword is called `await`, too.
  return awaited !== undefined && calledName(awaited) !== "sleep";
}

/** `assert done.wait(2)`: it takes as long as it takes, whatever was slept before. */
function waitsItself(assertion: Node): boolean {
  return [...assertion.descendants("call")].some((call) => /^(wait\w*|join|result)$/.test(calledName(call) ?? ""));
}

/** Whether the same name was asserted before the sleep: then the sleep shows that nothing more comes. */
function isAssertedBefore(name: string, sleep: Node, test: FunctionDefinition): boolean {
  const before = [...(test.body?.descendants("assert_statement", "expression_statement") ?? [])];
  return before.some(
    (statement) => statement.end <= sleep.start && isAssertion(statement) && mentionsName(statement, new Set([name])),
  );
}

/** Whether nothing has happened to a name at first, and the test gives it no other value. */
function startsEmpty(name: string, test: FunctionDefinition): boolean {
  const [first, ...others] = test.module.scopes.opened(test.node).bindings(name);
  const own = others.filter(({ node }) => test.module.functionAround(node) === test);
  if (first?.kind !== "assign" || own.length > 0 || !first.from) return false;
  const [place] = first.unpack ?? [];
  const value = unwrap(place === undefined ? first.from : (first.from.children[place] ?? first.from));
  return isNothing(value) || value.kind === "call";
}

function report(call: Call, { name, write, assertion }: Awaited): Report {
  const { module } = call;
  const line = String(module.lineOf(write.at));
  return {
    at: call.node,
    message: `'${name}' is filled by the callback of line ${line}, and nothing but '${quoted(call.node)}' waits for it before line ${String(module.lineOf(assertion))} asserts it.`,
    related: [{ at: write.at, message: "filled here" }],
  };
}
