import { createHash } from "node:crypto";
import type { RunResult } from "../finding/run-result.js";
import type { Fact, Slice } from "../run/traced.js";
import type { Kind } from "../run/traced-files.js";
import { asEntry } from "./entry-schema.js";
import { encoded } from "./footprint-code.js";
import type { Seal } from "./seal.js";
import { readSealed, writeSealed } from "./sealed-file.js";
import type { Stamped } from "./stamps.js";

/** What a scan gave and what that depends on. Paths, rules and footprints are numbers: where they are in the entry's lists. */
export interface Entry {
  readonly paths: readonly string[];
  /** What the files were that the scan is of or has read, and a digest of the settings that applied to each. */
  readonly files: readonly (Stamped & { readonly path: number; readonly settings: string })[];
  /** The files whose texts were asked the questions. */
  readonly project: readonly number[];
  readonly kinds: readonly (readonly [path: number, kind: Kind])[];
  readonly questions: readonly Answered[];
  /** Ids with spaces in between. */
  readonly rules: readonly string[];
  /** Sets of facts, {@link encoded}: a fact is the number of a file, of a kind behind all files, or of a question behind all kinds. */
  readonly footprints: readonly string[];
  readonly slices: readonly SliceRow[];
}

/** A question with its answer. */
type Answered = readonly [
  question: string,
  holding: number,
  files: readonly number[] | null,
  holders?: readonly number[] | null,
  shapes?: string,
];

/** What some rules have said of a file; without a result nothing. */
export type SliceRow = readonly [path: number, rules: number, footprint: number, result?: RunResult];

/** What an {@link Entry} is made of. */
export interface Known {
  readonly project: readonly string[];
  readonly facts: readonly Fact[];
  /** Leaning on those facts. */
  readonly slices: readonly Slice[];
  readonly stamp: (path: string) => Stamped & { readonly settings: string };
}

/** Gathers what is known of all that some results depend on. */
export function entryOf({ project, facts, slices, stamp }: Known): Entry {
  const used = new Set<number>();
  for (const { leansOn } of slices) for (const fact of leansOn) used.add(fact);
  const all = {
    text: new Map<number, string>(),
    kind: new Map<number, KindFact>(),
    texts: new Map<number, TextsFact>(),
  };
  for (const number of used) {
    const fact = facts[number];
    if (fact?.about === "text") all.text.set(number, fact.path);
    else if (fact?.about === "kind") all.kind.set(number, fact);
    else if (fact) all.texts.set(number, fact);
  }
  const paths = new Numbering();
  // The first paths are those of the files, so that a file has the number of its path.
  const files = [...new Set([...project, ...slices.map(({ path }) => path), ...all.text.values()])].sort();
  const stamped = files.map((path) => ({ ...stamp(path), path: paths.of(path) }));
  const places = new Uint32Array(facts.length);
  for (const [number, path] of all.text) places[number] = paths.of(path);
  let place = files.length;
  for (const number of [...all.kind.keys(), ...all.texts.keys()]) places[number] = place++;
  const [rules, footprints] = [new Numbering(), new Numbering()];
  const rows = slices.map(({ path, rules: ids, leansOn, result }): SliceRow => {
    const footprint = encoded(leansOn.map((number) => places[number] ?? 0).sort());
    const row = [paths.of(path), rules.of(ids.join(" ")), footprints.of(footprint)] as const;
    return isNothing(result) ? row : [...row, result];
  });
  const entry = {
    files: stamped,
    project: project.map(paths.of),
    kinds: [...all.kind.values()].map(({ path, kind }) => [paths.of(path), kind] as const),
    questions: [...all.texts.values()].map((fact) => answered(fact, paths)),
    rules: rules.names,
    footprints: footprints.names,
    slices: rows,
  };
  return { paths: paths.names, ...entry };
}

type KindFact = Extract<Fact, { about: "kind" }>;
type TextsFact = Extract<Fact, { about: "texts" }>;

function answered({ question, answer: { holding, files, holders, shapes } }: TextsFact, paths: Numbering): Answered {
  const row = [question, holding, files?.map(paths.of) ?? null] as const;
  if (shapes !== undefined) return [...row, holders?.map(paths.of) ?? null, shapes];
  return holders ? [...row, holders.map(paths.of)] : row;
}

const isNothing = ({ findings, failures, files, commented, hidden }: RunResult): boolean =>
  files === 0 && [findings, failures, commented, hidden].every((list) => list.length === 0);

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
  const bytes = readSealed(file, seal);
  try {
    return bytes && asEntry(JSON.parse(bytes.toString()));
  } catch {
    return undefined;
  }
}

/** Writes an entry down, whole or not at all. */
export function writeEntry(file: string, entry: Entry, seal: Seal): void {
  writeSealed(file, Buffer.from(JSON.stringify(entry)), seal);
}
