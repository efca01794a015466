import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { it } from "node:test";
import { parse } from "yaml";
import { run, workspace } from "../cli/command.js";
import { ROOT } from "../support/paths.js";
import { PROGRAM } from "./program.js";

const { runs } = parse(readFileSync(path.join(ROOT, "action.yml"), "utf8")) as {
  readonly runs: { readonly steps: readonly { readonly name?: string; readonly run?: string }[] };
};

it("the npm package is installed by the action without a script of it, and finds a bug across two files", async (t) => {
  const cwd = workspace(t, PROGRAM);
  const runner = workspace(t);
  const packed = await run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", runner], {
    cwd: ROOT,
  });
  const archive = path.join(runner, packed.stdout.trim());
  const install = runs.steps.find(({ name }) => name === "Install")?.run ?? "";
  const env = { VERSION: `file:${archive}`, RUNNER_TEMP: runner, GITHUB_ACTION_PATH: ROOT };
  const installed = await run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", install], { cwd, env });
  assert.equal(installed.code, 0, installed.stdout + installed.stderr);
  const command = path.join(runner, "scarlint/node_modules/.bin/scarlint");
  const { code, stdout, stderr } = await run(command, ["--quiet"], { cwd });
  assert.equal(stderr, "");
  assert.match(stdout, /^app\.py:5:11 critical asyncio\/task-from-sync-call\n/);
  assert.equal(code, 1);
});
