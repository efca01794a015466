import type { Finding, Purpose } from "../engine/finding/finding.js";
import type { Reach } from "../engine/scan/reach.js";

/** What runs the code of a file: the program, nothing that imports it, or nobody whom it serves. */
export type Standing = "program" | "alone" | Purpose;

/** Where nothing was asked, every file counts as a part of the program. */
export const NOTHING_KNOWN: Reach = new Map();

/** What runs some findings, and how much of the program leads to them. */
export interface Ranked {
  readonly standing: Standing;
  /** The more, the more of the program leads there. */
  readonly weight: number;
}

/** What runs the code of some findings: what most matters of it. */
export function standingOf(findings: readonly Finding[], reach: Reach): Ranked {
  let best: Ranked | undefined;
  for (const finding of findings) {
    const one = { standing: standingIn(finding, reach), weight: weightOf(finding, reach) };
    if (!best || rankOf(one.standing) < rankOf(best.standing)) best = one;
    else if (one.standing === best.standing && one.weight > best.weight) best = one;
  }
  return best ?? { standing: "program", weight: 0 };
}

/** Whether the code serves nobody, or only whoever starts it by hand. */
export function isAside(standing: Standing): boolean {
  return standing !== "program";
}

const ORDER: readonly Standing[] = ["program", "alone", "script", "test", "example", "copy"];

/** Where what runs some code comes in an order: lower is first. */
export function rankOf(standing: Standing): number {
  return ORDER.indexOf(standing);
}

function standingIn({ path, purpose }: Finding, reach: Reach): Standing {
  if (purpose !== undefined) return purpose;
  const access = reach.get(path);
  return access?.importers === 0 && !access.isStarted ? "alone" : "program";
}

function weightOf({ path }: Finding, reach: Reach): number {
  const access = reach.get(path);
  return access ? access.importers + Number(access.isStarted) : 0;
}
