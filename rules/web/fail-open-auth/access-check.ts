import type { Node } from "../../../src/syntax/node.js";
import { isServiceWide } from "./service-wide.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Block, Edge, FlowGraph } from "../../../src/python/cfg/graph.js";
import { matchesPattern, type Prefilter } from "../../../src/python/prefilter/prefilter.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import {
  CHECKS,
  DENIAL_CALL,
  DENIAL_CLASS,
  DENIED,
  CHECK_NAME,
  NO_CHECK_NAME,
  VERIFIES,
} from "../../../src/python/tables/access.js";

/** Texts longer than this are pages and documents, not answers to a caller. */
const LONGEST_ANSWER = 600;

/** How a function turns a caller away: by an error or an answer that says so, by any error, or by what it returns. */
export type Refusal = "denies" | "raises" | "answers";

/**
 * A function that lets some callers in and turns others away.
 *
 * Frameworks take a check that returns for one that was passed; one that answers with a truth leaves that to its caller.
 */
export class AccessCheck {
  readonly #refusing = new Set<Block>();

  private constructor(
    readonly definition: FunctionDefinition,
    readonly refusal: Refusal,
    refuses: (element: Node) => boolean,
  ) {
    for (const block of this.graph.blocks) {
      if (block.elements.some(refuses)) this.#refusing.add(block);
    }
  }

  static of(definition: FunctionDefinition): AccessCheck | undefined {
    const { node, module } = definition;
    if (node.kind === "lambda" || !module.mayHold(HINT, node)) return undefined;
    if (!isNamedCheck(definition) && !mayDeny(module, node)) return undefined;
    const elements = definition.graph.blocks.flatMap((block) => block.elements);
    if (elements.some(denies))
      return new AccessCheck(definition, "denies", (element) => denies(element) || answersNo(element));
    if (!isNamedCheck(definition)) return undefined;
    if (elements.some((element) => answersNo(element) || comparesIn(element))) {
      return new AccessCheck(
        definition,
        "answers",
        (element) => answersNo(element) || element.kind === "raise_statement",
      );
    }
    const raises = (element: Node): boolean => element.kind === "raise_statement";
    return elements.some(raises) ? new AccessCheck(definition, "raises", raises) : undefined;
  }

  get graph(): FlowGraph {
    return this.definition.graph;
  }

  /** What can happen from a block on, along edges that `isOpen` admits. */
  outcome(from: Block, isOpen: (edge: Edge) => boolean): Outcome {
    const seen = new Set([from]);
    const grants: Node[] = [];
    let refuses = false;
    let fails = false;
    for (const block of seen) {
      if (this.#refusing.has(block)) {
        refuses = true;
        continue;
      }
      fails ||= block.elements.some((element) => element.kind === "raise_statement" && isAboutService(element));
      const end = block.elements.at(-1);
      for (const edge of block.out) {
        if (!isOpen(edge)) continue;
        if (edge.to === this.graph.exit) {
          const isReturn = end?.kind === "return_statement";
          if (this.isGrant(isReturn ? end : undefined)) grants.push(isReturn ? end : this.definition.node);
        } else seen.add(edge.to);
      }
    }
    return { grants, refuses, fails, blocks: seen };
  }

  /** Whether leaving by a `return`, or at the end of the body, lets the caller in. */
  private isGrant(statement: Node | undefined): boolean {
    const value = statement?.children[0];
    if (value && isFailure(value)) return false;
    if (this.refusal !== "answers") return true;
    return value !== undefined && value.kind !== "none" && value.kind !== "false" && !compares(value);
  }
}

