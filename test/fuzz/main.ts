/**
 * Mutates Python files and holds what scarlint makes of them against what it should:
 * `npm run fuzz -- [--minutes N] [--mutants N] [--seed S] [--corpus DIR]… [--only FROM-TO]`.
 *
 * CONTRIBUTING.md says what is compared. A seed gives the same mutants of the same corpus each time.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { FIXTURES } from "../support/paths.js";
import { corpusOf } from "./corpus.js";
import { fuzz, type Failure } from "./fuzz.js";
import { GrammarJudge, type Figures } from "./grammar-judge.js";
import { installed } from "./interpreters.js";
import { ScanJudge } from "./scan-judge.js";

const { values } = parseArgs({
  options: {
    minutes: { type: "string" },
    mutants: { type: "string" },
    seed: { type: "string", default: "1" },
    corpus: { type: "string", multiple: true },
    only: { type: "string" },
  },
});

const seed = Number(values.seed);
const [from = 0, to = Number(values.mutants ?? Infinity)] = values.only?.split("-").map(Number) ?? [];
// Without any bound, as long as a person waits.
const minutes = Number(values.minutes ?? (to < Infinity ? Infinity : 10));
const folders = values.corpus ?? [FIXTURES, ...libraryOf("python3")];
const interpreters = installed();
const home = mkdtempSync(path.join(tmpdir(), "scarlint-fuzz-"));
const figures: Figures = { compiled: 0, refused: 0, missed: new Map() };
const grammar = new GrammarJudge(interpreters);
const scans = new ScanJudge(home);

try {
  if ([seed, from, to, minutes].some(Number.isNaN)) throw new Error("seeds, mutants and minutes are numbers");
  await run();
} catch (error) {
  process.stderr.write(`fuzz: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
} finally {
  for (const interpreter of interpreters) interpreter.close();
  rmSync(home, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const corpus = await corpusOf(folders);
  const versions = interpreters.map(({ minor }) => `3.${String(minor)}`).join(", ");
  say(`${String(corpus.length)} files, compiled by CPython ${versions || "that is nowhere to be found"}`);
  const started = performance.now();
  const { mutants, complaints } = await fuzz(
    { seed, from, to, minutes, onProgress: progress, onFailure: report },
    corpus,
    [(given, isAgain) => grammar.judge(given, isAgain ? undefined : figures), (given) => scans.judge(given)],
  );
  const seconds = (performance.now() - started) / 1000;
  say(`${String(mutants)} mutants of seed ${String(seed)} in ${seconds.toFixed(0)} s`);
  say(`compiled ${String(figures.compiled)}, refused ${String(figures.refused)}, missed ${String(missed())}:`);
  for (const [message, count] of [...figures.missed].sort(([, one], [, other]) => other - one).slice(0, 30)) {
    say(`  ${String(count)} × ${message}`);
  }
  for (const [kind, count] of complaints) say(`FAILED ${String(count)} × ${kind}`);
  process.exitCode = complaints.size > 0 ? 1 : 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function missed(): number {
  return [...figures.missed.values()].reduce((sum, count) => sum + count, 0);
}

function progress(mutants: number): void {
  process.stderr.write(`\r${String(mutants)} mutants`);
}

function report({ complaint: { kind, detail }, least, only }: Failure): void {
  say(`\nFAILED ${kind}: ${detail}`);
  for (const [name, bytes] of least.before) {
    say(`  ${name}: ${JSON.stringify(bytes.toString("latin1"))}`);
    const later = least.after.get(name);
    if (later && later !== bytes) say(`  then ${JSON.stringify(later.toString("latin1"))}`);
  }
  const corpora = (values.corpus ?? []).map((folder) => ` --corpus ${folder}`).join("");
  say(`  again: npm run fuzz -- --seed ${String(seed)} --only ${only.join("-")}${corpora}`);
}

/** Where an interpreter's standard library lies; nowhere when there is no such interpreter. */
function libraryOf(program: string): string[] {
  const asked = spawnSync(program, ["-I", "-c", "import sysconfig; print(sysconfig.get_paths()['stdlib'])"]);
  return asked.status === 0 ? [asked.stdout.toString().trim()] : [];
}
