import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { scan } from "../../src/index.js";
import { BUGGY, CLEAN, report, scarlint, workspace } from "./command.js";

const tree = (policy: string): Readonly<Record<string, string>> => ({
  ".git/HEAD": "",
  "app.py": BUGGY,
  "scarlint.toml": policy,
});

describe("a policy in the configuration", () => {
  it("says what fails, which the command line may say otherwise", async (t) => {
    const cwd = workspace(t, tree('fail-on = "high"\n'));
    assert.equal((await scarlint([], { cwd })).code, 0);
    assert.equal((await scarlint(["--fail-on", "medium"], { cwd })).code, 1);
    assert.equal((await scarlint(["--no-config"], { cwd })).code, 1);
  });

  it("leaves out what is below a severity, for the command and the Node API", async (t) => {
    const cwd = workspace(t, tree('min-severity = "high"\n'));
    assert.match((await scarlint([], { cwd })).stdout, /^No findings .*\nLooked at .* of severity high and above; /);
    assert.equal((await report(["--min-severity", "low"], { cwd })).findings.length, 1);
    assert.equal((await scan({ current: cwd, paths: ["."] })).findings.length, 0);
    assert.equal((await scan({ current: cwd, paths: ["."], minSeverity: "low" })).findings.length, 1);
    assert.equal((await scan({ current: cwd, paths: ["."], configuration: false })).findings.length, 1);
  });

  it("says what a report is written as, unless an option does", async (t) => {
    const cwd = workspace(t, tree('format = "github"\n'));
    assert.match((await scarlint([], { cwd })).stdout, /^::warning title=medium errors\/swallowed-exception/);
    assert.match((await scarlint(["--format", "text"], { cwd })).stdout, /^app\.py:3:1 /);
    assert.match((await scarlint(["--statistics"], { cwd })).stdout, /^1 {2}medium/);
    assert.match((await scarlint(["plan"], { cwd })).stdout, /^# Remediation plan/);
  });

  it("names the baseline, which 'scarlint baseline' writes and everybody goes by", async (t) => {
    const cwd = workspace(t, { ...tree('baseline = "ci/old.json"\n'), "ci/keep": "", "src/b.py": CLEAN });
    assert.match((await scarlint([], { cwd })).stderr, /^scarlint: the baseline 'ci\/old\.json' .* writes one\n$/);
    assert.match((await scarlint(["baseline"], { cwd })).stdout, /^ci\/old\.json: 1 finding /);
    assert.match((await scarlint([], { cwd })).stdout, /^No new findings .*; 1 old$/m);
    assert.equal((await scarlint([".."], { cwd: path.join(cwd, "src") })).code, 0);
    assert.equal((await scarlint(["--no-baseline"], { cwd })).code, 1);
    const { findings, baseline } = await scan({ current: cwd, paths: ["."] });
    assert.deepEqual([findings.length, baseline], [0, { old: 1, fixed: 0 }]);
    assert.equal((await scan({ current: cwd, paths: ["."], baseline: false })).findings.length, 1);
  });

  it("counts where the scan is run, the nearest above and what that extends", async (t) => {
    const cwd = workspace(t, {
      ...tree('fail-on = "critical"\n'),
      "lib/scarlint.toml": 'extend = "../base.toml"\n',
      "base.toml": 'fail-on = "high"\nseverity = { errors = "high" }\n',
      "lib/app.py": BUGGY,
    });
    assert.equal((await scarlint([], { cwd })).code, 0);
    assert.equal((await scarlint([], { cwd: path.join(cwd, "lib") })).code, 1);
    const { stdout } = await scarlint(["config"], { cwd: path.join(cwd, "lib") });
    assert.match(
      stdout,
      /^scans from here:\n {2}fail-on {2}high {2}\.\.\/base\.toml:1$|^ {2}fail-on +high +\S*base\.toml:1$/m,
    );
  });

  it("is refused where it says what is not understood", async (t) => {
    const cwd = workspace(
      t,
      tree('fail-on = "hihg"\nmin-severity = 3\nformat = "sarif=x"\nbaseline = []\nrules = "x"\n'),
    );
    const { code, stderr } = await scarlint([], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /scarlint\.toml:1: 'fail-on' must be one of .*; did you mean 'high'\?/);
    assert.match(stderr, /scarlint\.toml:2: 'min-severity' must be /);
    assert.match(stderr, /scarlint\.toml:3: 'format' must be one of text, json, /);
    assert.match(stderr, /scarlint\.toml:4: 'baseline' must be the path of a baseline/);
    assert.match(stderr, /scarlint\.toml:5: there is no key 'rules'/);
  });

  it("reads no baseline from outside of the repository", async (t) => {
    const outside = workspace(t, { "old.json": '{"version": 1, "findings": []}' });
    const cwd = workspace(t, tree(`baseline = "${path.join(outside, "old.json")}"\n`));
    assert.match(
      (await scarlint([], { cwd })).stderr,
      /^scarlint: scarlint\.toml:1: 'baseline' names '[^\n]*', but that is outside of the repository[^\n]*\n$/,
    );
    writeFileSync(path.join(cwd, "scarlint.toml"), 'baseline = "old.json"\n');
    symlinkSync(path.join(outside, "old.json"), path.join(cwd, "old.json"));
    for (const args of [[], ["baseline"]]) {
      const { code, stderr } = await scarlint(args, { cwd });
      assert.equal(code, 2);
      assert.match(
        stderr,
        /^scarlint: the baseline 'old\.json' cannot be read: it is a link that leads out of the repository\n$/,
      );
    }
    assert.equal(readFileSync(path.join(outside, "old.json"), "utf8"), '{"version": 1, "findings": []}');
  });

  it("does not get into the way of scans of a change and of shards", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY, "scarlint.toml": 'format = "json"\nbaseline = "none.json"\n' });
    const { code, stderr } = await scarlint(["--shard", "1/1", "--format", "sarif=s.sarif"], { cwd });
    assert.deepEqual([code, stderr.includes("none.json")], [0, false]);
  });
});

