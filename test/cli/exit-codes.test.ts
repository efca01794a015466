import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { BUGGY, CLEAN, report, scarlint, workspace } from "./command.js";

describe("exit codes", () => {
  it("is 0 when nothing is found", async (t) => {
    const { code, stdout, stderr } = await scarlint([], { cwd: workspace(t, { "app.py": CLEAN }) });
    assert.equal(code, 0);
    assert.match(stdout, /^No findings in 1 file, 1 line, \d+\.\d s$/m);
    assert.equal(stderr, "");
  });

  it("is 1 when something is found", async (t) => {
    const { code, stdout, stderr } = await scarlint([], { cwd: workspace(t, { "app.py": BUGGY }) });
    assert.equal(code, 1);
    assert.match(stdout, /^app\.py:3:1 medium errors\/swallowed-exception\n/);
    assert.match(stdout, /\n1 finding \(1 medium\) in 1 file, 4 lines, \d+\.\d s$/m);
    assert.equal(stderr, "");
  });

  it("is 0 when all that is found is below --fail-on", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    assert.equal((await scarlint(["--fail-on", "high"], { cwd })).code, 0);
    assert.equal((await scarlint(["--fail-on", "medium"], { cwd })).code, 1);
  });

  it("is 0 for findings that --min-severity leaves out", async (t) => {
    const { code, stdout } = await scarlint(["--min-severity", "high"], { cwd: workspace(t, { "app.py": BUGGY }) });
    assert.equal(code, 0);
    assert.match(stdout, /^No findings/);
  });

  it("is 2 for a scan without a Python file, unless that is meant", async (t) => {
    const cwd = workspace(t, { "notes.txt": "nothing", "docs/app.py": BUGGY });
    const message = "; where that is no mistake, give --allow-empty\n";
    for (const [args, where] of [
      [["notes.d"], "'notes.d'"],
      [["--exclude", "docs"], "the current directory"],
    ] as const) {
      mkdirSync(path.join(cwd, "notes.d"), { recursive: true });
      const none = { code: 2, stdout: "", stderr: `scarlint: no Python file was found in ${where}${message}` };
      assert.deepEqual(await scarlint(args, { cwd }), none);
      const allowed = { code: 0, stdout: "No Python file was found.\n", stderr: "" };
      assert.deepEqual(await scarlint(["--allow-empty", ...args], { cwd }), allowed);
      const { failures } = await report(args, { cwd });
      assert.deepEqual(failures, [{ message: `no Python file was found in ${where}${message.trimEnd()}` }]);
    }
  });

  it("is 2 for a notebook, whose cells are not read", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY, "cells.ipynb": '{ "cells": [] }' });
    const reason = "is a notebook, which is not read; scan the script that 'jupyter nbconvert --to script' makes of it";
    const named = await scarlint(["cells.ipynb", "app.py"], { cwd });
    assert.equal(named.code, 2);
    assert.match(named.stdout, /^app\.py:3:1 /);
    assert.equal(named.stderr, `scarlint: cells.ipynb: ${reason}\n`);
    const input = await scarlint(["-", "--stdin-filename", "cells.ipynb"], { cwd, input: "{}" });
    assert.deepEqual(input, { code: 2, stdout: "", stderr: `scarlint: cells.ipynb: ${reason}\n` });
  });

  it("is not changed by an --exclude that leaves out nothing, which is noted", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY, "old/app.py": BUGGY });
    const note = "scarlint: --exclude 'odl' leaves out nothing that was looked through\n";
    const { code, stderr } = await scarlint(["--exclude", "odl", "--exclude", "old"], { cwd });
    assert.deepEqual([code, stderr], [1, note]);
    // Hooks name files, whatever else they are told.
    assert.equal((await scarlint(["--exclude", "odl", "app.py"], { cwd })).stderr, "");
    assert.equal((await scarlint(["--exclude", "odl", "--quiet"], { cwd })).stderr, "");
  });

  it("is 2 for a path that does not exist; the others are scanned", async (t) => {
    const { code, stdout, stderr } = await scarlint(["gone", "app.py"], { cwd: workspace(t, { "app.py": BUGGY }) });
    assert.equal(code, 2);
    assert.match(stdout, /^app\.py:3:1 /);
    assert.match(stdout, /; incomplete: 1 failure$/m);
    assert.equal(stderr, "scarlint: gone: no such file or directory\n");
  });

  it("is 2 for a file that cannot be read, whatever keeps it from that", async (t) => {
    const cwd = workspace(t, { "zeros.py": "a = 1\0\n", "latin.py": Buffer.from("name = 'caf\xe9'\n", "latin1") });
    symlinkSync("nowhere.py", path.join(cwd, "dangling.py"));
    symlinkSync("circle.py", path.join(cwd, "circle.py"));
    const { code, stderr } = await scarlint(["zeros.py", "latin.py", "dangling.py", "circle.py", "/dev/zero"], { cwd });
    assert.equal(code, 2);
    assert.deepEqual(stderr.split("\n"), [
      "scarlint: dangling.py: no such file or directory",
      "scarlint: circle.py: its symbolic links go round in a circle",
      "scarlint: /dev/zero: is not a regular file; to scan a stream, name '-'",
      "scarlint: latin.py: line 1 is not UTF-8; save the file as UTF-8 or declare its encoding in the first line",
      "scarlint: zeros.py: holds NUL bytes, so it is not Python source",
      "",
    ]);
  });

  it("is 2 for a file of many megabytes", async (t) => {
    const cwd = workspace(t, { "table.py": "x = 1\n".repeat(1_500_000) });
    const { code, stderr } = await scarlint([], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: table\.py: has 8\.6 MB, more than the 8 MB that are read; .*--exclude\n$/);
  });

  it("scans a directory that is named like a module", async (t) => {
    const { code, stdout } = await scarlint(["job.py"], { cwd: workspace(t, { "job.py/run.py": BUGGY }) });
    assert.equal(code, 1);
    assert.match(stdout, /^job\.py\/run\.py:3:1 /);
  });

  it("is 2 when a rule crashes; the other rules and files finish", async (t) => {
    const cwd = workspace(t, {
      "app.py": BUGGY,
      "broken.py": `${BUGGY}# crash here\n`,
      "lint/team/crash.mjs": `
        export default {
          severity: "low",
          *check(module) {
            if (module.source.includes("crash here")) throw new TypeError("no\\u001b[31m such thing\\n    at somewhere");
          },
        };`,
    });
    const args = ["--rules", "lint"];
    const { code, stdout, stderr } = await scarlint(args, { cwd });
    assert.equal(code, 2);
    assert.deepEqual(stdout.match(/^\w+\.py:3:1 medium/gm), ["app.py:3:1 medium", "broken.py:3:1 medium"]);
    assert.match(stderr, /^scarlint: broken\.py: team\/crash: this rule crashed here \(no\\x1b\[31m such thing\)/);
    assert.equal(stderr.split("\n").length, 2);
    const { failures } = await report(args, { cwd });
    assert.deepEqual(
      failures.map(({ path, rule }) => [path, rule]),
      [["broken.py", "team/crash"]],
    );
  });

  for (const [what, args, message] of [
    ["an unknown option", ["--fromat", "json"], "unknown option '--fromat' (Did you mean --format?)"],
    [
      "an unknown format",
      ["--format", "jsn"],
      "There is no format 'jsn' among text, json, sarif, github, gitlab, junit, markdown, html; did you mean 'json'?",
    ],
    ["an unknown severity", ["--fail-on", "hihg"], "did you mean 'high'?"],
    ["an option without its value", ["--output"], "option '-o, --output <file>' argument missing"],
    ["an unknown rule", ["--select", "errors/swalowed-exception"], "did you mean 'errors/swallowed-exception'?"],
    ["a rule without its domain", ["--ignore", "swallowed-exception"], "did you mean 'errors/swallowed-exception'?"],
    ["an unknown domain", ["--select", "eror"], "did you mean 'errors'?"],
    ["a name like no other", ["--select", "xyzzyplugh"], "'scarlint rules' lists them, and --rules brings your own"],
    ["nothing left to run", ["--select", "errors", "--ignore", "errors"], "no rule is left to run"],
    ["a name for no standard input", ["--stdin-filename", "app.py"], "give '-' as a path"],
    ["an output directory that is not there", ["--output", "no/where.json"], "there is no directory 'no'"],
    ["an output that is a directory", ["--output", "."], "is a directory"],
    ["a glob with half a pair of brackets", ["--exclude", "[ab"], "'[' in a glob needs a ']'; for itself write '\\['"],
    ["a glob with half a pair of braces", ["--exclude", "a{b,c"], "'{' in a glob needs a '}'; for itself write '\\{'"],
    ["a mistyped command", ["rulse"], "did you mean the command 'rules'?"],
    ["options that a command does not take", ["--audit", "rules"], "to scan a directory, write ./rules"],
    ["a command with too much", ["rules", "src"], "too many arguments"],
    ["an explanation of nothing", ["explain"], "missing required argument 'rule'"],
    [
      "an explanation of the unknown",
      ["explain", "errors/swallow-exception"],
      "did you mean 'errors/swallowed-exception'?",
    ],
  ] as const) {
    it(`is 2 for ${what}, in one line that helps`, async (t) => {
      const { code, stdout, stderr } = await scarlint(args, { cwd: workspace(t, { "app.py": CLEAN }) });
      assert.equal(code, 2);
      assert.ok(stderr.includes(message), stderr);
      assert.match(stderr, /^scarlint: [^\n]+\n$/);
      assert.equal(stdout, "");
    });
  }
});
