import { Command, InvalidArgumentError, Option } from "commander";
import { FORMATS } from "../config/formats.js";
import { didYouMean } from "../engine/nearest.js";
import { SEVERITIES } from "../engine/severity.js";
import { visible } from "../report/visible.js";
import { loadParser } from "../syntax/parser.js";
import { VERSION } from "../version.js";
import type { ExitCode } from "./exit-code.js";
import { explainCommand } from "./explain-command.js";
import { rulesCommand } from "./rules-command.js";
import { outputs } from "./outputs.js";
import { withPolicy, type Configured } from "./policy.js";
import { shardOf } from "./shard-option.js";
import type { BaselineFlags } from "./baseline-command.js";
import type { GivenFlags, ScanFlags } from "./flags.js";
import { scanCommand } from "./scan-command.js";
import type { PlanFlags } from "./plan-command.js";
import type { Question } from "./plan-progress-command.js";
import { print } from "./streams.js";
import type { TriageOptions } from "./triage-command.js";
import { UsageError } from "./usage-error.js";

const AFTER_HELP = `
A rule is named like zmq/rebind, all rules of a domain like zmq. A file that is named itself is always scanned; what
lies in a directory is left out when git ignores it, when --exclude matches it, or when it is a virtual environment,
a cache or build output. To scan a directory that is called like a command, write ./rules.

Exit code: 0 nothing at or above --fail-on, 1 findings, 2 the run cannot be trusted.`;

const BASELINE_HELP = `
It is written to .scarlint-baseline.json, or where --output says. Of the options of a scan it takes --select, --ignore,
--exclude, --audit, --no-config, --rules and --quiet as well.`;

const TRIAGE_HELP = `
Of the options of a scan it takes --select, --ignore, --min-severity, --exclude, --audit, --no-config and --quiet as well,
and with --check also --format and --output. What is not committed does not count. The page docs/triage.md tells more.

Exit code: 0 the report is written, or --check finds nothing untrue in it; 1 it says what is not true; 2 the run cannot
be trusted.`;

const PLAN_HELP = `
A plan is Markdown, or JSON with --format json. --select, --ignore, --min-severity, --exclude, --audit and --output are
those of a scan. 'show --todo' writes a task list again, with what is done.`;

const RULES_HELP = `
--rules DIR brings the rules of your own in that directory.`;

const CONFIG_HELP = `
Of the options of a scan it takes --select, --ignore, --exclude, --audit, --no-config and --rules.`;

const WHY_HELP = `
It goes by what a scan of the current directory would do. Of the options of a scan it takes --format (text or json), --select,
--ignore, --min-severity, --exclude, --audit, --config, --no-config, --baseline, --no-baseline, --no-cache and --rules.`;

const MERGE_HELP = `
Run it where the same files are as the shards had, in the directory that they were scanned from. What to scan and with
which rules is known from the shards; of the options of a scan it takes --format, --output, --fail-on, --baseline,
--statistics and --quiet, and the --rules that the shards had.`;

/** The options of a scan that commands take. */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  rules: ["rules"],
  explain: ["rules"],
  why: ["format", "select", "ignore", "minSeverity", "exclude", "audit", "config", "baseline", "cache", "rules"],
  config: ["select", "ignore", "exclude", "audit", "config", "rules"],
  baseline: ["output", "select", "ignore", "exclude", "audit", "config", "rules", "quiet"],
  triage: ["format", "output", "select", "ignore", "minSeverity", "exclude", "audit", "config", "quiet"],
  plan: ["format", "output", "select", "ignore", "minSeverity", "exclude", "audit", "config"],
  show: ["output"],
  merge: ["format", "output", "failOn", "baseline", "rules", "statistics", "all", "quiet"],
};

/** The flags of a scan together with those that stand for something else. */
interface Flags extends GivenFlags {
  readonly version?: boolean;
}

/** The options of a scan of some paths, with what the configuration says of it as far as that is heeded. */
type Flagged = (paths: readonly string[], heeded: readonly Configured[]) => Promise<ScanFlags>;

