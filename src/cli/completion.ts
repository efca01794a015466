import type { Command, Option } from "commander";
import { getCompletionScript, getShellFromEnv, isShellSupported, log, logFiles, parseEnv } from "@pnpm/tabtab";
import { FORMATS } from "../config/formats.js";
import { loadDocs } from "../engine/rules/docs.js";
import { didYouMean } from "../engine/nearest.js";
import { RULES } from "../engine/rules/rules.generated.js";
import { SEVERITIES } from "../engine/severity.js";
import { print } from "./streams.js";
import { takes } from "./taken.js";
import { UsageError } from "./usage-error.js";

/** The shells that words are completed in. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** What can stand in a place, and what it is. */
interface Candidate {
  readonly name: string;
  readonly description: string;
}

/** Prints what makes a shell complete the words of this command. @throws UsageError for another shell */
export async function completionCommand(shell: string): Promise<void> {
  if (!isShellSupported(shell) || !SHELLS.some((known) => known === shell))
    throw new UsageError(
      `there is no completion for '${shell}', but for ${SHELLS.join(", ")}${didYouMean(shell, SHELLS)}`,
    );
  await print(process.stdout, await getCompletionScript({ name: "scarlint", completer: "scarlint", shell }));
}

/** Answers a shell that asks, through its environment, what the word before the cursor may become. */
export async function answerShell(command: Command): Promise<void> {
  const shell = getShellFromEnv(process.env);
  const [, ...words] = parseEnv(process.env).partial.split(/\s+/);
  const last = words.pop() ?? "";
  const found = (await candidates(command, words)).filter(({ name }) => name.startsWith(last));
  const isOption = (name: string): boolean => name.startsWith("-");
  const fitting = found.filter(({ name }) => isOption(name) === isOption(last));
  if (fitting.length > 0) log([...fitting], shell);
  else logFiles();
}

/** What may come after some words: the values of an option, or else options, commands and what is given to a command. */
async function candidates(root: Command, words: readonly string[]): Promise<readonly Candidate[]> {
  let at = root;
  let waiting: Option | undefined;
  let isNamed = false;
  for (const word of words) {
    const valued = waiting;
    waiting = optionsOf(at, root).find((option) => option.required && [option.long, option.short].includes(word));
    if (valued || word.startsWith("-")) continue;
    const next = isNamed ? undefined : at.commands.find((each) => each.name() === word);
    if (next) at = next;
    else isNamed = true;
  }
  if (waiting) return await valuesOf(waiting.attributeName());
  const options = optionsOf(at, root).map(({ long, short, description }) => ({
    name: long ?? short ?? "",
    description,
  }));
  const commands = isNamed ? [] : shownCommands(at);
  return [...options, ...commands, ...(isNamed ? [] : await givenTo(at, root))];
}

/** A command's own options, and those of a scan that it takes. */
function optionsOf(command: Command, root: Command): readonly Option[] {
  if (command === root) return root.options;
  return [...command.options, ...root.options.filter((option) => takes(command.name(), option.attributeName()))];
}

function shownCommands(command: Command): readonly Candidate[] {
  const shown = command.createHelp().visibleCommands(command);
  return shown.map((each) => ({ name: each.name(), description: each.summary() || each.description() }));
}

async function givenTo(command: Command, root: Command): Promise<readonly Candidate[]> {
  if (command.name() === "explain") return (await names()).filter(({ name }) => name.includes("/"));
  if (command.name() === "help") return shownCommands(root);
  return command.name() === "completion" ? bare(SHELLS) : [];
}

/** What an option may be given, where that is one of a few. */
async function valuesOf(option: string): Promise<readonly Candidate[]> {
  if (option === "select" || option === "ignore") return await names();
  if (option === "format") return bare(FORMATS);
  return option === "minSeverity" || option === "failOn" ? bare(SEVERITIES) : [];
}

/** The rules and domains. */
async function names(): Promise<readonly Candidate[]> {
  const docs = await loadDocs();
  const domains = new Set(RULES.map(({ id }) => id.slice(0, id.indexOf("/"))));
  const rules = RULES.map(({ id }) => ({ name: id, description: docs.get(id)?.summary ?? "" }));
  return [...[...domains].map((name) => ({ name, description: `all rules of ${name}` })), ...rules];
}

function bare(all: readonly string[]): readonly Candidate[] {
  return all.map((name) => ({ name, description: "" }));
}
