import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { ScanResult } from "../engine/finding/finding.js";
import { compared, entryOf, NO_BASELINE, scopeOf, type Entry } from "../engine/judge/baseline.js";
import { readBaseline } from "../engine/judge/baseline-file.js";
import { selectRules } from "../engine/rules/selection.js";
import { displayPath } from "../files/paths.js";
import { grouped } from "../report/grouped.js";
import { count, failureLine } from "../report/text.js";
import { visible } from "../report/visible.js";
import { spelled } from "./baseline.js";
import { ExitCode } from "./exit-code.js";
import { knownRules } from "./known-rules.js";
import { refuseUnwritable, writeWhole } from "./output-file.js";
import type { ScanFlags } from "./flags.js";
import { requestOf } from "./request.js";
import { scanned } from "./scan-command.js";
import { print } from "./streams.js";
import { UsageError } from "./usage-error.js";

/** Where a baseline is written unless told otherwise. */
export const BASELINE_FILE = ".scarlint-baseline.json";

/** The options of a scan, and the command's own. */
export interface BaselineFlags extends ScanFlags {
  readonly update?: boolean;
  readonly allowNew?: boolean;
  readonly check?: boolean;
}

/**
 * Writes the findings of today into a baseline. What an older baseline holds of files and rules that were not looked
 * at stays in there.
 */
export async function baselineCommand(paths: readonly string[], flags: BaselineFlags): Promise<ExitCode> {
  const {
    baseline = BASELINE_FILE,
    baselineRoot,
    audit = false,
    update = false,
    allowNew = false,
    check = false,
  } = flags;
  const file = flags.output ?? baseline;
  const links = flags.output === undefined && baselineRoot !== undefined ? { within: baselineRoot } : "followed";
  if (allowNew && !update) throw new UsageError("--allow-new goes with --update; without it, new findings are written");
  if (check && update) throw new UsageError("--check only looks; leave out --update");
  const known = await knownRules(flags);
  const rules = selectRules(flags, known);
  if (!check) refuseUnwritable(file);
  const before = existsSync(file) || update || check ? readBaseline(file, links) : NO_BASELINE;
  const result = await scanned(requestOf(paths, flags, known), flags);
  const { added, old, fixed, unseen } = compared(before, result, scopeOf(paths, rules, flags));
  await printFailures(result);
  if (check) {
    await print(process.stdout, staleness(file, fixed, flags.quiet));
    return result.failures.length > 0 ? ExitCode.untrusted : fixed.length > 0 ? ExitCode.findings : ExitCode.clean;
  }
  const isGrowing = !update || allowNew;
  const entries: Entry[] = [...old, ...unseen, ...(isGrowing ? added.map(entryOf) : [])];
  writeWhole(file, spelled({ audit: before.audit || (audit && isGrowing), entries }));
  if (!flags.quiet) {
    const left = added.length > 0 && !isGrowing ? `; ${count(added.length, "new finding")} left out` : "";
    const changes = `${count(isGrowing ? added.length : 0, "finding")} added, ${grouped(fixed.length)} taken out`;
    await print(process.stdout, `${visible(file)}: ${count(entries.length, "finding")} (${changes}${left})\n`);
  }
  return result.failures.length > 0 ? ExitCode.untrusted : ExitCode.clean;
}

/** What of a baseline is not found any more, a line each. */
function staleness(file: string, fixed: readonly Entry[], isQuiet = false): string {
  const lines = fixed.map(({ path, rule, message }) => `${visible(path)} ${rule} ${visible(message)}\n`);
  if (isQuiet) return lines.join("");
  const end =
    fixed.length === 0
      ? "all that is in it is still found"
      : `${count(fixed.length, "finding")} in it ${fixed.length === 1 ? "is" : "are"} fixed; 'scarlint baseline --update' takes ${fixed.length === 1 ? "it" : "them"} out`;
  return `${lines.join("")}${visible(file)}: ${end}\n`;
}

async function printFailures({ failures, root }: ScanResult): Promise<void> {
  const pathOf = (path: string): string => displayPath(resolve(root, path), process.cwd());
  await print(process.stderr, failures.map((failure) => `scarlint: ${failureLine(failure, pathOf)}\n`).join(""));
}