/** The command line. `done` is told the exit code. */
export function program(done: (code: ExitCode) => void): Command {
  const flagsOf = (paths: readonly string[], heeded: readonly Configured[]): Promise<ScanFlags> =>
    withPolicy(paths, command.opts<Flags>(), heeded);
  const command = new Command("scarlint")
    .description("Finds the bugs in Python services that unit tests do not catch.")
    .argument("[paths...]", "files and directories, '-' for standard input (default: the current directory)")
    .option("--format <format[=file]>", `${FORMATS.join(", ")}; several as FORMAT=FILE (default: text)`, outputs)
    .option("--output <file>", "write the report to a file, whole or not at all")
    .option("--select <names>", "run only these rules or domains; several with commas, or repeat", list)
    .option("--ignore <names>", "do not run these rules or domains", list)
    .addOption(severity("--min-severity <severity>", "leave out findings below this"))
    .addOption(severity("--fail-on <severity>", "exit with 1 for findings at or above this"))
    .option("--exclude <glob>", "leave out files and directories; repeat for several", append)
    .option("--staged", "only what the staged changes bring, in whatever file")
    .option("--diff <rev>", "only what changed since the branch parted from a revision brings")
    .option("--stdin-filename <path>", "what standard input is called, and where its imports are looked up")
    .option("--audit", "report also what is likely but not proved, or in code that nothing runs, one severity lower")
    .option("--no-audit", "report only what is proved, whatever the configuration says")
    .option("--config <file>", "go by this configuration, as if it lay in the root, and by no other")
    .option("--no-config", "do not read scarlint.toml and pyproject.toml")
    .option("--baseline <file>", "show only what is not in this baseline, which 'scarlint baseline' writes")
    .option("--no-baseline", "show also what is in the baseline that the configuration names")
    .option("--rules <dir>", "run also the rules of your own in this directory; repeat for several", append)
    .option("--fix", "fix what has one right answer, and report what is left")
    .option("--unsafe-fixes", "with --fix: also where that may change what the program does")
    .option("--diff-only", "show what --fix would change, and change nothing")
    .option("--statistics", "show how many findings each rule has instead of the findings")
    .option("--all", "show every finding of a long report, not only the first few of each rule")
    .option("--watch", "stay, and show after each change what is new, what is fixed and how much is left")
    .option("--shard <i/n>", "scan only this part of the files, for 'scarlint merge'", shardOf)
    .option("--no-cache", "neither use nor keep what earlier scans have found")
    .option("--timing", "show on standard error what the time went into, by phase and by rule")
    .option("--quiet", "no summary and no progress")
    .option("--no-color", "no colors; NO_COLOR and FORCE_COLOR are heeded too")
    .option("-V, --version", "show the version and which parser runs")
    .addHelpText("after", AFTER_HELP)
    .action(async (paths: string[], flags: Flags) => {
      if (flags.version) await showVersion();
      else
        done(
          await scanCommand(
            paths,
            await flagsOf(paths, ["minSeverity", "failOn", "baseline", "format"]),
            command.commands.map((known) => known.name()),
          ),
        );
    });
  command
    .command("rules")
    .description("list the rules, the gravest first")
    .addHelpText("after", RULES_HELP)
    .action(() => rulesCommand(command.opts<Flags>()));
  command
    .command("explain")
    .description("show the page of a rule")
    .argument("<rule>")
    .addHelpText("after", RULES_HELP)
    .action((name: string) => explainCommand(name, command.opts<Flags>()));
  command
    .command("why")
    .description("say why a line is reported, or why not: what was asked about it, and what came of that")
    .argument("<place>", "a file and a line in it, as in shop/pool.py:73")
    .argument("[rule]", "only this rule")
    .addHelpText("after", WHY_HELP)
    .action(async (place: string, rule: string | undefined) => {
      const { whyCommand } = await import("./why-command.js");
      await whyCommand(place, rule, await flagsOf([], ["minSeverity", "baseline"]));
    });
  command
    .command("baseline")
    .description("write today's findings into a file, for --baseline to leave them out")
    .argument("[paths...]", "as for a scan")
    .option("--update", "only take out what is fixed")
    .option("--allow-new", "let --update add new findings, too")
    .option("--check", "write nothing, and exit with 1 while something in it is fixed")
    .addHelpText("after", BASELINE_HELP)
    .action(async (paths: string[], own: Pick<BaselineFlags, "update" | "allowNew" | "check">) => {
      const { baselineCommand } = await import("./baseline-command.js");
      done(await baselineCommand(paths, { ...(await flagsOf(paths, ["baseline"])), ...own }));
    });
  addTriage(command, done, flagsOf);
  addPlan(command, done, flagsOf);
  command
    .command("merge")
    .description("join what the shards of a scan found, as if it had not been shared out")
    .argument("<files...>", "the SARIF files of all shards")
    .addHelpText("after", MERGE_HELP)
    .action(async (files: string[]) => {
      const { mergeCommand } = await import("./merge-command.js");
      done(await mergeCommand(files, await flagsOf([], ["failOn", "baseline", "format"])));
    });
  command
    .command("config")
    .description("show what applies to a file, and which line of which file said so")
    .argument("[file]", "a file, or a directory for any file in it", ".")
    .addHelpText("after", CONFIG_HELP)
    .action(async (file: string) => {
      const { configCommand } = await import("./config-command.js");
      await configCommand(file, await flagsOf([file], []));
    });
  command.hook("preSubcommand", (_, subcommand) => {
    refuseScanOptions(command, subcommand);
  });
  strict(command);
  return command;
}

