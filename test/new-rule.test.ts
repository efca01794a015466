import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { problemsIn } from "../src/testing/index.js";
import { run, workspace, type Outcome } from "./cli/command.js";
import { compiledRule } from "./support/compile.js";
import { ROOT } from "./support/paths.js";

const SCRIPT = path.join(ROOT, "dist/src/docs/generate/new-rule.js");

/** A copy of what is written by people, and of nothing that is generated from it. */
function copy(t: TestContext): string {
  const cwd = workspace(t);
  for (const folder of ["rules", "src"]) cpSync(path.join(ROOT, folder), path.join(cwd, folder), { recursive: true });
  return cwd;
}

const newRule = (cwd: string, ...args: readonly string[]): Promise<Outcome> =>
  run(process.execPath, [SCRIPT, ...args], { cwd });

describe("npm run new-rule", () => {
  it("writes a rule that reports, a fixture that is as it says, and all that is generated", async (t) => {
    const cwd = copy(t);
    const { code, stdout, stderr } = await newRule(cwd, "billing/float-money");
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^rules\/billing\/float-money\.ts: written\nfixtures\/billing\/float-money\/example\.py: /);
    const read = (file: string): string => readFileSync(path.join(cwd, file), "utf8");
    assert.match(
      read("src/engine/rules/rules.generated.ts"),
      /\{ id: "billing\/float-money", rule: billingFloatMoney \}/,
    );
    assert.match(read("docs/rules/billing/float-money.md"), /^# billing\/float-money\n/);
    const rule = await compiledRule(workspace(t), "billing/float-money", read("rules/billing/float-money.ts"));
    const fixture = { "example.py": read("fixtures/billing/float-money/example.py") };
    assert.deepEqual(await problemsIn(fixture, [{ id: "billing/float-money", rule }]), []);
  });

  it("refuses what is no id or there already, in a line, and writes nothing", async (t) => {
    const cwd = copy(t);
    for (const [args, answer] of [
      [[], /^'' is no id of a rule: domain\/name, /],
      [["billing"], /^'billing' is no id of a rule/],
      [["billing/../zmq"], /is no id of a rule/],
      [["billing/Float_money"], /is no id of a rule/],
      [["a/b", "a/c"], /^one rule at a time/],
      [["zmq/rebind"], /^rules\/zmq\/rebind\.ts is there already; edit it, or choose another name\n$/],
    ] as const) {
      const { code, stdout, stderr } = await newRule(cwd, ...args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, answer);
      assert.equal(stderr.split("\n").length, 2);
    }
    assert.ok(!existsSync(path.join(cwd, "fixtures")));
  });
});
