import { counted } from "../counted.js";
import type { Finding } from "../engine/finding/finding.js";
import type { Failure, Frame } from "./failure.js";
import type { Program } from "./program.js";
import { isTimed } from "./timing.js";

/** What made a test fail, as far as the evidence goes. */
export type Kind = "environment" | "flaky" | "test bug" | "production bug" | "unknown";

/** All kinds, in the order of reports. */
export const KINDS: readonly Kind[] = ["production bug", "test bug", "flaky", "environment", "unknown"];

/** A kind with what it rests on. */
export interface Category {
  readonly kind: Kind;
  /** A sentence, without its full stop. */
  readonly evidence: string;
}

/** Where something was raised, in the project. */
export interface Origin extends Frame {
  /** Whether the very last frame is this one: nothing foreign was called from there. */
  readonly isLast: boolean;
  readonly isTest: boolean;
}

/** What a failure is judged by. */
export interface Grounds {
  readonly program: Program;
  readonly findings: readonly Finding[];
  /** How often it passed and failed in the runs, where it did both. */
  readonly mixed: { readonly passed: number; readonly failed: number } | undefined;
  /** A finding that leaks state, in a file that ran before the test where it failed and not where it passed. */
  readonly leak: Finding | undefined;
  /** The test's own file. */
  readonly file: string | undefined;
  /** What has changed since the tests were last green; undefined where that is not known. */
  readonly changed: Changed | undefined;
}

/** Files that changed since the tests were last green. */
export interface Changed {
  readonly since: string;
  readonly paths: readonly string[];
}

/** What made a test fail: the first of these that its evidence shows, or unknown, and never a guess. */
export function categoryOf(failure: Failure, grounds: Grounds): Category {
  const origin = originOf(failure, grounds.program);
  return (
    environment(failure, grounds) ??
    flaky(origin, grounds) ??
    testBug(failure, origin, grounds) ??
    productionBug(failure, origin, grounds) ??
    sinceGreen(failure, grounds) ?? { kind: "unknown", evidence: unknown(failure, origin) }
  );
}

/** The last line of the project in a traceback. */
export function originOf({ frames }: Failure, program: Program): Origin | undefined {
  for (const [index, { path, line }] of [...frames.entries()].reverse()) {
    const own = program.resolve(path);
    if (own !== undefined) return { path: own, line, isLast: index === frames.length - 1, isTest: program.isTest(own) };
  }
  return undefined;
}

function environment({ error, message }: Failure, { program }: Grounds): Category | undefined {
  const missing = /No module named '?([\w.]+)'?/.exec(message)?.[1];
  if (/^(?:ModuleNotFound|Import)Error$/.test(error) && missing !== undefined && !program.isOwn(missing)) {
    return {
      kind: "environment",
      evidence: `the module '${missing}' is none of this project's, and was not installed`,
    };
  }
  if (error === "ConnectionRefusedError" || /\[Errno (?:111|61)\]|ECONNREFUSED/.test(message))
    return { kind: "environment", evidence: "nothing listened where it connected to" };
  if (/\[Errno 28\]|No space left on device/.test(message))
    return { kind: "environment", evidence: "no space was left on the device" };
  const worker = /worker '(gw\d+)' crashed/.exec(message)?.[1];
  if (worker !== undefined) return { kind: "environment", evidence: `the process '${worker}' that ran it died` };
  return undefined;
}

function flaky(origin: Origin | undefined, { mixed, leak, findings, program }: Grounds): Category | undefined {
  if (!mixed) return undefined;
  const times = `it passed in ${counted(mixed.passed, "run")} and failed in ${String(mixed.failed)}, on the same code`;
  const sleep = origin && findings.find((finding) => finding.rule === SLEEP && isAround(finding, origin, program));
  if (sleep) return { kind: "flaky", evidence: `${times}; timing: ${SLEEP} at ${placeOf(sleep)}` };
  if (origin?.isTest === true && isTimed(origin, program))
    return { kind: "flaky", evidence: `${times}; timing: it compares times at ${nameOf(origin)}` };
  if (leak)
    return { kind: "flaky", evidence: `${times}; shared state: ${leak.rule} at ${placeOf(leak)} ran before it` };
  return { kind: "flaky", evidence: `${times}; why is undetermined` };
}

const SLEEP = "tests/sleep-instead-of-wait";

/** Whether a finding is in the function that a place is in. */
function isAround({ path, start }: Finding, origin: Origin, program: Program): boolean {
  if (path !== origin.path) return false;
  const own = program.functionAt(path, origin.line);
  return own !== undefined && own === program.functionAt(path, start.line);
}

/** What pytest and mock say when a test is written wrongly, and what that is. */
const SAYINGS: readonly (readonly [RegExp, string])[] = [
  [/fixture '[^']+' not found/, "it asks for a fixture that there is not"],
  [/Fixture "[^"]+" called directly/, "it calls a fixture as if it were a function"],
  [/async def functions are not natively supported/, "nothing awaits it: no plugin for async tests is set up"],
];

