import { LOG_LEVELS } from "../../../src/python/tables/logging.js";
import type { Node } from "../../../src/syntax/node.js";
import { assignedTo, comparisonOf, type Comparison } from "../../../src/python/cfg/expression.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";
import type { Call } from "../../../src/python/model/call.js";
import { isLogCall } from "../../../src/python/model/logging.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { TAKES_NO_COROUTINE } from "../../../src/python/tables/coroutine-functions.js";

/** What is done with a coroutine that was meant to be done with what it gives. */
export interface Misuse {
  /** `dropped`: nothing at all; `fails`: it raises; `answers`: it comes to an answer that says nothing. */
  readonly how: "dropped" | "fails" | "answers";
  /** As the end of a sentence: `'len' is given a coroutine`. */
  readonly clause: string;
  /** The condition that the coroutine decides, with the `not` in front of it. */
  readonly test?: Node;
}

const ALWAYS_TRUE = "a coroutine is always true";

/** What is done with the value of an expression that no coroutine is made for; undefined where one may be wanted. */
export function misuseOf(expression: Node): Misuse | undefined {
  const { parent, fieldName } = expression;
  switch (parent?.kind) {
    case "parenthesized_expression":
    case "named_expression":
      return misuseOf(parent);
    case "expression_statement":
      return { how: "dropped", clause: "the call alone runs nothing of it" };
    case "if_statement":
    case "elif_clause":
    case "while_statement":
      return fieldName === "condition" ? tested(expression) : undefined;
    case "not_operator":
      return tested(parent);
    case "if_clause":
    case "assert_statement":
      return parent.children[0] === expression ? tested(expression) : undefined;
    case "conditional_expression":
      return parent.children[1] === expression ? tested(expression) : misuseOf(parent);
    case "boolean_operator":
      return fieldName === "left" ? tested(expression) : misuseOf(parent);
    case "comparison_operator":
      return compared(parent, expression);
    case "subscript":
      return fieldName === "value" ? { how: "fails", clause: "an item is taken from a coroutine" } : undefined;
    case "for_statement":
    case "for_in_clause":
      return fieldName === "right" && !parent.child("async") ? ITERATED : undefined;
    case "list_splat":
      return ITERATED;
    case "assignment":
      return fieldName === "right" && isPattern(parent.field("left"))
        ? { how: "fails", clause: "a coroutine cannot be unpacked" }
        : undefined;
    case "attribute":
      return fieldName === "object" ? read(parent) : undefined;
    case "interpolation":
      return { how: "answers", clause: "the text gets a coroutine" };
    case "binary_operator":
      return isText(parent.field("left")) ? { how: "answers", clause: "the text gets a coroutine" } : undefined;
    case "argument_list":
      return given(parent, expression);
    default:
      return undefined;
  }
}

const ITERATED: Misuse = { how: "fails", clause: "the loop iterates over a coroutine" };

function tested(test: Node): Misuse {
  return { how: "answers", clause: ALWAYS_TRUE, test };
}

function compared(comparison: Node, side: Node): Misuse | undefined {
  const { operator, right } = readComparison(comparison) ?? {};
  if (operator === undefined) return undefined;
  const isContainer = operator.endsWith("in") && right === side;
  if (isContainer) return { how: "fails", clause: "nothing can be looked for in a coroutine" };
  if (/^[<>]/.test(operator) && operator !== "<>") return { how: "fails", clause: "a coroutine cannot be compared" };
  return { how: "answers", clause: "a coroutine equals nothing else", test: comparison };
}

const COMPARISON = question<Comparison | undefined>(undefined);
const FIRST = question<Node | undefined>(undefined);

/** Each of many operands asks. */
function readComparison(node: Node): Comparison | undefined {
  return moduleOf(node).project.once(COMPARISON, node, () => comparisonOf(node));
}

/** Each of many arguments asks. */
function firstOf(list: Node): Node | undefined {
  return moduleOf(list).project.once(FIRST, list, () => list.children[0]);
}

function isPattern(left: Node | undefined): boolean {
  return /^(pattern_list|tuple_pattern|list_pattern)$/.test(left?.kind ?? "");
}

const isText = (node: Node | undefined): boolean => /^(string|concatenated_string)$/.test(node?.kind ?? "");

/** What coroutines have themselves. */
const OWN_ATTRIBUTE = /^(send|throw|close|cr_\w+|__\w+__)$/;

function read(attribute: Node): Misuse | undefined {
  const name = attribute.field("attribute")?.text ?? "";
  return OWN_ATTRIBUTE.test(name) ? undefined : { how: "fails", clause: `a coroutine has no '${name}'` };
}

/** A function that takes what the coroutine gives is given the coroutine, first of all. */
function given(list: Node, argument: Node): Misuse | undefined {
  const call = list.parent?.kind === "call" ? moduleOf(list).call(list.parent) : undefined;
  if (call && LOGS.has(call.lastName) && isLogCall(call.node))
    return { how: "answers", clause: "the log gets a coroutine" };
  if (call?.lastName === "cast" && isCastToResult(call, argument))
    return { how: "answers", clause: "a coroutine is taken for what it gives" };
  if (!call || !NAMES.has(call.lastName) || firstOf(list) !== argument) return undefined;
  const [path, ...others] = call.apis;
  const effect = path === undefined || others.length > 0 ? undefined : TAKES_NO_COROUTINE.get(path);
  if (!effect) return undefined;
  // Of several arguments the greatest is looked for, and they may well be compared by a key.
  if (/^(min|max|print)$/.test(call.lastName) && call.arguments.length > 1) return undefined;
  const clause = call.lastName === "bool" ? ALWAYS_TRUE : `'${call.lastName}' is given a coroutine`;
  return { how: effect === "fails" ? "fails" : "answers", clause };
}

const LOGS = new Set([...LOG_LEVELS, "log"]);

/** What a type is called that may be one of awaitables, or is none that says anything. */
const MAY_BE_AWAITED = /await|corout|future|task|^(Any|object|T|_T|R|_R)$/i;

/** `answer = cast(Answer, coroutine)`, of which nobody awaits the answer. */
function isCastToResult({ node, apis, positional: [type, value] }: Call, argument: Node): boolean {
  const [name] = assignedTo(node);
  if (value !== argument || !type || name?.kind !== "identifier" || !apis.every((path) => path === "typing.cast"))
    return false;
  const module = moduleOf(node);
  const around = module.functionAround(node)?.node;
  if (apis.length === 0 || !around || mentionsName(type, MAY_BE_AWAITED) || MAY_BE_AWAITED.test(type.text))
    return false;
  return [...around.descendants("await")].every((wait) => !mentionsName(wait, new Set([name.text])));
}

const NAMES = new Set([...TAKES_NO_COROUTINE.keys()].map((path) => path.slice(path.lastIndexOf(".") + 1)));
