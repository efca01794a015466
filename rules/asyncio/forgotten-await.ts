import { rule, type Report } from "../../src/engine/rule.js";
import type { Severity } from "../../src/engine/severity.js";
import { isExpected, isKnownPlain } from "../../src/concepts/coroutines/asked.js";
import { answersRequests } from "../../src/concepts/threads/handlers.js";
import { assignedTo } from "../../src/python/cfg/expression.js";
import { expectsTypeError } from "../../src/python/cfg/exceptions.js";
import { mentionsName } from "../../src/python/cfg/mentions.js";
import { question } from "../../src/python/model/solver.js";
import { moduleOf, whereIs, type Module } from "../../src/python/model/module.js";
import type { Call } from "../../src/python/model/call.js";
import { calledWithoutAwait, renamedIn } from "../../src/python/prefilter/called.js";
import { holdsWord } from "../../src/python/prefilter/prefilter.js";
import { COROUTINE_FUNCTION_NAMES, COROUTINE_FUNCTION_SOURCES } from "../../src/python/tables/coroutine-functions.js";
import type { Node } from "../../src/syntax/node.js";
import { decidesAccess } from "./forgotten-await/access.js";
import { coroutineOf, type Coroutine } from "./forgotten-await/coroutine.js";
import { awaited } from "./forgotten-await/fix.js";
import { misuseOf, type Misuse } from "./forgotten-await/misuse.js";
import { twinsIn } from "./forgotten-await/twin.js";
import { misuseByName } from "./forgotten-await/stored.js";

/**
 * A coroutine function is called, and what it gives is used without an `await`.
 *
 * Calling it runs nothing: it gives a coroutine. As a condition that is always true, so that a check lets everybody in;
 * `len`, a loop or an attribute fail on it; and where it is dropped, what was to be written is not, with nothing but a
 * warning when the coroutine is collected.
 *
 * What a library's method gives is known of some libraries, and wherever the same function or class awaits the same method of the
 * same object elsewhere.
 *
 * @bad
 * ```python
 * class Rights:
 *     async def may_enter(self, member):
 *         return member.paid
 *
 * async def enter(rights: Rights, member):
 *     if not rights.may_enter(member):
 *         raise PermissionError(member)
 * ```
 * @good
 * ```python
 * class Rights:
 *     async def may_enter(self, member):
 *         return member.paid
 *
 * async def enter(rights: Rights, member):
 *     if not await rights.may_enter(member):
 *         raise PermissionError(member)
 * ```
 * @limits Coroutine functions that are decorated by something unknown, or that a plain function overrides, are left
 * alone, and so is what is passed on to anything but a log or a `cast`, stored in an object, or asked about with `iscoroutine` and its like. Tests are not
 * looked at. It is `high` where what is done with the coroutine fails or decides something, and in what answers requests, and `critical` where it decides who may do something.
 * @off When a framework awaits what a plain-looking call gives.
 * @see https://docs.python.org/3/library/asyncio-dev.html#detect-never-awaited-coroutines
 */
export default rule({
  severity: "low",
  // Without its arguments the call fails before there is anything to await.
  yieldsTo: ["calls/wrong-arguments"],
  fixes: ["safe", "unsafe"],
  *check(module) {
    if (module.isTest) return;
    for (const name of calledWithoutAwait(module.source)) yield* checked(name, name, module);
    for (const name of renamedIn(module.source)) {
      if (mayBeCoroutineFunction(name, module))
        for (const alias of module.aliasesOf(name)) yield* checked(alias, name, module);
    }
    for (const { call, wait } of twinsIn(module)) {
      const misuse = misuseOf(call.node);
      if (misuse && !isKnown(call)) yield twin(call, wait, misuse);
    }
  },
});

/** The calls that are written with a name, when that stands for what may be a coroutine function of another one. */
function* checked(written: string, name: string, module: Module): Generator<Report> {
  if (!mayBeCoroutineFunction(name, module)) return;
  for (const call of module.callsNamed(written)) {
    const made = coroutineIn(call);
    const use = made && usedAs(call);
    if (use && !isMeant(use.at, call.node)) yield report(call, use, made);
  }
}

