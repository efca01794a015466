import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { BUGGY, CLEAN, filesWithFindings, report, scarlint, workspace } from "./command.js";

/** The files among the given ones that a scan reads; each has a finding. */
function scanned(t: TestContext, names: readonly string[], args: readonly string[] = []): Promise<string[]> {
  const cwd = workspace(t, Object.fromEntries(names.map((name) => [name, BUGGY])));
  return filesWithFindings(args, { cwd });
}

describe("which files are scanned", () => {
  it("takes modules and leaves stubs and all else", async (t) => {
    assert.deepEqual(await scanned(t, ["b.py", "a/c.py", "a.pyi", "notes.txt", "a.pyc", ".hidden/d.py", "Z.py"]), [
      ".hidden/d.py",
      "Z.py",
      "a/c.py",
      "b.py",
    ]);
  });

  it("says which names are not UTF-8, and scans what lies beside them", async (t) => {
    const cwd = workspace(t, { "a.py": BUGGY, "b/c.py": BUGGY, "z.py": BUGGY });
    writeFileSync(Buffer.concat([Buffer.from(path.join(cwd, "b")), Buffer.from("/\xe9t\xe9.py", "latin1")]), BUGGY);
    mkdirSync(Buffer.concat([Buffer.from(cwd), Buffer.from("/m\xfcll", "latin1")]));
    writeFileSync(path.join(cwd, "b/fine-\uFFFD.py"), BUGGY);
    const { findings, failures } = await report([], { cwd });
    assert.deepEqual(
      findings.map((finding) => finding.path),
      ["a.py", "b/c.py", "b/fine-\uFFFD.py", "z.py"],
    );
    const message = "has a name that is not UTF-8, so it cannot be scanned; rename it or leave it out with --exclude";
    assert.deepEqual(failures, [
      { path: "b/\uFFFDt\uFFFD.py", message },
      { path: "m\uFFFDll", message },
    ]);
    assert.equal((await scarlint([], { cwd })).code, 2);
  });

  it("takes scripts without an extension whose shebang names Python", async (t) => {
    const cwd = workspace(t, {
      env: `#!/usr/bin/env python3\n${BUGGY}`,
      direct: `#! /opt/tools/bin/python3.12 -E\n${BUGGY}`,
      split: `#!/usr/bin/env -S python3 -u\r\n${BUGGY}`,
      shell: `#!/bin/sh\n${BUGGY}`,
      pythonic: `#!/usr/bin/env pythonista\n${BUGGY}`,
      bare: BUGGY,
      empty: "",
      "run.sh": `#!/usr/bin/env python3\n${BUGGY}`,
    });
    assert.deepEqual(await filesWithFindings([], { cwd }), ["direct", "env", "split"]);
  });

  it("leaves virtual environments, caches, packages of others and build output", async (t) => {
    const skipped = [
      "node_modules/x/setup.py",
      "lib/site-packages/x.py",
      "__pycache__/x.py",
      ".tox/x.py",
      ".nox/x.py",
      ".mypy_cache/x.py",
      ".git/hooks/x.py",
      ".venv/x.py",
      "venv/x.py",
      "env/x.py",
      "conda/x.py",
      "build/lib/x.py",
      "dist/x.py",
      "demo.egg-info/x.py",
    ];
    const cwd = workspace(t, {
      ...Object.fromEntries([...skipped, "src/environment/x.py"].map((name) => [name, BUGGY])),
      "env/pyvenv.cfg": "",
      "conda/conda-meta/history": "",
    });
    assert.deepEqual(await filesWithFindings([], { cwd }), ["src/environment/x.py"]);
  });

  it("takes a package that happens to be called like build output", async (t) => {
    assert.deepEqual(await scanned(t, ["app/build/__init__.py", "app/build/steps.py"]), [
      "app/build/__init__.py",
      "app/build/steps.py",
    ]);
  });

  it("always takes a file that is named itself", async (t) => {
    const names = ["node_modules/x.py", "ignored.py", "excluded.py", "script.txt"];
    const cwd = workspace(t, { ".gitignore": "ignored.py", ...Object.fromEntries(names.map((name) => [name, BUGGY])) });
    const found = await filesWithFindings([...names, "--exclude", "excluded.py"], { cwd });
    assert.deepEqual(found, [...names].sort());
  });

  it("takes each file once, however often it is named", async (t) => {
    const cwd = workspace(t, { "src/app.py": BUGGY });
    const { findings, summary } = await report([".", "src", "src/app.py", "./src/../src/app.py"], { cwd });
    assert.equal(findings.length, 1);
    assert.equal(summary.files, 1);
  });

  it("leaves what --exclude matches, by name, by path and with everything in it", async (t) => {
    const names = ["app.py", "app_copy.py", "gen/api.py", "src/gen/api.py", "src/old/a/b.py", "src/vendor/x.py"];
    assert.deepEqual(
      await scanned(t, names, ["--exclude", "*_copy.py", "--exclude", "src/old/", "--exclude", "./src/{vendor,third}"]),
      ["app.py", "gen/api.py", "src/gen/api.py"],
    );
    assert.deepEqual(await scanned(t, names, ["--exclude", "gen", "--exclude", "src/**/*.py"]), [
      "app.py",
      "app_copy.py",
    ]);
  });
});

