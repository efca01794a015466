import { didYouMean, nearest } from "../nearest.js";
import type { RegisteredRule } from "../rule.js";
import { currentName } from "./former-names.js";
import { RULES } from "./rules.generated.js";

/** A rule's id or a domain, which stands for all of its rules. */
export type RuleName = string;

/** Which rules to run. */
export interface Selection {
  /** Only these; every rule when there are none. */
  readonly select?: readonly RuleName[] | undefined;
  /** Not these. */
  readonly ignore?: readonly RuleName[] | undefined;
}

/**
 * The rules of a selection, in the order of their ids.
 *
 * @throws Error with one readable line when a name is not known or no rule is left.
 */
export function selectRules(
  { select = [], ignore = [] }: Selection,
  rules: readonly RegisteredRule[] = RULES,
): readonly RegisteredRule[] {
  for (const name of [...select, ...ignore]) {
    const problem = problemOf(name, rules);
    if (problem !== undefined) throw new Error(problem);
  }
  const isIn = (names: readonly RuleName[], id: string): boolean =>
    names.some((name) => currentName(name) === id || name === domainOf(id));
  const chosen = rules.filter(({ id }) => (select.length === 0 || isIn(select, id)) && !isIn(ignore, id));
  if (chosen.length === 0) throw new Error("no rule is left to run: everything selected is also ignored");
  return chosen;
}

/**
 * A rule by its id.
 *
 * @throws Error with one readable line that suggests the nearest id.
 */
export function ruleNamed(id: string, rules: readonly RegisteredRule[] = RULES): RegisteredRule {
  const found = rules.find((rule) => rule.id === currentName(id));
  if (found) return found;
  const inDomain = rules.map((rule) => rule.id).filter((known) => domainOf(known) === id);
  if (inDomain.length > 0) throw new Error(`'${id}' is a domain, not a rule; in it are ${inDomain.join(", ")}`);
  throw new Error(unknownRule(id, rules));
}

/** The rule that a mistyped name most likely meant. */
export function nearestName(name: string, ids: readonly string[]): string | undefined {
  // Whoever leaves out the domain means the rule of that name.
  return ids.find((known) => known.endsWith(`/${name}`)) ?? nearest(name, ids);
}

/** What is wrong with a name that should be of a rule or a domain, with the nearest; undefined when nothing is. */
export function problemOf(name: RuleName, rules: readonly RegisteredRule[] = RULES): string | undefined {
  const domains = [...new Set(rules.map(({ id }) => domainOf(id)))];
  if (domains.includes(name) || rules.some(({ id }) => id === currentName(name))) return undefined;
  const hint = name.includes("/") ? "" : didYouMean(name, domains);
  return hint ? `there is no rule or domain '${name}'${hint}` : unknownRule(name, rules);
}

function unknownRule(id: string, rules: readonly RegisteredRule[]): string {
  const meant = nearestName(
    id,
    rules.map((rule) => rule.id),
  );
  const hint =
    meant === undefined ? "'scarlint rules' lists them, and --rules brings your own" : `did you mean '${meant}'?`;
  return `there is no rule '${id}'; ${hint}`;
}

/** `zmq` of `zmq/rebind`. */
export function domainOf(id: string): string {
  return id.slice(0, id.indexOf("/"));
}
