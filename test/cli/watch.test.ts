import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { BUGGY, CLEAN, COMMAND, scarlint, workspace } from "./command.js";

/** Milliseconds after which a watch that says nothing counts as broken. */
const DEADLINE = 60_000;

/** A running watch. */
interface Watch {
  /** All that it has said since the last call, once that matches. */
  readonly says: (expected: RegExp) => Promise<string>;
  /** Ends it as Ctrl-C does, and answers with the exit code. */
  readonly interrupt: () => Promise<number | null>;
}

function watching(t: TestContext, cwd: string, args: readonly string[] = []): Watch {
  const env = { ...process.env, NO_COLOR: "1" };
  const child = spawn(process.execPath, [COMMAND, "--watch", ...args], { cwd, env });
  t.after(() => child.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  let said = "";
  let heard = (): void => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      heard();
    });
  }
  const says = (expected: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        clearTimeout(timer);
        reject(new Error(`${why}, and no ${String(expected)} in:\n${said}`));
      };
      const timer = setTimeout(fail, DEADLINE, "the deadline has passed");
      void ended.then(() => {
        fail("it has ended");
      });
      heard = () => {
        if (!expected.test(said)) return;
        clearTimeout(timer);
        heard = () => undefined;
        resolve(said);
        said = "";
      };
      heard();
    });
  const interrupt = (): Promise<number | null> => {
    child.kill("SIGINT");
    return ended;
  };
  return { says, interrupt };
}

const READY = /^Watching for changes; Ctrl-C ends it\.$/m;

