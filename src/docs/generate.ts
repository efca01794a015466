import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { collectRules } from "./collect.js";
import { outputsOf } from "./outputs.js";

/**
 * `npm run generate [-- --check]`: writes the registry, the texts and the pages of all rules. A rule that cannot be
 * read is named and left out, so that one half-written rule does not stop the work on the others; the exit code is 1.
 */
function main(root: string, check: boolean): void {
  const { rules, problems } = collectRules(root);
  const outputs = outputsOf(rules);
  const stale = staleFiles(root, outputs);
  if (!check) stale.forEach((file) => update(root, file, outputs.get(file)));
  const complaints = check ? [...problems, ...stale.map((file) => `${file}: out of date: npm run generate`)] : problems;
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exitCode = 1;
  else console.log(`${String(rules.length)} rules: ${check ? "everything generated is up to date" : "generated"}`);
}

/** The generated files that are missing, differ, or belong to no rule any more. */
export function staleFiles(root: string, outputs: ReadonlyMap<string, string>): string[] {
  const differing = [...outputs].filter(([file, text]) => readIfThere(path.join(root, file)) !== text);
  const pages = existsSync(path.join(root, "docs/rules"))
    ? readdirSync(path.join(root, "docs/rules"), { recursive: true, encoding: "utf8" })
    : [];
  const orphans = pages
    .map((page) => `docs/rules/${page.replaceAll(path.sep, "/")}`)
    .filter((page) => page.endsWith(".md") && !outputs.has(page));
  return [...differing.map(([file]) => file), ...orphans];
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function update(root: string, file: string, text: string | undefined): void {
  const target = path.join(root, file);
  if (text === undefined) return rmSync(target);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

if (process.argv[1] === import.meta.filename) main(process.cwd(), process.argv.includes("--check"));
