import type { Node } from "../../syntax/node.js";
import { returnedValue } from "../../python/cfg/expression.js";
import { mentionsName } from "../../python/cfg/mentions.js";
import { opposite } from "./branching.js";
import { answersNo, denies, isRefusal } from "./denial.js";
import { dependenciesIn } from "./dependencies.js";
import { isServiceWide } from "./service-wide.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import type { Block, Edge, FlowGraph } from "../../python/cfg/graph.js";
import { textOf } from "../../python/model/literal.js";
import { question } from "../../python/model/solver.js";
import { holdsWord, matchesPattern, type Prefilter } from "../../python/prefilter/prefilter.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import {
  CHECKS,
  DENIAL_CLASS,
  DENIAL_FUNCTION,
  DENIED,
  CHECK_NAME,
  NO_CHECK_NAME,
  REFUSES_NAME,
  VERIFIES,
} from "../../python/tables/access.js";

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
    /** Whether an element turns the caller away. */
    readonly refuses: (element: Node) => boolean,
  ) {
    for (const block of this.graph.blocks) {
      if (block.elements.some(refuses)) this.#refusing.add(block);
    }
  }

  static of(definition: FunctionDefinition): AccessCheck | undefined {
    const { node, module } = definition;
    if (node.kind === "lambda" || !module.mayHold(HINT, node)) return undefined;
    const isCheckItself = isNamedCheck(definition) || answersByDigest(definition);
    if (!isCheckItself && !mayDeny(module, node)) return undefined;
    const elements = definition.graph.blocks.flatMap((block) => block.elements);
    if (elements.some(denies))
      return new AccessCheck(definition, "denies", (element) => denies(element) || answersNo(element));
    if (!isCheckItself || REFUSES_NAME.test(definition.name)) return undefined;
    if (elements.some((element) => answersNo(element) || comparesIn(element)) || answersAfterVerifying(elements)) {
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

  /** Whether every way to a node is one that others have been turned away on, for what they are or sent. */
  hasRefusedBefore(node: Node): boolean {
    const isPassed = (edge: Edge): boolean => {
      const other = edge.condition && !isServiceWide(edge.condition) ? opposite(edge) : undefined;
      return other !== undefined && this.outcome(other.to, () => true).grants.length === 0;
    };
    return this.graph.everyPathTo(node, { edge: isPassed });
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
    const value = statement && returnedValue(statement);
    if (value && isRefusal(value)) return false;
    if (this.refusal !== "answers") return true;
    return value !== undefined && value.kind !== "none" && value.kind !== "false" && !compares(value);
  }
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
  new RegExp(
    [DENIED, DENIAL_CLASS, DENIAL_FUNCTION, /400?[13]|1008/].map(({ source }) => source.replace(/\$$/, "")).join("|"),
    "i",
  ),
);
const DIGEST = matchesPattern("a comparison in constant time", /compare_digest|constant_time_compare/);
const RAISES = holdsWord("raise");
const MAKES_ERROR = matchesPattern("an error of HTTP", /H(?:TTPException|ttp)\w*[\s\\]*[(#]/);
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
  return module.mayHold(HINT) && [CHECK_DEFINED, DENIES, DIGEST].some((prefilter) => module.mayHold(prefilter));
}

/** Whether a function may turn a caller away in words that leave no doubt, be it by an error that was made elsewhere. */
function mayDeny(module: Module, node: Node): boolean {
  return module.mayHold(DENIES, node) || (module.mayHold(RAISES, node) && makesDenial(module));
}

function makesDenial(module: Module): boolean {
  return module.project.once(MAKES_DENIAL, module, () => module.mayHold(DENIES) && module.mayHold(MAKES_ERROR));
}

const MAKES_DENIAL = question(false);

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
  return definition.parameters.some(({ default: given, annotation }) =>
    [given, annotation].some((part) => [...dependenciesIn(part)].length > 0),
  );
}

/** Whether what a function answers is how a comparison of secrets comes out, whatever it is named for. */
function answersByDigest({ module, node, returns }: FunctionDefinition): boolean {
  if (!module.mayHold(DIGEST, node)) return false;
  return returns.some((statement) => {
    const value = returnedValue(statement);
    return value?.kind === "call" && isCheck(value);
  });
}

function comparesIn(element: Node): boolean {
  const value = returnedValue(element);
  return value !== undefined && compares(value);
}

/** `key.verify(given); return True`: what verifies may raise, and leaves it to the function to say so. */
function answersAfterVerifying(elements: readonly Node[]): boolean {
  return elements.some((element) => returnedValue(element)?.kind === "true") && elements.some(verifies);
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
      name === "decode" && (positional.length === 0 || (receiver !== undefined && !mentionsName(receiver, DECODERS)));
    if (VERIFIES.test(name) && !isText && !isUnverified(call)) return true;
  }
  return false;
}

const DECODERS = /jwt|token|signer|serializer|fernet/i;

/** `jwt.decode(token, options={"verify_signature": False})` */
function isUnverified(call: Node): boolean {
  for (const part of call.descendants("keyword_argument", "pair")) {
    const name = part.kind === "pair" ? textOf(part.field("key") ?? part) : part.field("name")?.text;
    if (part.field("value")?.kind === "false" && name?.startsWith("verify") === true) return true;
  }
  return /unverified/i.test(moduleOf(call).call(call).lastName);
}

/** Whether a call checks something against a secret. */
export function isCheck(call: Node): boolean {
  return CHECKS.test(moduleOf(call).call(call).lastName);
}
