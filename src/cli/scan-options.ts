import { InvalidArgumentError, Option, type Command } from "commander";
import { FORMATS } from "../config/formats.js";
import { didYouMean } from "../engine/nearest.js";
import { SEVERITIES } from "../engine/severity.js";
import { glob } from "../files/glob.js";
import { reasonOf } from "../files/problem.js";
import { outputs } from "./outputs.js";
import { shardOf } from "./shard-option.js";

/** Each heading of the help, and the options below it: the help, the manual and completion are all made of these. */
const GROUPS: Readonly<Record<string, readonly Option[]>> = {
  "What is looked at": [
    option("--exclude <glob>", "leave out what this matches; repeat for several").argParser(globs),
    option("--staged", "only what the staged changes bring"),
    option("--diff <rev>", "only what a branch brings since it left a revision"),
    option("--stdin-filename <path>", "what standard input, '-', stands for"),
    option("--shard <i/n>", "only this part of the files, for 'scarlint merge'").argParser(shardOf),
    option("--show-files", "list the files that a scan would look at"),
    option("--allow-empty", "finding no Python file is no error"),
  ],
  "Which rules run": [
    option("--select <names>", "only these rules or domains; a,b or repeated").argParser(list),
    option("--ignore <names>", "not these rules or domains").argParser(list),
    option("--rules <dir>", "also your own in this directory; repeat for several").argParser(append),
    option("--audit", "also what is likely but not proved, or in dead code"),
    option("--no-audit", "only what is proved, whatever the configuration says"),
    option("--config <file>", "go by this configuration, and by no other"),
    option("--no-config", "do not read scarlint.toml and pyproject.toml"),
  ],
  "What counts": [
    severity("--min-severity <level>", `${SEVERITIES.join(", ")}: leave out what is below`),
    severity("--fail-on <level>", "the same: exit with 1 only for findings from it on"),
    option("--exit-zero", "exit with 0 whatever is found"),
    option("--baseline <file>", "leave out what this file of old findings holds"),
    option("--no-baseline", "also what is in the baseline of the configuration"),
  ],
  "How it is reported": [
    option("-f, --format <f[=file]>", FORMATS.join(" ")).argParser(outputs),
    option("-o, --output <file>", "write the report to a file, whole or not at all"),
    option("--all", "every finding of a long report"),
    option("--statistics", "how many findings each rule has, in their place"),
    option("-q, --quiet", "no summary and no progress"),
    option("--no-color", "no colors; NO_COLOR and FORCE_COLOR count, too"),
  ],
  Mending: [
    option("--fix", "mend what has one right answer, report the rest"),
    option("--unsafe-fixes", "with --fix: also where the program may change"),
    option("--diff-only", "show what --fix would change, and change nothing"),
  ],
  "How it runs": [
    option("--watch", "stay, and show after each change what is new"),
    option("-j, --jobs <n>", "at most so many threads (default: half the CPUs)").argParser(threads),
    option("--no-cache", "neither use nor keep what earlier scans found"),
    option("--timing", "show on standard error where the time went"),
    option("-V, --version", "show the version and which parser runs"),
  ],
};

/** Adds the options of a scan, in the groups that the help shows. */
export function addScanOptions(command: Command): void {
  for (const [heading, options] of Object.entries(GROUPS))
    for (const each of options) command.addOption(each.helpGroup(`${heading}:`));
  command.addHelpOption(
    new Option("-h, --help", "show this; 'scarlint help COMMAND' for a command").helpGroup("How it runs:"),
  );
}

function option(flags: string, description: string): Option {
  return new Option(flags, description);
}

function severity(flags: string, description: string): Option {
  return option(flags, description).argParser(oneOf("severity", SEVERITIES));
}

function oneOf<T extends string>(what: string, known: readonly T[]): (value: string) => T {
  return (value) => {
    const found = known.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(
      `There is no ${what} '${value}' among ${known.join(", ")}${didYouMean(value, known)}`,
    );
  };
}

function list(value: string, before: readonly string[] = []): string[] {
  const names = value.split(",").map((name) => name.trim());
  return [...before, ...names.filter(Boolean)];
}

function append(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function globs(value: string, before: readonly string[] = []): string[] {
  try {
    glob(value);
  } catch (error) {
    throw new InvalidArgumentError(reasonOf(error));
  }
  return append(value, before);
}

function threads(value: string): number {
  if (/^[1-9]\d{0,2}$/.test(value)) return Number(value);
  throw new InvalidArgumentError(`'${value}' is no number of threads from 1 to 999.`);
}
