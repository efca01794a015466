/**
 * Measures scarlint beside other programs and writes what comes of it:
 * `npm run bench -- [--runs N] [--large] [--stress] [--output FILE] [DIR]`; with `--stress` only how time grows on
 * what is hostile. `npm run bench -- --profile [DIR]` shows where scarlint's time goes instead.
 *
 * Without DIR, a project is generated; DIR is copied before anything is done to it.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { copy, generate, type Corpus } from "./corpus.js";
import { comparison, document, reachTable, significant, table, type Reach, type Section } from "./markdown.js";
import { astGrep, peersFor } from "./peers.js";
import { measure, type Measured, type Subject } from "./process.js";
import { makeRepository, Scarlint } from "./scarlint.js";
import { SHAPES } from "./shapes.js";
import { growthExponent } from "./statistics.js";

const ROOT = resolve(import.meta.dirname, "../..");
/** MB of the project that peers look at, too. */
const SIZE = 27;
const SIZES = [3, 10, 30];
const LARGE = 150;
const QUIET = ["--quiet", "--no-cache"];
/** The sizes of a shape, as parts of the largest. */
const PARTS = [1 / 4, 1 / 2, 1];
/** Seconds above start from which on a time tells something. */
const LEAST_TOLD = 0.1;
/** The cache looks again at a file that is younger than this, in milliseconds. */
const SETTLED = 2_500;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "5" },
    large: { type: "boolean", default: false },
    profile: { type: "boolean", default: false },
    stress: { type: "boolean", default: false },
    output: { type: "string", default: join(ROOT, "bench/results.md") },
    // To try the benchmark itself: all sizes times this.
    scale: { type: "string", default: "1" },
  },
});
const runs = positive("--runs", values.runs);
const scale = positive("--scale", values.scale);
const scratch = mkdtempSync(join(tmpdir(), "scarlint-bench-"));
const scarlint = new Scarlint(ROOT, scratch);
const reaches: Reach[] = [];

try {
  if (values.profile) profile(corpusOf("corpus"));
  else await benchmark();
} finally {
  rmSync(scratch, { recursive: true });
}

