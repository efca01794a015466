import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { Failure, ScanResult } from "../engine/finding/finding.js";
import { mend, type MendedFile, type Mending, type Scan } from "../engine/fix/mend.js";
import { displayPath } from "../files/paths.js";
import { reasonOf } from "../files/problem.js";
import { replaceFile } from "../files/replace-file.js";
import { unifiedDiff } from "../report/diff.js";
import { count } from "../report/text.js";
import { visible } from "../report/visible.js";
import { print } from "./streams.js";
import { colorsFor } from "./terminal.js";

/** What fixing needs to know beside how to scan. */
export interface FixRequest {
  /** Standard input: what it becomes is written to standard output. */
  readonly text?: { readonly path: string; readonly content: Uint8Array };
  readonly isUnsafeAllowed: boolean;
  readonly isQuiet: boolean;
  readonly isColorAllowed: boolean;
}

/** Fixes what a scan finds, each file whole or not at all, and answers what is left. */
export async function fixFindings(scan: Scan, request: FixRequest): Promise<ScanResult> {
  const mending = await mend(scan, request);
  const { result, files, fixed } = mending;
  const unwritten: Failure[] = [];
  let text = request.text?.content;
  for (const file of files) {
    if (isText(file, result, request)) text = file.content;
    else unwritten.push(...write(file, result.root));
  }
  if (text) await print(process.stdout, text);
  await remark(`Fixed ${count(fixed, "finding")} in ${count(files.length, "file")}.`, mending, request);
  return { ...result, failures: [...result.failures, ...unwritten] };
}

/** Shows what fixing would change, as a diff that `patch -p1` applies in the current directory. */
export async function showFixes(scan: Scan, request: FixRequest): Promise<Mending> {
  const mending = await mend(scan, request);
  const { result, files, fixed } = mending;
  const colors = colorsFor(process.stdout, request.isColorAllowed);
  // What a program reads has to be as it is; a terminal would act upon it.
  const show = process.stdout.isTTY ? visible : (line: string): string => line;
  for (const { path, before, after } of files) {
    const shown = pathFromHere(path, result);
    await print(process.stdout, await unifiedDiff({ path: shown, before, after }, colors, show));
  }
  await remark(`Would fix ${count(fixed, "finding")} in ${count(files.length, "file")}.`, mending, request);
  return mending;
}

function isText({ path }: MendedFile, { root }: ScanResult, { text }: FixRequest): boolean {
  return text !== undefined && resolve(root, path) === resolve(text.path);
}

function write({ path, content }: MendedFile, root: string): Failure[] {
  try {
    replaceFile(realpathSync(resolve(root, path)), content);
    return [];
  } catch (error) {
    return [{ path, message: `could not be fixed: ${reasonOf(error)}` }];
  }
}

/** Says what was done, and what was left out, where nobody takes it for the result. */
async function remark(done: string, { result, fixed, unparsed }: Mending, { isQuiet }: FixRequest): Promise<void> {
  if (isQuiet) return;
  if (fixed > 0) await print(process.stderr, `${done}\n`);
  for (const path of unparsed) {
    const shown = visible(pathFromHere(path, result));
    await print(process.stderr, `${shown}: not fixed, because it does not parse\n`);
  }
}

function pathFromHere(path: string, { root }: ScanResult): string {
  return displayPath(resolve(root, path), process.cwd());
}
