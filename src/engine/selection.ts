import { didYouMean, nearest } from "./nearest.js";
import type { RegisteredRule } from "./rule.js";
import { RULES } from "./rules.generated.js";

/** A rule's id or a domain, which stands for all of its rules. */
export type RuleName = string;

/** Which rules to run. */
export interface Selection {
  /** Only these; every rule when there are none. */
  readonly select?: readonly RuleName[];
  /** Not these. */
  readonly ignore?: readonly RuleName[];
}

/**
 * The rules of a selection, in the order of their ids.
 *
 * @throws Error with one readable line when a name is not known or no rule is left.
 */
export function selectRules({ select = [], ignore = [] }: Selection): readonly RegisteredRule[] {
  for (const name of [...select, ...ignore]) refuseUnknown(name);
  const isIn = (names: readonly RuleName[], id: string): boolean => names.includes(id) || names.includes(domainOf(id));
  const chosen = RULES.filter(({ id }) => (select.length === 0 || isIn(select, id)) && !isIn(ignore, id));
  if (chosen.length === 0) throw new Error("no rule is left to run: everything selected is also ignored");
  return chosen;
}

/**
 * A rule by its id.
 *
 * @throws Error with one readable line that suggests the nearest id.
 */
export function ruleNamed(id: string): RegisteredRule {
  const found = RULES.find((rule) => rule.id === id);
  if (found) return found;
  const ids = RULES.map((rule) => rule.id);
  const inDomain = ids.filter((known) => domainOf(known) === id);
  if (inDomain.length > 0) throw new Error(`'${id}' is a domain, not a rule; in it are ${inDomain.join(", ")}`);
  const meant = nearestName(id, ids);
  const hint = meant === undefined ? "'scarlint rules' lists them" : `did you mean '${meant}'?`;
  throw new Error(`there is no rule '${id}'; ${hint}`);
}

/** The rule that a mistyped name most likely meant. */
export function nearestName(name: string, ids: readonly string[]): string | undefined {
  // Whoever leaves out the domain means the rule of that name.
  return ids.find((known) => known.endsWith(`/${name}`)) ?? nearest(name, ids);
}

/** `zmq` of `zmq/rebind`. */
export function domainOf(id: string): string {
  return id.slice(0, id.indexOf("/"));
}

function refuseUnknown(name: RuleName): void {
  const domains = [...new Set(RULES.map(({ id }) => domainOf(id)))];
  if (domains.includes(name)) return;
  if (!name.includes("/")) {
    const hint = didYouMean(name, domains);
    if (hint) throw new Error(`there is no rule or domain '${name}'${hint}`);
  }
  ruleNamed(name);
}
