import type { Node } from "../../../src/syntax/node.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { FlowGraph } from "../../../src/python/cfg/graph.js";
import { type Edge } from "../../../src/python/cfg/graph.js";
import { factsOf } from "../../../src/python/cfg/guards.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";

/** Comparisons of secrets that answer whether they are the same. */
const COMPARISONS = new Set(["compare_digest", "constant_time_compare", "bytes_eq", "safe_str_cmp"]);
/** Methods that raise unless a signature is right. */
const VERIFIERS = new Set(["verify", "verify_signature", "check_signature", "verify_digest"]);
/** Helpers inside helpers are looked into this deep. */
const DEEPEST = 3;

/** Whether every path to a node passes a check that what arrived was made by somebody who has the key. */
export function isAuthenticated(node: Node): boolean {
  const around = moduleOf(node).functionAround(node);
  if (!around) return false;
  const { graph, module } = around;
  const guard = (): ((node: Node) => boolean) =>
    mayCheckInside(around, DEEPEST) ? graph.guardedBy(passesCheck(graph, DEEPEST)) : () => false;
  return module.project.once(GUARD, around, guard)(node);
}

/** Of a function, whether a node in it is behind a check. */
const GUARD = question<(node: Node) => boolean>(() => false);

function mayCheckInside(definition: FunctionDefinition, depth: number): boolean {
  return definition.calls.some((call) => mayCheck(moduleOf(call).call(call), depth));
}

/** What on a path is a check that was passed. */
function passesCheck(graph: FlowGraph, depth: number): { edge(edge: Edge): boolean; element(element: Node): boolean } {
  return {
    edge: (edge) => factsOf(edge).some((fact) => fact.kind === "call-true" && answers(fact.call, depth)),
    element: (element) => [...graph.partsOf(element)].some((part) => part.kind === "call" && raises(part, depth)),
  };
}

function mayCheck(call: Call, depth: number): boolean {
  return COMPARISONS.has(call.lastName) || answers(call.node, depth) || raises(call.node, depth);
}

/** Whether a call's result says that the check was passed. */
function answers(node: Node, depth: number): boolean {
  const call = moduleOf(node).call(node);
  if (COMPARISONS.has(call.lastName)) return true;
  return (
    depth > 0 && call.functions.length > 0 && call.functions.every((definition) => returnsCheck(definition, depth - 1))
  );
}

function returnsCheck(definition: FunctionDefinition, depth: number): boolean {
  const { project } = definition.module;
  return project.once(RETURNS_CHECK, definition, () => returnsOnlyChecks(definition, depth), String(depth));
}

const RETURNS_CHECK = question(false);
const RAISES_UNLESS_CHECKED = question(false);

function returnsOnlyChecks(definition: FunctionDefinition, depth: number): boolean {
  const returned = definition.returns.map((statement) => statement.children[0]);
  return (
    returned.length > 0 &&
    returned.some((value) => value && isCheck(value, depth)) &&
    returned.every((value) => !value || value.kind === "false" || value.kind === "none" || isCheck(value, depth))
  );
}

function isCheck(value: Node, depth: number): boolean {
  if (value.kind === "parenthesized_expression") return value.children.some((inner) => isCheck(inner, depth));
  if (value.kind === "boolean_operator" && value.child("and"))
    return value.children.some((part) => isCheck(part, depth));
  return value.kind === "call" && answers(value, depth);
}

/** Whether a call raises unless the check was passed. */
function raises(node: Node, depth: number): boolean {
  const call = moduleOf(node).call(node);
  const { functions } = call;
  if (functions.length === 0)
    return VERIFIERS.has(call.lastName) && call.receiver !== undefined && call.positional.length >= 2;
  return depth > 0 && functions.every((definition) => raisesUnlessChecked(definition, depth - 1));
}

function raisesUnlessChecked(definition: FunctionDefinition, depth: number): boolean {
  if (definition.node.kind === "lambda") return false;
  const { graph, module } = definition;
  const isChecked = (): boolean => mayCheckInside(definition, depth) && graph.everyPathOut(passesCheck(graph, depth));
  return module.project.once(RAISES_UNLESS_CHECKED, definition, isChecked, String(depth));
}
