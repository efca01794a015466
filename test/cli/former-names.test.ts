import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { scarlint, workspace } from "./command.js";

const FORMER = "objects/undefined-attribute";
const NOW = "objects/unknown-member";

const BUGGY = `class Leases:
    def __init__(self):
        self._lock = None

    def grant(self):
        return self.lock
`;
const SILENCED = BUGGY.replace("self.lock", `self.lock  # scarlint: ignore[${FORMER}] a subclass has it`);
const NOTE = `'${FORMER}' is called '${NOW}' by now; the old name still works\n`;

describe("the former name of a rule", () => {
  it("silences what the rule finds, and is said to be old", async (t) => {
    const { code, stdout, stderr } = await scarlint([], { cwd: workspace(t, { "a.py": SILENCED }) });
    assert.equal(code, 0);
    assert.match(stdout, /; 1 suppressed$/m);
    assert.equal(stderr, `scarlint: a.py:6: ${NOTE}`);
  });

  it("means the rule in a configuration", async (t) => {
    const files = { "a.py": BUGGY, "scarlint.toml": `select = ["${FORMER}"]\nseverity = { "${FORMER}" = "low" }\n` };
    const { stdout, stderr } = await scarlint([], { cwd: workspace(t, files) });
    assert.match(stdout, /^a\.py:6:16 low objects\/unknown-member\n/);
    assert.equal(stderr, `scarlint: scarlint.toml:1 and 1 other place: ${NOTE}`);
  });

  it("means the rule on the command line", async (t) => {
    const cwd = workspace(t, { "a.py": BUGGY });
    assert.equal((await scarlint(["--select", FORMER], { cwd })).code, 1);
    const { code, stderr } = await scarlint(["--ignore", FORMER], { cwd });
    assert.equal(code, 0);
    assert.equal(stderr, `scarlint: command line: ${NOTE}`);
    assert.match((await scarlint(["explain", FORMER], { cwd })).stdout, /^# objects\/unknown-member\n/);
  });

  it("is what a baseline may know a finding by", async (t) => {
    const cwd = workspace(t, { "a.py": BUGGY });
    await scarlint(["baseline"], { cwd });
    const file = join(cwd, ".scarlint-baseline.json");
    const { version, findings } = JSON.parse(readFileSync(file, "utf8")) as { version: number; findings: object[] };
    const older = JSON.stringify({ version, findings: findings.map((each) => ({ ...each, rule: FORMER })) });
    const before = workspace(t, { "a.py": BUGGY, "old.json": older });
    assert.equal((await scarlint(["--baseline", "old.json"], { cwd: before })).code, 0);
  });

  it("is told to code scanning", async (t) => {
    const { stdout } = await scarlint(["--format", "sarif"], { cwd: workspace(t, { "a.py": "" }) });
    const log = JSON.parse(stdout) as {
      runs: { tool: { driver: { rules: { id: string; deprecatedIds?: string[] }[] } } }[];
    };
    const rule = log.runs[0]?.tool.driver.rules.find(({ id }) => id === NOW);
    assert.deepEqual(rule?.deprecatedIds, [FORMER]);
  });
});
