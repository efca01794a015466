import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { BUGGY, CLEAN, filesWithFindings, report, scarlint, workspace, type Circumstances } from "./command.js";

function pipeAt(...way: readonly string[]): void {
  execFileSync("mkfifo", [path.join(...way)]);
}

/** The command after a program of its own has run in its process. */
function prepared(cwd: string, script: string): Required<Pick<Circumstances, "cwd" | "env">> {
  const file = path.join(workspaceOf(cwd), "prepare.cjs");
  writeFileSync(file, script);
  return { cwd, env: { NODE_OPTIONS: `--require=${file}` } };
}

/** Beside what is scanned. */
function workspaceOf(cwd: string): string {
  return path.dirname(cwd);
}

/** Enough source for several threads and for being remembered: a megabyte and a half, quickly parsed. */
function largeTree(t: TestContext): string {
  const filler = `TEXT = """${"a line of text\n".repeat(9_000)}"""\n`;
  const names = Array.from({ length: 12 }, (_, index) => `pkg/m${String(index)}.py`);
  return workspace(t, { ...Object.fromEntries(names.map((name) => [name, filler])), "pkg/bug.py": BUGGY });
}

describe("a .gitignore", () => {
  it("that is a link is passed over, as git does", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY, "sub/app.py": BUGGY, patterns: "app.py\n" });
    execFileSync("git", ["init", "--quiet"], { cwd });
    symlinkSync("patterns", path.join(cwd, ".gitignore"));
    symlinkSync("/dev/zero", path.join(cwd, "sub/.gitignore"));
    const { stdout, stderr, code } = await scarlint([], { cwd });
    assert.deepEqual(stdout.match(/^\S+\.py(?=:3:1 )/gm), ["app.py", "sub/app.py"]);
    assert.deepEqual([stderr, code], ["", 1]);
    const others = ["ls-files", "--others", "--exclude-standard", "*.py"];
    const listed = execFileSync("git", others, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    assert.equal(listed, "app.py\nsub/app.py\n");
  });

  it("that cannot be read, or is too large, is told of; everything is scanned", async (t) => {
    const cwd = workspace(t, {
      ".git/HEAD": "",
      ".git/info/x": "",
      "app.py": BUGGY,
      "large/.gitignore": "app.py\n".repeat(40_000),
      "large/app.py": BUGGY,
      "pipe/app.py": BUGGY,
    });
    pipeAt(cwd, "pipe/.gitignore");
    pipeAt(cwd, ".git/info/exclude");
    const { stdout, stderr, code } = await scarlint([".", "large"], { cwd });
    assert.deepEqual(stdout.match(/^\S+\.py(?=:3:1 )/gm), ["app.py", "large/app.py", "pipe/app.py"]);
    assert.equal(code, 2);
    assert.deepEqual(stderr.split("\n"), [
      "scarlint: .git/info/exclude: is not a regular file; what git ignores by it is scanned",
      "scarlint: large/.gitignore: has 273.5 KB, more than the 256 KB that are read; what git ignores by it is scanned",
      "scarlint: pipe/.gitignore: is not a regular file; what git ignores by it is scanned",
      "",
    ]);
  });
});

describe("a directory", () => {
  const asNobody =
    "if (process.getuid() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }";

  for (const [mode, what] of [
    [0o444, "entered"],
    [0o000, "listed"],
    [0o311, "listed, though entered"],
  ] as const) {
    it(`that cannot be ${what} is told of once, and the rest is scanned`, async (t) => {
      const cwd = path.join(
        workspace(t, { "tree/app.py": BUGGY, "tree/locked/a.py": BUGGY, "tree/locked/b.py": "" }),
        "tree",
      );
      chmodSync(workspaceOf(cwd), 0o755);
      chmodSync(path.join(cwd, "locked"), mode);
      const { stdout, stderr, code } = await scarlint(["--no-cache"], prepared(cwd, asNobody));
      chmodSync(path.join(cwd, "locked"), 0o755);
      assert.deepEqual(stdout.match(/^\S+\.py(?=:3:1 )/gm), ["app.py"]);
      assert.equal(stderr, "scarlint: locked: permission denied; make it readable or leave it out with --exclude\n");
      assert.equal(code, 2);
    });
  }
});

