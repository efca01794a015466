import { isGuard, verifies } from "../../../src/concepts/access/access-check.js";
import { denies, isRefusal } from "../../../src/concepts/access/denial.js";
import { handlersOf, type Handler } from "../../../src/concepts/errors/handler.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { caughtNames } from "../../../src/python/cfg/exceptions.js";
import { calledName, lastNameOf, returnedValue } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { callsAny } from "../../../src/python/cfg/mentions.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Module } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { HTTP_ERROR } from "../../../src/python/tables/access.js";
import { CONNECTION_ERRORS } from "../../../src/python/tables/network-calls.js";
import { BEFORE_REQUESTS, GOES_ON, GOES_ON_TO } from "../../../src/python/tables/credentials.js";
import type { Node } from "../../../src/syntax/node.js";
import { isAskedFirst, standsBefore } from "./before-requests.js";

/** A function before the handlers of requests that raises, and catches what it has raised, and goes on. */
export interface SwallowedRefusal {
  readonly definition: FunctionDefinition;
  /** The handler. */
  readonly at: Node;
  /** Where the caller was turned away. */
  readonly refusal: Node;
  /** Whether it is the error by which the caller is turned away that the handler takes, and not that of the check. */
  readonly isOwn: boolean;
}

/** Every such function of a file. */
export function* swallowedRefusals(module: Module): Generator<SwallowedRefusal> {
  if (!module.mayHold(STANDS_BEFORE)) return;
  for (const handler of handlersOf(module)) {
    const definition = handler.body && module.functionAround(handler.node);
    if (!definition || (handler.breadth === "named" && !takesSilence(handler))) continue;
    if (!standsBefore(definition) && !isAskedFirst(definition)) continue;
    // Where verifying fails, too, the rule about checks that fail open has said so.
    if (verifies(handler.protects) && isGuard(definition) && !goesOnTo(definition, handler.node)) continue;
    const isBroad = handler.breadth !== "named";
    const own = isBroad ? refusalIn(handler, module) : undefined;
    const asked = isBroad ? answerAfterAsking(handler, module) : undefined;
    const refusal = own ?? asked ?? answerBehind(handler, module);
    if (!refusal || (own && isTakenBefore(own, handler))) continue;
    const [first] = handler.body.children;
    if (first && goesOn(first, definition)) yield { definition, at: handler.node, refusal, isOwn: own !== undefined };
  }
}

const STANDS_BEFORE = matchesPattern(
  "what stands before the handlers of requests",
  new RegExp(
    String.raw`\b(?:${[...BEFORE_REQUESTS, ...GOES_ON_TO].join("|")}|def[\s\\]+\w*(?:verify|validate|check|require|ensure|auth|protect|user)\w*)`,
    "i",
  ),
);

/** Whether what lets a caller in behind a handler is a value that the function gives elsewhere. */
function goesOnTo({ returns }: FunctionDefinition, handler: Node): boolean {
  const values = returns.filter((statement) => (returnedValue(statement)?.kind ?? "none") !== "none");
  return values.length > 0 && !values.some((statement) => handler.contains(statement));
}

/** The first error that a `try` raises to turn a caller away, and its own handler catches. */
function refusalIn({ protects, statement }: Handler, module: Module): Node | undefined {
  const around = module.functionAround(statement);
  const isCaught = (node: Node): boolean =>
    module.functionAround(node) === around &&
    [...node.ancestors()].find(({ kind }) => kind === "try_statement") === statement;
  for (const node of protects.descendants("raise_statement", "call"))
    if ((node.kind === "call" ? isAbort(node) : isHttpError(node)) && isCaught(node)) return node;
  return undefined;
}

/** The first answer in a `try` that turns a caller away for what a check has said, which may fail itself. */
function answerAfterAsking({ protects }: Handler, module: Module): Node | undefined {
  const checks = [...protects.descendants("call")].filter(verifies);
  return [...protects.descendants("return_statement")].find(
    (statement) =>
      denies(statement) &&
      checks.some(
        (check) => check.end < statement.start && module.functionAround(check) === module.functionAround(statement),
      ),
  );
}

