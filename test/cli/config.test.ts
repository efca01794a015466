import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { BUGGY, filesWithFindings, report, scarlint, workspace } from "./command.js";

/** What the command says on standard error about a configuration, and that it scanned nothing. */
async function refusal(t: TestContext, files: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const { code, stdout, stderr } = await scarlint(args, { cwd: workspace(t, { "app.py": BUGGY, ...files }) });
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.doesNotMatch(stderr, /^ +at /m);
  return stderr;
}

/** The rules and severities of the findings in a workspace. */
async function found(t: TestContext, files: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const { findings } = await report(args, { cwd: workspace(t, { "app.py": BUGGY, ...files }) });
  return findings.map(({ path, rule, severity }) => `${path} ${rule} ${severity}`);
}

const USUAL = "app.py errors/swallowed-exception medium";

describe("a configuration", () => {
  it("stands in scarlint.toml or in [tool.scarlint] of pyproject.toml", async (t) => {
    assert.deepEqual(await found(t, {}), [USUAL]);
    assert.deepEqual(await found(t, { "scarlint.toml": 'ignore = ["errors"]\n' }), []);
    assert.deepEqual(await found(t, { "pyproject.toml": '[tool.scarlint]\nselect = ["zmq"]\n' }), []);
    assert.deepEqual(await found(t, { "pyproject.toml": '[tool]\nscarlint.select = ["zmq"]\n' }), []);
    assert.deepEqual(await found(t, { "pyproject.toml": '[tool.other]\nselect = ["zmq"]\n' }), [USUAL]);
  });

  it("of others is not even read", async (t) => {
    assert.deepEqual(await found(t, { "pyproject.toml": "[tool.other\n" }), [USUAL]);
  });

  it("changes the severity of a rule and of a domain, the rule's own counting more", async (t) => {
    const text = '[severity]\n"errors/swallowed-exception" = "critical"\nerrors = "low"\n';
    assert.deepEqual(await found(t, { "scarlint.toml": text }), ["app.py errors/swallowed-exception critical"]);
    assert.deepEqual(await found(t, { "scarlint.toml": 'severity.errors = "low"\n' }), [
      "app.py errors/swallowed-exception low",
    ]);
  });

  it("leaves out files, relative to where it stands", async (t) => {
    const cwd = workspace(t, {
      "scarlint.toml": 'exclude = ["gen", "/lib/old", "*_pb2.py"]\n',
      "gen/a.py": BUGGY,
      "src/gen/a.py": BUGGY,
      "lib/old/a.py": BUGGY,
      "lib/new/old/a.py": BUGGY,
      "lib/a_pb2.py": BUGGY,
      "nested/scarlint.toml": 'exclude = ["b.py"]\n',
      "nested/a_pb2.py": BUGGY,
      "nested/b.py": BUGGY,
    });
    assert.deepEqual(await filesWithFindings([], { cwd }), ["lib/new/old/a.py", "nested/a_pb2.py"]);
    assert.deepEqual(await filesWithFindings(["gen/a.py"], { cwd }), ["gen/a.py"]);
    assert.deepEqual(await filesWithFindings([], { cwd: path.join(cwd, "nested") }), ["a_pb2.py"]);
  });

  it("is the nearest one above a file", async (t) => {
    const files = {
      "scarlint.toml": 'ignore = ["errors"]\n',
      "service/scarlint.toml": 'severity.errors = "high"\n',
      "service/deep/er/app.py": BUGGY,
      "other/app.py": BUGGY,
    };
    assert.deepEqual(await found(t, files), ["service/deep/er/app.py errors/swallowed-exception high"]);
  });

  it("is looked for up to the root of the repository, and no further", async (t) => {
    const cwd = workspace(t, {
      "scarlint.toml": 'ignore = ["errors"]\n',
      "repo/.git/HEAD": "",
      "repo/src/app.py": BUGGY,
      "loose/app.py": BUGGY,
    });
    assert.deepEqual(await filesWithFindings([], { cwd: path.join(cwd, "repo/src") }), ["src/app.py"]);
    assert.deepEqual(await filesWithFindings(["loose"], { cwd }), []);
  });

  it("gives way to the command line, and to --no-config", async (t) => {
    const files = { "scarlint.toml": 'ignore = ["errors"]\naudit = true\n' };
    assert.deepEqual(await found(t, files, ["--select", "errors,zmq"]), [USUAL]);
    assert.deepEqual(await found(t, files, ["--no-config"]), [USUAL]);
    assert.deepEqual(await found(t, { "scarlint.toml": 'select = ["errors"]\n' }, ["--ignore", "errors"]), []);
  });

  it("applies to standard input by its name", async (t) => {
    const cwd = workspace(t, { "src/scarlint.toml": 'ignore = ["errors"]\n' });
    assert.equal((await scarlint(["-", "--stdin-filename", "src/a.py"], { cwd, input: BUGGY })).code, 0);
    assert.equal((await scarlint(["-", "--stdin-filename", "a.py"], { cwd, input: BUGGY })).code, 1);
  });
});