describe("a file that changes in the middle of a scan", () => {
  const changes = {
    vanishes: ["fs.rmSync(victim);", "no such file or directory"],
    "becomes a pipe": [
      'fs.rmSync(victim); require("node:child_process").execFileSync("mkfifo", [victim]);',
      "is not a regular file; to scan a stream, name '-'",
    ],
    "becomes a link": [
      'fs.rmSync(victim); fs.symlinkSync("app.py", victim);',
      "is a symbolic link, and none is followed here",
    ],
    "becomes a directory": ["fs.rmSync(victim); fs.mkdirSync(victim);", "is a directory"],
    shrinks: ["fs.truncateSync(victim, 3);", "changed while it was read; scan again", "readSync"],
    grows: ['fs.appendFileSync(victim, "x = 1");', "changed while it was read; scan again", "readSync"],
  } as const;
  for (const [name, [change, message, call = "openSync"]] of Object.entries(changes)) {
    it(`is told of when it ${name}`, async (t) => {
      const files = { "tree/app.py": BUGGY, "tree/victim.py": BUGGY, "tree/zoo.py": BUGGY };
      const cwd = path.join(workspace(t, files), "tree");
      const script = `
        const fs = require("node:fs");
        const victim = ${JSON.stringify(path.join(cwd, "victim.py"))};
        const { openSync, readSync } = fs;
        let opened;
        const happens = (call, isNow) => {
          if (call !== "${call}" || !isNow) return;
          Object.assign(fs, { openSync, readSync });
          ${change}
        };
        fs.openSync = (file, ...rest) => {
          happens("openSync", file === victim);
          const handle = openSync(file, ...rest);
          if (file === victim) opened = handle;
          return handle;
        };
        fs.readSync = (handle, ...rest) => {
          happens("readSync", handle === opened);
          return readSync(handle, ...rest);
        };`;
      const { stdout, stderr, code } = await scarlint([], prepared(cwd, script));
      assert.deepEqual(stdout.match(/^\S+\.py(?=:3:1 )/gm), ["app.py", "zoo.py"]);
      assert.equal(stderr, `scarlint: victim.py: ${message}\n`);
      assert.equal(code, 2);
    });
  }
});

describe("a large scan", () => {
  it("goes on without a cache where there can be none", async (t) => {
    const cwd = largeTree(t);
    for (const env of [
      { XDG_CACHE_HOME: "/dev/null" },
      { XDG_CACHE_HOME: "", HOME: "/dev/null" },
      { XDG_CACHE_HOME: "", HOME: "nowhere" },
      { XDG_CACHE_HOME: path.join(cwd, "pkg/bug.py") },
    ]) {
      const { stdout, stderr, code } = await scarlint(["pkg"], { cwd, env });
      assert.match(stdout, /^pkg\/bug\.py:3:1 /);
      assert.deepEqual([stderr, code], ["", 1]);
    }
    assert.deepEqual(readdirSync(cwd), ["pkg"]);
  });

  it("keeps nothing in a relative directory, which the environment may not name", async (t) => {
    const cwd = largeTree(t);
    const home = workspace(t);
    await scarlint(["pkg"], { cwd, env: { XDG_CACHE_HOME: "pkg", HOME: home } });
    assert.ok(!existsSync(path.join(cwd, "pkg/scarlint")));
    assert.equal(readdirSync(path.join(home, ".cache/scarlint")).length, 1);
  });

  it("with a pipe and an endless device among its paths ends, with or without a cache", async (t) => {
    const cwd = largeTree(t);
    pipeAt(cwd, "pipe.py");
    symlinkSync("/dev/zero", path.join(cwd, "zero.py"));
    for (const args of [[], ["--no-cache"]]) {
      const { stdout, stderr, code } = await scarlint(["pkg", "pipe.py", "zero.py", ...args], { cwd });
      assert.match(stdout, /^pkg\/bug\.py:3:1 /);
      assert.deepEqual(stderr.match(/^scarlint: \S+ is not a regular file/gm), [
        "scarlint: pipe.py: is not a regular file",
        "scarlint: zero.py: is not a regular file",
      ]);
      assert.equal(code, 2);
    }
  });

  it("says what is wrong with SCARLINT_PARSER", async (t) => {
    const { stderr, code } = await scarlint(["pkg"], { cwd: largeTree(t), env: { SCARLINT_PARSER: "fast" } });
    assert.deepEqual([stderr, code], ["scarlint: SCARLINT_PARSER is 'fast': it can be 'native' or 'wasm'\n", 2]);
  });
});

