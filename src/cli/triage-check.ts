import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Finding, ScanResult } from "../engine/finding/finding.js";
import { Repository } from "../files/git.js";
import { displayPath, isInside } from "../files/paths.js";
import { LARGEST_FILE, readText, whyUnread } from "../files/read.js";
import { toJson } from "../report/json.js";
import { failureLine, toText } from "../report/text.js";
import { visible, visibleJson } from "../report/visible.js";
import { check, type Coverage, type Untruth, type Verdict } from "../triage/check.js";
import { claimedStatus, saysNothing, type Claims } from "../triage/claimed.js";
import { readClaims } from "../triage/claims.js";
import { readDocument } from "../triage/document.js";
import { findTests } from "../triage/find-tests.js";
import { readLedger } from "../triage/ledger.js";
import { VERSION } from "../version.js";
import { ExitCode } from "./exit-code.js";
import { refuseUnwritable, writeWhole } from "./output-file.js";
import { requestOf } from "./request.js";
import { scanned } from "./scan-command.js";
import { print } from "./streams.js";
import { soleFormat } from "./outputs.js";
import { colorsFor, widthOf } from "./terminal.js";
import { testedIn, type TriageFlags } from "./triage-command.js";
import { UsageError } from "./usage-error.js";

/** Says what is untrue in a report, whoever wrote it. */
export async function checkCommand(file: string, paths: readonly string[], flags: TriageFlags): Promise<ExitCode> {
  const { output, color } = flags;
  const format = soleFormat(flags);
  if (format !== "text" && format !== "json") throw new UsageError("--check writes text, or JSON with --format json");
  if (output !== undefined) refuseUnwritable(output);
  const text = readReport(file);
  const claims = readClaims(await readDocument(text));
  const { places, tests, commits } = claims.rest;
  const said = [claims.bugs, claims.counts, claims.reckonings, places, tests, commits];
  const isEmpty = said.every(({ length }) => length === 0);
  if (isEmpty && readLedger(text) === undefined) {
    const strange = claims.unread.length > 0 ? `. ${notRead(claims)}` : "";
    throw new UsageError(
      `'${file}' tells of no bugs: there are no headings, items or rows like BUG-001 in it${strange}`,
    );
  }
  const repository = await Repository.around(process.cwd());
  const { root } = repository;
  // Only what is said to be resolved is looked for in the code.
  const isLookedFor = paths.length > 0 || claims.bugs.some((bug) => claimedStatus(bug) === "resolved");
  const today = isLookedFor
    ? await scanned(requestOf(paths.length > 0 ? paths : [root], flags), flags)
    : nothingIn(root);
  const verdict = await check(claims, {
    repository,
    findings: today.findings,
    tests: await testedIn(flags.run, await findTests(root), root),
    exists: (path) => isInside(resolve(root, path), root) && existsSync(join(root, path)),
    read: (path) => textAt(join(root, path), root),
    hasWholeHistory: !repository.isShallow && !(await repository.isAsOldAs(basename(file))),
    ledger: readLedger(text),
  });
  const { untruths } = verdict;
  const result = resultOf(untruths, file, text, today);
  const style = {
    colors: colorsFor(process.stdout, color && output === undefined),
    width: widthOf(process.stdout),
    pathOf: (path: string): string => displayPath(resolve(result.root, path), process.cwd()),
  };
  const report = format === "json" ? visibleJson(toJson(result, VERSION)) : await toText(result.findings, style);
  if (output === undefined) await print(process.stdout, report);
  else writeWhole(output, report);
  const lines = today.failures.map((failure) => `scarlint: ${failureLine(failure, style.pathOf)}\n`);
  await print(process.stderr, lines.join(""));
  if (!flags.quiet && format === "text" && output === undefined)
    await print(process.stdout, summary(verdict, claims, file));
  if (today.failures.length > 0) return ExitCode.untrusted;
  return untruths.length > 0 ? ExitCode.findings : ExitCode.clean;
}

function textAt(path: string, root: string): string | undefined {
  try {
    return readText(path, LARGEST_FILE, { within: root });
  } catch {
    return undefined;
  }
}

