import type { Command } from "commander";
import { filled } from "../report/text.js";
import { COMMANDS, EXAMPLES, EXIT_CODES, SCAN } from "./help-texts.js";
import { UsageError } from "./usage-error.js";

/** The options of a scan that other commands take; `check` takes all. */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  rules: ["format", "rules"],
  explain: ["format", "rules"],
  why: ["format", "select", "ignore", "minSeverity", "exclude", "audit", "config", "baseline", "cache", "rules"],
  config: ["select", "ignore", "exclude", "audit", "config", "rules"],
  baseline: ["output", "select", "ignore", "exclude", "audit", "config", "rules", "jobs", "quiet"],
  evidence: ["format", "output", "exclude", "config", "quiet"],
  triage: ["format", "output", "select", "ignore", "minSeverity", "exclude", "audit", "config", "cache", "quiet"],
  plan: ["format", "output", "select", "ignore", "minSeverity", "exclude", "audit", "config", "jobs"],
  show: ["output"],
  conclude: ["output"],
  lsp: ["select", "ignore", "minSeverity", "exclude", "audit", "config", "baseline", "cache", "rules", "jobs"],
  merge: ["format", "output", "failOn", "exitZero", "allowEmpty", "baseline", "rules", "statistics", "all", "quiet"],
};

/** Columns of the help where nobody knows the terminal's. */
const WIDTH = 80;

/** What the help says below all options and commands. */
export function afterHelp(): string {
  const width = Math.max(...EXAMPLES.map(([line]) => line.length));
  const examples = EXAMPLES.map(([line, purpose]) => `  ${line.padEnd(width)}  ${purpose}`);
  const codes = EXIT_CODES.map(([code, meaning]) => `${code} ${meaning}`).join(", ");
  return ["", "Examples:", ...examples, "", wrapped(SCAN), "", wrapped(`Exit code: ${codes}.`)].join("\n");
}

/** What the help of a command says below its options. */
export function helpBelow(command: Command, name: string): string {
  return paragraphsOf(command, name)
    .map((text) => `\n${wrapped(text)}`)
    .join("\n");
}

/** What there is to know about a command beside its options, and which options of a scan it takes. */
export function paragraphsOf(command: Command, name: string): readonly string[] {
  const options = (TAKEN[name] ?? []).flatMap((taken) => longOf(command, taken));
  return [
    ...(COMMANDS[name] ?? []),
    ...(options.length > 0 ? [`Of a scan's options it takes ${joined(options)}.`] : []),
  ];
}

function wrapped(text: string): string {
  return filled("", text, { width: WIDTH, isWrapped: true }, "");
}

/** Whether a command takes an option of a scan. */
export function takes(command: string, option: string): boolean {
  return command === "check" || option === "color" || (TAKEN[command] ?? []).includes(option);
}

/** `scarlint --audit rules` most likely means a directory: without this, the option would be lost in silence. */
export function refuseScanOptions(command: Command, subcommand: Command): void {
  const name = subcommand.name();
  const given = Object.keys(command.opts()).filter((option) => command.getOptionValueSource(option) === "cli");
  const refused = given.filter((option) => !takes(name, option)).flatMap((option) => longGiven(command, option));
  if (refused.length === 0) return;
  throw new UsageError(
    `'${name}' is a command, which takes no ${joined(refused)}; to scan a directory, write ./${name}`,
  );
}

/** An option as people write it: the one that does something, where another undoes it. */
function longOf(command: Command, name: string): string[] {
  return command.options.filter((each) => each.attributeName() === name).flatMap(({ long }) => long ?? []);
}

/** An option as it was given: itself, or what undoes it. */
function longGiven(command: Command, name: string): string[] {
  const isUndone = command.getOptionValue(name) === false;
  return command.options
    .filter((each) => each.attributeName() === name && each.negate === isUndone)
    .flatMap(({ long }) => long ?? []);
}

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
