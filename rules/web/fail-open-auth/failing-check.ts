import type { Handler } from "../../../src/concepts/errors/handler.js";
import type { Edge } from "../../../src/python/cfg/graph.js";
import { returnedValue } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { CHECK_NAME, NO_CHECK_NAME } from "../../../src/python/tables/access.js";
import type { Node } from "../../../src/syntax/node.js";
import type { AccessCheck } from "../../../src/concepts/access/access-check.js";
import { verifies, isGuard } from "../../../src/concepts/access/access-check.js";
import { elementsOf, isPossible } from "../../../src/concepts/access/branching.js";
import type { Bypass } from "./bypass.js";
import { awaited } from "../../../src/concepts/access/denial.js";

/** Verification that may fail to run: a `try` around it whose handler lets the caller in. */
export function* errorBypass(check: AccessCheck, handler: Handler): Generator<Bypass> {
  const { body, protects, node } = handler;
  if (!body || !verifies(protects) || NO_CHECK_NAME.test(check.definition.name)) return;
  const [first] = body.children;
  const [place] = first ? check.graph.locate(first) : [];
  if (!first || !place || !isGuard(check.definition)) return;
  // Who tries again is checked again.
  const isRetry = ({ to }: Edge): boolean => to.elements.some((element) => protects.contains(element));
  const outcome = check.outcome(place.block, (edge) => isPossible(edge, node) && !isRetry(edge));
  const elements = [...elementsOf(outcome.blocks)];
  if (outcome.refuses || elements.some(({ kind }) => kind === "raise_statement")) return;
  // Who verifies in another way fails when that fails, too.
  if (elements.some(verifies)) return;
  const grant = outcome.grants.find((each) => letsIn(each, check, body));
  if (!grant) return;
  yield {
    kind: "error",
    at: node,
    definition: check.definition,
    isSetup: false,
    subject: node,
    byDefault: undefined,
    grant,
    isLikely: false,
  };
}

/** Whether what a handler leads to lets in whoever asks: a yes, what the caller sent, a made-up user, the next handler. */
function letsIn(grant: Node, check: AccessCheck, handler: Node): boolean {
  const value = returnedValue(grant);
  const isHere = handler.contains(grant);
  if (value === undefined || value.kind === "none") {
    return (
      CHECK_NAME.test(check.definition.name) &&
      check.refusal !== "answers" &&
      !isAsked(check.definition) &&
      !check.definition.returns.some((each) => (returnedValue(each)?.kind ?? "none") !== "none")
    );
  }
  if (isHere && value.kind === "true") return true;
  const inner = awaited(value);
  if (inner.kind === "call" && check.refusal === "denies" && isNext(inner, check.definition)) return true;
  if (!isHere) return false;
  if (isSent(value, check.definition)) return true;
  return isMadeUp(value) && !isNobody(value);
}

/** Whether somebody who calls a function looks at what it gives: nothing is a no to them. */
function isAsked(definition: FunctionDefinition): boolean {
  return definition.module.project.callersOf(definition).some(({ call: { node } }) => {
    const given = node.parent?.kind === "await" ? node.parent : node;
    return given.parent?.kind !== "expression_statement";
  });
}

/** Whether what is written down says that it is nobody: `{"user": None}`, `User(role="guest")`, `{"error": "expired"}`. */
function isNobody(value: Node): boolean {
  for (const part of value.descendants("string", "identifier", "none", "false")) {
    if (part.kind === "none" || part.kind === "false" || NOBODY.test(textOf(part) ?? part.text)) return true;
  }
  return false;
}

const NOBODY = /anonym|guest|public|unauth|nobody|visitor|error|fail|invalid|false|none/i;

const NEXT = /^(call_next|handler|next_handler|(self\.)?get_response|self\.app|continuation)$/;

/** The call that goes on to what the check protects. */
function isNext(call: Node, definition: FunctionDefinition): boolean {
  const { callee, arguments: given } = moduleOf(call).call(call);
  if (NEXT.test(accessPath(callee) ?? "")) return true;
  const isWrapped = given.some(({ splat }) => splat === "*") && given.some(({ splat }) => splat === "**");
  return (
    isWrapped &&
    callee.kind === "identifier" &&
    definition.parameter(callee.text) === undefined &&
    definition.module.scopes.lookup(callee.text, call)?.bindings[0]?.kind === "parameter"
  );
}

function isSent(value: Node, definition: FunctionDefinition): boolean {
  const root = accessPath(value)?.split(".")[0];
  const parameter = root === undefined ? undefined : definition.parameter(root);
  return (
    parameter !== undefined &&
    parameter !== definition.receiver &&
    /cred|token|key|auth|user|payload|claims/i.test(root ?? "")
  );
}

/** A user that is written down: `{"sub": "dev", "role": "admin"}`, `User(name="dev")`. */
function isMadeUp(value: Node): boolean {
  if (value.kind === "dictionary")
    return value.children.length > 0 && value.children.every((pair) => isConstant(pair.field("value")));
  if (value.kind !== "call") return false;
  const { lastName: name, arguments: given } = moduleOf(value).call(value);
  return /^[A-Z]/.test(name) && given.length > 0 && given.every((argument) => isConstant(argument.value));
}

function isConstant(node: Node | undefined): boolean {
  if (!node) return false;
  if (/^(list|tuple)$/.test(node.kind)) return node.children.every(isConstant);
  return /^(string|integer|true|none)$/.test(node.kind) && node.child("interpolation") === undefined;
}
