import assert from "node:assert/strict";
import { test } from "node:test";
import { readClaims } from "../../src/triage/claims.js";
import { readDocument } from "../../src/triage/document.js";
import { readLedger } from "../../src/triage/ledger.js";

const BUG = "## BUG-001: It fails\n\n";

/** Reports on which whoever looks twice at each character would sit for hours. */
const REPORTS: Readonly<Record<string, string>> = {
  "quotations in quotations": `${">".repeat(10_000)} a\n`,
  "lists in lists": `${"- ".repeat(10_000)}a\n`,
  "deeper and deeper lists": Array.from({ length: 2_000 }, (_, depth) => `${"  ".repeat(depth)}- a\n`).join(""),
  headings: "# a\n".repeat(50_000),
  "columns without an end": `|${"a|".repeat(100_000)}\n|${"-|".repeat(100_000)}\n`,
  "brackets that open": "[".repeat(300_000),
  "pictures that open": "![".repeat(300_000),
  "links that open": "[a](".repeat(100_000),
  "asterisks that open": "**a ".repeat(200_000),
  "underscores that open": "__a ".repeat(200_000),
  "names that are no files": `**Files:** ${"a".repeat(600_000)}\n`,
  "space that ends nowhere": `**Status:** a${" ".repeat(600_000)}b **Tests:** c\n`,
  "digits without an end": `${"1".repeat(300_000)} ${"1 → 2 ".repeat(30_000)}\n`,
  backticks: Array.from({ length: 1_000 }, (_, length) => "`".repeat(length)).join(" "),
};

for (const [what, text] of Object.entries(REPORTS)) {
  test(`a report of ${what} is read to its end`, async () => {
    const { bugs } = readClaims(await readDocument(`${BUG}${text}\n\n## BUG-002: It fails, too\n`));
    assert.equal(bugs[0]?.name, "BUG-001");
  });
}

test("a memory that is nested without an end is called damaged", () => {
  const text = `${BUG}\n<!-- scarlint:triage\n${"[".repeat(1_000_000)}\n-->\n`;
  assert.throws(() => readLedger(text), /^Error: the comment at its end[^\n]*damaged[^\n]*$/);
});