describe("what is wrong with a configuration", () => {
  for (const [name, text, message] of [
    ["an unknown key", 'select = ["zmq"]\nslect = ["zmq"]', "2: there is no key 'slect'; did you mean 'select'?"],
    ["a key like no other", "colour = 1", "1: there is no key 'colour'; there are extend, select, ignore, "],
    [
      "an unknown rule",
      'ignore = [\n  "zmq",\n  "zmq/rebnd",\n]',
      "3: 'ignore': there is no rule 'zmq/rebnd'; did you mean 'zmq/rebind'?",
    ],
    [
      "an unknown domain",
      '[severity]\nzqm = "low"',
      "2: 'severity': there is no rule or domain 'zqm'; did you mean 'zmq'?",
    ],
    ["a value of another type", 'audit = "yes"', `1: 'audit' must be true or false, not "yes"`],
    [
      "a rule that is no list",
      'select = "zmq"',
      `1: 'select' must be a list of rules and domains like ["zmq", "threads/unjoined-thread"], not "zmq"`,
    ],
    [
      "a severity that is none",
      'severity.zmq = "hihg"',
      `1: 'severity.zmq' must be one of critical, high, medium, low, not "hihg"; did you mean 'high'?`,
    ],
    [
      "a key of a path",
      '[per-path."tests/**"]\naudti = true',
      `2: there is no key 'audti' in 'per-path."tests/**"'; did you mean 'audit'?`,
    ],
    ["a key that every object has", "constructor = 1", "1: 'constructor': no key may have this name"],
    [
      "a key that changes objects",
      '[severity]\n__proto__ = "low"',
      "2: 'severity.__proto__': no key may have this name",
    ],
    ["text that is no TOML", 'audit = true\nselect = ["zmq"', "2: this is not TOML: "],
    ["a glob that nobody wants", `exclude = ["${"{a,b}".repeat(9)}"]`, "1: 'exclude[1]' must be a shorter glob"],
  ] as const) {
    it(`is said for ${name}`, async (t) => {
      const stderr = await refusal(t, { "scarlint.toml": text });
      assert.ok(stderr.startsWith(`scarlint: scarlint.toml:${message}`), stderr);
    });
  }

  it("is said all at once, in the order of the lines", async (t) => {
    const stderr = await refusal(t, { "pyproject.toml": '[tool.scarlint]\nslect = []\nselect = "a"\naudit = 1\n' });
    assert.deepEqual(stderr.match(/^scarlint: pyproject\.toml:\d+/gm), [
      "scarlint: pyproject.toml:2",
      "scarlint: pyproject.toml:3",
      "scarlint: pyproject.toml:4",
    ]);
  });

  it("is said with terminal controls made visible", async (t) => {
    assert.match(await refusal(t, { "scarlint.toml": '"\\u001b[31m" = 1\n' }), /no key .\\x1b\[31m./);
  });

  it("is that there are two of one directory", async (t) => {
    const stderr = await refusal(t, { "scarlint.toml": "", "pyproject.toml": "[tool.scarlint]\n" });
    assert.equal(stderr, "scarlint: pyproject.toml:1: scarlint.toml configures this directory, too; keep one\n");
  });

  it("is that it is too large, no text, no file, or nested without end", async (t) => {
    assert.match(
      await refusal(t, { "scarlint.toml": "#".repeat(300_000) }),
      /^scarlint: scarlint\.toml: it has 293 KB/,
    );
    assert.match(await refusal(t, { "scarlint.toml/x": "" }), /^scarlint: scarlint\.toml: it is no file$/m);
    const deep = `select = ${"[".repeat(50_000)}`;
    assert.match(await refusal(t, { "scarlint.toml": deep }), /^scarlint: scarlint\.toml:1: this is not TOML: /);
    assert.match(
      await refusal(t, { "scarlint.toml": `${"a.".repeat(40)}b = 1` }),
      /:1: this is not TOML: it is nested/,
    );
  });

  it("is that it leads out of the tree by a link", async (t) => {
    const cwd = workspace(t, { "tree/app.py": BUGGY, "outside.toml": 'ignore = ["errors"]\n' });
    symlinkSync("../outside.toml", path.join(cwd, "tree/scarlint.toml"));
    const { code, stderr } = await scarlint([], { cwd: path.join(cwd, "tree") });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: scarlint\.toml: it is a link that leads out of the repository; /);
  });

  it("does not matter where it is not looked at", async (t) => {
    const cwd = workspace(t, { "a/app.py": BUGGY, "b/scarlint.toml": "broken", "b/app.py": BUGGY });
    assert.deepEqual(await filesWithFindings(["a"], { cwd }), ["a/app.py"]);
    assert.deepEqual(await filesWithFindings(["--no-config"], { cwd }), ["a/app.py", "b/app.py"]);
  });
});
