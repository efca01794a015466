import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { COMMAND, workspace } from "../cli/command.js";
import { directory } from "../support/git.js";
import { ROOT } from "../support/paths.js";

/** Minutes that an editor may take on a busy machine, and that installing one may. */
const SHORT = 8;
const LONG = 12;

const SCRIPTS = path.join(ROOT, "test/clients/editors");

/** What the scripts of the editors go through. */
const STEPS = [
  "ok a bug across two files in a buffer that is not saved",
  "ok its related place",
  "ok a fix",
  "ok the bug again",
  "ok a suppression",
  "ok the bug once more",
  "ok nothing once it is mended",
];

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

function run(program: string, args: readonly string[], minutes: number, cwd = ROOT, env = {}): Ended {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: minutes * 60_000,
  });
  return { code: status, text: (error ? `${error.message}\n` : "") + stdout + stderr };
}

/** The real client, from the distribution where the machine does not have it. */
function needed(works: () => boolean, packages: readonly string[]): void {
  if (works()) return;
  run("apt-get", ["update"], LONG);
  const { text } = run("apt-get", ["install", "--yes", "--no-install-recommends", ...packages], LONG);
  const names = packages.join(" and ");
  assert.ok(works(), `${names} are needed here and apt-get could not install them; install them yourself: ${text}`);
}

/** Lets an editor go through its script beside two files, one of which calls what the other defines. */
function edit(t: TestContext, program: string, args: readonly string[]): void {
  const files = {
    "client.py": "def fetch():\n    return 1\n",
    "user.py": "from client import fetch\n\n\nasync def main():\n    fetch()\n",
  };
  const home = directory(t);
  const env = {
    SCARLINT_COMMAND: [process.execPath, COMMAND, "--no-cache", "lsp"].join("\n"),
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_STATE_HOME: home,
    XDG_CACHE_HOME: home,
    XDG_DATA_HOME: home,
  };
  const { code, text } = run(program, args, SHORT, workspace(t, files), env);
  const said = text.split(/\r?\n/).map((line) => line.trim());
  assert.deepEqual(
    said.filter((line) => line.startsWith("ok ")),
    STEPS,
    text,
  );
  assert.equal(code, 0, text);
}

describe("a bug across two files is shown in an unsaved buffer, fixed, silenced and gone when it is mended", () => {
  it("in Neovim", (t) => {
    needed(() => run("nvim", ["--version"], SHORT).code === 0, ["neovim"]);
    edit(t, "nvim", ["--headless", "-u", "NONE", "-c", `luafile ${path.join(SCRIPTS, "neovim.lua")}`]);
  });

  it("in Emacs, with eglot", (t) => {
    const eglot = ["-q", "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"];
    needed(() => run("emacs", eglot, SHORT).code === 0, ["emacs-nox", "elpa-eglot"]);
    edit(t, "emacs", ["-q", "--batch", "-l", path.join(SCRIPTS, "emacs.el")]);
  });
});