/** Shows where the time of a cold run goes. */
function profile(corpus: Corpus): void {
  const { command, cwd } = scarlint.run("profile", corpus, ["--quiet", "--no-cache", "--timing"]);
  const [file = "", ...parameters] = command;
  const { stderr } = spawnSync(file, parameters, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  process.stdout.write(`${sizeOf(corpus)}\n${stderr.toString()}`);
}

async function benchmark(): Promise<void> {
  const sections = [...(values.stress ? [] : await ordinary(corpusOf("corpus"))), stress()];
  const aims = { title: "Aims", lines: reachTable(reaches) };
  const given = [
    ...(["large", "stress"] as const).flatMap((option) => (values[option] ? [`--${option}`] : [])),
    ...positionals.map((path) => basename(resolve(path))),
  ];
  const command = ["npm run bench -- --runs", String(runs), ...given].join(" ");
  writeFileSync(values.output, shortened(document(command, [aims, ...sections])));
  process.stderr.write(`written: ${values.output}\n`);
}

/** What people scan. */
async function ordinary(corpus: Corpus): Promise<Section[]> {
  makeRepository(corpus);
  return [await wholeTree(corpus), hooks(corpus), growth()];
}

/** A corpus of a size; all of DIR unless told a size. */
function corpusOf(name: string, megabytes?: number): Corpus {
  const [directory] = positionals;
  const root = join(scratch, name);
  mkdirSync(root);
  if (directory !== undefined) return copy(root, resolve(directory), megabytes && megabytes * scale);
  return generate(root, join(ROOT, "fixtures"), (megabytes ?? SIZE) * scale);
}

async function wholeTree(corpus: Corpus): Promise<Section> {
  heading(`whole tree: ${sizeOf(corpus)}`);
  await wait(SETTLED);
  const [cold, filling, warm, changed] = [
    scarlint.cold(corpus),
    scarlint.filling(corpus),
    scarlint.warm(corpus),
    scarlint.changed(corpus),
  ];
  // What these two find was kept by a run before.
  measure([warm, { ...changed, prepare: () => undefined }], 1);
  const subjects = [cold, filling, warm, changed, ...peersFor(corpus.root, ROOT, scratch), bareNode()];
  const all = measure(subjects, runs);
  const took = timesOf(all);
  const ownCold = took(cold.name);
  reachOf("cold, compared with ast-grep and 4 patterns", 1, ownCold, took("ast-grep, 4 patterns"));
  reachOf("cold, compared with Bandit and 3 checks", 0.1, ownCold, took("bandit, 3 checks"));
  reachOf("warm, compared with cold", 0.1, took(warm.name), ownCold);
  reachOf("warm, compared with 0.4 s", 1, took(warm.name), 0.4);
  return { title: `Whole tree: ${sizeOf(corpus)}`, lines: comparison(all, byName(all, cold.name), corpus.bytes) };
}

function hooks(corpus: Corpus): Section {
  heading("as a hook");
  const one = spread(corpus.files, 1);
  const ten = spread(corpus.files, 10);
  const hook = [scarlint.hook(corpus, one), scarlint.hook(corpus, ten)];
  const staged = [scarlint.staged(corpus, one), scarlint.staged(corpus, ten)];
  const peers = astGrep(ROOT, ten).map((peer) => ({ ...peer, name: `${peer.name}, 10 files`, cwd: corpus.root }));
  const bare = bareNode();
  const all = measure([bare, ...hook, ...staged, ...peers], Math.max(runs, scale < 1 ? 1 : 9));
  const took = timesOf(all);
  for (const { name } of [...hook, ...staged]) {
    reachOf(`${name}, compared with node -e 0`, 3, took(name), took(bare.name));
  }
  return { title: "As a commit hook, nothing cached", lines: comparison(all, byName(all, bare.name)) };
}

function growth(): Section {
  const sizes = values.large ? [...SIZES, LARGE] : SIZES;
  const measured: { corpus: Corpus; took: Measured }[] = [];
  for (const size of sizes) {
    const corpus = corpusOf(`growth-${String(size)}`, size);
    heading(`growth: ${sizeOf(corpus)}`);
    for (const took of measure([scarlint.cold(corpus)], Math.min(runs, 3))) measured.push({ corpus, took });
    rmSync(corpus.root, { recursive: true });
  }
  const points = measured.map(({ corpus, took }) => ({ ...took, megabytes: corpus.bytes / 1e6 }));
  const time = growthExponent(points.map(({ megabytes, seconds }) => [megabytes, seconds]));
  const memory = growthExponent(points.map(({ megabytes, memory = NaN }) => [megabytes, memory]));
  reachOf("exponent of time over bytes", 1.05, time, 1);
  reachOf("exponent of peak memory over bytes", 1.05, memory, 1);
  const largest = points.at(-1);
  if (largest && values.large) reachOf("peak memory at the largest size, in MB", 500, largest.memory, 1);
  const [first] = points;
  const rows = measured.map(({ corpus, took }) => [
    sizeOf(corpus),
    significant(took.seconds / (first?.seconds ?? NaN)),
    took.seconds.toFixed(2),
    (corpus.bytes / 1e6 / took.seconds).toFixed(1),
    took.memory?.toFixed(0) ?? "unknown",
  ]);
  const fitted = `Time grows as bytes to the power of ${significant(time)}, peak memory to the power of ${significant(memory)} (least squares through the logarithms). A power below 1 is what starting costs.`;
  return {
    title: "Growth, cold",
    lines: [...table(["Project", "times the smallest", "median s", "MB/s", "peak MB"], rows), "", fitted],
  };
}

/** Each shape in several sizes: what starting costs is taken off all of them. */
function stress(): Section {
  const start = scarlint.run("nothing", corpusOfFiles("nothing", new Map([["module.py", ""]])), QUIET);
  const [none] = measure([start], Math.max(5, runs));
  if (!none) throw new Error("nothing was not measured");
  // Whoever tries the benchmark itself wants to see each section, not each shape.
  const shapes = Object.entries(SHAPES).slice(0, scale < 1 ? 6 : undefined);
  const rows = shapes.map(([what, { size, write }], index) => {
    const sizes = PARTS.map((part) => Math.max(2, Math.round(size * scale * part)));
    heading(`${sizes.join(", ")} ${what}`);
    const corpora = sizes.map((count) => corpusOfFiles(`${String(index)}-${String(count)}`, filesOf(write(count))));
    const measured = measure(
      corpora.map((corpus, at) => scarlint.run(`${String(sizes[at])} ${what}`, corpus, QUIET)),
      Math.min(runs, 3),
    );
    const points = measured.map((one, at) => [corpora[at]?.bytes ?? NaN, one.user - none.user] as const);
    for (const { root } of corpora) rmSync(root, { recursive: true });
    // What takes no longer than starting varies by has no exponent to speak of.
    const told = points.filter(([, seconds]) => seconds > LEAST_TOLD);
    const exponent = told.length < 2 ? undefined : growthExponent(told);
    if (exponent !== undefined) reachOf(`exponent of time over bytes: ${what}`, 1.15, exponent, 1);
    const last = measured.at(-1);
    return [
      what,
      sizes.join(", "),
      exponent === undefined ? "too little to tell" : significant(exponent),
      points.map(([, seconds]) => Math.max(0, seconds).toFixed(2)).join(", "),
      significant((corpora.at(-1)?.bytes ?? NaN) / 1e3),
      last?.memory?.toFixed(0) ?? "unknown",
    ];
  });
  const head = ["Many", "n", "exponent", "user CPU s above start", "kB at the largest", "peak MB"];
  return { title: "Stress: 1 is linear in the bytes, 2 is quadratic", lines: table(head, rows) };
}

function filesOf(written: string | ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return typeof written === "string" ? new Map([["module.py", written]]) : written;
}

function corpusOfFiles(name: string, texts: ReadonlyMap<string, string>): Corpus {
  const root = join(scratch, `shape-${name}`);
  mkdirSync(root);
  let bytes = 0;
  for (const [path, text] of texts) {
    writeFileSync(join(root, path), text);
    bytes += text.length;
  }
  return { root, files: [...texts.keys()], bytes };
}

function bareNode(): Subject {
  return { name: "node -e 0", command: [process.execPath, "-e", "0"] };
}

function reachOf(aim: string, limit: number, part: number | undefined, whole: number | undefined): void {
  // Where a peer is not installed or memory is not known, there is nothing to say.
  if (part !== undefined && whole !== undefined && !Number.isNaN(part))
    reaches.push({ aim, limit, measured: part / whole });
}

function timesOf(all: readonly Measured[]): (name: string) => number | undefined {
  return (name) => all.find((one) => one.name === name)?.seconds;
}

function byName(all: readonly Measured[], name: string): Measured {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`${name} was not measured`);
  return found;
}

/** Some of the files, far from each other. */
function spread(files: readonly string[], count: number): string[] {
  const chosen = Array.from({ length: count }, (_, index) => files[Math.floor(((index + 0.5) * files.length) / count)]);
  return [...new Set(chosen.filter((file) => file !== undefined))];
}

function sizeOf({ files, bytes }: Corpus): string {
  return `${files.length.toLocaleString("en")} files, ${(bytes / 1e6).toFixed(1)} MB`;
}

/** Names what lies in other places on other machines. */
function shortened(text: string): string {
  return text
    .replaceAll(process.execPath, "node")
    .replaceAll(join(scratch, "corpus"), "CORPUS")
    .replaceAll(scratch, "SCRATCH")
    .replaceAll(`${ROOT}/`, "");
}

function heading(text: string): void {
  process.stderr.write(`${text}\n`);
}

function positive(option: string, value: string): number {
  const number = Number(value);
  if (number > 0) return number;
  throw new Error(`${option} is '${value}': it has to be a number above 0`);
}
