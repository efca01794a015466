import assert from "node:assert/strict";
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { report, run, scarlint, workspace } from "./command.js";

/** A program with one finding that has a safe fix. */
const LOADS = `import yaml
from flask import request

def settings():
    return yaml.load(request.get_data(), Loader=yaml.Loader)
`;
const FIXED = LOADS.replace("yaml.load(request.get_data(), Loader=yaml.Loader)", "yaml.safe_load(request.get_data())");

/** A program with one finding that has an unsafe fix. */
const TENSORS = `import torch
from flask import request

def weights():
    return torch.load(request.stream)
`;
const SAFE_TENSORS = TENSORS.replace("stream)", "stream, weights_only=True)");

const read = (...parts: string[]): string => readFileSync(path.join(...parts), "utf8");

describe("--fix", () => {
  it("fixes what is safe, reports what is left, and says what else could be done", async (t) => {
    const cwd = workspace(t, { "a.py": LOADS, "b.py": TENSORS });
    const before = await scarlint([], { cwd });
    assert.match(before.stdout, /^ {2}fix: Load only plain data, with 'yaml.safe_load'$/m);
    assert.match(before.stdout, /^Fixable: 1 with --fix, 1 more with --fix --unsafe-fixes$/m);
    const { code, stdout, stderr } = await scarlint(["--fix"], { cwd });
    assert.equal(code, 1);
    assert.match(stdout, /^b\.py:5:12 /);
    assert.match(stdout, /^ {2}unsafe fix: .*\n\n1 finding .*\nFixable: 1 with --fix --unsafe-fixes$/m);
    assert.equal(stderr, "Fixed 1 finding in 1 file.\n");
    assert.deepEqual([read(cwd, "a.py"), read(cwd, "b.py")], [FIXED, TENSORS]);
    const all = await scarlint(["--fix", "--unsafe-fixes"], { cwd });
    assert.deepEqual([all.code, read(cwd, "b.py")], [0, SAFE_TENSORS]);
  });

  it("makes the import that other files make of a name, once for all that read it", async (t) => {
    const loads =
      "\n\ndef load(text):\n    return json.loads(text)\n\n\ndef dump(value):\n    return json.dumps(value)\n";
    const price = "\n\ndef price(text):\n    return Decimal(text)\n";
    const cwd = workspace(t, {
      "a.py": `import json\nfrom decimal import Decimal${loads}${price}`,
      "b.py": `import logging\nimport os\nfrom pathlib import Path${loads}${price}`,
    });
    await scarlint(["--fix", "--unsafe-fixes"], { cwd });
    const imports = "import json\nimport logging\nimport os\nfrom decimal import Decimal\nfrom pathlib import Path";
    assert.equal(read(cwd, "b.py"), `${imports}${loads}${price}`);
  });

  it("touches nothing the second time", async (t) => {
    const cwd = workspace(t, { "a.py": LOADS });
    await scarlint(["--fix"], { cwd });
    const { mtimeMs, ino } = statSync(path.join(cwd, "a.py"));
    const { code, stderr } = await scarlint(["--fix"], { cwd });
    assert.deepEqual([code, stderr], [0, ""]);
    const after = statSync(path.join(cwd, "a.py"));
    assert.deepEqual([after.mtimeMs, after.ino], [mtimeMs, ino]);
  });

  it("keeps encoding, byte order mark, line ends and permissions", async (t) => {
    const windows = (text: string): string => text.replaceAll("\n", "\r\n");
    const bare = LOADS.replace("import yaml", "from yaml import load").replace("yaml.load(", "load(");
    const fixed = FIXED.replace("import yaml", "import yaml\nfrom yaml import load");
    const programs: Record<string, (text: string) => Buffer> = {
      "crlf.py": (text) => Buffer.from(windows(text)),
      "bom.py": (text) => Buffer.from(`\ufeff${text}`),
      "latin.py": (text) => Buffer.from(`# coding: latin-1\n# caf\u00e9\n${text}`, "latin1"),
      "cr.py": (text) => Buffer.from(text.replaceAll("\n", "\r")),
    };
    const files = Object.entries(programs).map(([name, bytes]) => [name, bytes(bare)] as const);
    const cwd = workspace(t, Object.fromEntries(files));
    chmodSync(path.join(cwd, "crlf.py"), 0o754);
    const { code, stderr } = await scarlint(["--fix"], { cwd });
    assert.deepEqual([code, stderr], [0, "Fixed 4 findings in 4 files.\n"]);
    for (const [name, bytes] of Object.entries(programs)) {
      const expected = bytes(fixed);
      assert.equal(readFileSync(path.join(cwd, name)).toString("latin1"), expected.toString("latin1"), name);
    }
    assert.equal(statSync(path.join(cwd, "crlf.py")).mode & 0o777, 0o754);
    assert.deepEqual(readdirSync(cwd).sort(), Object.keys(programs).sort());
  });

  it("leaves a read-only file alone and says so in a line", async (t) => {
    const cwd = workspace(t, { "a.py": LOADS, "b.py": LOADS });
    chmodSync(path.join(cwd, "a.py"), 0o444);
    const { code, stdout, stderr } = await scarlint(["--fix"], { cwd });
    assert.equal(code, 2);
    assert.match(stdout, /^a\.py:5:12 /);
    assert.equal(
      stderr,
      "Fixed 1 finding in 1 file.\nscarlint: a.py: cannot be fixed: it is read-only; make it writable first\n",
    );
    assert.deepEqual([read(cwd, "a.py"), read(cwd, "b.py")], [LOADS, FIXED]);
  });

  it("does not follow a link out of the root", async (t) => {
    const outside = workspace(t, { "a.py": LOADS });
    const cwd = workspace(t, { ".git/HEAD": "", "inside.py": LOADS });
    symlinkSync(path.join(outside, "a.py"), path.join(cwd, "link.py"));
    symlinkSync("inside.py", path.join(cwd, "near.py"));
    const { code, stderr } = await scarlint(["--fix", "link.py"], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: link\.py: cannot be fixed: it is a link to .*\n$/);
    assert.equal(read(outside, "a.py"), LOADS);
    assert.equal((await scarlint(["--fix", "near.py"], { cwd })).code, 0);
    assert.equal(read(cwd, "inside.py"), FIXED);
    assert.ok(lstatSync(path.join(cwd, "near.py")).isSymbolicLink());
  });

  it("leaves alone what does not parse", async (t) => {
    const broken = `${LOADS}\ndef (:\n`;
    const cwd = workspace(t, { "a.py": broken });
    const { code, stderr } = await scarlint(["--fix"], { cwd });
    assert.deepEqual([code, stderr], [1, "a.py: not fixed, because it does not parse\n"]);
    assert.equal(read(cwd, "a.py"), broken);
  });

  it("answers standard input with the fixed text, and reports beside it", async () => {
    const { code, stdout, stderr } = await scarlint(["--fix", "-"], { input: LOADS });
    assert.deepEqual([code, stdout], [0, FIXED]);
    assert.match(stderr, /^Fixed 1 finding in 1 file\.\nNo findings in 1 file/);
    const left = await scarlint(["--fix", "-", "--format", "json"], { input: TENSORS });
    assert.deepEqual([left.code, left.stdout], [1, TENSORS]);
    assert.equal((JSON.parse(left.stderr) as { findings: unknown[] }).findings.length, 1);
  });

  it("never writes the file that standard input stands for", async (t) => {
    const cwd = workspace(t, { "a.py": "print()\n" });
    const { stdout } = await scarlint(["--fix", "-", "--stdin-filename", "a.py"], { cwd, input: LOADS });
    assert.deepEqual([stdout, read(cwd, "a.py")], [FIXED, "print()\n"]);
  });

  it("takes --unsafe-fixes for a mistake when nothing is fixed", async (t) => {
    const cwd = workspace(t, { "a.py": LOADS });
    const { code, stderr } = await scarlint(["--unsafe-fixes"], { cwd });
    assert.deepEqual([code, stderr], [2, "scarlint: --unsafe-fixes goes with --fix or --diff-only\n"]);
  });
});