function mayBeCoroutineFunction(name: string, module: Module): boolean {
  if (module.project.mayBeCoroutineFunction(name)) return true;
  return COROUTINE_FUNCTION_NAMES.has(name) && NAMED.some((word) => module.mayHold(word));
}

const NAMED = COROUTINE_FUNCTION_SOURCES.map((word) => holdsWord(word));

/** What a call gives when it is a coroutine, and stands where none is wanted, or is given a name. */
function coroutineIn(call: Call): Coroutine | undefined {
  const isOfInterest = misuseOf(call.node) ?? assignedTo(call.node)[0];
  return isOfInterest ? coroutineOf(call) : undefined;
}

/** Whether the code counts on a coroutine: it handles the error, or has asked. */
function isMeant(use: Node, call: Node): boolean {
  if (expectsTypeError(use)) return true;
  const module = moduleOf(use);
  const around = module.functionAround(use)?.node ?? module.root;
  const asks = module.project.once(ASKS, around, () => mentionsName(around, ASKING));
  return asks && (isExpected(use, call) || isKnownPlain(call));
}

const ASKS = question(false);
const ASKING = /coroutine|awaitable/i;

interface Used {
  readonly at: Node;
  readonly misuse: Misuse;
}

/** What is done with the value of a call that no coroutine is made for, here or by its name. */
function usedAs({ node }: Call): Used | undefined {
  const misuse = misuseOf(node);
  return misuse ? { at: node, misuse } : misuseByName(node);
}

function report(call: Call, { at, misuse }: Used, coroutine: Coroutine): Report {
  const { definition, name } = coroutine;
  const where = definition ? ` ([${whereIs(definition.node)}](1))` : "";
  const made = at === call.node ? [] : [{ at: call.node, message: "called here, without 'await'" }];
  const defined = definition
    ? [{ at: definition.node.field("name") ?? definition.node, message: `'${name}' is an async def` }]
    : [];
  const calls = at === call.node ? "" : ` ([${whereIs(call.node)}](${String(defined.length + 1)}))`;
  const isDropped = misuse.how === "dropped" ? "never awaited" : "not awaited";
  return {
    at,
    message: `'${name}'${where} is ${isDropped}${calls}: ${misuse.clause}.`,
    related: [...defined, ...made],
    severity: severityOf(misuse, coroutine, call),
    likely: misuse.how === "dropped" && coroutine.isEmpty,
    fix: awaited(call, misuse.how !== "dropped"),
  };
}

/** Whether it is known what a call runs: a plain function is awaited by mistake elsewhere. */
const isKnown = (call: Call): boolean =>
  coroutineOf(call) !== undefined || call.targets.some(({ kind }) => kind === "function");

/** What the same method of the same object shows elsewhere. */
function twin(call: Call, wait: Node, misuse: Misuse): Report {
  const coroutine = { name: call.name, definition: undefined, isEmpty: false };
  return {
    at: call.node,
    message: `'${call.name}' is never awaited here, as it is in [${whereIs(wait)}](1): ${misuse.clause}.`,
    related: [{ at: wait, message: "awaited here" }],
    severity: severityOf(misuse, coroutine, call),
    fix: awaited(call, false),
  };
}

/** How grave it is: what fails is a crash and what decides decides wrongly, in what answers requests people meet the rest, and in scripts and what is being rebuilt it is mostly known or left. */
function severityOf(misuse: Misuse, { name }: Coroutine, { node, module }: Call): Severity {
  if (misuse.test && decidesAccess(misuse.test, name)) return "critical";
  // What is always true decides for ever the same.
  if (misuse.how === "fails" || misuse.test) return "high";
  const around = module.functionAround(node);
  return around && answersRequests(around) ? "high" : "low";
}