describe("--watch", () => {
  it("shows what each change brings, and ends with the exit code of the last scan", async (t) => {
    const cwd = workspace(t, { "old.py": BUGGY, "app.py": CLEAN });
    const { says, interrupt } = watching(t, cwd);
    assert.match(await says(READY), /^old\.py:3:1 medium errors\/swallowed-exception$[^]*^1 finding /m);
    writeFileSync(path.join(cwd, "app.py"), BUGGY);
    const changed = await says(/^1 new, 0 fixed, 2 left$/m);
    assert.match(changed, /^app\.py:3:1 medium errors\/swallowed-exception$/m);
    assert.doesNotMatch(changed, /old\.py/);
    writeFileSync(path.join(cwd, "app.py"), CLEAN);
    assert.match(await says(/^0 new, 1 fixed, 1 left$/m), /^fixed app\.py:3:1 errors\/swallowed-exception .+$/m);
    rmSync(path.join(cwd, "old.py"));
    assert.match(await says(/^0 new, 1 fixed, 0 left$/m), /^fixed old\.py/m);
    assert.equal(await interrupt(), 0);
  });

  it("sees new directories, and what a change does to other files", async (t) => {
    const cwd = workspace(t, {
      "app.py":
        "import asyncio\nfrom lib.server import start\n\n\nasync def main():\n    await asyncio.create_task(start())\n",
      "lib/__init__.py": "",
      "lib/server.py": "async def start():\n    return 1\n",
    });
    const { says, interrupt } = watching(t, cwd);
    await says(READY);
    writeFileSync(path.join(cwd, "lib/server.py"), "def start():\n    return 1\n");
    assert.match(await says(/^1 new, 0 fixed, 1 left$/m), /^app\.py:6:\d+ critical asyncio\/task-from-sync-call$/m);
    mkdirSync(path.join(cwd, "more/deep"), { recursive: true });
    writeFileSync(path.join(cwd, "more/deep/new.py"), BUGGY);
    assert.match(await says(/^1 new, 0 fixed, 2 left$/m), /^more\/deep\/new\.py:3:1/m);
    assert.equal(await interrupt(), 1);
  });

  it("follows configurations and .gitignore, and survives a configuration with a mistake", async (t) => {
    const cwd = workspace(t, {
      "app.py": BUGGY,
      "skip/app.py": BUGGY,
      ".git/HEAD": "ref: refs/heads/main\n",
      "scarlint.toml": 'exclude = ["skip"]\n',
    });
    const { says, interrupt } = watching(t, cwd);
    assert.match(await says(READY), /^1 finding /m);
    writeFileSync(path.join(cwd, "scarlint.toml"), "exclde = []\n");
    await says(/^scarlint: scarlint\.toml:1: .*exclude/m);
    writeFileSync(path.join(cwd, "scarlint.toml"), "exclude = []\n");
    await says(/^1 new, 0 fixed, 2 left$/m);
    // What was left out before is watched now.
    writeFileSync(path.join(cwd, "skip/app.py"), CLEAN);
    await says(/^0 new, 1 fixed, 1 left$/m);
    writeFileSync(path.join(cwd, ".gitignore"), "app.py\n");
    await says(/^0 new, 1 fixed, 0 left$/m);
    writeFileSync(path.join(cwd, "app.py"), CLEAN + BUGGY);
    rmSync(path.join(cwd, ".gitignore"));
    await says(/^1 new, 0 fixed, 1 left$/m);
    assert.equal(await interrupt(), 1);
  });

  it("does not call fixed what could not be looked at", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    const { says, interrupt } = watching(t, cwd);
    await says(READY);
    writeFileSync(path.join(cwd, "app.py"), Buffer.concat([Buffer.from(BUGGY), Buffer.from([0xff, 0xfe, 0x0a])]));
    assert.match(await says(/^0 new, 0 fixed, 0 left; incomplete: 1 failure$/m), /^scarlint: app\.py: /m);
    writeFileSync(path.join(cwd, "app.py"), BUGGY);
    await says(/^0 new, 0 fixed, 1 left$/m);
    assert.equal(await interrupt(), 1);
  });

  it("watches the project around a file that is named alone", async (t) => {
    const cwd = workspace(t, {
      "pyproject.toml": "",
      "app.py":
        "import asyncio\nfrom server import start\n\n\nasync def main():\n    await asyncio.create_task(start())\n",
      "server.py": "async def start():\n    return 1\n",
    });
    const { says, interrupt } = watching(t, cwd, ["app.py"]);
    await says(READY);
    writeFileSync(path.join(cwd, "server.py"), "def start():\n    return 1\n");
    await says(/^1 new, 0 fixed, 1 left$/m);
    assert.equal(await interrupt(), 1);
  });

  it("sees that a directory that it was told of is made anew", async (t) => {
    const cwd = workspace(t, { "src/app.py": CLEAN });
    const { says, interrupt } = watching(t, cwd, ["src"]);
    await says(READY);
    for (const name of ["first", "second"]) {
      rmSync(path.join(cwd, "src"), { recursive: true });
      mkdirSync(path.join(cwd, "src"));
      writeFileSync(path.join(cwd, "src", `${name}.py`), BUGGY);
      await says(new RegExp(`^src/${name}\\.py:3:1 medium[^]*^1 new, `, "m"));
      writeFileSync(path.join(cwd, "src", `${name}.py`), CLEAN);
      await says(/^0 new, 1 fixed, 0 left$/m);
    }
    assert.equal(await interrupt(), 0);
  });

  it("sees that a script is one, and is none any more", async (t) => {
    const cwd = workspace(t, { run: CLEAN });
    const { says, interrupt } = watching(t, cwd);
    await says(READY);
    writeFileSync(path.join(cwd, "run"), `#!/usr/bin/env python3\n${BUGGY}`);
    await says(/^1 new, 0 fixed, 1 left$/m);
    writeFileSync(path.join(cwd, "run"), BUGGY);
    await says(/^0 new, 1 fixed, 0 left$/m);
    assert.equal(await interrupt(), 0);
  });

  for (const args of [
    ["--format", "json"],
    ["--output", "out.txt"],
    ["--fix"],
    ["--diff-only"],
    ["--staged"],
    ["--diff", "HEAD"],
    ["--statistics"],
    ["--shard", "1/2"],
    ["--timing"],
    ["-"],
  ]) {
    it(`refuses ${args.join(" ")}`, async (t) => {
      const { code, stdout, stderr } = await scarlint(["--watch", ...args], { cwd: workspace(t) });
      assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
      assert.match(stderr, /^scarlint: --watch [^\n]+; leave out [^\n]+\n$/);
      assert.ok(stderr.includes(args[0] ?? ""));
    });
  }
});
