import * as v from "valibot";
import type { Entry, Result } from "./cache-entry.js";
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

type Row = Entry["files"][number] | Entry["kinds"][number] | Entry["questions"][number] | number | string;

/**
 * A list as long as a tree has files. Looking at each of its rows with a schema of its own takes longer than all else
 * that is done with an entry.
 */
function listOf<T extends Row>(isRow: (row: unknown) => boolean): v.GenericSchema<unknown, readonly T[]> {
  return v.custom<readonly T[]>((list) => Array.isArray(list) && list.every(isRow));
}

const KIND = v.picklist(["file", "directory", "none"]);
const numbers = listOf<number>(isNumber);

const SHAPE = v.strictObject({
  paths: listOf<string>((path) => typeof path === "string"),
  files: listOf<Entry["files"][number]>(isFile),
  project: numbers,
  kinds: listOf<Entry["kinds"][number]>(isKind),
  questions: listOf<Entry["questions"][number]>(isAnswered),
  results: v.array(
    v.strictObject({ path: natural, reads: numbers, kinds: numbers, asked: numbers, result: runResult }),
  ),
}) satisfies v.GenericSchema<unknown, Entry>;

/** What a cache holds, when that has the form of an entry and is true to itself. */
export function asEntry(document: unknown): Entry | undefined {
  const shaped = v.safeParse(SHAPE, document, { abortEarly: true });
  if (!shaped.success) return undefined;
  const entry = shaped.output;
  const isSound =
    isWithinRoot(entry) && isNumbered(entry) && entry.results.every((result) => isOfItsOwn(entry, result));
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

/** Whether every number stands for something, and every file that is spoken of was stamped. */
function isNumbered({ paths, files, project, kinds, questions, results }: Entry): boolean {
  const isStamped: boolean[] = [];
  for (const { path } of files) isStamped[path] = true;
  const areStamped = (list: readonly number[]): boolean => list.every((path) => isStamped[path]);
  const areBelow = (list: readonly number[], end: number): boolean => list.every((one) => one < end);
  return (
    areStamped(project) &&
    kinds.every(([path]) => path < paths.length) &&
    questions.every(([, , found, holders]) => areStamped(found ?? []) && areStamped(holders ?? [])) &&
    results.every(
      ({ path, reads, kinds: asked, asked: questioned }) =>
        isStamped[path] && areStamped(reads) && areBelow(asked, kinds.length) && areBelow(questioned, questions.length),
    )
  );
}

/** Whether a result names no file but its own and those that were read for it, and is of a scan to the end. */
function isOfItsOwn({ paths }: Entry, { path: own, reads, result }: Result): boolean {
  const { findings, commented, hidden, failures } = result;
  const placed = findings.flatMap((finding) => [
    finding,
    ...finding.related,
    ...finding.flow,
    ...finding.fixes.flatMap(({ edits }) => edits),
  ]);
  const named = new Set([...placed, ...commented, ...hidden].map(({ path }) => path));
  for (const path of [own, ...reads]) if (named.size > 0) named.delete(paths[path] ?? "");
  return failures.length === 0 && named.size === 0;
}