function nothingIn(root: string): ScanResult {
  return { root, paths: [], findings: [], suppressed: [], failures: [], files: 0, lines: 0 };
}

/** Bytes. Nobody reads a longer report, and every line of it is looked at. */
const LARGEST_REPORT = 16 * 1024 * 1024;

function readReport(file: string): string {
  try {
    return readText(file, LARGEST_REPORT);
  } catch (error) {
    throw new UsageError(`'${file}': ${whyUnread(error)}`);
  }
}

/** What is untrue as findings in the report's file. */
function resultOf(untruths: readonly Untruth[], file: string, text: string, today: ScanResult): ScanResult {
  const path = displayPath(resolve(file), today.root);
  const lines = text.split(/\r\n?|\n/);
  const findings = untruths.map(({ line, rule, message }): Finding => {
    const shown = lines[line - 1] ?? "";
    const first = /\S/.exec(shown)?.index ?? 0;
    const place = {
      path,
      line: shown,
      start: { line, column: first + 1 },
      end: { line, column: shown.trimEnd().length + 1 },
    };
    return { ...place, rule, severity: "high", message, related: [], flow: [], lineHash: "", fixes: [] };
  });
  return { ...today, findings, suppressed: [], files: 1, lines: lines.length };
}

function summary({ untruths, checked, unchecked }: Verdict, claims: Claims, file: string): string {
  const number = untruths.length;
  const kinds = coverage(checked);
  const said =
    number > 0
      ? `${String(number)} ${number === 1 ? "statement is" : "statements are"} not true`
      : kinds.length === 0
        ? "nothing in it could be checked"
        : "nothing in it is untrue, as far as it can be checked";
  const looked = kinds.length === 0 ? "" : `Checked: ${kinds.join(", ")}.\n`;
  const open = coverage(unchecked);
  const left = open.length === 0 ? "" : `Could not be checked: ${open.join(", ")}.\n`;
  return `${visible(file)}: ${said}\n${looked}${left}${unreadIn(claims)}`;
}

/** How many statements of each kind could be checked. */
function coverage(checked: Partial<Coverage>): string[] {
  const kinds: readonly (readonly [number | undefined, string])[] = [
    [checked.counts, "count"],
    [checked.sums, "sum"],
    [checked.severities, "severity"],
    [checked.deadlines, "deadline"],
    [checked.statuses, "status"],
    [checked.commits, "commit"],
    [checked.places, "file"],
    [checked.lines, "line"],
    [checked.functions, "function"],
    [checked.testNumbers, "test number"],
    [checked.quotes, "quotation"],
    [checked.tests, "test"],
    [checked.resolutions, "resolved bug"],
  ];
  return kinds.flatMap(([number = 0, kind]) => (number > 0 ? [counted(number, kind)] : []));
}

function counted(number: number, kind: string): string {
  return `${String(number)} ${number === 1 ? kind : kind.replace(/y$/, "ie").replace(/s$/, "se").concat("s")}`;
}

/** What nobody here knows how to read, and which bugs say too little to be looked for. */
function unreadIn(claims: Claims): string {
  const { bugs, unread } = claims;
  const lines = [];
  if (unread.length > 0) lines.push(`${notRead(claims)}.`);
  if (bugs.length > 0) {
    const bare = bugs.filter(saysNothing).length;
    const rest = bare === 0 ? "" : `; of ${String(bare)} it says nothing that can be checked`;
    const named = bugs.filter(({ isNamed }) => isNamed).length;
    // What is below a number alone may be something else: a step, a part, what was done.
    const headed = bugs.length - named;
    const kinds = [
      ...(named === 0 ? [] : [`${String(named)} by ${named === 1 ? "its id" : "their ids"} or places`]),
      ...(headed === 0 ? [] : [`${String(headed)} by ${headed === 1 ? "its heading" : "their headings"}`]),
    ];
    lines.push(`Read as bugs: ${kinds.join(", ")}${rest}.`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

function notRead({ unread }: Claims): string {
  const labels = unread.slice(0, 6).map((label) => `'${visible(label)}'`);
  return `Not read, because nobody here knows these labels: ${labels.join(", ")}`;
}
