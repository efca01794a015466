import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./statistics.js";

/** A command to be measured as a whole process. */
export interface Subject {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Done before each run, and not measured. */
  readonly prepare?: () => void;
  /** Done after each run, and not measured. */
  readonly restore?: () => void;
}

/** What the runs of a subject took. */
export interface Measured {
  readonly name: string;
  readonly command: readonly string[];
  /** Seconds from start to end, of each run. */
  readonly runs: readonly number[];
  /** Median of the runs, in seconds. */
  readonly seconds: number;
  /** Median of the seconds that processors ran its own code for it; from start to end where GNU time is not there to say. */
  readonly user: number;
  /** Median of the largest resident sets, in MB; nothing where GNU time is not there to say. */
  readonly memory: number | undefined;
}

interface OneRun {
  readonly seconds: number;
  readonly user: number;
  readonly memory: number | undefined;
}

/** Seconds after which one run of a subject has to do. */
const SLOW = 30;

const GNU_TIME = "/usr/bin/time";
const hasGnuTime = existsSync(GNU_TIME) && spawnSync(GNU_TIME, ["-f", "%M", "true"]).status === 0;

/** Runs subjects in turn, back and forth, so that what else the machine does hits all of them. */
export function measure(subjects: readonly Subject[], rounds: number): Measured[] {
  const runs = new Map<Subject, OneRun[]>(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < rounds; round++) {
    for (const subject of round % 2 === 0 ? subjects : [...subjects].reverse()) {
      const done = runs.get(subject) ?? [];
      if ((done[0]?.seconds ?? 0) > SLOW) continue;
      done.push(runOnce(subject));
      process.stderr.write(`  ${subject.name}: ${(done.at(-1)?.seconds ?? 0).toFixed(2)} s\n`);
    }
  }
  return [...runs].map(([{ name, command }, all]) => {
    const memories = all.flatMap(({ memory }) => memory ?? []);
    const seconds = all.map((one) => one.seconds);
    const memory = memories.length > 0 ? median(memories) : undefined;
    const user = median(all.map((one) => one.user));
    return { name, command, runs: seconds, seconds: median(seconds), user, memory };
  });
}

/** @throws Error when the command does not start, or ends in another way than with nothing or something found. */
export function runOnce({ name, command, cwd, environment, prepare, restore }: Subject): OneRun {
  const directory = mkdtempSync(join(tmpdir(), "scarlint-bench-"));
  const peak = join(directory, "peak");
  const [file = "", ...rest] = hasGnuTime ? [GNU_TIME, "-q", "-f", "%M %U", "-o", peak, ...command] : command;
  try {
    prepare?.();
    const env = { ...process.env, NO_COLOR: "1", ...environment };
    const started = performance.now();
    const { status, error, stderr } = spawnSync(file, rest, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
    const seconds = (performance.now() - started) / 1000;
    if (error || (status !== 0 && status !== 1)) {
      const said = error?.message ?? stderr.toString().trim().split("\n").at(-1) ?? "";
      throw new Error(`${name} ended with ${String(status)}: ${said}`);
    }
    if (!hasGnuTime) return { seconds, user: seconds, memory: undefined };
    const [memory = NaN, user = NaN] = readFileSync(peak, "utf8").trim().split(" ").map(Number);
    return { seconds, user, memory: memory / 1024 };
  } finally {
    restore?.();
    rmSync(directory, { recursive: true });
  }
}
