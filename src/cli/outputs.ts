import { InvalidArgumentError } from "commander";
import { resolve } from "node:path";
import { FORMATS, ISSUE_FORMATS, type Format, type IssueFormat } from "../config/formats.js";
import { didYouMean } from "../engine/nearest.js";
import { refuseUnwritable } from "./output-file.js";
import { UsageError } from "./usage-error.js";

/** A report that was asked for, and the file it goes to; without one it goes to standard output. */
export interface Output {
  readonly format: Format;
  readonly file?: string;
}

/** What was asked for before it is known which command it is asked of. */
export interface WrittenOutput {
  readonly format: Format | IssueFormat;
  readonly file?: string;
}

/** What the command line says of reports. */
export interface OutputFlags {
  readonly format?: readonly WrittenOutput[] | undefined;
  /** Where the one report goes whose `--format` names no file. */
  readonly output?: string | undefined;
}

/** Adds a `--format` option, such as `json` or `sarif=scan.sarif`, to those before it. */
export function outputs(value: string, before: readonly WrittenOutput[] = []): WrittenOutput[] {
  const [name = "", ...rest] = value.split("=");
  const format = [...FORMATS, ...ISSUE_FORMATS].find((known) => known === name);
  if (format === undefined) {
    throw new InvalidArgumentError(
      `There is no format '${name}' among ${FORMATS.join(", ")}${didYouMean(name, FORMATS)}`,
    );
  }
  if (rest.length === 0) return [...before, { format }];
  const file = rest.join("=");
  if (file === "") throw new InvalidArgumentError(`Name a file after '${name}='`);
  return [...before, { format, file }];
}

/** All reports that were asked for; text when none was. @throws UsageError if two go to one place. */
export function wantedOutputs({ format = [], output }: OutputFlags): readonly Output[] {
  const given: readonly Output[] = format.length > 0 ? format.map(ofScan) : [{ format: "text" }];
  const [first, second] = given.filter(({ file }) => file === undefined);
  if (first && second) {
    throw new UsageError(
      `'${first.format}' and '${second.format}' cannot both go to one place; write --format ${second.format}=FILE`,
    );
  }
  if (output === undefined) return given;
  if (!first) throw new UsageError("each --format names its file, so nothing is left for --output; leave it out");
  return given.map((one) => (one === first ? { ...one, file: output } : one));
}

function ofScan({ format, ...more }: WrittenOutput): Output {
  if (isIssueFormat(format)) throw new UsageError(`--format ${format} goes with 'scarlint plan' and 'scarlint triage'`);
  return { format, ...more };
}

function isIssueFormat(format: Format | IssueFormat): format is IssueFormat {
  return ISSUE_FORMATS.some((known) => known === format);
}

/** The format for bugs to file that was asked for, if one was, and the directory that they go to. @throws UsageError without one. */
export function wantedIssues({
  format = [],
  output,
}: OutputFlags): { format: IssueFormat; directory: string } | undefined {
  const [first] = format;
  if (!first || !isIssueFormat(first.format)) return undefined;
  const directory = first.file ?? output;
  if (format.length > 1) throw new UsageError(`--format ${first.format} goes alone`);
  if (directory === undefined)
    throw new UsageError(`--format ${first.format} writes a file a bug: say where with --output DIRECTORY`);
  return { format: first.format, directory };
}

/** The format of a command that writes one report. @throws UsageError for several, or a file beside `--output`. */
export function soleFormat({ format = [] }: OutputFlags): Format {
  const [first, second] = format;
  if (second !== undefined || first?.file !== undefined)
    throw new UsageError("this writes one report: give one --format, and its file with --output");
  return first ? ofScan(first).format : "text";
}

/** Finds out before the scan whether all reports can be written. @throws UsageError if not. */
export function refuseUnusable(wanted: readonly Output[], { output }: OutputFlags): void {
  const seen = new Set<string>();
  for (const { format, file } of wanted) {
    if (file === undefined) continue;
    refuseUnwritable(file, file === output ? "--output" : "--format");
    if (seen.has(resolve(file))) throw new UsageError(`--format ${format}=${file}: another report goes to this file`);
    seen.add(resolve(file));
  }
}