describe(".gitignore", () => {
  it("counts in every directory, the nearest last", async (t) => {
    const cwd = workspace(t, {
      ".gitignore": "*.py\n!keep.py\n/top/\n# comment\n",
      "a.py": BUGGY,
      "keep.py": BUGGY,
      "top/keep.py": BUGGY,
      "deep/top/keep.py": BUGGY,
      "deep/.gitignore": "keep.py\n!a.py\n",
      "deep/a.py": BUGGY,
      "deep/keep.py": BUGGY,
    });
    assert.deepEqual(await filesWithFindings([], { cwd }), ["deep/a.py", "keep.py"]);
  });

  it("of the repository counts in its directories, up to the repository's root", async (t) => {
    const cwd = workspace(t, {
      ".gitignore": "app.py\n",
      "repo/.gitignore": "generated/\n",
      "repo/.git/info/exclude": "private.py\n",
      "repo/src/app.py": BUGGY,
      "repo/src/private.py": BUGGY,
      "repo/src/generated/api.py": BUGGY,
    });
    assert.deepEqual(await filesWithFindings([], { cwd: path.join(cwd, "repo/src") }), ["src/app.py"]);
  });

  it("does not keep a directory from being scanned that is named itself", async (t) => {
    const cwd = workspace(t, { ".git/HEAD": "", ".gitignore": "out/\n", "out/app.py": BUGGY });
    assert.deepEqual(await filesWithFindings([], { cwd }), []);
    assert.deepEqual(await filesWithFindings(["out"], { cwd }), ["out/app.py"]);
  });

  it("gives git's own answer", async (t) => {
    const names = [
      "a.py",
      "b/a.py",
      "b/c/a.py",
      "b/c/d.py",
      "build-1/x.py",
      "x y/a.py",
      "é/a.py",
      "A.PY.py",
      "b/!c.py",
    ];
    const ignore = "/a.py\nb/**/d.py\nbuild-[0-9]/\nx\\ y/\né/\n\\!c.py\na.py.py\n";
    const cwd = workspace(t, { ".gitignore": ignore, ...Object.fromEntries(names.map((name) => [name, BUGGY])) });
    execFileSync("git", ["init", "--quiet"], { cwd });
    const listed = execFileSync("git", ["ls-files", "-z", "--others", "--exclude-standard", "*.py"], {
      cwd,
      encoding: "utf8",
    });
    assert.deepEqual(await filesWithFindings([], { cwd }), listed.split("\0").filter(Boolean).sort());
  });
});

describe("symbolic links", () => {
  it("are not followed by a walk: not out of the tree, not in circles, not to a second name", async (t) => {
    const cwd = workspace(t, { "tree/pkg/app.py": BUGGY, "outside/secret.py": BUGGY });
    const link = (target: string, name: string): void => symlinkSync(target, path.join(cwd, "tree", name));
    link("../outside", "out");
    link("../outside/secret.py", "secret.py");
    link("..", "pkg/up");
    link(".", "self");
    link("pkg", "again");
    link("pkg/app.py", "app.py");
    link("nowhere.py", "dangling.py");
    const { findings, failures } = await report(["tree"], { cwd });
    assert.deepEqual(
      findings.map((finding) => finding.path),
      ["tree/pkg/app.py"],
    );
    assert.deepEqual(failures, []);
  });

  it("are followed when they are named", async (t) => {
    const cwd = workspace(t, { "outside/app.py": BUGGY });
    mkdirSync(path.join(cwd, "work"));
    symlinkSync("../outside", path.join(cwd, "work/dir"));
    symlinkSync("../outside/app.py", path.join(cwd, "work/app.py"));
    assert.deepEqual(await filesWithFindings(["dir"], { cwd: path.join(cwd, "work") }), ["dir/app.py"]);
    assert.deepEqual(await filesWithFindings(["app.py"], { cwd: path.join(cwd, "work") }), ["app.py"]);
  });

  it("do not lead an import out of the tree", async (t) => {
    const cwd = workspace(t, {
      "work/app.py":
        "import asyncio\nfrom helper import start\n\nasync def main():\n    await asyncio.create_task(start())\n",
      "outside/helper.py": "def start():\n    print('started')\n",
    });
    const { length } = (await report(["app.py"], { cwd: path.join(cwd, "work") })).findings;
    assert.equal(length, 0);
    symlinkSync("../outside/helper.py", path.join(cwd, "work/helper.py"));
    assert.equal((await report(["app.py"], { cwd: path.join(cwd, "work") })).findings.length, 0);
  });
});

