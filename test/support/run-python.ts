import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Outcome } from "../../src/testing/markers.js";

const TIMEOUT_MS = 20_000;

interface Ended {
  readonly code: number | string | undefined;
  readonly killed: boolean;
  readonly stderr: string;
}

/**
 * Runs a fixture under CPython in a folder of its own.
 *
 * @returns one line when it does not end as it says it does
 */
export async function runFixture(file: string, outcome: Outcome): Promise<string | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), "fixture-"));
  try {
    return difference(await run(file, folder), outcome);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(file: string, cwd: string): Promise<Ended> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONWARNINGS: "ignore" };
  return new Promise((resolve) => {
    const child = execFile(
      "python3",
      [file],
      { cwd, env, timeout: TIMEOUT_MS, killSignal: "SIGKILL" },
      (error, _, stderr) => {
        resolve({ code: error ? (error.code ?? undefined) : 0, killed: error?.killed ?? false, stderr });
      },
    );
    child.stdin?.end();
  });
}

function difference({ code, killed, stderr }: Ended, outcome: Outcome): string | undefined {
  const last = stderr.trimEnd().split("\n").at(-1) ?? "";
  if (code === "ENOENT") return "python3 is not on the PATH, and the fixture has to run under it";
  if (killed) return `did not end within ${String(TIMEOUT_MS / 1000)} s under CPython`;
  if ("clean" in outcome) return code === 0 ? undefined : `should run clean under CPython and ends with: ${last}`;
  if (code === 0) return `should raise ${outcome.raises} under CPython and runs clean`;
  return names(stderr, outcome.raises)
    ? undefined
    : `should raise ${outcome.raises} under CPython and ends with: ${last}`;
}

/** Whether a traceback ends with an exception, by itself or inside a group. */
function names(stderr: string, exception: string): boolean {
  return new RegExp(`^[\\s|]*(?:\\w+\\.)*${exception}(?::|$)`, "m").test(stderr);
}
