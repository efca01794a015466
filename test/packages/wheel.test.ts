import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { it, type TestContext } from "node:test";
import { COMMAND, run, workspace, type Outcome } from "../cli/command.js";
import { programOnTerminal } from "../cli/terminal.js";
import { installed } from "../fuzz/interpreters.js";
import { ROOT } from "../support/paths.js";
import { PROGRAM } from "./program.js";

/** The oldest Python 3 that the wheel is for, by its minor number. */
const OLDEST = 9;

/** The wheel, built as it is published but for what the tests run from, which is built already. */
async function buildWheel(t: TestContext): Promise<string> {
  const folder = workspace(t);
  // Without its scripts npm runs the one that is asked for, and not the one before it that builds.
  const args = ["run", "wheel", "--ignore-scripts", "--", "--quiet", "--wheel-dir", folder];
  const { code, stdout, stderr } = await run("npm", args, { cwd: ROOT });
  assert.equal(code, 0, stdout + stderr);
  const [wheel = "", ...more] = readdirSync(folder);
  assert.deepEqual(more, []);
  const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
  assert.equal(wheel, `scarlint-${version}-py3-none-any.whl`);
  return path.join(folder, wheel);
}

/** A fresh environment of some Python with the wheel in it, as the folder of its programs. */
async function install(t: TestContext, python: string, wheel: string): Promise<string> {
  const environment = path.join(workspace(t), "environment");
  const steps = [
    [python, "-m", "venv", environment],
    [path.join(environment, "bin/pip"), "install", "--quiet", "--no-compile", wheel],
  ];
  for (const [program = "", ...args] of steps) {
    const { code, stdout, stderr } = await run(program, args, {});
    assert.equal(code, 0, stdout + stderr);
  }
  return path.join(environment, "bin");
}

/** The oldest and the newest Python of this machine that the wheel is for. */
function interpreters(t: TestContext): readonly { program: string; minor: number }[] {
  const fitting = installed().filter(({ minor }) => minor >= OLDEST);
  const [newest, oldest] = [fitting[0], fitting.at(-1)];
  assert.ok(newest && oldest, "a Python from 3.9 on is needed here; install one");
  if (newest !== oldest) return [oldest, newest];
  t.diagnostic(`Python 3.${String(newest.minor)} is the only one here: the wheel was not tried on a second one`);
  return [newest];
}

/** How long it took, and the progress that is shown when it takes long. */

const UNSTEADY = /\d+\.\d s|\r\u001b\[2K(?:scanning[^\r]*)?/g;

/** What two commands say and end with, the one of the wheel and the one that Node runs; both have to be the same. */
async function same(one: Promise<Outcome>, other: Promise<Outcome>): Promise<Outcome> {
  const [outcome, expected] = (await Promise.all([one, other])).map((each) => ({
    ...each,
    stdout: each.stdout.replace(UNSTEADY, ""),
  }));
  assert.ok(outcome);
  assert.deepEqual(outcome, expected);
  return outcome;
}

it("the wheel does what the command does, where no Node is installed", async (t) => {
  const wheel = await buildWheel(t);
  for (const { program, minor } of interpreters(t)) {
    const bin = await install(t, program, wheel);
    const cwd = workspace(t, PROGRAM);
    const env = { PATH: bin };
    const which = await run(path.join(bin, "python"), ["-c", "import shutil; print(shutil.which('node'))"], { env });
    assert.equal(which.stdout, "None\n");

    const command = path.join(bin, "scarlint");
    const both = (args: readonly string[], input = ""): Promise<Outcome> =>
      same(run(command, args, { cwd, env, input }), run(process.execPath, [COMMAND, ...args], { cwd, input }));
    const found = await both(["--quiet"]);
    assert.match(found.stdout, /^app\.py:5:11 critical asyncio\/task-from-sync-call\n/);
    assert.equal(found.code, 1, `Python 3.${String(minor)}`);
    assert.equal((await both(["shop", "--quiet"])).code, 0);
    assert.equal((await both(["--no-such-option"])).code, 2);
    assert.equal((await both(["explain", "zmq/rebind"])).code, 0);
    assert.equal((await both(["-", "--stdin-filename", "app.py", "--quiet"], PROGRAM["app.py"])).code, 1);
    const module = await run(path.join(bin, "python"), ["-m", "scarlint", "--quiet"], { cwd, env });
    assert.deepEqual(module, found);

    const onBoth = (args: readonly string[], interruptAt = ""): Promise<Outcome> => {
      const colored = { FORCE_COLOR: "", TERM: "xterm-256color" };
      return same(
        programOnTerminal([command, ...args], cwd, { env: colored, interruptAt }),
        programOnTerminal([process.execPath, COMMAND, ...args], cwd, { env: colored, interruptAt }),
      );
    };
    assert.ok((await onBoth(["--quiet"])).stdout.includes("\u001b[31m"));
    assert.equal((await onBoth(["--watch"], "Ctrl-C")).code, 1);
  }
});