/** The command that writes and checks reports on bugs. */
function addTriage(command: Command, done: (code: ExitCode) => void, flagsOf: Flagged): void {
  command
    .command("triage")
    .description("write a report on all bugs, open and resolved, from the code and its history, or check one")
    .argument("[paths...]", "files and directories of a git repository (default: the current directory)")
    .option("--report <file>", "write the report, in Markdown; one that is there is continued, and its notes stay")
    .option("--since <revision>", "look at the history from this commit on (default: from the last report on)")
    .option("--date <date>", "when the report is generated (default: now, or SOURCE_DATE_EPOCH)")
    .option("--trend <file>", "keep a history of the numbers in this file, in JSON, and show it in the report")
    .option("--scaffold-tests", "write failing skeletons of the regression tests that P0 and P1 bugs lack")
    .option("--check <file>", "say what is untrue in a report, whoever wrote it")
    .addHelpText("after", TRIAGE_HELP)
    .action(async (paths: string[], own: TriageOptions) => {
      const { triageCommand } = await import("./triage-command.js");
      done(await triageCommand(paths, { ...(await flagsOf(paths, ["minSeverity"])), ...own }));
    });
}

/** The commands that turn findings into a plan and check it. */
function addPlan(command: Command, done: (code: ExitCode) => void, flagsOf: Flagged): void {
  const plan = command
    .command("plan")
    .description("write a plan to work the findings off, or check one: show, next, verify")
    .argument("[paths...]", "as for a scan")
    .option("--todo", "write a task list in JSON, in which each phase is a to-do")
    .option("--date <date>", "when it is written (default: the date of the commit)")
    .addHelpText("after", PLAN_HELP)
    .action(async (paths: string[], own: Pick<PlanFlags, "todo" | "date">) => {
      const { planCommand } = await import("./plan-command.js");
      done(await planCommand(paths, { ...(await flagsOf(paths, ["minSeverity"])), ...own }));
    });
  const questions: readonly (readonly [Question, string])[] = [
    ["show", "scan again and show how far a plan is"],
    ["next", "scan again and show what to do next"],
    ["verify", "scan again and exit with 1 while something of the plan is left"],
  ];
  for (const [question, description] of questions) {
    plan
      .command(question)
      .description(description)
      .argument("<file>", "a plan: Markdown, JSON or a task list")
      .option("--phase <number>", "look at this phase only", phaseNumber)
      .action(async (file: string, own: { readonly phase?: number }) => {
        const { planProgressCommand } = await import("./plan-progress-command.js");
        const { output, color } = command.opts<Flags>();
        const flags = { ...plan.opts<Pick<PlanFlags, "todo" | "date">>(), ...own, color };
        done(await planProgressCommand(question, file, { ...flags, ...(output !== undefined && { output }) }));
      });
  }
  plan.hook("preSubcommand", (_, subcommand) => {
    refuseScanOptions(command, subcommand);
  });
}

function phaseNumber(value: string): number {
  if (/^\d{1,3}$/.test(value)) return Number(value);
  throw new InvalidArgumentError(`'${value}' is no number of a phase.`);
}

/** Errors become one line, and are thrown instead of ending the process. */
function strict(command: Command): void {
  command.exitOverride().configureOutput({
    outputError: (text, write) => {
      write(
        `scarlint: ${visible(
          text
            .replace(/^error: /, "")
            .trim()
            .replaceAll("\n", " "),
        )}; see 'scarlint --help'\n`,
      );
    },
  });
  command.commands.forEach(strict);
}

async function showVersion(): Promise<void> {
  const { backend } = await loadParser();
  await print(process.stdout, `scarlint ${VERSION} (parser: ${backend}, Node ${process.version})\n`);
}

/** `scarlint --audit rules` most likely means a directory: without this, the option would be lost in silence. */
function refuseScanOptions(command: Command, subcommand: Command): void {
  const given = Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === "cli");
  const name = subcommand.name();
  const taken = ["color", ...(TAKEN[name] ?? [])];
  if (given.every((option) => taken.includes(option))) return;
  const which = taken.length > 1 ? "not all" : "none";
  throw new UsageError(
    `'${name}' is a command, which takes ${which} of these options; to scan a directory, write ./${name}`,
  );
}

function severity(flags: string, description: string): Option {
  return new Option(flags, `${description}: ${SEVERITIES.join(", ")} (default: low)`).argParser(
    oneOf("severity", SEVERITIES),
  );
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
