import { isatty } from "node:tty";
import pc from "picocolors";
import type { Colors } from "picocolors/types.js";
import { isPreCommit } from "./pre-commit.js";

/** Columns of output that goes to a file or another program. */
const WIDTH = 120;
/** Of output that pre-commit shows to a person later. */
const HOOK_WIDTH = 80;

/** Colors for a stream: as `--no-color`, `NO_COLOR` and `FORCE_COLOR` say, else whether it is a terminal that knows them. */
export function colorsFor(stream: NodeJS.WriteStream & { readonly fd: number }, isAllowed: boolean): Colors {
  return pc.createColors(isAllowed && wantsColors(stream));
}

/** How many columns a stream has. */
export function widthOf(stream: NodeJS.WriteStream): number {
  return stream.isTTY ? stream.columns : isPreCommit() ? HOOK_WIDTH : WIDTH;
}

function wantsColors(stream: { readonly fd: number }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isatty(stream.fd) && TERM !== "dumb";
}
