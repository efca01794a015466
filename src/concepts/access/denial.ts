import { unwrap } from "../../python/cfg/evaluation.js";
import { calledName, lastNameOf, returnedValue } from "../../python/cfg/expression.js";
import { accessPath } from "../../python/cfg/guards.js";
import { textOf } from "../../python/model/literal.js";
import { tells } from "../../python/model/logging.js";
import { moduleOf } from "../../python/model/module.js";
import {
  DENIAL_CLASS,
  DENIAL_FUNCTION,
  DENIAL_STATUSES,
  DENIED,
  HTTP_ERROR,
  STATUS_FIELD,
  STATUS_NAMES,
  STATUS_TAKERS,
  SUCCESS_FIELD,
} from "../../python/tables/access.js";
import type { Node } from "../../syntax/node.js";

/** Whether an element turns a caller away in words that leave no doubt. */
export function denies(element: Node): boolean {
  const [value] = element.children;
  switch (element.kind) {
    case "raise_statement":
      return value !== undefined && isDenialError(value);
    case "return_statement":
      return value !== undefined && isDenialAnswer(awaited(value));
    case "expression_statement":
    case "assignment":
    case "await":
    case "call":
      return !isTold(element) && says(statusesIn(element), isDenial);
    default:
      return false;
  }
}

/** Whether an element says no: `return False`, `return False, "why"`, `return {"ok": False}`. */
export function answersNo(element: Node): boolean {
  const value = returnedValue(element);
  return value !== undefined && saysNo(value);
}

/** Whether an answer lets nobody in: it says no, or tells of an error, whichever. */
export function isRefusal(value: Node): boolean {
  return saysNo(value) || says(statusesOf(value), isFailure);
}

/** Whether a node raises an error of HTTP, or answers with one: that concerns one caller, not the program. */
export function failsOneCaller(block: Node): boolean {
  for (const statement of block.descendants("raise_statement")) {
    if (/HTTP|Http/.test(calledName(statement.children[0]) ?? "")) return true;
  }
  return says(statusesIn(block), isFailure);
}

const isDenial = (status: number): boolean => DENIAL_STATUSES.has(status);
const isFailure = (status: number): boolean => status >= 400 && status < 600;

function says(statuses: Iterable<number>, test: (status: number) => boolean): boolean {
  for (const status of statuses) if (test(status)) return true;
  return false;
}

/** Whether an element only tells somebody what it is about. */
function isTold(element: Node): boolean {
  const inner = unwrap(element);
  if (inner.kind === "expression_statement" || inner.kind === "await")
    return inner.children[0] !== undefined && isTold(inner.children[0]);
  return tells(inner);
}

function isDenialError(value: Node): boolean {
  const raised = unwrap(value);
  if (DENIAL_CLASS.test(calledName(raised) ?? "") || says(statusesIn(raised), isDenial)) return true;
  // A ValueError that says 401 is one that a client tells its caller about.
  if (isOfHttp(raised)) return saysDenied(raised);
  if (raised.kind !== "identifier") return false;
  const bindings = moduleOf(raised).bindingsReaching(raised.text, raised);
  return bindings.some(({ from }) => from !== undefined && isOfHttp(from) && saysDenied(from));
}

/** Whether what is raised is made to become an answer of a server. */
function isOfHttp(raised: Node): boolean {
  return unwrap(raised).kind === "call" && HTTP_ERROR.test(calledName(raised) ?? "");
}

/** An expression without parentheses, and what an `await` waits for. */
export function awaited(value: Node): Node {
  const inner = unwrap(value);
  return inner.kind === "await" && inner.children[0] ? awaited(inner.children[0]) : inner;
}

function isDenialAnswer(answer: Node): boolean {
  if (says(statusesOf(answer), isDenial)) return true;
  if (answer.kind === "call" && DENIAL_FUNCTION.test(calledName(answer) ?? "")) return true;
  return /^(dictionary|tuple|expression_list|call)$/.test(answer.kind) && isAboutError(answer) && saysDenied(answer);
}

/** `{"error": …}`, `("error", …)`, `Reply(status=…)`. */
function isAboutError(answer: Node): boolean {
  for (const part of answer.descendants("string", "keyword_argument")) {
    const word = part.kind === "string" ? writtenIn(part) : part.field("name")?.text;
    if (/\b(error|status)\b|^type$/i.test(word ?? "")) return true;
  }
  return false;
}

