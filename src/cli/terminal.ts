import { isatty } from "node:tty";
import pc from "picocolors";
import type { Colors } from "picocolors/types.js";
import { RULES } from "../engine/rules/rules.generated.js";
import { HOMEPAGE } from "../version.js";
import { isPreCommit } from "./pre-commit.js";

/** Where something is printed. */
export type Stream = NodeJS.WriteStream & { readonly fd: number };

/** Columns of output that goes to a file or another program. */
const WIDTH = 120;
/** Of output that pre-commit shows to a person later. */
const HOOK_WIDTH = 80;

/** Colors for a stream: as `--no-color`, `NO_COLOR` and `FORCE_COLOR` say, else whether it is a terminal that knows them. */
export function colorsFor(stream: Stream | undefined, isAllowed: boolean): Colors {
  return pc.createColors(stream !== undefined && isAllowed && wantsColors(stream));
}

/** How many columns a stream has, `COLUMNS` first; a file, which has no stream, has as many as a program reads. */
export function widthOf(stream?: Stream): number {
  if (!stream) return WIDTH;
  return columnsGiven() ?? (stream.isTTY ? stream.columns : isPreCommit() ? HOOK_WIDTH : WIDTH);
}

/** Whether sentences end where the columns do: where people look at them, and where somebody has said how many there are. */
export function isWrapped(stream?: Stream): boolean {
  return stream !== undefined && (stream.isTTY || columnsGiven() !== undefined || isPreCommit());
}

/** What makes the names of rules lead to their pages, where the terminal can. */
export async function linksFor(stream: Stream): Promise<((rule: string) => string) | undefined> {
  if (!stream.isTTY && !process.env.FORCE_HYPERLINK) return undefined;
  const { createSupportsHyperlinks } = await import("supports-hyperlinks");
  if (!createSupportsHyperlinks(stream)) return undefined;
  // Rules of a team's own have no page there.
  const own = new Set(RULES.map(({ id }) => id));
  return (rule) => (own.has(rule) ? link(`${HOMEPAGE}/blob/main/docs/rules/${rule}.md`, rule) : rule);
}

/** OSC 8: what terminals that know it show as a link, and the others as the text alone. */
function link(address: string, text: string): string {
  return `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`;
}

/** The columns that somebody has asked for. */
function columnsGiven(): number | undefined {
  const { COLUMNS = "" } = process.env;
  return /^[1-9]\d{1,3}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
}

function wantsColors(stream: { readonly fd: number }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isatty(stream.fd) && TERM !== "dumb";
}
