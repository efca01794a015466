import { holdsUnconfigured, settingName, unconfigured } from "../../../src/concepts/settings/defaults.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import type { Edge } from "../../../src/python/cfg/graph.js";
import {
  DEBUG_NAME,
  DEPLOYED_NAME,
  MODE_NAME,
  SECRET_NAME,
  SWITCH_NAME,
  TESTING_NAME,
} from "../../../src/python/tables/access.js";
import type { Node } from "../../../src/syntax/node.js";
import type { AccessCheck } from "../../../src/concepts/access/access-check.js";
import { verifies, isGuard } from "../../../src/concepts/access/access-check.js";
import { decidedAgainst, decisions, elementsOf, isPossible, opposite } from "../../../src/concepts/access/branching.js";
import type { Bypass } from "./bypass.js";
import { isDemanded } from "./secret.js";
import { isServiceWide } from "../../../src/concepts/access/service-wide.js";

/** A check that a switch among the settings takes away; nothing when an edge is not about one, or it is meant. */
export function switchBypass(check: AccessCheck, edge: Edge): Bypass | undefined {
  const { condition } = edge;
  const other = opposite(edge);
  if (!condition || !other || !isServiceWide(condition) || !isGuard(check.definition)) return undefined;
  const outcome = check.outcome(edge.to, (next) => isPossible(next, condition));
  if (outcome.grants.length === 0 || outcome.refuses || outcome.fails) return undefined;
  const checked = check.outcome(other.to, () => true);
  const against = decidedAgainst(edge);
  const decided = [...elementsOf(against)];
  // A test that alone decides whether to refuse switches a feature, not a check.
  if (!checked.refuses || checked.grants.length === 0) return undefined;
  if ([...elementsOf(outcome.blocks)].some(verifies)) return undefined;
  const isVerified = decided.some(verifies);
  // What only the settings decide is there for developers, whoever they are.
  if (!isVerified && [...against].flatMap(decisions).every(({ condition }) => condition && isServiceWide(condition)))
    return undefined;
  if (!isVerified && (check.refusal !== "denies" || !decided.some(check.refuses))) return undefined;
  const found = judgeSwitch(condition, edge.kind === "true");
  return (
    found && {
      ...found,
      at: condition,
      definition: check.definition,
      isSetup: false,
      subject: condition,
      grant: outcome.grants[0],
    }
  );
}

type Judgement = Pick<Bypass, "kind" | "absence" | "byDefault" | "isLikely">;

/** What a test of the service's settings is, that opens when it is `opensWhen`. */
export function judgeSwitch(condition: Node, opensWhen: boolean): Judgement | undefined {
  const defaults = unconfigured(condition);
  const truth = holdsUnconfigured(condition);
  const byDefault = truth === undefined ? undefined : truth === opensWhen;
  const names = [...new Set(defaults.flatMap(({ reads }) => reads.map(settingName)))];
  const words = [...names, ...wordsOf(condition)].map(spaced);
  if (words.some((word) => TESTING_NAME.test(word)) || defaults.length === 0) return undefined;
  const [fallback] = defaults;
  if (byDefault && fallback && names.length > 0 && names.every((name) => SECRET_NAME.test(name.replace(/^-+/, "")))) {
    if (isDemanded(condition, names)) return undefined;
    return { kind: "secret", absence: { kind: "missing", fallback }, byDefault, isLikely: false };
  }
  if (words.some((word) => MODE_NAME.test(word))) {
    const isDebug =
      opensWhen && unwrap(condition).kind !== "comparison_operator" && words.some((word) => DEBUG_NAME.test(word));
    if (isDebug || byDefault) return { kind: isDebug ? "debug" : "mode", byDefault, isLikely: false };
    return words.some((word) => DEPLOYED_NAME.test(word)) ? { kind: "mode", byDefault, isLikely: true } : undefined;
  }
  return byDefault && words.some((word) => SWITCH_NAME.test(word))
    ? { kind: "switch", byDefault, isLikely: true }
    : undefined;
}

/** The names in a test and in what they are assigned from. */
function wordsOf(condition: Node): readonly string[] {
  const words: string[] = [];
  for (const name of condition.descendants("identifier", "string_content")) {
    if (!/^(self|os|environ|getenv|get|lower|settings|config|app)$/.test(name.text)) words.push(name.text);
  }
  return words;
}

function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
}
