import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { Progress } from "../../src/cli/progress.js";
import { BUGGY, COMMAND, run, scarlint, workspace } from "./command.js";
import { onTerminal } from "./terminal.js";

const ESCAPE = "\u001b";

/** What takes seconds to scan. */
const LARGE_TREE = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`m${String(n)}.py`, manyFunctions(n)]));

/** Functions that have to be parsed and looked into, and that no other file holds. */
function manyFunctions(file: number): string {
  const imports = "from elsewhere import *\n\n";
  return imports.concat(
    ...Array.from({ length: 300 }, (_, n) => {
      const name = `f${String(file)}_${String(n)}`;
      return `async def ${name}(x):\n    y = None\n    await g_${name}(x, y)\n    return y\n`;
    }),
  );
}

/** The lines of the report on one finding. */
async function frame(t: TestContext, source: string): Promise<string[]> {
  const { stdout } = await scarlint(["--quiet"], { cwd: workspace(t, { "app.py": source }) });
  return stdout.trimEnd().split("\n");
}

describe("colors", () => {
  it("are for terminals", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    assert.ok(!(await scarlint([], { cwd })).stdout.includes(ESCAPE));
    const { code, stdout } = await onTerminal([], cwd);
    assert.equal(code, 1);
    assert.ok(stdout.includes(`${ESCAPE}[33mmedium${ESCAPE}[39m`), stdout);
  });

  it("are off with --no-color, NO_COLOR and TERM=dumb", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    for (const outcome of [
      await onTerminal(["--no-color"], cwd),
      await onTerminal([], cwd, { NO_COLOR: "1" }),
      await onTerminal([], cwd, { NO_COLOR: "1", FORCE_COLOR: "1" }),
      await onTerminal([], cwd, { TERM: "dumb" }),
      await onTerminal(["--no-color", "rules"], cwd),
    ]) {
      // A scan on a busy machine may say how far it is, which is no color.
      assert.doesNotMatch(outcome.stdout, /\u001b\[\d+m/);
    }
  });

  it("are off for a file or another program, on a build server, too", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    assert.ok(!(await scarlint([], { cwd, env: { CI: "true" } })).stdout.includes(ESCAPE));
  });

  it("are on with FORCE_COLOR, except for programs", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    const env = { FORCE_COLOR: "1" };
    assert.ok((await scarlint([], { cwd, env })).stdout.includes(ESCAPE));
    assert.ok((await scarlint(["rules"], { cwd, env })).stdout.includes(ESCAPE));
    assert.ok(!(await scarlint([], { cwd, env: { FORCE_COLOR: "0" } })).stdout.includes(ESCAPE));
    assert.ok(!(await scarlint(["--format", "json"], { cwd, env })).stdout.includes(ESCAPE));
  });

  it("say nothing that the words do not say", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    const plain = (await scarlint(["--quiet"], { cwd })).stdout;
    const colored = (await scarlint(["--quiet"], { cwd, env: { FORCE_COLOR: "1" } })).stdout;
    assert.equal(colored.replaceAll(/\u001b\[\d+m/g, ""), plain);
  });
});

describe("hostile text", () => {
  const hostile = `${ESCAPE}]0;owned\u0007${ESCAPE}[2J\u202e\u2066\u009b31m\u200b`;

  it("out of code reaches no terminal", async (t) => {
    const source = `try:\n    rows["${hostile}"].save()\nexcept (Exception, E["${hostile}"]): pass\n`;
    for (const args of [[], ["--format", "json"], ["--format", "sarif"]]) {
      const { stdout } = await scarlint(args, { cwd: workspace(t, { "app.py": source }) });
      assert.match(stdout, /swallowed-exception/);
      assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/);
    }
  });

  it("out of file names reaches no terminal", async (t) => {
    const name = `a${ESCAPE}[31m\nb\u202e.py`;
    const cwd = workspace(t, { [name]: BUGGY, [`z${name}`]: "\0" });
    const { stdout, stderr } = await scarlint([], { cwd });
    assert.ok(stdout.startsWith("a\\x1b[31m\\nb\\u202e.py:3:1 medium "), stdout);
    assert.ok(stderr.startsWith("scarlint: za\\x1b[31m\\nb\\u202e.py: holds NUL bytes"), stderr);
  });

  it("out of arguments reaches no terminal", async (t) => {
    const { stderr } = await scarlint([`--${ESCAPE}[31m`], { cwd: workspace(t) });
    assert.match(stderr, /^scarlint: unknown option '--\\x1b\[31m'/);
  });
});

