import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, it } from "node:test";
import fc from "fast-check";
import { ResultCache } from "../../src/engine/cache/cache.js";
import { gather, openFiles, settingsByPath, type Job } from "../../src/engine/request/job.js";
import { inOrder } from "../../src/engine/finding/order.js";
import { merged, type RunResult } from "../../src/engine/finding/run-result.js";
import { Run, type RunOptions, type Task } from "../../src/engine/run/run.js";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { groupedBy } from "../../src/grouped.js";
import { sealIn } from "../support/seal.js";
import { TracedFiles } from "../../src/engine/run/traced-files.js";
import { findFixtures, type Fixture } from "../support/fixtures.js";

// Whatever changes in a tree, what is remembered of it is what a scan finds that remembers nothing.

const home = mkdtempSync(path.join(tmpdir(), "scarlint-changes-"));
const tree = path.join(home, "tree");
const kept = path.join(home, "kept");
after(() => {
  rmSync(home, { recursive: true });
});

const SEAL = sealIn(path.join(home, "key"));
const OPTIONS: RunOptions = { rules: RULES, minSeverity: "low" };

/** Programs of several files. */
const PROGRAMS = findFixtures().filter(({ sources }) => sources.size > 1);

async function jobNow(): Promise<Job> {
  return (await gather({ paths: [tree], audit: true })).job;
}

/** Asks what is not remembered, all of it knowing what was found out for the others, and says how much that was. */
async function scan(job: Job, cache?: ResultCache): Promise<Scanned> {
  const run = await Run.over(new TracedFiles(openFiles(job), cache?.answers), settingsByPath(job), OPTIONS);
  const { slices, tasks } = cache?.recall(job.paths) ?? {
    slices: [],
    tasks: job.paths.map((file): Task => ({ path: file })),
  };
  const traced = await run.trace(tasks);
  cache?.keep(traced);
  cache?.save();
  const found = groupedBy([...slices, ...traced.slices], ({ path: file }) => file);
  const result = merged(job.paths.flatMap((file) => found.get(file) ?? []).map((slice) => slice.result));
  const asked = tasks.reduce((sum, { rules }) => sum + (rules?.length ?? RULES.length), 0);
  return { result: { ...result, findings: inOrder(result.findings) }, scanned: tasks.length, asked };
}

interface Scanned {
  readonly result: RunResult;
  /** How many files rules looked into. */
  readonly scanned: number;
  /** How many rules looked into a file, in all. */
  readonly asked: number;
}

/** What is found without remembering. */
async function fresh(): Promise<RunResult> {
  return (await scan(await jobNow())).result;
}

/** Holds that remembering makes no difference; answers with how much was asked again. */
async function compare(): Promise<Omit<Scanned, "result">> {
  const job = await jobNow();
  const { result, ...again } = await scan(job, new ResultCache(job, OPTIONS, openFiles(job), SEAL, kept));
  assert.deepEqual(JSON.parse(JSON.stringify(result)), JSON.parse(JSON.stringify(await fresh())));
  return again;
}

/** Lets the tree hold some programs, each in a folder of its own, and forgets all others. */
function plant(programs: readonly Fixture[]): void {
  for (const directory of [tree, kept]) rmSync(directory, { recursive: true, force: true });
  for (const [index, { sources }] of programs.entries()) {
    for (const [file, text] of sources) write(`${String(index)}/${file}`, Buffer.from(text).toString("latin1"));
  }
}

function pythonFiles(): string[] {
  const files = readdirSync(tree, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => path.relative(tree, path.join(parentPath, name)));
  return paths.filter((file) => file.endsWith(".py")).sort();
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
  writeFileSync(path.join(tree, file), text, "latin1");
}

const get = (file: string): string => readFileSync(path.join(tree, file), "latin1");

/** Picks one of several by a number. */
function pick<T>(among: readonly T[], number: number): T | undefined {
  return among[number % Math.max(among.length, 1)];
}

/** The places in a text that match a pattern. */
const matches = (text: string, pattern: RegExp): RegExpMatchArray[] => [...text.matchAll(pattern)];

function replaceOne(text: string, pattern: RegExp, number: number, by: (found: string) => string): string {
  const match = pick(matches(text, pattern), number);
  if (match?.index === undefined) return text;
  const [found] = match;
  return text.slice(0, match.index) + by(found) + text.slice(match.index + found.length);
}

function changeLine(text: string, number: number, by: (line: string) => string[]): string {
  const lines = text.split("\n");
  const at = number % lines.length;
  return [...lines.slice(0, at), ...by(lines[at] ?? ""), ...lines.slice(at + 1)].join("\n");
}

const namesIn = (text: string): string[] => matches(text, /(?<=(?:def|class) |\.)\w+/g).map(([name]) => name);

