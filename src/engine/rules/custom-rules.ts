import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { parseComment } from "../../docs/comment.js";
import type { RuleDoc } from "../../docs/rule-doc.js";
import { reasonOf } from "../../files/problem.js";
import type { RegisteredRule, Rule } from "../rule.js";
import { RULES } from "./rules.generated.js";
import { SEVERITIES } from "../severity.js";

/**
 * The rules of a team's own in a directory, sorted by id: `billing/float-money` is `billing/float-money.js` in there.
 *
 * @param directory named by whoever runs the scan, never by what is scanned: the files are programs, and are run
 * @throws Error with one readable line that names the file when one is no rule.
 */
export async function loadCustomRules(directory: string): Promise<readonly RegisteredRule[]> {
  const files = filesIn(directory);
  if (files.length === 0) throw new Error(`there are no rules in '${directory}'; a rule is a file like team/name.js`);
  const rules: RegisteredRule[] = [];
  for (const file of files) rules.push(await ruleIn(directory, file));
  return rules;
}

/** A rule by the address of its module, as a thread loads it that cannot be sent the rule itself. */
export async function loadRule(id: string, url: string): Promise<RegisteredRule> {
  const { default: rule } = (await import(url)) as { default?: unknown };
  if (!isRule(rule)) {
    const shape = `{ severity: "${SEVERITIES.join('" | "')}", check(module) }`;
    throw new Error(`its default export has to be a rule: ${shape}`);
  }
  return { id, rule, url };
}

function filesIn(directory: string): readonly string[] {
  try {
    const all = readdirSync(directory, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll(sep, "/"));
    return all
      .filter((file) => /\.(m?js|m?ts)$/.test(file) && !/\.(test|d)\.m?[jt]s$|(^|\/)node_modules\//.test(file))
      .sort();
  } catch (error) {
    throw new Error(`the rules in '${directory}' cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

async function ruleIn(directory: string, file: string): Promise<RegisteredRule> {
  const path = join(directory, file);
  try {
    const id = idOf(file);
    const loaded = await loadRule(id, pathToFileURL(path).href);
    const doc = docOf(id, readFileSync(path, "utf8"));
    return { ...loaded, ...(doc && { doc }) };
  } catch (error) {
    throw new Error(`the rule '${path}' cannot be used: ${reasonOf(error)}`, { cause: error });
  }
}

function idOf(file: string): string {
  const id = file.replace(/\.m?[jt]s$/, "");
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(id)) {
    throw new Error("its path has to be domain/name.js, in small letters, digits and hyphens");
  }
  if (RULES.some((known) => known.id === id)) throw new Error(`scarlint has a rule '${id}' already; rename it`);
  if (file.endsWith("ts") && !("typescript" in process.features && process.features.typescript)) {
    throw new Error("this Node does not run TypeScript; compile it to .js, or use Node 22.18 or later");
  }
  return id;
}

function isRule(value: unknown): value is Rule {
  if (typeof value !== "object" || value === null || !("severity" in value && "check" in value)) return false;
  return SEVERITIES.some((severity) => severity === value.severity) && typeof value.check === "function";
}

/** What the comment above the default export says; nothing when there is none. */
function docOf(id: string, source: string): RuleDoc | undefined {
  const before = source.slice(0, Math.max(source.search(/^export default\b/m), 0)).trimEnd();
  const start = before.lastIndexOf("/**");
  return start >= 0 && before.endsWith("*/") ? { id, ...parseComment(before.slice(start)) } : undefined;
}
