import { unwrap } from "../../../src/python/cfg/evaluation.js";
import type { Block, Edge } from "../../../src/python/cfg/graph.js";
import { isSameExpression, returnedValue, spellingOf } from "../../../src/python/cfg/expression.js";
import { accessPath, factsOf } from "../../../src/python/cfg/guards.js";
import { callsAny, mentionsName } from "../../../src/python/cfg/mentions.js";
import { assignedValue } from "../../../src/python/model/bindings.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import {
  CONFIGURATION_NAME,
  CHECK_NAME,
  DEBUG_NAME,
  POSITION_NAME,
  RIGHTS_NAME,
  SECRET_NAME,
} from "../../../src/python/tables/access.js";
import type { Node } from "../../../src/syntax/node.js";
import type { AccessCheck } from "../../../src/concepts/access/access-check.js";
import { type Outcome, isCheck, verifies, isGuard } from "../../../src/concepts/access/access-check.js";
import {
  comparedWithNothing,
  decidedAgainst,
  decisions,
  elementsOf,
  isPossible,
  missingSubject,
  opposite,
} from "../../../src/concepts/access/branching.js";
import type { Bypass } from "./bypass.js";
import { formsOf, holds, isComparedIn, mentions } from "./comparing.js";
import { lastWord } from "./forms.js";
import { absenceOf } from "./secret.js";
import { isServiceWide } from "../../../src/concepts/access/service-wide.js";

/** What taking an edge without a secret leads to; nothing when the edge is not about a secret. */
export function secretBypass(check: AccessCheck, edge: Edge): Bypass | "closed" | undefined {
  const subject = missingSubject(edge);
  const other = opposite(edge);
  if (!subject || !other || !edge.condition || !isServiceWide(subject)) return undefined;
  // Where there are no settings at all, nothing is said of one of them.
  const name = lastWord(subject);
  if (CONFIGURATION_NAME.test(name) || POSITION_NAME.test(name)) return undefined;
  // What a caller may do is asked once it is known who is calling.
  if (RIGHTS_NAME.test(name) || asksBase(check)) return "closed";
  const outcome = check.outcome(edge.to, (next) => isPossible(next, subject));
  if (outcome.grants.length === 0 || outcome.refuses || outcome.fails) return undefined;
  const checked = check.outcome(other.to, () => true);
  if (!checked.refuses && check.refusal !== "answers") return undefined;
  // Who has no secret of this kind may still be asked for another.
  if ([...elementsOf(outcome.blocks)].some(verifies)) return undefined;
  if (isRefusedElsewhere(check, edge.condition, subject)) return "closed";
  const decided = decidedAgainst(edge);
  const forms = formsOf(subject, check.definition);
  if (!isComparedIn(decided, forms) && !(check.refusal === "denies" && isHelped(subject, decided))) return undefined;
  const isNamed = forms.isSecret || digests(decided);
  if (!isNamed && !(check.refusal === "denies" && isGuard(check.definition))) return undefined;
  const found = withoutSecret(check, edge.condition, subject, outcome);
  if (!found) return "closed";
  return isNamed ? found : { ...found, isLikely: found.isLikely || check.hasRefusedBefore(edge.condition) };
}

/** Whether a check of a subclass asks the one that it overrides, too: what it adds is not all that there is. */
function asksBase({ definition, graph }: AccessCheck): boolean {
  if (!definition.owner) return false;
  const isBase = (call: Node): boolean => {
    const { lastName, functions, receiver } = moduleOf(call).call(call);
    return (
      receiver !== undefined &&
      lastName === definition.name &&
      functions.some((base) => base !== definition && mayRefuse(base))
    );
  };
  return graph.blocks.some(({ elements }) =>
    elements.some((element) => [...graph.partsOf(element)].some((part) => part.kind === "call" && isBase(part))),
  );
}

/** Whether a check does more than to answer. */
const mayRefuse = ({ body }: FunctionDefinition): boolean =>
  body !== undefined && body.descendants("call", "raise_statement").next().done !== true;

