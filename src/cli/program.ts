import { Command, InvalidArgumentError, Option, type Argument } from "commander";
import { didYouMean } from "../engine/nearest.js";
import { visible } from "../report/visible.js";
import { loadParser } from "../syntax/parser.js";
import { VERSION } from "../version.js";
import type { ExitCode } from "./exit-code.js";
import { explainCommand } from "./explain-command.js";
import { rulesCommand } from "./rules-command.js";
import { withPolicy, type Configured } from "./policy.js";
import type { BaselineFlags } from "./baseline-command.js";
import type { GivenFlags, ScanFlags } from "./flags.js";
import { scanCommand } from "./scan-command.js";
import { addScanOptions } from "./scan-options.js";
import type { PlanFlags } from "./plan-command.js";
import type { Question } from "./plan-progress-command.js";
import { print } from "./streams.js";
import { afterHelp, helpBelow, refuseScanOptions } from "./taken.js";
import type { EvidenceOptions } from "./evidence-command.js";
import { durationIn, each, percentIn, wholeNumber } from "./evidence-options.js";
import type { TriageOptions } from "./triage-command.js";
import { UsageError } from "./usage-error.js";

const USAGE = `[options] [paths...]
       scarlint <command> [options] ...`;

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
  const scanOf = async (paths: string[]): Promise<void> => {
    if (command.opts<Flags>().version) return await showVersion();
    const names = namesOf(command);
    done(await scanCommand(paths, await flagsOf(paths, ["minSeverity", "failOn", "baseline", "format"]), names));
  };
  const command = new Command("scarlint")
    .configureHelp({ subcommandTerm: termOf })
    .description("Finds the bugs in Python services that unit tests do not catch.")
    .usage(USAGE)
    .argument("[paths...]", "files and directories, '-' for standard input (default: .)")
    .addHelpText("after", afterHelp())
    .action(scanOf);
  command.commandsGroup("Commands:");
  addCheck(command, scanOf);
  command
    .command("why")
    .summary("why a line is reported, or why it is not")
    .description("say why a line is reported, or why not: what was asked about it, and what came of that")
    .argument("<place>", "a file and a line in it, as in shop/pool.py:73")
    .argument("[rule]", "only this rule")
    .action(async (place: string, rule: string | undefined) => {
      const { whyCommand } = await import("./why-command.js");
      await whyCommand(place, rule, await flagsOf([], ["minSeverity", "baseline"]));
    });
  command
    .command("baseline")
    .summary("put today's findings aside, for --baseline")
    .description("write today's findings into a file, for --baseline to leave them out")
    .argument("[paths...]", "as for a scan")
    .option("--update", "only take out what is fixed")
    .option("--allow-new", "let --update add new findings, too")
    .option("--check", "write nothing, and exit with 1 while something in it is fixed")
    .addHelpText("after", () => helpBelow(command, "baseline"))
    .action(async (paths: string[], own: Pick<BaselineFlags, "update" | "allowNew" | "check">) => {
      const { baselineCommand } = await import("./baseline-command.js");
      done(await baselineCommand(paths, { ...(await flagsOf(paths, ["baseline"])), ...own }));
    });
  addTriage(command, done, flagsOf);
  addEvidence(command, done, flagsOf);
  addPlan(command, done, flagsOf);
  command
    .command("merge")
    .summary("join what the shards of a scan found")
    .description("join what the shards of a scan found, as if it had not been shared out")
    .argument("<files...>", "the SARIF files of all shards")
    .addHelpText("after", () => helpBelow(command, "merge"))
    .action(async (files: string[]) => {
      const { mergeCommand } = await import("./merge-command.js");
      done(await mergeCommand(files, await flagsOf([], ["failOn", "baseline", "format"])));
    });
  addServers(command);
  command.commandsGroup("Commands that look something up:");
  command
    .command("rules")
    .description("list the rules, the gravest first")
    .addHelpText("after", () => helpBelow(command, "rules"))
    .action(() => rulesCommand(command.opts<Flags>()));
  command
    .command("explain")
    .description("show the page of a rule")
    .argument("<rule>")
    .addHelpText("after", () => helpBelow(command, "explain"))
    .action((name: string) => explainCommand(name, command.opts<Flags>()));
  command
    .command("config")
    .summary("show what applies to a file, and who said so")
    .description("show what applies to a file, and which line of which file said so")
    .argument("[file]", "a file, or a directory for any file in it", ".")
    .addHelpText("after", () => helpBelow(command, "config"))
    .action(async (file: string) => {
      const { configCommand } = await import("./config-command.js");
      await configCommand(file, await flagsOf([file], []));
    });
  addHelp(command);
  addCompletion(command);
  // After the commands, which would take over what is said of the help of a scan.
  addScanOptions(command);
  command.hook("preSubcommand", (_, subcommand) => {
    refuseScanOptions(command, subcommand);
  });
  strict(command);
  return command;
}

