import type { Command, Option } from "commander";
import { HOMEPAGE, VERSION } from "../version.js";
import { EXAMPLES, EXIT_CODES, SCAN } from "./help-texts.js";
import { program } from "./program.js";
import { paragraphsOf } from "./taken.js";

/** The manual page of the command, in the language of `man`: what its help says, from the same data. */
export function manual(): string {
  const command = program(() => undefined);
  const shown = command.createHelp().visibleCommands(command);
  return [
    `.TH SCARLINT 1 "" "scarlint ${VERSION}" "User Commands"`,
    section("NAME", "scarlint \\- find the bugs in Python services that unit tests do not catch"),
    section(
      "SYNOPSIS",
      "\\fBscarlint\\fR [\\fIoptions\\fR] [\\fIpaths\\fR...]\n.br",
      "\\fBscarlint\\fR \\fIcommand\\fR ...",
    ),
    section("DESCRIPTION", roff(command.description()), ".PP", roff(SCAN)),
    section("OPTIONS", ...optionsOf(command)),
    section("COMMANDS", ...shown.flatMap((each) => commandOf(command, each))),
    section("EXAMPLES", ...EXAMPLES.map(([line, purpose]) => item(line, purpose))),
    section("EXIT STATUS", ...EXIT_CODES.map(([code, meaning]) => item(String(code), meaning))),
    section("SEE ALSO", HOMEPAGE),
  ].join("\n");
}

/** The options of a scan, under the headings that the help has. */
function optionsOf(command: Command): string[] {
  const options = command.createHelp().visibleOptions(command);
  const headings = [...new Set(options.map(({ helpGroupHeading = "" }) => helpGroupHeading))];
  return headings.flatMap((heading) => [
    `.SS "${roff(heading.replace(/:$/, ""))}"`,
    ...options.filter((option) => option.helpGroupHeading === heading).map(optionOf),
  ]);
}

function commandOf(root: Command, command: Command): string[] {
  const help = command.createHelp();
  const own = help.visibleOptions(command).filter(({ long }) => long !== "--help");
  const inner = help.visibleCommands(command).filter((each) => each.name() !== "help");
  return [
    `.SS "${roff(help.commandUsage(command))}"`,
    roff(command.description()),
    ...own.map(optionOf),
    ...paragraphsOf(root, command.name()).flatMap((text) => [".PP", roff(text)]),
    ...inner.flatMap((each) => commandOf(root, each)),
  ];
}

function optionOf({ flags, description }: Option): string {
  return item(flags, description);
}

function item(term: string, text: string): string {
  return `.TP\n\\fB${roff(term)}\\fR\n${roff(text)}`;
}

function section(title: string, ...lines: readonly string[]): string {
  return [`.SH "${title}"`, ...lines].join("\n");
}

/** Text that is shown as it is: a hyphen that can be copied, and nothing that begins a request. */
function roff(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll('"', "\\(dq").replace(/^[.']/, "\\&$&");
}
