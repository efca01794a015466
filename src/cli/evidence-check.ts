import { resolve } from "node:path";
import type { Finding, ScanResult } from "../engine/finding/finding.js";
import { checkSummary, type Checked, type Unchecked } from "../evidence/check.js";
import { staleness } from "../evidence/stale.js";
import { readSummary } from "../evidence/statements.js";
import { displayPath } from "../files/paths.js";
import { readText, whyUnread } from "../files/read.js";
import { toJson } from "../report/json.js";
import { toText } from "../report/text.js";
import { visible, visibleJson } from "../report/visible.js";
import { readDocument } from "../triage/document.js";
import { VERSION } from "../version.js";
import { gather, printUnread, type EvidenceFlags, type Gathered } from "./evidence-command.js";
import { ExitCode } from "./exit-code.js";
import { refuseUnwritable, writeWhole } from "./output-file.js";
import { soleFormat } from "./outputs.js";
import { print } from "./streams.js";
import { colorsFor, widthOf } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** Bytes. Nobody reads a longer summary, and every line of it is looked at. */
const LARGEST_SUMMARY = 16 * 1024 * 1024;

/** So many statements that cannot be checked are listed for people. */
const MOST_SHOWN = 50;

/** Says what in a summary is not what the runs show, and what of it nobody can tell from them. */
export async function checkEvidence(file: string, paths: readonly string[], flags: EvidenceFlags): Promise<ExitCode> {
  const { output, color } = flags;
  if (output !== undefined) refuseUnwritable(output);
  const text = textOf(file);
  const summary = readSummary(text, await readDocument(text));
  const gathered = await gather(paths, flags);
  const checked = await checkSummary(summary, gathered, gathered.repository);
  const stale = await staleness(gathered.evidence, gathered.repository);
  const whole = { ...checked, untruths: [...(stale ? [stale] : []), ...checked.untruths] };
  const result = resultOf(whole, file, text, gathered);
  const style = {
    colors: colorsFor(process.stdout, color && output === undefined),
    width: widthOf(process.stdout),
    pathOf: (path: string): string => displayPath(resolve(result.root, path), process.cwd()),
  };
  const isJson = soleFormat(flags) === "json";
  const report = isJson
    ? jsonOf(result, whole.unchecked)
    : (await toText(result.findings, style)) + uncheckedText(whole.unchecked, file);
  if (output === undefined) await print(process.stdout, report);
  else writeWhole(output, report);
  await printUnread(gathered.failures);
  if (!flags.quiet && !isJson && output === undefined) await print(process.stdout, verdict(whole, file));
  if (gathered.failures.length > 0) return ExitCode.untrusted;
  return whole.untruths.length > 0 ? ExitCode.findings : ExitCode.clean;
}

function textOf(file: string): string {
  try {
    return readText(file, LARGEST_SUMMARY);
  } catch (error) {
    throw new UsageError(`'${file}': ${whyUnread(error)}`);
  }
}

/** What is untrue as findings in the summary's file. */
function resultOf({ untruths }: Checked, file: string, text: string, { root, failures }: Gathered): ScanResult {
  const path = displayPath(resolve(file), root);
  const lines = text.split(/\r\n?|\n/);
  const findings = untruths.map(({ line, rule, message }): Finding => {
    const shown = lines[line - 1] ?? "";
    const first = /\S/.exec(shown)?.index ?? 0;
    const place = {
      ...{ path, line: shown, start: { line, column: first + 1 } },
      end: { line, column: shown.trimEnd().length + 1 },
    };
    return { ...place, rule, severity: "high", message, related: [], flow: [], lineHash: "", fixes: [] };
  });
  return { root, paths: [path], findings, suppressed: [], failures, files: 1, lines: lines.length };
}

function jsonOf(result: ScanResult, unchecked: readonly Unchecked[]): string {
  const document = JSON.parse(toJson(result, VERSION)) as object;
  return visibleJson(`${JSON.stringify({ ...document, unchecked }, undefined, 2)}\n`);
}

function uncheckedText(unchecked: readonly Unchecked[], file: string): string {
  if (unchecked.length === 0) return "";
  const lines = unchecked
    .slice(0, MOST_SHOWN)
    .map(({ line, text, why }) => `${visible(file)}:${String(line)} not checked, ${visible(why)}: ${visible(text)}\n`);
  const left = unchecked.length - lines.length;
  return `${lines.join("")}${left > 0 ? `and ${String(left)} more that could not be checked\n` : ""}\n`;
}

function verdict({ untruths, unchecked, confirmed }: Checked, file: string): string {
  const count = (number: number, verb: readonly [one: string, many: string]): string =>
    `${String(number)} ${number === 1 ? `statement ${verb[0]}` : `statements ${verb[1]}`}`;
  const parts = [
    count(untruths.length, ["is not true", "are not true"]),
    `${String(confirmed)} ${confirmed === 1 ? "is" : "are"} as the evidence shows`,
    `${String(unchecked.length)} could not be checked`,
  ];
  return `${visible(file)}: ${parts.join(", ")}\n`;
}
