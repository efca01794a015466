import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { History } from "../support/history.js";
import { BUGGY, CLEAN, COMMAND, run, workspace, type Outcome } from "./command.js";

/** Enough for a walk not to be done before it is interrupted. */
const COMMITS = 40;
const SOME = 4;

/** A walk through a history in which a bug comes with each other commit and goes with the next. */
class LongWalk {
  readonly history: History;
  readonly #home: string;

  constructor(t: TestContext) {
    this.history = new History(t);
    this.#home = workspace(t);
    for (let at = 0; at < COMMITS; at++) {
      const name = `jobs_${String(at >> 1)}.py`;
      this.history.commit({ [name]: `at = ${String(at)}\n${at % 2 === 0 ? BUGGY : CLEAN}` });
    }
  }

  /** What is kept of commits, by its files; what was being written when all ended is none of them. */
  kept(): string[] {
    const histories = path.join(this.#home, "scarlint/history");
    if (!existsSync(histories)) return [];
    const files = readdirSync(histories, { recursive: true, encoding: "utf8", withFileTypes: true });
    return files
      .filter((file) => /^[0-9a-f]{40}$/.test(file.name) && file.isFile())
      .map((file) => path.join(file.parentPath, file.name));
  }

  whole(report: string, ...more: string[]): Promise<Outcome> {
    return run(process.execPath, this.args(report, ...more), { cwd: this.history.root, env: this.env });
  }

  /** Ends a walk once it has kept something of some commits. */
  async interrupted(signal: NodeJS.Signals): Promise<void> {
    const env = { ...process.env, ...this.env };
    const child = spawn(process.execPath, this.args("report.md"), { cwd: this.history.root, env, stdio: "ignore" });
    const ended = once(child, "exit");
    while (this.kept().length < SOME) await setTimeout(1);
    child.kill(signal);
    assert.deepEqual(await ended, [null, signal]);
  }

  read(report: string): string {
    return readFileSync(path.join(this.history.root, report), "utf8").replaceAll(report, "report.md");
  }

  private args(report: string, ...more: string[]): string[] {
    const since = this.history.commits[0] ?? "";
    return [COMMAND, "triage", "--report", report, "--since", since, "--date", "2030-02-01", ...more];
  }

  private get env(): Record<string, string> {
    return { XDG_CACHE_HOME: this.#home, XDG_DATA_HOME: this.#home, TMPDIR: this.#home };
  }
}

describe("a walk that is interrupted", () => {
  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    it(`by ${signal} keeps what it has seen commit by commit, and goes on from there`, async (t) => {
      const walk = new LongWalk(t);
      await walk.interrupted(signal);
      const kept = walk.kept();
      assert.ok(kept.length >= SOME && kept.length < COMMITS, String(kept.length));
      // What would be seen anew would be written anew.
      const long = new Date("2030-01-01");
      for (const file of kept) utimesSync(file, long, long);
      assert.equal((await walk.whole("report.md")).code, 0);
      assert.equal(walk.kept().length, COMMITS);
      for (const file of kept) assert.equal(statSync(file).mtimeMs, long.getTime());
      await walk.whole("other.md", "--no-cache");
      assert.equal(walk.read("report.md"), walk.read("other.md"));
    });
  }
});
