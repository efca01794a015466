import type { Node } from "../../../src/syntax/node.js";
import { unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import { catches, caughtNames } from "../../../src/python/cfg/exceptions.js";
import type { Edge } from "../../../src/python/cfg/graph.js";
import { accessPath, factsOf, type Fact } from "../../../src/python/cfg/guards.js";
import { neverReturns } from "../../../src/python/model/diverging.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { comparisonOf } from "../../../src/python/cfg/expression.js";
import { callsAmong, mentionsPath } from "../../../src/python/cfg/mentions.js";

/** Whether a value that stands at a node is looked into: that fails for None. */
export function isDereferenced(node: Node): boolean {
  const { parent } = node;
  switch (parent?.kind) {
    case "attribute":
      return node.fieldName === "object" && !/^__\w+__$/.test(parent.field("attribute")?.text ?? "");
    case "subscript":
      return node.fieldName === "value";
    case "call":
      return node.fieldName === "function";
    case "for_statement":
    case "for_in_clause":
      return node.fieldName === "right";
    case "with_item":
      return true;
    case "as_pattern":
      return parent.parent?.kind === "with_item" && node.fieldName !== "alias";
    case "comparison_operator":
      return isSearched(node, parent);
    case "assignment":
      return node.fieldName === "right" && /^(pattern_list|tuple_pattern|list_pattern)$/.test(leftOf(parent));
    case "list_splat":
    case "dictionary_splat":
      return true;
    default:
      return false;
  }
}

const leftOf = (assignment: Node): string => assignment.field("left")?.kind ?? "";

/** Whether a comparison asks if something is in what stands at a node: `key in node`. */
function isSearched(node: Node, comparison: Node): boolean {
  const { operator, right } = comparisonOf(comparison) ?? {};
  return right === node && (operator === "in" || operator === "not in");
}

/** Whether taking an edge has found out that what is written `path` is not None. */
export function tellsNotNone(edge: Edge, path: string): boolean {
  return factsOf(edge).some((fact) => excludesNone(fact, path));
}

function excludesNone(fact: Fact, path: string): boolean {
  switch (fact.kind) {
    case "not-none":
    case "truthy":
    case "has-attribute":
    case "instance":
    case "in":
    case "equals":
      return isAbout(fact, path) || remembers(fact.subject, path, fact.kind === "truthy");
    case "call-true":
      return mentionsPath(fact.call, path);
    default:
      return false;
  }
}

function isAbout(fact: Fact, path: string): boolean {
  const subject = accessPath(fact.subject);
  return subject === path || (fact.kind === "has-attribute" && `${subject ?? ""}.${fact.attribute}` === path);
}

/** A name for the same thing, `socket = self.socket`; or for an answer, `is_open = self.socket is not None`. */
function remembers(subject: Node, path: string, isAnswer: boolean): boolean {
  if (subject.kind !== "identifier") return false;
  return moduleOf(subject)
    .bindingsReaching(subject.text, subject)
    .some(({ from }) => from && (isAnswer ? mentionsPath(from, path) : accessPath(from) === path));
}

/** Whether every path to a use has found out that what is written `path` is not None, or nothing leads there. */
export function isGuarded(use: Node, path: string): boolean {
  const graph = moduleOf(use).graphAround(use);
  const edge = (taken: Edge): boolean => tellsNotNone(taken, path);
  if (!graph.isReachable(use) || graph.everyPathTo(use, { edge })) return true;
  const element = graph.elementOf(use);
  // `if self.socket is None: self.fail("not connected")`
  const ends = (passed: Node): boolean => neverReturns(graph, passed) || isDemandedIn(passed, path);
  return graph.everyPathTo(use, { edge, element: (passed) => passed !== element && ends(passed) });
}

/** Whether a test's call demands that there is something: `self.assertIsNotNone(message)`. */
export function isDemandedIn(element: Node, path: string): boolean {
  return [...callsAmong(element, DEMANDS)].some((call) => {
    const [first] = call.field("arguments")?.children ?? [];
    return first !== undefined && accessPath(first) === path;
  });
}

const DEMANDS = new Set(["assertIsNotNone", "assertTrue", "assertIsInstance", "assert_is_not_none", "assert_true"]);

/** What an assignment gives one of its targets, when that is written as `None`. */
export function isNone(from: Node | undefined, unpack: readonly number[] | undefined): boolean {
  let value = from;
  for (const position of unpack ?? []) {
    value = value && /^(tuple|list|expression_list)$/.test(value.kind) ? value.children[position] : undefined;
  }
  return value !== undefined && unwrap(value).kind === "none";
}

/** Whether what a use raises ends in a handler around it. */
export function isSwallowed(use: Node): boolean {
  let inner = use;
  for (const around of use.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind === "try_statement" && inner.fieldName === "body") {
      if (
        around.children.some((child) => child.kind === "except_clause" && catches(caughtNames(child), "AttributeError"))
      )
        return true;
    }
    inner = around;
  }
  return false;
}

/** Whether an expression stands where its truth, or whether it is None, is asked. */
export function isTested(asked: Node): boolean {
  const node = wrapped(asked);
  const { parent } = node;
  switch (parent?.kind) {
    case "if_statement":
    case "while_statement":
    case "elif_clause":
      return node.fieldName === "condition";
    case "not_operator":
    case "boolean_operator":
      return true;
    case "comparison_operator":
      return parent.children.some(({ kind }) => kind === "none");
    case "conditional_expression":
      return parent.children[1] === node;
    default:
      return false;
  }
}
