import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { parse } from "yaml";
import { BUGGY, CLEAN, COMMAND, run, workspace, type Outcome } from "./cli/command.js";
import { ROOT } from "./support/paths.js";

interface Step {
  readonly uses?: string;
  readonly name?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly (Step & { readonly env?: Record<string, string> })[];
  };
}

const ACTION = parse(readFileSync(path.join(ROOT, "action.yml"), "utf8")) as Action;
const PAGE = readFileSync(path.join(ROOT, "docs/ci.md"), "utf8");
const BLOCKS = [...PAGE.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((block) => parse(block[1] ?? "") as unknown);
const [SCANNING, SHARDED, GITLAB] = BLOCKS as [Workflow, Workflow, { scarlint: { script: string[] } }];

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly Step[]; readonly strategy?: { matrix: { shard: number[] } } }>
  >;
}

/** What an installation puts on the path. */
const SHIM = `#!/bin/sh\nexec "${process.execPath}" "${COMMAND}" "$@"\n`;

/** Runs a script as GitHub's runners do, with `scarlint` as it is installed. */
function script(
  t: TestContext,
  text: string,
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const bin = workspace(t, { scarlint: SHIM });
  chmodSync(path.join(bin, "scarlint"), 0o755);
  const surroundings = { PATH: `${bin}:${process.env.PATH ?? ""}`, GITHUB_ACTION_PATH: ROOT, ...env };
  return run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", text], { cwd, env: surroundings });
}

/** A repository with one commit, of an old finding unless told otherwise. */
async function repository(
  t: TestContext,
  files: Readonly<Record<string, string>> = { "old.py": BUGGY },
): Promise<string> {
  const cwd = workspace(t, files);
  const git = "git -c user.name=a -c user.email=a@example.org";
  const { code, stderr } = await script(t, `git init -q && git add . && ${git} commit -qm old`, cwd);
  assert.equal(code, 0, stderr);
  return cwd;
}