/** Whether an answer tells of an error, whichever. */
function isFailure(value: Node): boolean {
  return (
    value.end - value.start < LONGEST_ANSWER &&
    /\bstatus(_code)?["']?\s*[=:]\s*[\w.]*[45]\d\d\b|,\s*[45]\d\d\)?$/.test(value.text)
  );
}

export interface Outcome {
  /** The `return` statements that let the caller in; the definition itself for the end of its body. */
  readonly grants: readonly Node[];
  readonly refuses: boolean;
  /** Whether it can end in an error that a setting decides about. */
  readonly fails: boolean;
  /** The blocks that can run. */
  readonly blocks: ReadonlySet<Block>;
}

/** Whether a statement stands under a test of the service's own settings. */
function isAboutService(statement: Node): boolean {
  for (const around of statement.ancestors()) {
    if (/^(function_definition|lambda)$/.test(around.kind)) return false;
    const test = around.kind === "if_statement" ? around.field("condition") : undefined;
    if (test) return isServiceWide(test);
  }
  return false;
}

/** The words of a function that turns somebody away; without one of them there is nothing to look at. */
const HINT = matchesPattern(
  "a caller turned away",
  /40[13]|nauthori|orbidden|ermission|enied|UNAUTH|abort|1008|[Ii]nvalid|raise|False|==|digest|verif/,
);
/** What the text of a function that {@link denies} matches, unless the error that it raises was made elsewhere. */
const DENIES = matchesPattern(
  "a denial",
  new RegExp([DENIED, DENIAL_CALL, DENIAL_CLASS, /deny/].map(({ source }) => source.replace(/\$$/, "")).join("|"), "i"),
);
const MAKES_ERROR = matchesPattern("an error of HTTP", /(?:HTTPException|Http)\w*[\s\\]*[(#]/);
/** A function or class that is named for letting people in. */
const CHECK_DEFINED: Prefilter = {
  name: "a check by its name",
  mayHold: (text) => {
    const names = text.matchAll(/\b(?:class|def)[\s\\]+([^\s(:\\]+)/g);
    for (const [, name = ""] of names) if (isCheckName(name)) return true;
    return false;
  },
};

/** Whether a function of a file may let some callers in and turn others away. */
export function mayHoldCheck(module: Module): boolean {
  return module.mayHold(HINT) && (module.mayHold(CHECK_DEFINED) || mayDeny(module));
}

/** Whether a function, or one of a file, may turn a caller away in words that leave no doubt. */
function mayDeny(module: Module, node?: Node): boolean {
  return module.mayHold(DENIES, node) || module.mayHold(MAKES_ERROR);
}

const isCheckName = (name: string): boolean => CHECK_NAME.test(name) && !NO_CHECK_NAME.test(name);

/** Whether a function, its class, or the function around it is named for letting people in. */
export function isNamedCheck(definition: FunctionDefinition): boolean {
  const names = [definition.name, definition.owner?.name ?? ""];
  const around = definition.module.functionAround(definition.node.parent ?? definition.node);
  if (around) names.push(around.name);
  return names.some(isCheckName) && !NO_CHECK_NAME.test(definition.name);
}

/** Whether checking the caller is what a function is for: it is named so, or a framework asks it first. */
export function isGuard(definition: FunctionDefinition): boolean {
  if (isNamedCheck(definition)) return true;
  return definition.parameters.some((parameter) =>
    /\b(Depends|Security)\(/.test(`${parameter.default?.text ?? ""}${parameter.annotation?.text ?? ""}`),
  );
}

/** Whether an element turns a caller away in words that leave no doubt. */
function denies(element: Node): boolean {
  if (element.end - element.start > LONGEST_ANSWER) return false;
  switch (element.kind) {
    case "raise_statement":
      return isDenialError(element);
    case "return_statement":
      return element.children[0] !== undefined && isDenialAnswer(element.children[0]);
    case "expression_statement":
    case "assignment":
    case "await":
    case "call":
      return !isLog(element) && DENIAL_CALL.test(element.text);
    default:
      return false;
  }
}

function isDenialError(statement: Node): boolean {
  const [raised] = statement.children;
  if (!raised) return false;
  const callee = raised.kind === "call" ? raised.field("function") : raised;
  const name = callee?.text ?? "";
  if (DENIAL_CLASS.test(name) || DENIAL_CALL.test(raised.text)) return true;
  // A ValueError that says 401 is one that a client tells its caller about.
  if (/HTTP|Http|Abort|Reject|Problem|API\w*(Error|Exception)|Redirect/.test(name)) return DENIED.test(raised.text);
  if (raised.kind !== "identifier") return false;
  const bindings = moduleOf(raised).bindingsReaching(raised.text, raised);
  return bindings.some(
    ({ from }) => from?.kind === "call" && /HTTPException|Http/.test(from.text) && DENIED.test(from.text),
  );
}

function isDenialAnswer(value: Node): boolean {
  if (/^(identifier|attribute|string|comparison_operator|boolean_operator|not_operator)$/.test(value.kind))
    return false;
  const text = value.text.replace(/\s+/g, " ");
  if (DENIAL_CALL.test(text) || /,\s*40[13]\)?$/.test(text)) return true;
  return (
    /^(await )?[\w.]*(unauthori[sz]ed|forbidden|denied|\bdeny|Unauthori[sz]ed|Forbidden)\w*\(/i.test(text) ||
    saysDenied(value)
  );
}

/** `{"error": "unauthorized"}`, `("error", "invalid token")`. */
function saysDenied(value: Node): boolean {
  if (!/^(dictionary|tuple|expression_list|call)$/.test(value.kind) || !/\berror\b|"type"|\bstatus\b/i.test(value.text))
    return false;
  for (const text of value.descendants("string")) if (DENIED.test(text.text)) return true;
  return false;
}

function isLog(element: Node): boolean {
  return /^(await )?(\w+\.)*(log|logger|logging|_logger|LOG|_LOGGER|print|warnings)(\.\w+)?\(/.test(element.text);
}

function answersNo(element: Node): boolean {
  if (element.kind !== "return_statement") return false;
  const value = element.children[0];
  return (
    value?.kind === "false" ||
    (value?.kind === "tuple" && value.children[0]?.kind === "false") ||
    (value?.kind === "expression_list" && value.children[0]?.kind === "false")
  );
}

function comparesIn(element: Node): boolean {
  return element.kind === "return_statement" && element.children[0] !== undefined && compares(element.children[0]);
}

/** Whether an expression is the answer of a comparison, so that it may be a no. */
function compares(value: Node): boolean {
  switch (value.kind) {
    case "comparison_operator":
      return true;
    case "parenthesized_expression":
    case "not_operator":
    case "await":
      return value.children.some(compares);
    case "boolean_operator":
      return value.children.some(compares);
    case "call":
      return (
        isCheck(value) ||
        (moduleOf(value).call(value).lastName === "bool" && value.field("arguments")?.children.some(compares) === true)
      );
    default:
      return false;
  }
}

/** Whether a node holds a call that verifies what a caller sent. */
export function verifies(node: Node): boolean {
  for (const call of node.descendants("call")) {
    const { lastName: name, receiver, positional } = moduleOf(call).call(call);
    // `data.decode("utf-8")` makes text of bytes.
    const isText =
      name === "decode" &&
      (positional.length === 0 ||
        (receiver !== undefined && !/jwt|token|signer|serializer|fernet/i.test(receiver.text)));
    if (VERIFIES.test(name) && !isText) return true;
  }
  return false;
}

/** Whether a call checks something against a secret. */
export function isCheck(call: Node): boolean {
  return CHECKS.test(moduleOf(call).call(call).lastName);
}