describe("--diff-only", () => {
  it("shows a diff that patch applies, and changes nothing", async (t) => {
    const cwd = workspace(t, { "app/a.py": LOADS, "app/b.py": TENSORS, "c.py": "print()" });
    const { code, stdout, stderr } = await scarlint(["--diff-only", "--unsafe-fixes"], { cwd });
    assert.deepEqual([code, stderr], [1, "Would fix 2 findings in 2 files.\n"]);
    assert.equal(read(cwd, "app/a.py"), LOADS);
    const patched = await run("patch", ["-p1"], { cwd, input: stdout });
    assert.equal(patched.code, 0, patched.stdout + patched.stderr);
    assert.deepEqual([read(cwd, "app/a.py"), read(cwd, "app/b.py")], [FIXED, SAFE_TENSORS]);
    assert.ok(!existsSync(path.join(cwd, "app/a.py.orig")));
    const again = await scarlint(["--diff-only"], { cwd });
    assert.deepEqual(again, { code: 0, stdout: "", stderr: "" });
  });

  it("takes a report that it would not write for a mistake", async (t) => {
    const cwd = workspace(t, { "a.py": LOADS });
    const { code, stderr } = await scarlint(["--diff-only", "--format", "json"], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: --diff-only writes a diff .*\n$/);
  });
});

describe("the JSON report", () => {
  it("holds the fixes, with the lines and columns of their edits", async (t) => {
    const cwd = workspace(t, { "b.py": TENSORS.replaceAll("\n", "\r\n") });
    const { findings } = await report([], { cwd });
    const end = { line: 5, column: 37 };
    assert.deepEqual(findings[0]?.fixes, [
      {
        description: "Refuse objects, with 'weights_only=True'",
        isSafe: false,
        edits: [{ path: "b.py", start: end, end, text: ", weights_only=True" }],
      },
    ]);
  });
});
