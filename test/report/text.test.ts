import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import pc from "picocolors";
import { failureLine, toText } from "../../src/report/text.js";
import { visibleJson } from "../../src/report/visible.js";
import { hostileResult } from "../support/hostile.js";

/** What a terminal acts upon, and what the log of a build server takes for a command. */
const ACTIVE = /[^\P{C}\p{Cn}\p{Co}\n]|[\u2028\u2029]|^\s*::|##\w*\[/mu;

const style = { colors: pc.createColors(false), width: 80, pathOf: (path: string): string => path };

for (const isWrapped of [false, true]) {
  test(`no terminal and no build server acts upon a report${isWrapped ? " that is wrapped" : ""}`, async () => {
    await fc.assert(
      fc.asyncProperty(hostileResult, fc.constantFrom("", "::", " ::"), async ({ findings, failures }, prefix) => {
        const placed = findings.map((finding) => ({ ...finding, path: `${prefix}${finding.path}` }));
        assert.doesNotMatch(await toText(placed, { ...style, isWrapped }), ACTIVE);
        for (const failure of failures) assert.doesNotMatch(failureLine(failure, style.pathOf), ACTIVE);
      }),
    );
  });
}

test("no build server acts upon JSON, which says the same", () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      const json = visibleJson(JSON.stringify(result, undefined, 2));
      assert.doesNotMatch(json, ACTIVE);
      assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(result)));
    }),
  );
});