describe("--config", () => {
  it("goes by a file, wherever it lies, as if it lay in the root, and by no other", async (t) => {
    const team = workspace(t, {
      "base.toml": 'exclude = ["gen"]\n',
      "strict.toml": 'extend = "base.toml"\nfail-on = "high"\n',
    });
    const cwd = workspace(t, {
      ...tree('ignore = ["errors"]\n'),
      "gen/app.py": BUGGY,
      "lib/scarlint.toml": "not TOML",
    });
    const args = ["--config", path.join(team, "strict.toml")];
    const { code, stdout } = await scarlint(args, { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /^app\.py:3:1 medium /);
    assert.doesNotMatch(stdout, /^gen/m);
    const { findings } = await scan({ current: cwd, paths: ["."], configuration: path.join(team, "strict.toml") });
    assert.deepEqual(
      findings.map((finding) => finding.path),
      ["app.py"],
    );
  });

  it("is refused where there is none, and where it says what is not understood", async (t) => {
    const cwd = workspace(t, { ...tree(""), "pyproject.toml": "[tool.other]\n", "bad.toml": "selct = []\n" });
    mkdirSync(path.join(cwd, "directory"));
    for (const [file, message] of [
      ["missing.toml", /^scarlint: missing\.toml: there is no such file\n$/],
      ["pyproject.toml", /^scarlint: pyproject\.toml: it has no \[tool\.scarlint\]\n$/],
      ["bad.toml", /^scarlint: bad\.toml:1: there is no key 'selct'[^\n]*\n$/],
      ["directory", /^scarlint: directory: [^\n]+\n$/],
    ] as const) {
      const { code, stdout, stderr } = await scarlint(["--config", file], { cwd });
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
    }
  });
});