describe("action.yml", () => {
  /** What a run of the step that scans leaves behind for the steps after it and for people. */
  interface Scanned extends Outcome {
    readonly outputs: Readonly<Record<string, string>>;
    readonly page: string;
  }

  /** Runs the step that scans, with the given inputs and the defaults of the others, as for a push unless told otherwise. */
  async function scan(
    t: TestContext,
    cwd: string,
    inputs: Readonly<Record<string, string>>,
    event: Readonly<Record<string, string>> = { GITHUB_EVENT_NAME: "push" },
  ): Promise<Scanned> {
    const step = ACTION.runs.steps.find(({ name }) => name === "Scan");
    const env = Object.entries(step?.env ?? {}).map(([variable, expression]) => {
      const [, name = ""] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression) ?? [];
      return [variable, inputs[name] ?? ACTION.inputs[name]?.default ?? assert.fail(`there is no input '${name}'`)];
    });
    const installed = "scarlint/node_modules/.bin/scarlint";
    const runner = workspace(t, { output: "", page: "", [installed]: SHIM });
    chmodSync(path.join(runner, installed), 0o755);
    const [output, page] = [path.join(runner, "output"), path.join(runner, "page")];
    const outcome = await script(t, step?.run ?? "", cwd, {
      ...(Object.fromEntries(env) as Record<string, string>),
      RUNNER_TEMP: runner,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: page,
      ...event,
    });
    const lines = readFileSync(output, "utf8").trimEnd().split("\n");
    const outputs = Object.fromEntries(lines.map((line) => line.split("=", 2))) as Record<string, string>;
    return { ...outcome, outputs, page: readFileSync(page, "utf8") };
  }

  it("never puts what others wrote into a script", () => {
    assert.equal(ACTION.runs.using, "composite");
    for (const { run: text = "" } of ACTION.runs.steps) assert.doesNotMatch(text, /\$\{\{/);
  });

  it("tells of all findings on a push, and fails when it is told on which", async (t) => {
    const cwd = await repository(t);
    const { code, stdout, outputs, page } = await scan(t, cwd, {});
    assert.equal(code, 0);
    assert.match(stdout, /^::warning [^\n]*,file=old\.py,/);
    assert.match(readFileSync(path.join(cwd, "scarlint.sarif"), "utf8"), /"ruleId"/);
    assert.deepEqual(outputs, { "exit-code": "0", sarif: "scarlint.sarif", findings: "1" });
    assert.match(page, /^### scarlint: 1 finding\n[^]*^\| medium \| `errors\/swallowed-exception` \| 1 \|/m);
    assert.equal((await scan(t, cwd, { "fail-on": "low" })).code, 1);
    assert.equal((await scan(t, cwd, { "fail-on": "high" })).code, 0);
    const none = await scan(t, cwd, { "fail-on": "low", args: "--min-severity\nhigh\n" });
    assert.deepEqual([none.code, none.outputs.findings], [0, "0"]);
  });

  it("fails on new findings alone, by a revision and by a baseline, and still writes down the old", async (t) => {
    const cwd = await repository(t);
    assert.equal((await script(t, "scarlint baseline --quiet", cwd)).code, 0);
    for (const inputs of [{ diff: "HEAD" }, { baseline: ".scarlint-baseline.json" }]) {
      const before = await scan(t, cwd, inputs);
      assert.deepEqual([before.code, before.stdout], [0, ""]);
      assert.match(readFileSync(path.join(cwd, "scarlint.sarif"), "utf8"), /old\.py/);
    }
    mkdirSync(path.join(cwd, "new one"));
    writeFileSync(path.join(cwd, "new one/app.py"), BUGGY);
    for (const inputs of [{ diff: "HEAD" }, { baseline: ".scarlint-baseline.json" }]) {
      const after = await scan(t, cwd, { ...inputs, paths: "old.py\nnew one\n" });
      assert.equal(after.code, 1);
      assert.match(after.stdout, /^::warning [^\n]*,file=new one\/app\.py,[^\n]*\n$/);
    }
  });

  it("tells on a pull request of what it causes, in whatever depth it is checked out", async (t) => {
    const origin = await repository(t);
    const git = "git -c user.name=a -c user.email=a@example.org";
    const branch = [
      "git branch -M main && git checkout -qb change",
      "cp old.py new.py && git add . && GIT commit -qm new",
      "git checkout -q main && echo 'x = 1' > other.py && git add . && GIT commit -qm other",
      "git checkout -qb merge && GIT merge -q --no-edit change && git rev-parse HEAD",
    ].join(" && ");
    const { stdout, stderr } = await script(t, branch.replaceAll("GIT", git), origin);
    const [merge = ""] = /^[0-9a-f]{40}$/m.exec(stdout) ?? assert.fail(stderr);
    const event = { GITHUB_EVENT_NAME: "pull_request", GITHUB_SHA: merge, GITHUB_BASE_REF: "main" };
    for (const options of ["--depth 1 --branch merge", "--branch merge", "--branch change"]) {
      const cwd = workspace(t);
      assert.equal((await script(t, `git clone -q ${options} file://${origin} .`, cwd)).code, 0);
      const scanned = await scan(t, cwd, {}, event);
      assert.match(scanned.stdout, /^::warning [^\n]*,file=new\.py,[^\n]*\n$/, options + scanned.stderr);
      assert.deepEqual(scanned.outputs, { "exit-code": "1", sarif: "", findings: "1" });
    }
  });

  it("annotates the change, also when what it breaks is elsewhere", async (t) => {
    const app =
      "import asyncio\nfrom server import start\n\nasync def main():\n    await asyncio.create_task(start())\n";
    const cwd = await repository(t, { "app.py": app, "server.py": "async def start():\n    print('started')\n" });
    writeFileSync(path.join(cwd, "server.py"), "def start():\n    print('started')\n");
    const { code, stdout } = await scan(t, cwd, { diff: "HEAD" });
    assert.equal(code, 1);
    assert.match(stdout, /^::error [^\n]*,file=server\.py,line=1,[^\n]*::app\.py:5:11 [^\n]*\n$/);
  });

  it("runs rules of one's own", async (t) => {
    const cwd = await repository(t);
    const rules = { "lint/team/lint": "try_statement", "more lint/team/more-lint": "expression_statement" };
    for (const [rule, kind] of Object.entries(rules)) {
      const check = `*check(module) { for (const at of module.root.descendants("${kind}")) yield { at, message: "It is." }; }`;
      mkdirSync(path.dirname(path.join(cwd, rule)), { recursive: true });
      writeFileSync(path.join(cwd, `${rule}.mjs`), `export default { severity: "low", ${check} };\n`);
    }
    const { code, stdout } = await scan(t, cwd, { rules: "lint\nmore lint\n", "fail-on": "low" });
    assert.equal(code, 1);
    assert.match(stdout, /title=low team\/lint,file=old\.py,[^]*title=low team\/more-lint,file=old\.py,/);
  });

  it("fails when the run cannot be trusted", async (t) => {
    const cwd = await repository(t);
    const { code, outputs } = await scan(t, cwd, { paths: "missing" });
    assert.deepEqual([code, outputs["exit-code"]], [2, "2"]);
  });
});

describe("docs/ci.md", () => {
  it("has a workflow that gives the action inputs that it has", () => {
    const uses = SCANNING.jobs.scan?.steps.find((step) => step.uses?.startsWith("scarlint/scarlint@"));
    assert.ok(uses);
    for (const input of Object.keys(uses.with ?? {})) assert.ok(input in ACTION.inputs, input);
  });

  it("has a workflow for several machines that finds what one finds", async (t) => {
    const cwd = workspace(t, { "a.py": BUGGY, "b/c.py": CLEAN, "b/d.py": BUGGY });
    const runs = (job: string): string[] =>
      (SHARDED.jobs[job]?.steps ?? []).flatMap((step) => (step.run?.startsWith("scarlint ") ? [step.run] : []));
    const shards = SHARDED.jobs.scan?.strategy?.matrix.shard ?? [];
    assert.ok(shards.length > 1);
    for (const shard of shards) {
      const { code, stderr } = await script(t, runs("scan").join("\n"), cwd, { SHARD: String(shard) });
      assert.equal(code, 0, stderr);
    }
    assert.equal((await script(t, runs("merge").join("\n"), cwd)).code, 1);
    const whole = await script(t, "scarlint --format sarif", cwd);
    assert.equal(readFileSync(path.join(cwd, "scarlint.sarif"), "utf8"), whole.stdout);
  });

  it("has commands for GitLab and Jenkins that fail on new findings alone", async (t) => {
    const [, jenkins = ""] = /sh 'scarlint ([^']+)'/.exec(PAGE) ?? [];
    for (const command of [GITLAB.scarlint.script.join("\n"), `scarlint ${jenkins}`]) {
      const cwd = await repository(t);
      await script(t, "scarlint baseline --quiet", cwd);
      const before = await script(t, command, cwd);
      assert.equal(before.code, 0, before.stderr);
      writeFileSync(path.join(cwd, "new.py"), BUGGY);
      assert.equal((await script(t, command, cwd)).code, 1);
      assert.ok(existsSync(path.join(cwd, command.includes("junit") ? "scarlint.xml" : "gl-code-quality-report.json")));
    }
  });
});
