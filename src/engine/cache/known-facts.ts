import { tellsSame } from "../../python/prefilter/text-question.js";
import type { Fact } from "../run/traced.js";

/**
 * Facts, each known by one number, whoever tells them. What the first has said counts: whoever was told something else has
 * seen files that were changing.
 */
export class KnownFacts {
  readonly facts: Fact[] = [];
  readonly #numbers = new Map<string, number>();

  /** @param facts known by their numbers already; of some may not be known what is so by now */
  constructor(facts: readonly (Fact | undefined)[] = []) {
    for (const [number, fact] of facts.entries()) {
      if (fact) this.#numbers.set(keyOf(fact), number);
      this.facts.push(fact ?? NO_FACT);
    }
  }

  /** The number of a fact; undefined where something else is known. */
  numberOf(fact: Fact): number | undefined {
    const key = keyOf(fact);
    const number = this.#numbers.get(key);
    if (number !== undefined) return isTold(fact, this.facts[number]) ? number : undefined;
    this.#numbers.set(key, this.facts.length);
    return this.facts.push(fact) - 1;
  }
}

/** Nothing leans on it: it stands where one has been. */
const NO_FACT: Fact = { about: "text", path: "" };

const keyOf = (fact: Fact): string => `${fact.about} ${fact.about === "texts" ? fact.question : fact.path}`;

function isTold(fact: Fact, known: Fact | undefined): boolean {
  if (fact.about === "kind") return known?.about === "kind" && known.kind === fact.kind;
  if (fact.about !== "texts") return true;
  return known?.about === "texts" && tellsSame(fact.question, known.answer, fact.answer);
}
