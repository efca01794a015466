import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "../support/paths.js";
import { BUGGY, scarlint, workspace } from "./command.js";

const COMMENT = "# scarlint: ignore[errors/swallowed-exception] the caller tries again";
const SILENCED = BUGGY.replace("Exception:", `Exception:  ${COMMENT}`);

describe("a finding that a comment silences", () => {
  it("comes back after the day until which it is silenced, whatever is remembered of earlier scans", async (t) => {
    const until = (day: string): string =>
      BUGGY.replace("Exception:", `Exception:  # scarlint: ignore[errors] until ${day}`);
    const cwd = workspace(t, { "old.py": until("2020-01-31"), "young.py": until("2999-01-31") });
    for (const args of [[], [], ["--no-cache"]]) {
      const { code, stdout } = await scarlint(args, { cwd });
      assert.equal(code, 1);
      assert.match(stdout, /^old\.py:3:1 medium /m);
      assert.match(stdout, /^ {2}related: old\.py:3:20 what silenced this ended on 2020-01-31$/m);
      assert.match(stdout, /^1 finding .*; 1 suppressed$/m);
    }
    const { stdout } = await scarlint(["--format", "json"], { cwd });
    const { suppressed } = JSON.parse(stdout) as { suppressed: { suppression: object }[] };
    assert.deepEqual(suppressed[0]?.suppression, { line: 3, reason: "", until: "2999-01-31" });
  });

  it("is counted in the summary, and does not fail the command", async (t) => {
    const cwd = workspace(t, { "a.py": SILENCED });
    const { code, stdout } = await scarlint([], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /^No findings in 1 file, 4 lines, .* s; 1 suppressed$/m);
  });

  it("is listed apart in JSON, and is not in SARIF", async (t) => {
    const cwd = workspace(t, { "a.py": SILENCED, "b.py": BUGGY });
    interface Reported {
      readonly path: string;
      readonly suppression?: object;
    }
    const json = JSON.parse((await scarlint(["--format", "json"], { cwd })).stdout) as Record<string, Reported[]>;
    assert.deepEqual(
      json.findings?.map((finding) => finding.path),
      ["b.py"],
    );
    assert.deepEqual(
      json.suppressed?.map((finding) => [finding.path, finding.suppression]),
      [["a.py", { line: 3, reason: "the caller tries again" }]],
    );
    const { stdout } = await scarlint(["--format", "sarif"], { cwd });
    const log = JSON.parse(stdout) as { runs: { results: object[]; tool: { driver: { rules: { id: string }[] } } }[] };
    const [sarif] = log.runs;
    assert.ok(sarif);
    assert.equal(sarif.results.length, 1);
    assert.equal(stdout.includes("a.py"), false);
    assert.ok(sarif.tool.driver.rules.some(({ id }) => id === "suppression/unused"));
  });

  it("is silenced as docs/suppressing.md shows it", async (t) => {
    const page = readFileSync(path.join(ROOT, "docs/suppressing.md"), "utf8");
    const [, example = ""] = /```python\n(.*?)```/s.exec(page) ?? [];
    const cwd = workspace(t, { "a.py": example });
    const { stdout } = await scarlint([], { cwd });
    assert.match(stdout, /^No findings .*; 1 suppressed$/m);
  });
});

describe("a comment that is wrong", () => {
  it("fails the command until it is taken away or its rules are ignored", async (t) => {
    const cwd = workspace(t, { "a.py": SILENCED.replace("Exception:", "OSError:") });
    const { code, stdout } = await scarlint([], { cwd });
    assert.equal(code, 1);
    assert.match(stdout, /^a\.py:3:18 low suppression\/unused\n {2}Nothing in this statement is silenced by 'errors\//);
    assert.equal((await scarlint(["--ignore", "suppression"], { cwd })).code, 0);
    assert.equal((await scarlint(["--select", "zmq"], { cwd })).code, 0);
    assert.equal((await scarlint(["--fix", "--quiet"], { cwd })).code, 0);
    assert.equal(readFileSync(path.join(cwd, "a.py"), "utf8"), BUGGY.replace("Exception:", "OSError:"));
  });

  it("is explained like any other finding", async () => {
    const { code, stdout } = await scarlint(["explain", "suppression/unused"]);
    assert.equal(code, 0);
    assert.match(stdout, /A comment silences a rule that finds nothing there\./);
  });
});
