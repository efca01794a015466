import { calledName } from "../../python/cfg/expression.js";
import type { FunctionDefinition, Parameter } from "../../python/model/function.js";
import { isLogCall } from "../../python/model/logging.js";
import { moduleOf } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { matches } from "../../python/tables/api.js";
import { HARDLY_FAIL } from "../../python/tables/harmless-calls.js";
import { BORROWERS, CLOSERS, PLAIN_RESULTS, type ResourceKind } from "../../python/tables/resources.js";
import { nodesWithin, type Node } from "../../syntax/node.js";
import type { Resource } from "./opening.js";

/** What becomes of a resource in the function that opens it. */
export interface Fate {
  /** The calls that close it. */
  readonly closes: readonly Node[];
  /** Whether somebody else may hold it, or close it, or a `with` does. */
  readonly escapes: boolean;
  /** Whether something made from it leaves the function, and may need it. */
  readonly lends: boolean;
}

type Use = "fine" | "escapes" | { readonly derived: Node };

const FATES = question<Fate>({ closes: [], escapes: true, lends: true });

/** What becomes of a resource in the function that opens it. */
export function fateOf(resource: Resource): Fate {
  return resource.of.module.project.once(FATES, resource.name, () => {
    const uses = usesIn(resource.of, resource.name);
    const closes = uses.flatMap((use) => closeOf(use, resource.kind) ?? []);
    const judged = uses.filter((use) => !closeOf(use, resource.kind)).map((use) => judge(use, resource.of));
    const lent = new Lending(resource.of);
    return {
      closes,
      escapes: judged.includes("escapes"),
      lends: judged.some((use) => typeof use === "object" && lent.leaves(use.derived)),
    };
  });
}

/** Where a name is used in a function, and in those inside of it. */
function usesIn(of: FunctionDefinition, name: Node): readonly Node[] {
  const isUse = (use: Node): boolean => use !== name && use.fieldName !== "attribute" && !isKeyword(use);
  return nodesWithin(of.module.identifiers(name.text), of.node).filter(isUse);
}

const isKeyword = ({ parent, fieldName }: Node): boolean => parent?.kind === "keyword_argument" && fieldName === "name";

/** The call that closes what is used, or takes it back, if that is what it is used for. */
function closeOf(use: Node, { closes, takenBack }: ResourceKind): Node | undefined {
  const given = use.parent?.kind === "argument_list" ? use.parent.parent : undefined;
  if (given && takenBack?.has(calledName(given) ?? "")) return given;
  const method = use.parent?.kind === "attribute" && use.fieldName === "object" ? use.parent : undefined;
  const call = method?.fieldName === "function" && method.parent?.kind === "call" ? method.parent : undefined;
  return closes.has(method?.field("attribute")?.text ?? "") ? call : undefined;
}

/** What is done with the value of an expression, by what is written around it. */
function judge(use: Node, of: FunctionDefinition): Use {
  if (moduleOf(use).functionAround(use) !== of) return "escapes";
  const { parent } = use;
  switch (parent?.kind) {
    case "attribute":
      return through(parent);
    case "argument_list":
    case "keyword_argument":
      return isBorrowed(parent) ? "fine" : lentTo(use, parent);
    case "subscript":
      return use.fieldName === "value" ? { derived: parent } : "fine";
    case "assignment":
      return use.fieldName === "left" ? "fine" : "escapes";
    case "for_statement":
      return use.fieldName === "right" ? "fine" : "escapes";
    case "for_in_clause":
      return isGoneOverNow(use) ? "fine" : "escapes";
    case "parenthesized_expression":
    case "boolean_operator":
    case "conditional_expression":
      return isTested(use) ? "fine" : judge(parent, of);
    default:
      return parent && FINE.has(parent.kind) ? "fine" : "escapes";
  }
}

const FINE = new Set([
  "if_statement",
  "elif_clause",
  "while_statement",
  "comparison_operator",
  "not_operator",
  "interpolation",
  "assert_statement",
  "delete_statement",
  "expression_statement",
]);

/** Whether a comprehension goes over a value where it stands, and not whenever somebody asks for its items. */
function isGoneOverNow({ parent, fieldName }: Node): boolean {
  return fieldName === "right" && parent?.parent?.kind !== "generator_expression";
}

/** Whether only the truth of an expression is asked. */
function isTested(node: Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    const { kind } = at.parent;
    if (at.fieldName === "condition" || kind === "not_operator") return true;
    if (!/^(boolean_operator|parenthesized_expression|comparison_operator)$/.test(kind)) return false;
  }
  return false;
}

/** What is made of an attribute: what its call gives, or a place that is assigned. */
function through(attribute: Node): Use {
  const { parent } = attribute;
  if (parent?.kind === "call" && attribute.fieldName === "function")
    return PLAIN_RESULTS.has(attribute.field("attribute")?.text ?? "") ? "fine" : { derived: parent };
  if (parent?.kind === "assignment" && attribute.fieldName === "left") return "fine";
  // A bound method may be called by whoever is given it.
  return parent?.kind === "argument_list" || parent?.kind === "keyword_argument" ? "escapes" : { derived: attribute };
}

