import type { Node } from "../../syntax/node.js";
import { unwrap, wrapped } from "../cfg/evaluation.js";
import { lastNameOf } from "../cfg/expression.js";
import type { FunctionDefinition } from "./function.js";
import { moduleOf } from "./module.js";
import { question } from "./solver.js";

const HANDS_ON = question(false);

/**
 * Whether a decorator is a function of the project, or made by one, that only takes note of a class and gives it back:
 * `registry[cls.__name__] = cls` and `return cls`.
 */
export function handsOnClass(decorator: Node): boolean {
  const isMade = decorator.kind === "call";
  const named = isMade ? decorator.field("function") : unwrap(decorator);
  const maker = named && soleFunction(named);
  const [result, ...others] = isMade ? (maker?.results ?? []) : [];
  const taker = isMade ? (result && others.length === 0 ? soleFunction(unwrap(result)) : undefined) : maker;
  return taker?.module.project.once(HANDS_ON, taker, () => givesBack(taker)) ?? false;
}

/** The one function that an expression stands for. */
function soleFunction(expression: Node): FunctionDefinition | undefined {
  const [value, ...others] = moduleOf(expression).valuesOf(expression);
  return value?.kind === "function" && others.length === 0 ? value.definition : undefined;
}

function givesBack(taker: FunctionDefinition): boolean {
  const { isAsync, isGenerator, fallsThrough, results, parameters, receiver, decorators, node, module } = taker;
  const taken = parameters.find((parameter) => parameter !== receiver);
  if (!taken || isAsync || isGenerator || fallsThrough || decorators.length > 0) return false;
  const given = results.map(unwrap);
  if (given.length === 0 || given.some(({ text }) => text !== taken.name)) return false;
  const body = node.field("body");
  const uses = module.identifiers(taken.name).filter((use) => body?.contains(use));
  return uses.every((use) => given.includes(use) || isLeftAlone(use));
}

/** Whether a use of a class changes nothing in it: it is kept as an item, or asked for its name. */
function isLeftAlone(use: Node): boolean {
  const { parent, fieldName } = wrapped(use);
  switch (parent?.kind) {
    case "attribute":
      if (fieldName === "attribute") return true;
      return !(
        parent.fieldName === "left" ||
        parent.parent?.kind === "delete_statement" ||
        parent.parent?.kind === "call"
      );
    case "assignment":
      return fieldName === "right" && parent.field("left")?.kind === "subscript";
    case "subscript":
      return fieldName !== "value";
    case "interpolation":
      return true;
    case "argument_list":
      return KEEPS.has(lastNameOf(parent.parent?.field("function")) ?? "");
    default:
      return false;
  }
}

/** Calls that leave alone what they are given. */
const KEEPS = new Set(
  "append add insert setdefault put isinstance issubclass hasattr getattr callable id repr str print".split(" "),
);
