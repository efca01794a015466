import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { History } from "../support/history.js";
import { BUGGY, CLEAN, scarlint, workspace } from "./command.js";

interface Filed {
  readonly title: string;
  readonly body?: string;
  readonly description?: string;
  readonly labels: string | readonly string[];
}

function filed(directory: string): Record<string, Filed> {
  const files = readdirSync(directory).sort();
  return Object.fromEntries(
    files.map((file) => [file, JSON.parse(readFileSync(path.join(directory, file), "utf8")) as Filed]),
  );
}

describe("bugs to file", () => {
  it("are a file each, which a second run does not write again though lines have moved", async (t) => {
    const cwd = workspace(t, { "jobs.py": BUGGY, "mail.py": BUGGY });
    const file = (format: string, directory: string) =>
      scarlint(["plan", "--format", format, "--output", directory], { cwd });
    assert.deepEqual(await file("github-issues", "issues"), {
      code: 0,
      stdout: "issues: 2 issues to file\n",
      stderr: "",
    });
    const first = filed(path.join(cwd, "issues"));
    for (const [name, { title, body = "", labels }] of Object.entries(first)) {
      assert.match(title, /^\[P2\] .+ \((jobs|mail)\.py\)$/);
      assert.deepEqual(labels, ["scarlint", "P2", "medium", "errors"]);
      assert.match(body, /^- `(jobs|mail)\.py:3`: `except Exception:`$/m);
      assert.ok(body.endsWith(`<!-- scarlint-key: ${name.replace(".json", "")} -->\n`));
    }
    writeFileSync(path.join(cwd, "jobs.py"), `import os\n\n${BUGGY}`);
    writeFileSync(path.join(cwd, "mail.py"), CLEAN);
    const again = await file("github-issues", "issues");
    assert.equal(again.stdout, "issues: 0 issues to file, 1 other was there already\n");
    assert.deepEqual(filed(path.join(cwd, "issues")), first);
    await file("gitlab-issues", "gitlab");
    const [issue] = Object.values(filed(path.join(cwd, "gitlab")));
    assert.deepEqual([issue?.labels, issue?.body], ["scarlint,P2,medium,errors", undefined]);
    assert.match(issue?.description ?? "", /scarlint-key/);
  });

  it("are those of a triage that are open, beside its report", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": BUGGY, "mail.py": BUGGY });
    history.commit({ "mail.py": CLEAN });
    const args = ["--since", history.commits[0] ?? "", "--date", "2030-02-01", "--format", "github-issues"];
    const { code, stdout } = await scarlint(["triage", "--report", "r.md", ...args, "--output", "issues"], {
      cwd: history.root,
    });
    assert.deepEqual([code, stdout.split("\n")[0]], [0, "issues: 1 issue to file"]);
    const [issue] = Object.values(filed(path.join(history.root, "issues")));
    assert.match(issue?.title ?? "", /^BUG-001: \[P2\] /);
    assert.match(issue?.body ?? "", /first seen on 2030-01-01 in `[0-9a-f]{12}`/);
  });

  it("need a directory, and a command that knows of bugs", async (t) => {
    const cwd = workspace(t, { "jobs.py": BUGGY });
    const refused = async (...args: string[]): Promise<string> => {
      const { code, stderr } = await scarlint(args, { cwd });
      assert.equal(code, 2);
      return stderr;
    };
    assert.match(await refused("plan", "--format", "github-issues"), /say where with --output DIRECTORY\n$/);
    assert.match(await refused("--format", "gitlab-issues"), /goes with 'scarlint plan' and 'scarlint triage'\n$/);
    assert.match(await refused("plan", "--format", "github-issues", "-o", "jobs.py"), /'jobs\.py' is a file/);
  });
});
