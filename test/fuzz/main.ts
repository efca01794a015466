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
    minutes: { type: "string", default: "10" },
    mutants: { type: "string", default: "1000000000" },
    seed: { type: "string", default: "1" },
    corpus: { type: "string", multiple: true },
    only: { type: "string" },
  },
});

const seed = Number(values.seed);
const folders = values.corpus ?? [FIXTURES, libraryOf("python3")];
const [from = 0, to = Number(values.mutants)] = values.only?.split("-").map(Number) ?? [];
const interpreters = installed();
const home = mkdtempSync(path.join(tmpdir(), "scarlint-fuzz-"));
const figures: Figures = { compiled: 0, refused: 0, missed: new Map() };
const grammar = new GrammarJudge(interpreters);
const scans = new ScanJudge(home);

try {
  const corpus = await corpusOf(folders);
  say(
    `${String(corpus.length)} files, compiled by ${interpreters.map(({ minor }) => `3.${String(minor)}`).join(", ")}`,
  );
  const started = performance.now();
  const { mutants, complaints } = await fuzz(
    { seed, from, to, minutes: Number(values.minutes), onProgress: progress, onFailure: report },
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
} finally {
  for (const interpreter of interpreters) interpreter.close();
  rmSync(home, { recursive: true, force: true });
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

/** Where an interpreter's standard library lies. */
function libraryOf(program: string): string {
  const asked = spawnSync(program, ["-I", "-c", "import sysconfig; print(sysconfig.get_paths()['stdlib'])"]);
  return asked.stdout.toString().trim();
}
