import type { RegisteredRule } from "../engine/rule.js";
import { compare } from "./compare.js";
import { markersIn } from "./markers.js";
import { observe } from "./observe.js";

/**
 * What differs between what the comments in Python sources say of rules and what the rules report, one line each;
 * nothing when all is as it says. `# expect: domain/name "part of the message"` stands at the end of a line that is to
 * be reported, or alone above it; `# audit:` for what `--audit` alone reports, `# todo:` for what is not seen yet.
 *
 * @param sources by path, with forward slashes: a project of its own
 * @param rules the only ones that run
 * @throws Error for a comment that names no rule
 */
export async function problemsIn(
  sources: Readonly<Record<string, string>>,
  rules: readonly Pick<RegisteredRule, "id" | "rule">[],
): Promise<readonly string[]> {
  const markers = Object.entries(sources).flatMap(([path, source]) =>
    markersIn(source).map((marker) => ({ ...marker, path })),
  );
  const { seen, failures } = await observe(new Map(Object.entries(sources)), rules);
  return [...compare(markers, seen), ...failures];
}