/** Whether a handler takes the error of a server that was asked and did not answer. */
function takesSilence({ node }: Handler): boolean {
  return (caughtNames(node) ?? [])
    .map((name) => name.slice(name.lastIndexOf(".") + 1))
    .some((name) => CONNECTION_ERRORS.test(name) && name !== "HTTPException");
}

/** The first answer behind a `try` that tells a caller to prove itself, for what the `try` was given when it asked. */
function answerBehind({ protects, statement }: Handler, module: Module): Node | undefined {
  const asked = new Set(
    [...protects.descendants("assignment")].flatMap((assignment) => {
      const [target, value] = [assignment.field("left"), assignment.field("right")];
      return target?.kind === "identifier" && value && asks(value) ? [target.text] : [];
    }),
  );
  if (asked.size === 0) return undefined;
  const behind = statement.parent?.children.filter((other) => statement.precedes(other)) ?? [];
  for (const test of behind) {
    const condition = test.kind === "if_statement" ? test.field("condition") : undefined;
    const isOfAsked =
      condition &&
      [condition, ...condition.descendants("identifier")].some(
        ({ kind, text }) => kind === "identifier" && asked.has(text),
      );
    const answer = isOfAsked ? test.field("consequence")?.children.find(denies) : undefined;
    if (
      answer &&
      UNKNOWN_CALLER.test(answer.text) &&
      module.functionAround(answer) === module.functionAround(statement)
    )
      return answer;
  }
  return undefined;
}

const asks = (value: Node): boolean => /^(call|await)$/.test(unwrap(value).kind);

/** Says that nobody knows the caller; who is turned away for what he is known to be is told something else. */
const UNKNOWN_CALLER = /401|unauthori[sz]ed|not_?authenticated/i;

/** Whether an earlier clause of the same `try` takes a refusal: `except HTTPException: raise`. */
function isTakenBefore(refusal: Node, { node, statement }: Handler): boolean {
  const raised = calledName(refusal.children[0]) ?? "";
  const isIt = (name: string): boolean =>
    refusal.kind === "call" ? HTTP_ERROR.test(name) : name === raised || name.endsWith(`.${raised}`);
  return statement.children.some(
    (clause) =>
      clause.kind === "except_clause" &&
      clause.precedes(node) &&
      (caughtNames(clause) ?? []).some((name) => isIt(name)),
  );
}

function isHttpError(raise: Node): boolean {
  return denies(raise) || HTTP_ERROR.test(calledName(raise.children[0]) ?? "");
}

function isAbort(call: Node): boolean {
  return lastNameOf(call.field("function")) === "abort" && denies(call);
}

/** Whether the request is handled after a place, whatever happened before. */
function goesOn(at: Node, definition: FunctionDefinition): boolean {
  const elements = [at];
  const visit = (element: Node): "go" => {
    elements.push(element);
    return "go";
  };
  definition.graph.walkFrom(at, visit, ({ kind }) => kind !== "raise");
  if (elements.some(refuses)) return false;
  const isBetween = definition.parameters.some(({ name }) => GOES_ON.test(name));
  if (elements.some(goesTo) || (definition.fallsThrough && !isBetween)) return true;
  return isAskedFirst(definition) && elements.some((element) => givesWhatCame(element, definition));
}

/** `return credentials.credentials`: to whoever asks first, what a client sent is a yes. */
function givesWhatCame(element: Node, { parameters, receiver }: FunctionDefinition): boolean {
  const value = returnedValue(element);
  const root = value && accessPath(value)?.split(".")[0];
  return parameters.some((parameter) => parameter !== receiver && parameter.name === root);
}

function refuses(element: Node): boolean {
  const value = returnedValue(element);
  return element.kind === "raise_statement" || denies(element) || (value !== undefined && isRefusal(value));
}

function goesTo(element: Node): boolean {
  if (callsAny(element, GOES_ON)) return true;
  return element.kind === "return_statement" && (returnedValue(element)?.kind ?? "none") === "none";
}
