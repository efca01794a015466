import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding, Place } from "../../src/engine/finding/finding.js";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { scan } from "../../src/engine/scan/scan.js";

/** A bug that people reported and mended in a public project. */
export interface Bug {
  readonly id: string;
  /** The rule that is there to find it. */
  readonly rule: string;
  /** On GitHub. */
  readonly repository: string;
  /** The report, or the commit that mends it. */
  readonly url: string;
  /** The last commit with the bug. */
  readonly before: string;
  /** The commit without it. */
  readonly after: string;
  /** `file:line` of the bug. */
  readonly at: string;
  /** `file:line` of what stands there then. */
  readonly then: string;
  /** Other places of the same bug, as `file:line`. */
  readonly also?: readonly string[];
  /** The rule's page does not promise to find the likes of it. */
  readonly isNear?: true;
}

/** What the bug's rule says of it. */
export interface Answer {
  /** Whether it is found where it is. */
  readonly found: "yes" | "with --audit" | "no" | "no rule yet";
  /** Whether nothing is said there any more once it is mended. */
  readonly isSilent: boolean;
}

/** The bugs of a list. */
export function readBugs(file: string): readonly Bug[] {
  return JSON.parse(readFileSync(file, "utf8")) as readonly Bug[];
}

/** Asks the checkouts of a bug's two commits, `ID/before` and `ID/after` in a directory. */
export async function answerTo(bug: Bug, directory: string): Promise<Answer> {
  if (!RULES.some(({ id }) => id === bug.rule)) return { found: "no rule yet", isSilent: true };
  const tell = async (commit: string): Promise<readonly Finding[]> => {
    const result = await scan({ current: join(directory, bug.id, commit), select: [bug.rule], audit: true });
    return result.findings;
  };
  const places = [bug.at, ...(bug.also ?? [])];
  const found = (await tell("before")).filter((finding) => isAt(finding, places));
  const left = (await tell("after")).filter((finding) => spelled(finding) === bug.then);
  const isProved = found.some(({ likely }) => !likely);
  return { found: isProved ? "yes" : found.length > 0 ? "with --audit" : "no", isSilent: left.length === 0 };
}

/** Whether a finding, or what it relates, is at one of some places. */
function isAt(finding: Finding, places: readonly string[]): boolean {
  return [finding, ...finding.related].some((place) => places.includes(spelled(place)));
}

const spelled = ({ path, start }: Place): string => `${path}:${String(start.line)}`;