describe("code frames", () => {
  it("show tabs as spaces", async (t) => {
    const lines = await frame(t, "if 1:\n\ttry:\n\t\tgo()\n\texcept Exception:\n\t\tpass\n");
    assert.deepEqual(lines.slice(2, 4), ["     4 |     except Exception:", "       |     ^^^^^^^^^^^^^^^^^"]);
  });

  it("count the columns of wide and of spelled-out characters", async (t) => {
    const lines = await frame(
      t,
      "from contextlib import suppress\nwith open('漢字\u202e'), suppress(Exception): go()\n",
    );
    const [code = "", marks = ""] = lines.slice(2, 4);
    assert.equal(code, "     2 | with open('漢字\\u202e'), suppress(Exception): go()");
    assert.equal(marks, `       | ${" ".repeat(25)}${"^".repeat(19)}`);
  });

  it("show a part of a line that is too long", async (t) => {
    const pad = "'漢', ".repeat(400);
    const lines = await frame(
      t,
      `from contextlib import suppress\nwith open([${pad}]), suppress(Exception): go([${pad}])\n`,
    );
    const [code = "", marks = ""] = lines.slice(2, 4);
    assert.match(code, /^ {5}2 \| ….*suppress\(Exception\): go\(.*…$/);
    assert.match(marks, /^ {7}\| +\^{19}$/);
    assert.ok(code.length <= 120, code);
  });

  it("stay within a narrow terminal", async (t) => {
    const cwd = workspace(t, {
      "app.py": `from contextlib import suppress\nwith suppress(Exception): go(${"1, ".repeat(90)})\n`,
    });
    const { stdout } = await onTerminal(["--no-color"], cwd);
    const framed = stdout.split("\r\n").filter((line) => line.includes(" | "));
    assert.equal(framed.length, 2);
    for (const line of framed) assert.ok(line.length <= 60, line);
  });

  it("of many findings on one enormous line take no more than linear room", async (t) => {
    const cwd = workspace(t, { "app.py": `x = [${"lambda a: eval(a), ".repeat(10_000)}]\n` });
    const { stdout } = await scarlint(["--select", "inject", "--all"], { cwd });
    assert.equal(stdout.match(/^app\.py:1:/gm)?.length, 10_000);
    assert.ok(stdout.length < 20_000_000);
  });
});

describe("progress", () => {
  it("is shown on terminals during long scans, and is gone in the end", async (t) => {
    const cwd = workspace(t, LARGE_TREE);
    const { stdout } = await onTerminal([], cwd);
    assert.match(stdout, /\r\u001b\[2Kscanning: \d+ of 400 files/);
    assert.ok(stdout.includes(`\r${ESCAPE}[2K${ESCAPE}[32mNo findings`), stdout);
    assert.doesNotMatch((await onTerminal(["--quiet"], cwd)).stdout, /scanning/);
  });

  it("is not shown elsewhere", async (t) => {
    assert.equal((await scarlint([], { cwd: workspace(t, { "app.py": "" }) })).stderr, "");
  });

  it("is not shown for short scans", (t) => {
    let now = 0;
    t.mock.method(performance, "now", () => now);
    const written: string[] = [];
    const terminal = { isTTY: true, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
    const progress = new Progress(terminal, true);
    now = 400;
    progress.update(1, 2);
    progress.clear();
    assert.deepEqual(written, []);
    now = 600;
    progress.update(2, 2);
    progress.clear();
    assert.deepEqual(written, [`\r${ESCAPE}[2Kscanning: 2 of 2 files`, `\r${ESCAPE}[2K`]);
  });
});

describe("pipes", () => {
  it("that close early are no error", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY.repeat(3000) });
    const pipeline = `"$0" "$1" | head -n 1`;
    const { stdout, stderr } = await run("sh", ["-c", pipeline, process.execPath, COMMAND], { cwd });
    assert.match(stdout, /^app\.py:3:1 medium /);
    assert.equal(stderr, "");
  });

  it("that take no more are one", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    const { code, stderr } = await run("sh", ["-c", `"$0" "$1" > /dev/full`, process.execPath, COMMAND], { cwd });
    assert.equal(code, 2);
    assert.equal(stderr, "scarlint: the output cannot be written: no space left on the device\n");
  });
});

describe("an interrupt", () => {
  it("ends the command at once, without a word", async (t) => {
    const cwd = workspace(t, LARGE_TREE);
    const script = `"$0" "$1" --output out.json --format json & sleep 0.7; kill -INT $!; wait $!; echo "code $?"`;
    const { stdout, stderr } = await run("bash", ["-mc", script, process.execPath, COMMAND], { cwd });
    assert.match(stdout, /code 130\n$/);
    assert.doesNotMatch(stderr, /at |Error/);
  });
});