/** Ways to change a file's text; the numbers say where. */
const REWRITES: Readonly<Record<string, (text: string, number: number, other: string) => string>> = {
  "rename something where it is defined": (text, number) =>
    replaceOne(text, /(?<=(?:def|class) )\w+/g, number, (name) => `${name}_renamed`),
  "rename something everywhere in the file": (text, number) => {
    const name = pick(namesIn(text), number);
    return name === undefined ? text : text.replaceAll(name, `${name}_renamed`);
  },
  "rename an attribute where it is used": (text, number) =>
    replaceOne(text, /(?<=\.)\w+/g, number, (name) => `${name}_used`),
  "change an import": (text, number) => replaceOne(text, /(?<=from |import )[\w.]+/g, number, (name) => `${name}x`),
  "turn a constant round": (text, number) =>
    replaceOne(text, /\b(True|False|None)\b/g, number, (word) => (word === "True" ? "False" : "True")),
  "change a class's bases": (text, number) => replaceOne(text, /(?<=class \w+)\([^)]*\)/g, number, () => ""),
  "leave out a line": (text, number) => changeLine(text, number, () => []),
  "leave out what a line does": (text, number) => changeLine(text, number, (line) => [line.replace(/\S.*/, "pass")]),
  "write a line twice": (text, number) => changeLine(text, number, (line) => [line, line]),
  "move lines by a comment": (text, number) => changeLine(text, number, (line) => ["# moved", line]),
  "silence a line": (text, number) => changeLine(text, number, (line) => [`${line}  # scarlint: ignore`]),
  "silence the file": (text) => `# scarlint: ignore-file\n${text}`,
  "break the file off": (text, number) => text.slice(0, number % (text.length + 1)),
  "make it no text": (text) => `${text}\n# \xff\xfe`,
  "only touch it": (text) => text,
  "call something of another file": (text, number, other) =>
    `${text}\n\ndef added(given):\n    given.${pick(namesIn(other), number) ?? "call"}(given)\n`,
  "assign something of another file": (text, number, other) =>
    `${text}\n\ndef assigned(given):\n    given.${pick(namesIn(other), number) ?? "name"} = None\n`,
  "add what another file has": (text, _, other) => `${text}\n${other}`,
};

/** Ways to change which files there are. */
const MOVES: Readonly<Record<string, (file: string, number: number, other: string) => void>> = {
  "remove a file": (file) => {
    rmSync(path.join(tree, file));
  },
  "rename a file": (file) => {
    write(file.replace(/(\w+)\.py$/, "$1_moved.py"), get(file));
    rmSync(path.join(tree, file));
  },
  "copy a file beside another": (file, _, other) => {
    write(path.join(path.dirname(other), path.basename(file)), get(file));
  },
  "copy a file to where nobody imports it": (file) => {
    write(path.join("elsewhere", file), get(file));
  },
  "make a folder a package, or none": (file) => {
    const init = path.join(path.dirname(file), "__init__.py");
    if (existsSync(path.join(tree, init))) rmSync(path.join(tree, init));
    else write(init, "");
  },
  "have what a file does done twice": (file) => {
    write(file.replace(/(\w+)\.py$/, "$1_again.py"), get(file));
  },
  "put a module before the one that is imported": (file, number, other) => {
    const [, name] = pick(matches(get(file), /(?:from|import) (\w+)/g), number) ?? [];
    if (name !== undefined) write(path.join(path.dirname(file), `${name}.py`), get(other));
  },
  "configure a folder": (file) => {
    write(path.join(path.dirname(file), "scarlint.toml"), 'ignore = ["zmq"]\naudit = false\n');
  },
  "have a folder ignored": (file) => {
    write(path.join(path.dirname(file), ".gitignore"), `${path.basename(file)}\n`);
  },
};

interface Edit {
  readonly what: string;
  readonly file: number;
  readonly other: number;
  readonly number: number;
}

function apply({ what, file, other, number }: Edit): void {
  const python = pythonFiles();
  const [chosen, another] = [pick(python, file), pick(python, other)];
  if (chosen === undefined || another === undefined) return;
  MOVES[what]?.(chosen, number, another);
  const rewrite = REWRITES[what];
  if (rewrite) write(chosen, rewrite(get(chosen), number, get(another)));
}

const edits = fc.record<Edit>({
  what: fc.constantFrom(...Object.keys(REWRITES), ...Object.keys(MOVES)),
  file: fc.nat(1000),
  other: fc.nat(1000),
  number: fc.nat(100_000),
});

it("what is remembered is what would be found, whatever changes", async () => {
  const programs = fc.array(fc.constantFrom(...PROGRAMS), { minLength: 1, maxLength: 2 });
  const steps = fc.array(fc.array(edits, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4 });
  let recalled = 0;
  const property = fc.asyncProperty(programs, steps, async (planted, given) => {
    plant(planted);
    await compare();
    for (const step of given) {
      for (const edit of step) apply(edit);
      recalled += pythonFiles().length - (await compare()).scanned;
    }
  });
  await fc.assert(property, { numRuns: 100 });
  // Edits are chosen at random: with so few, hardly anything would be remembered.
  assert.ok(recalled > 250, `only ${String(recalled)} files were not scanned again`);
});

it("an assignment in a file that nobody imports concerns few others", async () => {
  plant(PROGRAMS);
  await compare();
  const earlier = await fresh();
  const messages = earlier.findings.map(({ message }) => message).join("\n");
  const names = matches(messages, /(?<='self\.)\w+/g).map(([name]) => `    table.${name} = None\n`);
  write("elsewhere/patches.py", `def patch(table):\n${names.join("")}`);
  assert.notDeepEqual((await fresh()).findings, earlier.findings, "the change makes no difference");
  const { scanned, asked } = await compare();
  assert.ok(scanned < pythonFiles().length / 2, `${String(scanned)} files are scanned again`);
  assert.ok(asked < (scanned * RULES.length) / 2, `${String(asked)} rules are asked again`);
});