describe("imports", () => {
  it("are looked up around a file that is named alone", async (t) => {
    const cwd = workspace(t, {
      "shop/__init__.py": "",
      "shop/app.py":
        "import asyncio\nfrom shop.server import start\n\nasync def main():\n    await asyncio.create_task(start())\n",
      "shop/server.py": "def start():\n    print('started')\n",
    });
    const { findings, summary } = await report(["shop/app.py"], { cwd });
    assert.deepEqual(
      findings.map(({ rule, path, start }) => [rule, path, start.line]),
      [["asyncio/task-from-sync-call", "shop/app.py", 5]],
    );
    assert.equal(summary.files, 1);
    const elsewhere = await report([path.join(cwd, "shop/app.py")], { cwd: workspace(t) });
    assert.deepEqual(elsewhere.findings, findings);
  });
});

describe("standard input", () => {
  it("is scanned for '-'", async (t) => {
    const { code, stdout } = await scarlint(["-"], { cwd: workspace(t, { "other.py": BUGGY }), input: BUGGY });
    assert.equal(code, 1);
    assert.match(stdout, /^<stdin>:3:1 /);
    assert.match(stdout, / in 1 file, 4 lines/);
  });

  it("goes by the name of --stdin-filename, in the place of that file and beside others", async (t) => {
    const cwd = workspace(t, { "src/app.py": CLEAN, "src/other.py": BUGGY });
    const named = ["-", "--stdin-filename", "src/app.py"];
    assert.deepEqual(await filesWithFindings(named, { cwd, input: BUGGY }), ["src/app.py"]);
    const both = await report([...named, "src"], { cwd, input: BUGGY });
    assert.deepEqual([...new Set(both.findings.map((finding) => finding.path))], ["src/app.py", "src/other.py"]);
    assert.equal(both.summary.files, 2);
  });

  it("finds the imports of the file that it stands for", async (t) => {
    const cwd = workspace(t, { "shop/server.py": "def start():\n    print('started')\n" });
    const input = "import asyncio\nfrom shop.server import start\n\nasyncio.run(start())\n";
    const { findings } = await report(["-", "--stdin-filename", "shop/app.py"], { cwd, input });
    assert.deepEqual(
      findings.map(({ rule, path }) => [rule, path]),
      [["asyncio/task-from-sync-call", "shop/app.py"]],
    );
  });

  it("may be empty, and may not be undecodable", async (t) => {
    const cwd = workspace(t);
    assert.equal((await scarlint(["-"], { cwd })).code, 0);
    const { code, stderr } = await scarlint(["-"], { cwd, input: Buffer.from([0x80]) });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: <stdin>: line 1 is not UTF-8; [^\n]+\n$/);
  });
});

describe("paths in reports", () => {
  it("are relative to the current directory", async (t) => {
    const cwd = workspace(t, { "src/shop/app.py": BUGGY });
    assert.deepEqual(await filesWithFindings([path.join(cwd, "src")], { cwd }), ["src/shop/app.py"]);
    const inside = { cwd: path.join(cwd, "src/shop") };
    assert.deepEqual(await filesWithFindings([], inside), ["app.py"]);
  });

  it("of a tree elsewhere are relative to that tree, and people see them whole", async (t) => {
    const tree = workspace(t, { ".git/HEAD": "", "src/app.py": BUGGY });
    const cwd = workspace(t);
    const { root, findings } = await report([path.join(tree, "src")], { cwd });
    assert.equal(root, tree);
    assert.equal(findings[0]?.path, "src/app.py");
    const { stdout } = await scarlint([path.join(tree, "src")], { cwd });
    assert.ok(stdout.startsWith(`${tree}/src/app.py:3:1 `), stdout);
    const { stderr } = await scarlint([path.join(tree, "gone")], { cwd });
    assert.equal(stderr, `scarlint: ${tree}/gone: no such file or directory\n`);
  });
});