const LOOKERS = new Set("print isinstance len str repr id type bool hasattr getattr iter next list".split(" "));

/** Whether what a call is passed is only looked at while it runs. */
function isBorrowed(argument: Node): boolean {
  const node = argument.kind === "keyword_argument" ? argument.parent?.parent : argument.parent;
  if (node?.kind !== "call") return false;
  const call = moduleOf(node).call(node);
  return LOOKERS.has(call.name) || isLogCall(node) || call.apis.some((path) => matches(BORROWERS, path));
}

/** What a call of the project's own does with what it is passed: one that only works with it may give what is made from it. */
function lentTo(given: Node, argument: Node): Use {
  const node = (argument.kind === "keyword_argument" ? argument.parent : argument)?.parent;
  const call = node?.kind === "call" ? moduleOf(node).call(node) : undefined;
  const { definition, bound } = call?.soleCallee ?? {};
  if (!call || !definition || bound === undefined || (definition.isAsync && call.node.parent?.kind !== "await"))
    return "escapes";
  const parameter = definition.parameters.find((one) => call.argumentFor(one, bound) === given);
  return parameter && borrows(parameter) ? { derived: call.node } : "escapes";
}

const BORROWS = question(false);

/** Whether a function keeps nothing of what it is passed, and does not close it: all that it makes from that, it returns. */
function borrows({ function: of, node }: Parameter): boolean {
  if (of.isGenerator || of.decorators.length > 0 || of.node.kind === "lambda") return false;
  return of.module.project.once(BORROWS, node, () => {
    const lent = new Lending(of, true);
    return usesIn(of, node).every((use) => {
      const judged = isClosed(use) ? "escapes" : judge(use, of);
      return judged === "fine" || (typeof judged === "object" && !lent.leaves(judged.derived));
    });
  });
}

/** Whether a method is called, or handed on, by which something is closed. */
function isClosed({ parent, fieldName }: Node): boolean {
  return parent?.kind === "attribute" && fieldName === "object" && CLOSERS.has(parent.field("attribute")?.text ?? "");
}

/** What is made from a resource, and where that goes; each name is looked at once. */
class Lending {
  readonly #seen = new Set<string>();

  /** @param mayReturn whether it leaves by a `return` to who still has the resource */
  constructor(
    private readonly of: FunctionDefinition,
    private readonly mayReturn = false,
  ) {}

  /** Whether a value that came from the resource leaves the function, or its name. */
  leaves(value: Node): boolean {
    const { parent } = value;
    switch (parent?.kind) {
      case "expression_statement":
      case "interpolation":
      case "comparison_operator":
      case "not_operator":
      case "if_statement":
      case "while_statement":
      case "elif_clause":
      case "delete_statement":
      case "assert_statement":
        return false;
      case "await":
      case "parenthesized_expression":
        return this.leaves(parent);
      case "for_statement":
        return value.fieldName !== "right";
      case "for_in_clause":
        return !isGoneOverNow(value);
      case "subscript":
        return value.fieldName === "value" && this.leaves(parent);
      case "attribute":
        return this.leavesThrough(parent);
      case "argument_list":
      case "keyword_argument":
        return !isBorrowed(parent);
      case "assignment":
        return value.fieldName === "right" && this.leavesAs(parent.field("left"));
      case "named_expression":
        return this.leavesAs(parent.field("name"));
      case "with_item":
        return false;
      case "return_statement":
        return !this.mayReturn;
      case "as_pattern":
        return this.leavesAs(parent.field("alias")?.children[0]);
      default:
        return true;
    }
  }

  private leavesThrough(attribute: Node): boolean {
    const call = attribute.fieldName === "function" && attribute.parent?.kind === "call" ? attribute.parent : undefined;
    if (call && PLAIN_RESULTS.has(calledName(call) ?? "")) return false;
    return this.leaves(call ?? attribute);
  }

  private leavesAs(name: Node | undefined): boolean {
    if (name?.kind !== "identifier") return true;
    if (this.#seen.has(name.text)) return false;
    this.#seen.add(name.text);
    return usesIn(this.of, name).some(
      (use) => moduleOf(use).functionAround(use) !== this.of || (use.fieldName !== "left" && this.leaves(use)),
    );
  }
}

/**
 * Whether a call may well fail when the program is right otherwise.
 *
 * @param resource the name of what is open: nearly all that is done with it may
 */
export function mayFail(call: Node, resource: string): boolean {
  const name = calledName(call);
  if (name === undefined || NEVER_FAIL.has(name) || isLogCall(call)) return false;
  return call.field("function")?.field("object")?.text === resource || !HARDLY_FAIL.has(name);
}

const NEVER_FAIL = new Set(
  "print sleep cursor write connect_ex shutdown settimeout setsockopt setblocking set_debuglevel set_missing_host_key_policy rollback".split(
    " ",
  ),
);
