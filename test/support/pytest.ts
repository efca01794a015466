import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "node:test";

const MINUTE = 60_000;
const PINNED = ["pytest==8.4.2"];

/** A pytest of the test's own, in a folder that goes when the tests of the file are done. */
export class Pytest {
  readonly #packages: string;

  /**
   * Gets it from the registry.
   *
   * @param others further packages, each with its version
   * @throws AssertionError with what pip said
   */
  constructor(...others: string[]) {
    this.#packages = mkdtempSync(path.join(tmpdir(), "pytest-"));
    after(() => rmSync(this.#packages, { recursive: true, force: true }));
    const options = ["--quiet", "--no-cache-dir", "--disable-pip-version-check", "--target", this.#packages];
    const args = ["-m", "pip", "install", ...options, ...PINNED, ...others];
    const { status, stderr } = spawnSync("python3", args, { encoding: "utf8", timeout: 5 * MINUTE });
    assert.equal(status, 0, `pytest is needed here and pip could not install it: ${stderr}`);
  }

  /** Runs it in a folder, whatever is installed or configured elsewhere. @returns what it said */
  run(folder: string, ...args: string[]): string {
    const env = { PATH: process.env.PATH, PYTHONPATH: this.#packages, PYTHONDONTWRITEBYTECODE: "1" };
    const options = ["-p", "no:cacheprovider", "-q", "--tb=line", "-c", "/dev/null", "--rootdir", folder];
    const { stdout, stderr } = spawnSync("python3", ["-m", "pytest", ...options, ...args], {
      cwd: folder,
      env,
      encoding: "utf8",
      timeout: MINUTE,
    });
    return stdout + stderr;
  }
}

/** What the line that sums up what pytest said counts, without warnings and time: `2 failed, 20 passed`. */
export function countsIn(said: string): string {
  // Python may complain behind it, of coroutines that nobody awaited.
  const last = said.split("\n").findLast((line) => / in [\d.]+s\b/.test(line)) ?? "";
  const counts = last.match(/\d+ (failed|passed|skipped|xfailed|xpassed|errors?)/g) ?? [];
  return counts.join(", ");
}
