import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { filesOfExample } from "../src/docs/example.js";
import { generatedFor } from "../src/docs/generate/generated.js";
import { parseComment } from "../src/docs/comment.js";
import { MEASURED, measureOf, precisionOf, UNMEASURED } from "../src/docs/measured.js";
import { staleFiles } from "../src/docs/generate/stale.js";
import { indexPage, rulePage } from "../src/docs/page.js";
import { loadDocs, pageOf } from "../src/engine/rules/docs.js";
import type { FixKind } from "../src/engine/rule.js";
import { RULES } from "../src/engine/rules/rules.generated.js";
import { observe } from "../src/testing/observe.js";
import { ROOT } from "./support/paths.js";

const COMMENT = `/**
 * A route answers with the version 1.2 of \`app. py\`,
 * whatever it was asked. Nobody notices.
 *
 * @bad
 * \`\`\`python
 * @app.get("/")
 * def index():
 *     return glob("**\\/*.py")
 * \`\`\`
 *
 * @good
 * \`\`\`python
 * @see
 * def index(): ...
 * \`\`\`
 * @limits It sees routes
 * of one file.
 *
 * And nothing else.
 * @off Never.
 * @see https://example.org/a
 * @see [A page](https://example.org/b)
 */`;

test("a comment is read line by line, programs with decorators included", () => {
  assert.deepEqual(parseComment(COMMENT), {
    summary: "A route answers with the version 1.2 of `app. py`, whatever it was asked.",
    description: "Nobody notices.",
    bad: ['@app.get("/")\ndef index():\n    return glob("**/*.py")\n'],
    good: ["@see\ndef index(): ...\n"],
    limits: "It sees routes\nof one file.\n\nAnd nothing else.",
    off: "Never.",
    see: ["https://example.org/a", "[A page](https://example.org/b)"],
  });
});

test("a comment that lacks something says what", () => {
  const without = (pattern: RegExp | string, text = ""): string => COMMENT.replace(pattern, text);
  const cases: readonly (readonly [comment: string, message: RegExp])[] = [
    ["/** */", /begin with a sentence/],
    [without(" Nobody notices."), /does not say why it hurts/],
    [without("@bad", "@good"), /lacks @bad/],
    [without("@good", "@bad"), /lacks @good/],
    [without(/@limits[^@]*/), /lacks @limits/],
    [without("@off Never."), /lacks @off/],
    [without("@off", "@of"), /unknown tag @of;/],
    [without("```python", "```"), /has to begin with ```python/],
    [without("@good", "@good This:"), /text outside of its code fence: 'This:'/],
    [without(/```\n(?= \* @limits)/), /fence that is not closed/],
  ];
  for (const [comment, message] of cases) assert.throws(() => parseComment(comment), message);
});

test("everything that is generated is up to date", () => {
  const { outputs, problems } = generatedFor(ROOT);
  assert.deepEqual(problems, []);
  assert.deepEqual(staleFiles(ROOT, outputs), [], "npm run generate writes these anew");
});

test("no rules make an index that says so", () => {
  assert.match(indexPage([]), /no rules yet/);
});

test("a page has a section for everything the comment says", () => {
  const page = rulePage({ severity: "high", cwe: 95, doc: { id: "web/version", ...parseComment(COMMENT) } });
  assert.deepEqual(page.match(/^#.*$/gm), [
    "# web/version",
    "## What it does",
    "## Why is this bad?",
    "## Example",
    "## Use instead",
    "## Known limits",
    "## When to turn it off",
    "## References",
  ]);
  assert.match(page, /^\*\*high\*\* \(P1: fix within 72 hours\) · \[CWE-95\]\(https:\/\/cwe\.mitre\.org\//m);
  assert.match(page, /^- <https:\/\/example\.org\/a>\n- \[A page\]/m);
});

test("a page says whether --fix helps", () => {
  const helpWith = (fixes?: readonly FixKind[]): string | undefined =>
    rulePage({ severity: "low", doc: { id: "web/version", ...parseComment(COMMENT) }, ...(fixes && { fixes }) }).split(
      "\n\n",
    )[2];
  assert.equal(helpWith(), "`--fix` does not mend it.");
  assert.equal(helpWith(["safe"]), "In some cases it is mended by `--fix`.");
  assert.match(helpWith(["unsafe"]) ?? "", /^In some cases it is mended by `--fix --unsafe-fixes`, which may change/);
  assert.match(helpWith(["safe", "unsafe"]) ?? "", /mended by `--fix`, in others by `--fix --unsafe-fixes`, which/);
});

test("a rule without a comment has no page", async () => {
  const rule = { severity: "low", check: () => [] } as const;
  assert.equal(await pageOf({ id: "web/none", rule }), undefined);
});

for (const registered of RULES) {
  const { id } = registered;
  test(`what the page of ${id} shows is true`, async () => {
    const doc = (await loadDocs()).get(id);
    assert.ok(doc, "the rule has no text");
    const onlyLikely = doc.limits.includes("with `--audit` only.");
    for (const program of doc.bad) {
      const seen = await reportsOf(id, program);
      assert.ok(
        seen.some(({ likely }) => likely === onlyLikely),
        `@bad is not reported:\n${program}`,
      );
    }
    for (const program of doc.good)
      assert.deepEqual(await reportsOf(id, program), [], `@good is reported:\n${program}`);
    assert.match((await pageOf(registered)) ?? "", /## Known limits/);
  });
}

test("every rule says what readers have made of its findings, as docs/precision.md does", () => {
  assert.deepEqual(
    [...Object.keys(MEASURED), ...UNMEASURED].sort(),
    RULES.map(({ id }) => id),
  );
  const [page = ""] = readFileSync(join(ROOT, "docs/precision.md"), "utf8").split("\n## Earlier samples");
  const rows = page.split("\n").flatMap((line) => {
    const [, rule = "", ...cells] = line.split("|").map((cell) => cell.trim());
    const triples = cells.filter((cell) => /^\d+ \/ \d+ \/ \d+$/.test(cell)).map((cell) => cell.split("/").map(Number));
    return triples.length > 0
      ? [{ rule: rule.replaceAll("`", ""), triples, read: cells.find((cell) => /^\d+$/.test(cell)) }]
      : [];
  });
  assert.ok(rows.length > 30);
  for (const { rule, triples, read } of rows) {
    const sums = [0, 1, 2].map((index) => triples.reduce((sum, triple) => sum + (triple[index] ?? 0), 0));
    const { acted, harmless, wrong } = MEASURED[rule] ?? {};
    assert.deepEqual([acted, harmless, wrong], sums, rule);
    assert.equal(
      sums.reduce((a, b) => a + b, 0),
      Number(read),
      rule,
    );
  }
});

test("what share of findings is right is told only of rules with many that were read", () => {
  assert.equal(precisionOf("errors/swallowed-exception"), "very-high");
  assert.equal(precisionOf("asyncio/gather-of-sync-call"), "medium");
  assert.equal(precisionOf("billing/float-money"), "medium");
  assert.equal(measureOf("billing/float-money"), undefined);
  assert.match(measureOf("memory/only-grows") ?? "", /^It is younger than the readings/);
});

async function reportsOf(rule: string, program: string) {
  const { seen, failures } = await observe(filesOfExample(program));
  assert.deepEqual(failures, []);
  return seen.filter((observation) => observation.rule === rule);
}
