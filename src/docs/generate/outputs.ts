import { indexPage, rulePage, type DocumentedRule } from "../page.js";
import { configurationSchema } from "./configuration-schema.js";
import type { RuleDoc } from "../rule-doc.js";
import { vocabularyPage } from "./vocabulary-page.js";
import type { Vocabulary } from "./vocabulary.js";

const BANNER = "// Written by `npm run generate` from the files in rules/; edit those.";

/** Every generated file, by its path in the project. @param page that of an HTML report, as a module */
export function outputsOf(
  rules: readonly DocumentedRule[],
  vocabulary: Vocabulary,
  page: string,
): ReadonlyMap<string, string> {
  const outputs = new Map([
    ["src/engine/rules/rules.generated.ts", registry(rules)],
    ["src/engine/rules/docs.generated.ts", texts(rules.map(({ doc }) => doc))],
    ["docs/rules/README.md", indexPage(rules)],
    ["docs/vocabulary.md", vocabularyPage(vocabulary)],
    ["src/report/html/page.generated.ts", page],
    ["docs/scarlint.schema.json", configurationSchema(rules.map(({ doc }) => doc.id))],
  ]);
  for (const rule of rules) outputs.set(`docs/rules/${rule.doc.id}.md`, rulePage(rule));
  return outputs;
}

/** One line a rule in each list, so that branches that add different rules merge. */
function registry(rules: readonly DocumentedRule[]): string {
  const ids = rules.map(({ doc }) => doc.id);
  const imports = ids.map((id) => `import ${nameOf(id)} from "../../../rules/${id}.js";`);
  return lines(
    BANNER,
    ...imports,
    `import type { RegisteredRule } from "../rule.js";`,
    "",
    "/** Every rule, sorted by id. */",
    "export const RULES: readonly RegisteredRule[] = [",
    ...ids.map((id) => `  { id: "${id}", rule: ${nameOf(id)} },`),
    "];",
  );
}

function texts(docs: readonly RuleDoc[]): string {
  return lines(
    BANNER,
    `import type { RuleDoc } from "../../docs/rule-doc.js";`,
    "",
    "/** What the comment above each rule says, sorted by id. */",
    "export const DOCS: readonly RuleDoc[] = [",
    ...docs.map((doc) => `${JSON.stringify(doc, undefined, 2).replace(/^/gm, "  ")},`),
    "];",
  );
}

/** `zmq/bind-then-connect` as an identifier: `zmqBindThenConnect`. */
function nameOf(id: string): string {
  return id.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());
}

const lines = (...all: string[]): string => `${all.join("\n")}\n`;