describe("what is no file", () => {
  it("is refused in one line, whatever it was named for", async (t) => {
    const cwd = workspace(t, { "app.py": CLEAN, "run.xml": "<testsuites/>" });
    execFileSync("git", ["init", "--quiet"], { cwd });
    pipeAt(cwd, "pipe");
    mkdirSync(path.join(cwd, "directory"));
    symlinkSync("/dev/zero", path.join(cwd, "zero"));
    for (const name of ["pipe", "directory", "zero"]) {
      for (const args of [
        ["--baseline", name],
        ["baseline", "--update", "--output", name],
        ["merge", name],
        ["plan", "verify", name],
        ["triage", "--check", name],
        ["triage", "--report", name],
        ["triage", "--report", "new.md", "--trend", name],
        ["evidence", "--run", "run.xml", "--check", name],
        ["evidence", "--run", "run.xml", "--report", name],
        ["evidence", "--run", "run.xml", "--trend", name],
      ]) {
        const { stdout, stderr, code } = await scarlint(args, { cwd });
        assert.deepEqual([stdout, code], ["", 2], args.join(" "));
        assert.match(stderr, /^scarlint: [^\n]*'?(is not a regular file|is a directory)[^\n]*\n$/, args.join(" "));
      }
    }
  });

  it("configures nothing", async (t) => {
    const cwd = workspace(t, { "app.py": CLEAN });
    pipeAt(cwd, "scarlint.toml");
    const { stderr, code } = await scarlint([], { cwd });
    assert.deepEqual([stderr, code], ["scarlint: scarlint.toml: it is not a regular file\n", 2]);
  });
});

it("an endless standard input is refused", async (t) => {
  const input = Buffer.alloc(9 * 1024 * 1024, "# \n");
  const { stderr, code } = await scarlint(["-"], { cwd: workspace(t), input });
  assert.deepEqual([stderr, code], ["scarlint: standard input has more than the 8 MB that are read of a file\n", 2]);
});

it("a baseline may have a byte order mark, and may be a link", async (t) => {
  const cwd = workspace(t, { "app.py": BUGGY });
  await scarlint(["baseline", "--output", "known.json"], { cwd });
  const known = path.join(cwd, "known.json");
  writeFileSync(known, `\ufeff${readFileSync(known, "utf8")}`);
  symlinkSync("known.json", path.join(cwd, "link.json"));
  for (const name of ["known.json", "link.json"]) {
    assert.equal((await scarlint(["--baseline", name], { cwd })).code, 0);
  }
});

it("an import through a link in a circle is none", async (t) => {
  const cwd = workspace(t, { "app.py": `import circle\n${BUGGY}` });
  symlinkSync("circle.py", path.join(cwd, "circle.py"));
  assert.deepEqual(await filesWithFindings(["app.py"], { cwd }), ["app.py"]);
  assert.deepEqual((await report([], { cwd })).failures, []);
});
