import { isMissing } from "../files/problem.js";
import { ReadProblem, readText, whyUnread, type Links } from "../files/read.js";

/** Bytes. Nobody writes more, and whoever scans other people's code should not wait for theirs. */
const LARGEST = 256 * 1024;

/**
 * The text of a configuration file; undefined when there is none.
 *
 * @param links where the links on the way may lead
 * @throws Error with one readable line, without the file's name, when it cannot be read.
 */
export function readConfiguration(absolute: string, links: Links): string | undefined {
  try {
    return readText(absolute, LARGEST, links);
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    const reason = whyUnread(cause);
    throw new Error(isOutside(cause) ? `${reason}; put a file in its place, or give --no-config` : reason, { cause });
  }
}

function isOutside(error: unknown): boolean {
  return error instanceof ReadProblem && error.fault === "outside";
}
