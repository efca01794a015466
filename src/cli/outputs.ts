import { InvalidArgumentError } from "commander";
import { resolve } from "node:path";
import { loadDocs } from "../engine/docs.js";
import type { ScanResult } from "../engine/finding.js";
import { didYouMean } from "../engine/nearest.js";
import type { RegisteredRule } from "../engine/rule.js";
import { toText, type TextStyle } from "../report/text.js";
import { visibleJson } from "../report/visible.js";
import { HOMEPAGE, VERSION } from "../version.js";
import { refuseUnwritable } from "./output-file.js";
import { UsageError } from "./usage-error.js";

export const FORMATS = ["text", "json", "sarif", "github", "gitlab", "junit"] as const;
export type Format = (typeof FORMATS)[number];

/** A report that was asked for, and the file it goes to; without one it goes to standard output. */
export interface Output {
  readonly format: Format;
  readonly file?: string;
}

/** Adds a `--format` option, such as `json` or `sarif=scan.sarif`, to those before it. */
export function outputs(value: string, before: readonly Output[] = []): Output[] {
  const [, name = "", file] = /^([^=]*)(?:=(.*))?$/s.exec(value) ?? [];
  const format = FORMATS.find((known) => known === name);
  if (format === undefined) {
    throw new InvalidArgumentError(
      `There is no format '${name}' among ${FORMATS.join(", ")}${didYouMean(name, FORMATS)}`,
    );
  }
  if (file === "") throw new InvalidArgumentError(`Name a file after '${name}='`);
  return [...before, { format, ...(file !== undefined && { file }) }];
}

/** Finds out before the scan whether all reports can be written. @throws UsageError if not. */
export function refuseUnusable(wanted: readonly Output[]): void {
  const [first, second] = wanted.filter(({ file }) => file === undefined);
  if (first && second) {
    throw new UsageError(
      `'${first.format}' and '${second.format}' cannot both go to standard output; write --format ${first.format}=FILE`,
    );
  }
  const seen = new Set<string>();
  for (const { format, file } of wanted) {
    if (file === undefined) continue;
    refuseUnwritable(file);
    if (seen.has(resolve(file))) throw new UsageError(`--format ${format}=${file}: another report goes to this file`);
    seen.add(resolve(file));
  }
}

/**
 * A report in one of the formats.
 *
 * @param isCounting whether a report for people has numbers instead of findings
 */
export async function formatted(
  result: ScanResult,
  rules: readonly RegisteredRule[],
  format: Format,
  style: TextStyle,
  isCounting = false,
): Promise<string> {
  switch (format) {
    case "text":
      return isCounting
        ? (await import("../report/statistics.js")).toStatistics(result.findings, style)
        : toText(result.findings, style);
    case "json":
      return visibleJson((await import("../report/json.js")).toJson(result, VERSION));
    case "sarif": {
      const tool = { version: VERSION, homepage: HOMEPAGE, rules, docs: await loadDocs() };
      return visibleJson((await import("../report/sarif.js")).toSarif(result, tool));
    }
    case "github":
      return (await import("../report/github.js")).toGithub(result);
    case "gitlab":
      return visibleJson((await import("../report/gitlab.js")).toGitlab(result));
    case "junit": {
      const { toJunit } = await import("../report/junit.js");
      return toJunit(
        result,
        rules.map(({ id }) => id),
      );
    }
  }
}