/** Whether a text, or a name, in an expression says that somebody may not come in. */
function saysDenied(node: Node): boolean {
  for (const part of node.descendants("string", "identifier", "integer")) {
    if (DENIED.test(part.kind === "string" ? writtenIn(part) : part.text)) return true;
  }
  return false;
}

/** What a string says, whatever is filled in. */
function writtenIn(string: Node): string {
  return string.children
    .filter(({ kind }) => kind === "string_content")
    .map(({ text }) => text)
    .join("\n");
}

function saysNo(value: Node): boolean {
  const answer = unwrap(value);
  switch (answer.kind) {
    case "false":
      return true;
    case "tuple":
    case "expression_list":
      return (
        answer.children[0]?.kind === "false" ||
        answer.children.some((item) => /^(dictionary|call)$/.test(item.kind) && saysNo(item))
      );
    case "dictionary":
      return answer.children.some((pair) => isNo(textOf(pair.field("key") ?? pair), pair.field("value")));
    case "call":
      return moduleOf(answer)
        .call(answer)
        .arguments.some(
          ({ keyword, value: given }) => isNo(keyword, given) || (given.kind === "dictionary" && saysNo(given)),
        );
    default:
      return false;
  }
}

function isNo(name: string | undefined, value: Node | undefined): boolean {
  return name !== undefined && value?.kind === "false" && SUCCESS_FIELD.test(name);
}

/** The statuses that an answer states: those in it, those at the ends of a tuple, and the last argument of a call. */
function* statusesOf(answer: Node): Generator<number> {
  yield* statusesIn(answer);
  for (const at of endsOf(unwrap(answer))) {
    const status = statusAt(at);
    if (status !== undefined) yield status;
  }
}

function endsOf(answer: Node): readonly (Node | undefined)[] {
  switch (answer.kind) {
    case "tuple":
    case "expression_list":
      return [answer.children[0], answer.children.at(-1)];
    case "call":
      return [moduleOf(answer).call(answer).positional.at(-1)];
    case "conditional_expression":
      return answer.children.flatMap((part) => endsOf(unwrap(part)));
    default:
      return [];
  }
}

/** The statuses that stand in an expression under a name that says so, or are given to a call that takes one. */
function* statusesIn(node: Node): Generator<number> {
  for (const part of node.descendants("keyword_argument", "pair", "assignment", "call")) {
    for (const at of statedIn(part)) {
      const status = statusAt(at);
      if (status !== undefined) yield status;
    }
  }
}

function statedIn(part: Node): readonly (Node | undefined)[] {
  switch (part.kind) {
    case "keyword_argument":
      return isStatusField(part.field("name")?.text) ? [part.field("value")] : [];
    case "pair":
      return isStatusField(textOf(part.field("key") ?? part)) ? [part.field("value")] : [];
    case "assignment":
      return isStatusField(lastNameOf(part.field("left"))) ? [part.field("right")] : [];
    default:
      return STATUS_TAKERS.test(calledName(part) ?? "") ? moduleOf(part).call(part).positional : [];
  }
}

function isStatusField(name: string | undefined): boolean {
  return name !== undefined && STATUS_FIELD.test(name);
}

/** The status that an expression stands for: `401`, `"401 Unauthorized"`, `status.HTTP_401_UNAUTHORIZED`, `HTTPStatus.FORBIDDEN`. */
function statusAt(node: Node | undefined): number | undefined {
  const inner = node && unwrap(node);
  switch (inner?.kind) {
    case "integer":
      return Number(inner.text);
    case "string":
      return numberIn(/^(\d{3})\b/.exec(writtenIn(inner)));
    case "identifier":
    case "attribute": {
      const path = accessPath(inner)?.split(".") ?? [];
      const name = path.findLast((part) => part !== "value") ?? "";
      return STATUS_NAMES.get(name) ?? numberIn(/(?:^|_)(\d{3,4})(?:_|$)/.exec(name));
    }
    default:
      return undefined;
  }
}

function numberIn(found: RegExpExecArray | null): number | undefined {
  return found ? Number(found[1]) : undefined;
}