/** The word for a scan, for those who look for one: it takes all options, and shows the help of them. */
function addCheck(command: Command, scanOf: (paths: string[]) => Promise<void>): void {
  const check = command
    .command("check")
    .description("scan, as without a command")
    .argument("[paths...]")
    .addHelpText("after", afterHelp())
    .action(scanOf);
  check.helpInformation = (context) => command.helpInformation(context);
}

/** The commands that serve other programs, over standard input and output. */
function addServers(command: Command): void {
  command
    .command("lsp")
    .summary("serve an editor: bugs while you type, fixes, pages")
    .description("serve an editor over standard input and output, in the Language Server Protocol")
    .addOption(new Option("--stdio", "what editors give, and how it is anyway").hideHelp())
    .addHelpText("after", () => helpBelow(command, "lsp"))
    .action(async () => {
      const { lspCommand } = await import("./lsp-command.js");
      await lspCommand(command.opts<Flags>());
    });
  command
    .command("mcp")
    .summary("serve a coding assistant: bugs, why, what next")
    .description("serve a coding assistant over standard input and output, in the Model Context Protocol")
    .addHelpText("after", () => helpBelow(command, "mcp"))
    .action(async () => {
      const { mcpCommand } = await import("./mcp-command.js");
      await mcpCommand(command.opts<Flags>());
    });
}

/** The command that shows the help of commands. */
function addHelp(command: Command): void {
  command
    .command("help")
    .description("show the help of a command, or of all")
    .argument("[command...]")
    .action((names: readonly string[]) => {
      commandNamed(command, names).outputHelp();
    });
}

/** The command that makes shells complete words, and the one that they ask then. */
function addCompletion(command: Command): void {
  command
    .command("completion")
    .summary("make your shell complete what you type")
    .description("print what makes a shell complete commands, options, rules and files: bash, zsh or fish")
    .argument("<shell>")
    .addHelpText("after", () => helpBelow(command, "completion"))
    .action(async (shell: string) => (await import("./completion.js")).completionCommand(shell));
  command
    .command("completion-server", { hidden: true })
    .argument("[words...]")
    .action(async () => (await import("./completion.js")).answerShell(command));
}

/** @throws UsageError that suggests the nearest command when there is none of that name. */
function commandNamed(command: Command, names: readonly string[]): Command {
  return names.reduce((at, name) => {
    const found = at.commands.find((each) => each.name() === name);
    if (found) return found;
    const known = namesOf(at);
    const others = known.length > 0 ? `; there are ${known.join(", ")}` : "";
    throw new UsageError(`there is no command '${name}'${didYouMean(name, known) || others}`);
  }, command);
}

/** The commands that people are told of. */
function namesOf(command: Command): string[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((each) => each.name());
}

/** A command in a list: its name and what it is given. */
function termOf(command: Command): string {
  const given = command.registeredArguments.map((argument) => humanReadableArgName(argument));
  return [command.name(), ...given].join(" ");
}

