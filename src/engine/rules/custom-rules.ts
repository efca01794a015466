import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { parseComment } from "../../docs/comment.js";
import type { RuleDoc } from "../../docs/rule-doc.js";
import { reasonOf } from "../../files/problem.js";
import { LARGEST_DOCUMENT, readText, whyUnread } from "../../files/read.js";
import { HOMEPAGE } from "../../version.js";
import { didYouMean } from "../nearest.js";
import type { RegisteredRule, Rule } from "../rule.js";
import { leadToOwnPackage } from "./own-package.js";
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
  leadToOwnPackage();
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
    const modules = all
      .filter((file) => /\.(m?js|m?ts)$/.test(file) && !/\.(test|d)\.m?[jt]s$|(^|\/)node_modules\//.test(file))
      .sort();
    const rules = new Set(modules.map(withoutEnding));
    return modules.filter((file) => !belongsToOne(file, rules));
  } catch (error) {
    throw new Error(`the rules in '${directory}' cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

/** Whether a file lies in the folder of a rule's name: it is what only that rule asks, and no rule itself. */
function belongsToOne(file: string, rules: ReadonlySet<string>): boolean {
  return rules.has(file.split("/", 2).join("/")) && file.split("/").length > 2;
}

const withoutEnding = (file: string): string => file.replace(/\.m?[jt]s$/, "");

async function ruleIn(directory: string, file: string): Promise<RegisteredRule> {
  const path = join(directory, file);
  try {
    const id = idOf(file);
    const doc = docOf(id, readText(path, LARGEST_DOCUMENT));
    const loaded = await loadRule(id, pathToFileURL(path).href);
    return { ...loaded, ...(doc && { doc }) };
  } catch (error) {
    throw new Error(`the rule '${path}' cannot be used: ${(await unknownWord(error)) ?? whyUnread(error)}`, {
      cause: error,
    });
  }
}

/** Says of an import of the vocabulary which word there is none of. */
async function unknownWord(error: unknown): Promise<string | undefined> {
  const pattern = /module '(scarlint\/python(?:\/[^']*)?)' does not provide an export named '([^']*)'/;
  const [, from, word] = pattern.exec(reasonOf(error)) ?? [];
  if (from === undefined || word === undefined) return undefined;
  const words = Object.keys(await import("../../vocabulary.js"));
  const longer = words.filter((other) => other.toLowerCase().includes(word.toLowerCase()));
  const suggestion = longer.length > 0 ? `; did you mean '${longer.join("' or '")}'?` : didYouMean(word, words);
  return `'${from}' has no '${word}'${suggestion}${suggestion ? " All words" : "; all words"} are in ${HOMEPAGE}/blob/main/docs/vocabulary.md`;
}

function idOf(file: string): string {
  const id = withoutEnding(file);
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(id)) {
    const asked = file.split("/").length > 2 ? "; what only one rule asks lies in a folder of its name beside it" : "";
    throw new Error(`its path has to be domain/name.js, in small letters, digits and hyphens${asked}`);
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
