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

describe("a table of pyproject.toml that is called nearly like scarlint's", () => {
  for (const name of [
    "tool.scarlnt",
    "tool.Scarlint",
    "tool.scar-lint",
    "tool.scralint",
    "tool.'scarlints'",
    "scarlint",
  ]) {
    it(`is an error: ${name}`, async (t) => {
      const text = `[project]\nname = "shop"\n\n[${name}]\nignore = ["errors"]\n`;
      const stderr = await refusal(t, { "pyproject.toml": text });
      const shown = name.replaceAll("'", "");
      assert.equal(stderr, `scarlint: pyproject.toml:4: there is no table '${shown}'; did you mean 'tool.scarlint'?\n`);
    });
  }

  it("is one beside the right one, too", async (t) => {
    const text = '[tool.scarlint]\nselect = ["zmq"]\n[tool.scarlint-]\nignore = ["zmq"]\n';
    assert.match(await refusal(t, { "pyproject.toml": text }), /^scarlint: pyproject\.toml:3: there is no table/);
  });

  it("is none when it is another tool's", async (t) => {
    const text = "[tool.darglint]\nstyle = 1\n[tool.ruff]\n[tool.starlette]\n# scarlint is for later\n";
    assert.deepEqual(await found(t, { "pyproject.toml": text }), [USUAL]);
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
    ["a word of another language", "audit = True", "1: this is not TOML: unexpected character at 'True'\n"],
    [
      "a line that is no TOML and too long to show",
      `a = =${" b".repeat(99)}`,
      `1: this is not TOML: unexpected token at '=${" b".repeat(19)}…'\n`,
    ],
    [
      "a glob that nobody wants",
      `exclude = ["${"{a,b}".repeat(9)}"]`,
      "1: 'exclude[1]' must be a glob that can be read (a glob's",
    ],
    [
      "half a pair of brackets",
      'exclude = ["[ab"]',
      "1: 'exclude[1]' must be a glob that can be read ('[' in a glob needs a",
    ],
    [
      "half a pair of braces",
      '[per-path."a{b"]',
      "1: 'per-path.\"a{b\"' must be a glob that can be read ('{' in a glob",
    ],
  ] as const) {
    it(`is said for ${name}`, async (t) => {
      const stderr = await refusal(t, { "scarlint.toml": text });
      assert.ok(stderr.startsWith(`scarlint: scarlint.toml:${message}`), stderr);
    });
  }

  it("is that files would be held against too many globs", async (t) => {
    const many = Array.from({ length: 201 }, (_, index) => `"${index}"`);
    assert.match(
      await refusal(t, { "scarlint.toml": `exclude = [${many.join()}]` }),
      /'exclude' must be a list of at most 200 globs, not a list/,
    );
    const tables = many.map((name) => `[per-path.${name}]\n`).join("");
    assert.match(
      await refusal(t, { "scarlint.toml": tables }),
      /'per-path' must be tables for at most 100 globs, not a table/,
    );
  });

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
    assert.match(await refusal(t, { "scarlint.toml/x": "" }), /^scarlint: scarlint\.toml: it is a directory$/m);
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

describe("what a configuration says for some paths", () => {
  it("counts more than what it says in general, the later more than the earlier", async (t) => {
    const files = {
      "scarlint.toml": `select = ["zmq"]

[per-path."src"]
select = ["errors"]
severity = { errors = "high" }

[per-path."src/*/b.py"]
severity = { "errors/swallowed-exception" = "low" }

[per-path."**/1.py"]
ignore = ["errors"]
`,
      "src/a.py": BUGGY,
      "src/x/b.py": BUGGY,
      "src/1.py": BUGGY,
    };
    assert.deepEqual(await found(t, files), [
      "src/a.py errors/swallowed-exception high",
      "src/x/b.py errors/swallowed-exception low",
    ]);
  });
});

describe("a configuration that extends another", () => {
  it("starts from what that says, with globs relative to where they stand", async (t) => {
    const files = {
      "tools/base.toml": 'ignore = ["errors"]\nexclude = ["gen", "old/*"]\n[per-path."**/x.py"]\nselect = ["errors"]\n',
      "scarlint.toml": 'extend = "tools/base.toml"\nseverity = { errors = "low" }\nexclude = ["y.py"]\n',
      "lib/x.py": BUGGY,
      "lib/y/x.py": BUGGY,
      "lib/y.py": BUGGY,
      "lib/gen/x.py": BUGGY,
      "old/x.py": BUGGY,
      "tools/old/x.py": BUGGY,
    };
    assert.deepEqual(await found(t, files), [
      "lib/x.py errors/swallowed-exception low",
      "lib/y/x.py errors/swallowed-exception low",
      "old/x.py errors/swallowed-exception low",
    ]);
  });

  for (const [what, files, message] of [
    [
      "is missing",
      { "scarlint.toml": 'extend = "no.toml"' },
      "scarlint.toml:1: 'extend' names 'no.toml', but there is no such file",
    ],
    [
      "lies outside",
      { "scarlint.toml": 'audit = true\nextend = "../../x.toml"' },
      "scarlint.toml:2: 'extend' names '../../x.toml', but that is outside of the repository",
    ],
    [
      "is absolute and outside",
      { "scarlint.toml": 'extend = "/etc/passwd"' },
      "scarlint.toml:1: 'extend' names '/etc/passwd', but that is outside",
    ],
    [
      "extends itself",
      { "scarlint.toml": 'extend = "a/../scarlint.toml"' },
      "scarlint.toml:1: 'extend' names 'a/../scarlint.toml', but these extend each other in a circle: scarlint.toml → scarlint.toml",
    ],
    [
      "is wrong",
      { "scarlint.toml": 'extend = "a.toml"', "a.toml": "\nslect = 1" },
      "a.toml:2: there is no key 'slect'",
    ],
    [
      "has no table",
      { "scarlint.toml": 'extend = "a/pyproject.toml"', "a/pyproject.toml": "[tool.x]" },
      "scarlint.toml:1: 'extend' names 'a/pyproject.toml', but that has no [tool.scarlint]",
    ],
  ] as const) {
    it(`that ${what} is refused`, async (t) => {
      const stderr = await refusal(t, files);
      assert.ok(stderr.startsWith(`scarlint: ${message}`), stderr);
    });
  }

  it("through more than ten others is refused", async (t) => {
    const names = Array.from({ length: 12 }, (_, index) => (index === 0 ? "scarlint.toml" : `${index}.toml`));
    const files = Object.fromEntries(names.map((name, index) => [name, `extend = "${index + 1}.toml"\n`]));
    assert.match(await refusal(t, files), /but more than 10 configurations extend each other\n$/);
  });

  it("that a link leads to outside of the tree is refused", async (t) => {
    const cwd = workspace(t, { "tree/app.py": BUGGY, "tree/scarlint.toml": 'extend = "a.toml"', "outside.toml": "" });
    symlinkSync("../outside.toml", path.join(cwd, "tree/a.toml"));
    const { code, stderr } = await scarlint([], { cwd: path.join(cwd, "tree") });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: scarlint\.toml:1: 'extend' names 'a\.toml', but it is a link that leads out of /);
  });
});

describe("scarlint config", () => {
  const files = {
    "base.toml": 'exclude = ["gen"]\nignore = ["errors"]\n',
    "pyproject.toml": `[tool.scarlint]
extend = "base.toml"
require-reason = true
severity = { zmq = "low" }

[tool.scarlint.per-path."tests/**"]
ignore = ["threads"]

[tool.scarlint.knowledge]
unpicklers = [
  "acme.codec.loads",
]
network-sources."an order" = ["acme.take()"]
`,
  };
  const line = (stdout: string, start: string): string | undefined =>
    stdout
      .split("\n")
      .find((each) => each.trim().startsWith(start))
      ?.trim()
      .replace(/ {2,}/g, "  ");

  it("shows what applies to a file, and who said so", async (t) => {
    const cwd = workspace(t, files);
    const { code, stdout } = await scarlint(["config", "tests/gen/a.py", "--ignore", "web", "--exclude", "x*"], {
      cwd,
    });
    assert.equal(code, 0);
    assert.match(stdout, /^tests\/gen\/a\.py: configured by pyproject\.toml, which extends base\.toml\n/);
    assert.match(stdout, /^It is left out of scans, unless it is named itself\.$/m);
    for (const expected of [
      "audit  false  default",
      "require-reason  true  pyproject.toml:3",
      "errors/swallowed-exception  off  base.toml:2",
      "threads/unjoined-thread  off  pyproject.toml:7",
      "web/wildcard-cors  off  command line",
      "zmq/rebind  low  pyproject.toml:4",
      "deserialize/untrusted-pickle  critical  default",
      "gen  base.toml:1",
      "x*  command line",
      "unpicklers  acme.codec.loads  pyproject.toml:11",
      "network-sources (an order)  acme.take()  pyproject.toml:13",
    ]) {
      assert.equal(line(stdout, expected.split("  ")[0] ?? ""), expected);
    }
  });

  it("shows the defaults where there is no configuration, and with --no-config", async (t) => {
    const { stdout } = await scarlint(["config"], { cwd: workspace(t) });
    assert.match(stdout, /^\.: no configuration applies\n/);
    const cwd = workspace(t, files);
    assert.match((await scarlint(["config", "--no-config"], { cwd })).stdout, /^\.: no configuration applies\n/);
    assert.match((await scarlint(["config", "app.py"], { cwd })).stdout, /^app\.py: configured by pyproject\.toml/);
  });

  it("says what is wrong, like a scan", async (t) => {
    const { code, stderr } = await scarlint(["config"], { cwd: workspace(t, { "scarlint.toml": "slect = 1" }) });
    assert.equal(code, 2);
    assert.equal(stderr, "scarlint: scarlint.toml:1: there is no key 'slect'; did you mean 'select'?\n");
  });
});