function humanReadableArgName(argument: Argument): string {
  const name = argument.name() + (argument.variadic ? "..." : "");
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** The command that writes and checks reports on bugs. */
function addTriage(command: Command, done: (code: ExitCode) => void, flagsOf: Flagged): void {
  command
    .command("triage")
    .summary("report on bugs and their history, or check a report")
    .description("write a report on all bugs, open and resolved, from the code and its history, or check one")
    .argument("[paths...]", "files and directories of a git repository (default: the current directory)")
    .option("--report <file>", "write the report, in Markdown; one that is there is continued, and its notes stay")
    .option("--since <revision>", "look at the history from this commit on (default: from the last report on)")
    .option("--date <date>", "when the report is generated (default: now, or SOURCE_DATE_EPOCH)")
    .option("--trend <file>", "keep a history of the numbers in this file, in JSON, and show it in the report")
    .option("--scaffold-tests", "write failing skeletons of the regression tests that P0 and P1 bugs lack")
    .option(
      "--run <[name=]files>",
      "JUnit XML of a run, as for 'evidence': a test that is skipped or flaky is no guard",
      each,
    )
    .option("--check <file>", "say what is untrue in a report, whoever wrote it")
    .addHelpText("after", () => helpBelow(command, "triage"))
    .action(async (paths: string[], own: TriageOptions) => {
      const { triageCommand } = await import("./triage-command.js");
      done(await triageCommand(paths, { ...(await flagsOf(paths, ["minSeverity"])), ...own }));
    });
}

/** The command that says what test runs prove. */
function addEvidence(command: Command, done: (code: ExitCode) => void, flagsOf: Flagged): void {
  command
    .command("evidence")
    .summary("what test runs and coverage prove, or check a summary")
    .description("say what test runs and coverage reports prove, and why tests failed, or check a summary against them")
    .argument("[paths...]", "the code that was tested (default: the repository around the current directory)")
    .option(
      "--run <[name=]files>",
      "JUnit XML of a run, with commas between its files, or a directory; once a run",
      each,
    )
    .option("--coverage <file>", "coverage of coverage.py in JSON, of Cobertura, or LCOV")
    .option("--coverage-before <file>", "an earlier one, to hold it against")
    .option("--report <file>", "write a report, in Markdown; one that is there is written anew, and its notes stay")
    .option("--trend <file>", "keep a history of the numbers in this file, in JSON, and show it in the report")
    .option("--min-pass-rate <percent>", "exit with 1 when fewer tests passed in any run", percentIn)
    .option("--max-duration <time>", "exit with 1 when any run took longer, as 90s, 60m or 1h30m", durationIn)
    .option("--runs <number>", "exit with 1 when fewer runs can be compared", wholeNumber)
    .option("--check <file>", "say what in a summary is not what the runs show, whoever wrote it")
    .addHelpText("after", () => helpBelow(command, "evidence"))
    .action(async (paths: string[], own: EvidenceOptions) => {
      const { evidenceCommand } = await import("./evidence-command.js");
      done(await evidenceCommand(paths, { ...(await flagsOf(paths, [])), ...own }));
    });
}

/** The commands that turn findings into a plan and check it. */
function addPlan(command: Command, done: (code: ExitCode) => void, flagsOf: Flagged): void {
  const plan = command
    .command("plan")
    .summary("write a plan of what to do, or check one")
    .description("write a plan to work the findings off, or check one: show, next, verify, conclude")
    .argument("[paths...]", "as for a scan")
    .option("--todo", "write a task list in JSON, in which each phase is a to-do")
    .option("--date <date>", "when it is written (default: the date of the commit)")
    .addHelpText("after", () => helpBelow(command, "plan"))
    .action(async (paths: string[], own: Pick<PlanFlags, "todo" | "date">) => {
      const { planCommand } = await import("./plan-command.js");
      const names = namesOf(plan);
      done(await planCommand(paths, { ...(await flagsOf(paths, ["minSeverity"])), ...own }, names));
    });
  const questions: readonly (readonly [Question, string])[] = [
    ["show", "scan again and show how far a plan is"],
    ["next", "scan again and show what to do next"],
    ["verify", "scan again and exit with 1 while something of the plan is left"],
    ["conclude", "scan again and write what was done in a phase, once nothing of it is left"],
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
