import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readBytes } from "../../files/read.js";
import type { TextAnswer } from "../../python/prefilter/text-question.js";
import { asEntry } from "./entry-schema.js";
import type { RunResult } from "../finding/run-result.js";
import type { Seal } from "./seal.js";
import type { Stamped } from "./stamps.js";
import type { Kind } from "../run/traced-files.js";

/** Scans whose results are kept; the least recently used goes first. */
const MOST_KEPT = 64;

/** Entries above this size, in bytes, are not kept: that of a tree of fifteen thousand files has six million. */
const LARGEST_ENTRY = 64 * 1024 * 1024;

/** What a scan gave and what that depends on. Paths and questions are numbers: where they are in the entry's lists. */
export interface Entry {
  readonly paths: readonly string[];
  /** What the files were that the scan is of or has read, and a digest of the settings that applied to each. */
  readonly files: readonly (Stamped & { readonly path: number; readonly settings: string })[];
  /** The files whose texts were asked the questions. */
  readonly project: readonly number[];
  readonly kinds: readonly (readonly [path: number, kind: Kind])[];
  readonly questions: readonly Answered[];
  readonly results: readonly Result[];
}

/** A question with its answer. */
type Answered = readonly [
  question: string,
  holding: number,
  files: readonly number[] | null,
  holders?: readonly number[] | null,
  shapes?: string,
];

/** What a file gave, and all that was asked on the way. */
interface ResultBy<Name> {
  readonly path: Name;
  readonly reads: readonly Name[];
  /** The paths at which was asked what lies there. */
  readonly kinds: readonly Name[];
  readonly asked: readonly Name[];
  readonly result: RunResult;
}

/** A result in an entry: which of its paths, kinds and questions. */
export type Result = ResultBy<number>;

/** A result whose paths and questions are themselves. */
export type Kept = ResultBy<string>;

/** What an {@link Entry} is made of. */
export interface Known {
  readonly project: readonly string[];
  readonly results: readonly Kept[];
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly answers: ReadonlyMap<string, TextAnswer>;
  readonly stamp: (path: string) => Stamped & { readonly settings: string };
}

/** Gathers what is known of all that some results depend on. */
export function entryOf({ project, results, kinds: kindsByPath, answers, stamp }: Known): Entry {
  const paths = new Numbering();
  const kinds = new Numbering();
  const questions = new Numbering();
  const numbered = results.map((one) => ({
    path: paths.of(one.path),
    reads: one.reads.map(paths.of).sort((a, b) => a - b),
    kinds: one.kinds.map(kinds.of).sort((a, b) => a - b),
    asked: one.asked.map(questions.of).sort((a, b) => a - b),
    result: one.result,
  }));
  const read = new Set([...project, ...results.flatMap(({ path, reads }) => [path, ...reads])]);
  const entry = {
    files: [...read].sort().map((path) => ({ ...stamp(path), path: paths.of(path) })),
    project: project.map(paths.of),
    kinds: kinds.names.map((path) => [paths.of(path), kindsByPath.get(path) ?? "none"] as const),
    questions: questions.names.map((question) => {
      const { holding = 0, files, holders, shapes } = answers.get(question) ?? {};
      const answered = [question, holding, files?.map(paths.of) ?? null] as const;
      if (shapes !== undefined) return [...answered, holders?.map(paths.of) ?? null, shapes] as const;
      return holders ? ([...answered, holders.map(paths.of)] as const) : answered;
    }),
    results: numbered,
  };
  return { paths: paths.names, ...entry };
}

/** Numbers names in the order in which they come. */
class Numbering {
  readonly #numbers = new Map<string, number>();

  readonly of = (name: string): number => {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  };

  get names(): string[] {
    return [...this.#numbers.keys()];
  }
}

/** Stands for a text. */
export function digest(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("base64");
}

/** What was written down; nothing when it cannot be read, or is not what this account has written down there. */
export function readEntry(file: string, seal: Seal): Entry | undefined {
  try {
    const bytes = readBytes(file, LARGEST_ENTRY, "refused");
    const end = bytes.indexOf("\n");
    const [said, rest] = [bytes.toString("latin1", 0, end), bytes.subarray(end + 1)];
    return seal.isOf(said, basename(file), rest) ? asEntry(JSON.parse(rest.toString())) : undefined;
  } catch {
    return undefined;
  }
}

/** Writes an entry down, whole or not at all. */
export function writeEntry(file: string, entry: Entry, seal: Seal): void {
  const text = JSON.stringify(entry);
  const temporary = `${file}.${String(process.pid)}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // Whatever lies there already may be a link to something that is not ours to write.
    writeFileSync(temporary, `${seal.of(basename(file), text)}\n${text}`, { mode: 0o600, flag: "wx" });
    renameSync(temporary, file);
    forgetOldest(dirname(file));
  } catch {
    forget(temporary);
  }
}

/** Where nothing can be written, nothing can be removed, either. */
function forget(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It is not there, or stays.
  }
}

/** What entries are called, and what is left of one that was not written to its end. */
const ENTRY_NAME = /^[0-9a-f]{32}\.json(?:\.\d+\.tmp)?$/;

function forgetOldest(directory: string): void {
  const entries = readdirSync(directory)
    .filter((name) => ENTRY_NAME.test(name))
    .map((name) => join(directory, name))
    .map((file) => ({ file, used: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.used - a.used);
  for (const { file } of entries.slice(MOST_KEPT)) rmSync(file, { force: true });
}