function testBug(failure: Failure, origin: Origin | undefined, grounds: Grounds): Category | undefined {
  const { error, message, frames } = failure;
  const said = SAYINGS.find(([saying]) => saying.test(message));
  if (said) return { kind: "test bug", evidence: said[1] };
  const isMock = frames.some(({ path }) => /\bmock\.py$/.test(path));
  const lacking = /^<(?:module|class|function) .* does not have the attribute '(\w+)'$/.exec(message)?.[1];
  if (error === "AttributeError" && isMock && lacking !== undefined)
    return { kind: "test bug", evidence: `it patches '${lacking}', which is not there` };
  if (origin?.isTest !== true) return undefined;
  const place = nameOf(origin);
  if (/^(?:Syntax|Indentation|Tab|Import|ModuleNotFound|Name)Error$/.test(error))
    return { kind: "test bug", evidence: `${error} at ${place}, in the test's own file` };
  if (error === "RuntimeError" && message.includes("no running event loop") && isSync(origin, grounds.program))
    return { kind: "test bug", evidence: `it asks for the running loop at ${place}, outside of any coroutine` };
  const keyword = /(\w+)\(\) got an unexpected keyword argument '(\w+)'/.exec(message);
  if (error !== "TypeError" || !keyword || !origin.isLast) return undefined;
  const [, name = "", parameter = ""] = keyword;
  if (!knowsNone(name, parameter, grounds.program)) return undefined;
  return { kind: "test bug", evidence: `it passes '${parameter}' at ${place}, and '${name}' has no such parameter` };
}

function isSync({ path, line }: Origin, program: Program): boolean {
  return program.functionAt(path, line)?.isAsync === false;
}

/** Whether the project has functions of a name, and none of them takes a parameter. */
function knowsNone(name: string, parameter: string, program: Program): boolean {
  const functions = program.functionsNamed(name);
  return functions.length > 0 && functions.every((each) => each.parameter(parameter) === undefined);
}

/** What Python raises when a program does something that it cannot do; what code raises on purpose may be right. */
const MISTAKES =
  /^(?:Attribute|Type|Key|Index|Lookup|Name|UnboundLocal|ZeroDivision|Recursion|UnicodeDecode|UnicodeEncode|Syntax|Indentation|Import|ModuleNotFound)Error$/;

function productionBug(failure: Failure, origin: Origin | undefined, grounds: Grounds): Category | undefined {
  if (!origin || origin.isTest) return undefined;
  const { error, message } = failure;
  const place = nameOf(origin);
  const found = grounds.findings.find(({ path, start }) => path === origin.path && start.line === origin.line);
  if (found)
    return { kind: "production bug", evidence: `${found.rule} at ${place}, where ${error || "it"} was raised` };
  if (!MISTAKES.test(error) || !origin.isLast || /\bMock\b|MagicMock|AsyncMock/.test(message)) return undefined;
  if (raisesThere(origin, grounds.program) || handsNone(failure, grounds.program)) return undefined;
  return {
    kind: "production bug",
    evidence: `${error} at ${place}, in code that is no test and does not raise it itself`,
  };
}

/** Whether a line raises something itself, or asserts it. */
function raisesThere({ path, line }: Origin, program: Program): boolean {
  const module = program.module(path);
  if (!module) return true;
  const statements = module.root.descendants("raise_statement", "assert_statement");
  return [...statements].some((node) => module.lineOf(node) <= line && line <= module.lines.position(node.end).line);
}

/** Whether the test hands over `None` where it calls the program: what fails then may be the test's doing. */
function handsNone({ frames }: Failure, program: Program): boolean {
  const inTests = frames.flatMap(({ path, line }) => {
    const own = program.resolve(path);
    return own !== undefined && program.isTest(own) ? [{ path: own, line }] : [];
  });
  const last = inTests.at(-1);
  const module = last && program.module(last.path);
  if (!module) return false;
  const calls = [...module.root.descendants("call")].filter((call) => module.lineOf(call) === last.line);
  return calls.some((call) => [...(call.field("arguments")?.descendants("none") ?? [])].length > 0);
}

/** An assertion that held when the tests were last green: what has changed since then tells on which side it broke. */
function sinceGreen({ error }: Failure, { changed, file, program }: Grounds): Category | undefined {
  if (error !== "AssertionError" || !changed || file === undefined) return undefined;
  const python = changed.paths.filter((path) => path.endsWith(".py"));
  const tests = python.filter((path) => program.isTest(path));
  const since = `since the tests were last green, at '${changed.since.slice(0, 12)}',`;
  if (python.length > 0 && tests.length === python.length && tests.every((path) => path === file))
    return { kind: "test bug", evidence: `${since} only its own file has changed` };
  if (python.length > 0 && tests.length === 0)
    return { kind: "production bug", evidence: `${since} ${among(python)} has changed and no test` };
  return undefined;
}

function unknown({ error, message }: Failure, origin: Origin | undefined): string {
  if (/XPASS\(strict\)|[Uu]nexpected success|passes unexpectedly/.test(message))
    return "it was to fail and passed: either the bug is gone, or the test no longer shows it";
  if (message.includes("from pytest-timeout")) return "the runner stopped it, and does not say why it took so long";
  if (!origin) return "its traceback names no file of this project";
  if (error === "AssertionError")
    return `an assertion does not hold at ${nameOf(origin)}, which tells not which side is wrong`;
  return `${error === "" ? "it was raised" : `${error} was raised`} at ${nameOf(origin)}, which does not tell whose fault that is`;
}

function among(paths: readonly string[]): string {
  const [first = "", ...others] = paths;
  return others.length === 0 ? `'${first}'` : `'${first}' (and ${counted(others.length, "other file")})`;
}

/** `shop/cart.py:7`. */
export function nameOf({ path, line }: Frame): string {
  return `'${path}:${String(line)}'`;
}

function placeOf({ path, start }: Finding): string {
  return nameOf({ path, line: start.line });
}
