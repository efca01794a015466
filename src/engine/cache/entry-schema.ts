import * as v from "valibot";
import type { Entry, SliceRow } from "./cache-entry.js";
import { decoded } from "./footprint-code.js";
import { natural, runResult } from "../finding/result-schema.js";
import { USES, type TextQuestion } from "../../python/prefilter/text-question.js";

/** As much of a question as it takes to ask it again. */
const QUESTION = v.strictObject({
  word: v.pipe(v.string(), v.nonEmpty()),
  use: v.exactOptional(v.union([v.picklist(USES), v.strictObject({ source: v.string(), flags: v.string() })])),
  alongside: v.exactOptional(v.array(v.string())),
  below: v.exactOptional(v.string()),
  mostHolding: v.exactOptional(natural),
  most: v.exactOptional(natural),
});

type Row = Entry["files"][number] | Entry["kinds"][number] | Entry["questions"][number] | SliceRow | number | string;

/**
 * A list as long as a tree has files. Looking at each of its rows with a schema of its own takes longer than all else
 * that is done with an entry.
 */
function listOf<T extends Row>(isRow: (row: unknown) => boolean): v.GenericSchema<unknown, readonly T[]> {
  return v.custom<readonly T[]>((list) => Array.isArray(list) && list.every(isRow));
}

const KIND = v.picklist(["file", "directory", "none"]);
const numbers = listOf<number>(isNumber);
const texts = listOf<string>((text) => typeof text === "string");

const SHAPE = v.strictObject({
  paths: texts,
  files: listOf<Entry["files"][number]>(isFile),
  project: numbers,
  kinds: listOf<Entry["kinds"][number]>(isKind),
  questions: listOf<Entry["questions"][number]>(isAnswered),
  rules: texts,
  footprints: texts,
  slices: listOf<SliceRow>(isSlice),
}) satisfies v.GenericSchema<unknown, Entry>;

/** What a cache holds, when that has the form of an entry and is true to itself. */
export function asEntry(document: unknown): Entry | undefined {
  const shaped = v.safeParse(SHAPE, document, { abortEarly: true });
  if (!shaped.success) return undefined;
  const entry = shaped.output;
  const isSound = isWithinRoot(entry) && isNumbered(entry) && entry.slices.every((slice) => isOfItsOwn(entry, slice));
  return isSound ? entry : undefined;
}

function isNumber(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isFile(row: unknown): boolean {
  if (typeof row !== "object" || row === null || !("path" in row && "stamp" in row)) return false;
  if (!("hash" in row && "settings" in row)) return false;
  return isNumber(row.path) && [row.stamp, row.hash, row.settings].every((text) => typeof text === "string");
}

function isKind(row: unknown): boolean {
  return Array.isArray(row) && row.length === 2 && isNumber(row[0]) && v.is(KIND, row[1]);
}

function isAnswered(row: unknown): boolean {
  if (!Array.isArray(row) || row.length < 3 || row.length > 5) return false;
  const [question, holding, files, holders = null, shapes = ""] = row as readonly unknown[];
  const areLists = [files, holders].every((list) => list === null || v.is(numbers, list));
  return typeof question === "string" && isNumber(holding) && areLists && typeof shapes === "string";
}

function isSlice(row: unknown): boolean {
  if (!Array.isArray(row) || row.length < 3 || row.length > 4) return false;
  const [path, rules, footprint, ...result] = row as readonly unknown[];
  return [path, rules, footprint].every(isNumber) && result.every((one) => v.is(runResult, one));
}

/** A question that an entry holds, read when it is asked again: most never are. */
export function asQuestion(text: string): TextQuestion | undefined {
  try {
    const question: unknown = JSON.parse(text);
    return v.is(QUESTION, question) ? question : undefined;
  } catch {
    return undefined;
  }
}

/** What is asked for may lie outside, and is not there then; what was read never does. */
function isWithinRoot({ paths, files }: Entry): boolean {
  return files.every(({ path }) => {
    const parts = (paths[path] ?? "").split("/");
    return !/^$|^[A-Za-z]:/.test(parts[0] ?? "") && !parts.includes("..") && !paths[path]?.includes("\0");
  });
}

/** Whether every number stands for something, and every file that is spoken of was stamped: those come first among the paths. */
function isNumbered({ paths, files, project, kinds, questions, rules, footprints, slices }: Entry): boolean {
  const areStamped = (list: readonly number[]): boolean => list.every((path) => path < files.length);
  return (
    files.every(({ path }, at) => path === at) &&
    areStamped(project) &&
    kinds.every(([path]) => path < paths.length) &&
    questions.every(([, , found, holders]) => areStamped(found ?? []) && areStamped(holders ?? [])) &&
    slices.every(([path, of, leansOn]) => areStamped([path]) && of < rules.length && leansOn < footprints.length)
  );
}

/** Whether a result names no file but its own and those that were read for it, and is of a scan to the end. */
function isOfItsOwn({ paths, files, footprints }: Entry, [own, , footprint, result]: SliceRow): boolean {
  if (!result) return true;
  const { findings, commented, hidden, failures } = result;
  const placed = findings.flatMap((finding) => [
    finding,
    ...finding.related,
    ...finding.flow,
    ...finding.fixes.flatMap(({ edits }) => edits),
  ]);
  const named = new Set([...placed, ...commented, ...hidden].map(({ path }) => path));
  const read = named.size > 0 ? decoded(footprints[footprint] ?? "").filter((fact) => fact < files.length) : [];
  for (const path of [own, ...read]) named.delete(paths[path] ?? "");
  return failures.length === 0 && named.size === 0;
}