/** Whether callers are turned away before where the secret is missing and the service is not a developer's. */
function isRefusedElsewhere(check: AccessCheck, test: Node, subject: Node): boolean {
  const isDeveloped = ({ condition, kind }: Edge): boolean =>
    kind === "true" && !!condition && isServiceWide(condition) && DEBUG_NAME.test(condition.text.replaceAll("_", " "));
  const isPassed = (edge: Edge): boolean => {
    if (edge.condition === test) return false;
    const isGiven = factsOf(edge).some(
      (fact) => (fact.kind === "truthy" || fact.kind === "not-none") && isSameExpression(fact.subject, subject),
    );
    const other = isGiven || isDeveloped(edge) ? opposite(edge) : undefined;
    return other !== undefined && (isGiven || check.outcome(other.to, () => true).grants.length === 0);
  };
  const isAsked = check.graph.blocks.flatMap((block) => block.out).some((edge) => isDeveloped(edge) && isPassed(edge));
  return isAsked && check.graph.everyPathTo(test, { edge: isPassed });
}

/** A check that is passed where a secret is missing; nothing when the secret is never missing. */
function withoutSecret(check: AccessCheck, at: Node, subject: Node, outcome: Outcome): Bypass | undefined {
  const absence = absenceOf(subject);
  if (absence.kind === "never") return undefined;
  const isOwn = moduleOf(subject).receiverClass(subject.field("object") ?? subject) !== undefined;
  const isOfCheck = !isOwn || CHECK_NAME.test(check.definition.owner?.name ?? "");
  return {
    kind: "secret",
    at,
    definition: check.definition,
    isSetup: false,
    subject,
    absence,
    byDefault: absence.kind === "missing" ? true : undefined,
    grant: outcome.grants[0],
    isLikely: isOnce(check) || (check.refusal !== "denies" && (absence.kind === "possible" || !isOfCheck)),
  };
}

/**
 * Whether a door closes behind the first who passes: it refuses everybody by a setting that it sets itself, as the
 * pages do that set a program up.
 */
function isOnce(check: AccessCheck): boolean {
  const set = new Map<string, Node>();
  for (const element of check.graph.blocks.flatMap((block) => block.elements)) {
    const target = element.kind === "assignment" ? element.field("left") : undefined;
    const value = target && assignedValue(element);
    if (value && /^(true|false)$/.test(value.kind) && isServiceWide(target)) set.set(spellingOf(target), value);
  }
  if (set.size === 0) return false;
  return check.graph.blocks.flatMap(decisions).some((edge) => {
    const isClosed = factsOf(edge).some(
      ({ kind, subject }) =>
        (kind === "truthy" || kind === "falsy") && set.get(spellingOf(subject))?.kind === KIND_OF[kind],
    );
    return isClosed && check.outcome(edge.to, () => true).grants.length === 0;
  });
}

const KIND_OF = { truthy: "true", falsy: "false" } as const;

const DIGESTS = /^(compare_digest|constant_time_compare)$/;

/** Whether a helper checks what was sent: it may ask for the service's secret itself. */
function isHelped(subject: Node, blocks: ReadonlySet<Block>): boolean {
  return SECRET_NAME.test(lastWord(subject)) && isServiceName(subject) && [...elementsOf(blocks)].some(verifies);
}

/** Whether a secret is a setting, and not a part of whatever object is at hand. */
function isServiceName(subject: Node): boolean {
  return /^[A-Z_0-9]+$/.test(accessPath(subject) ?? "") || mentionsName(subject, /settings|config|environ|getenv/i);
}

function digests(blocks: ReadonlySet<Block>): boolean {
  return [...elementsOf(blocks)].some((element) => callsAny(element, DIGESTS));
}

/** `return not self.token or compare_digest(given, self.token)`. */
export function answerBypass(check: AccessCheck, statement: Node): Bypass | undefined {
  const value = returnedValue(statement);
  if (value?.kind !== "boolean_operator" || !value.child("or")) return undefined;
  const [left, right] = [value.field("left"), value.field("right")];
  const subject = left && missingWhen(left);
  if (!subject || !right || !isServiceWide(subject)) return undefined;
  const forms = formsOf(subject, check.definition);
  const isCompared = [...right.descendants("comparison_operator")].some((test) => holds(test, forms));
  const isDigested = [...right.descendants("call")].some((call) => isCheck(call) && mentions(call, forms));
  if (!isCompared && !isDigested) return undefined;
  if (!isDigested && !forms.isSecret) return undefined;
  return withoutSecret(check, left, subject, { grants: [statement], refuses: false, fails: false, blocks: new Set() });
}

/** What is missing when an expression holds. */
function missingWhen(expression: Node): Node | undefined {
  const test = unwrap(expression);
  if (test.kind === "not_operator") return test.children[0] && unwrap(test.children[0]);
  return comparedWithNothing(test);
}
