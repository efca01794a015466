import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readSync, type Stats } from "node:fs";
import { decode, type Source } from "./decode.js";

/** Files above this size, in bytes, are generated data rather than code; they are reported as not scanned. */
export const LARGEST_FILE = 8 * 1024 * 1024;

/**
 * The text of a Python file.
 *
 * @throws Error when it cannot be read or decoded.
 */
export function readSource(absolute: string): Source {
  const bytes = withFile(absolute, (file) => {
    refuseUnreadable(fstatSync(file));
    return readFileSync(file);
  });
  return decode(bytes);
}

/** The first line of a file, as far as it fits into a shebang; empty when the file cannot be read. */
export function firstLine(absolute: string): string {
  try {
    return withFile(absolute, (file) => {
      const buffer = Buffer.alloc(256);
      const text = buffer.toString("latin1", 0, readSync(file, buffer, 0, buffer.length, 0));
      return text.split(/[\r\n]/, 1)[0] ?? "";
    });
  } catch {
    return "";
  }
}

/**
 * The bytes of a regular file for a search, as Latin-1: quick to make, and lines and names stay what they are. Empty
 * when there is none or it cannot be scanned, which a scan says.
 */
export function searchable(absolute: string): string {
  try {
    const stats = lstatSync(absolute);
    return stats.isFile() && stats.size <= LARGEST_FILE ? readFileSync(absolute, "latin1") : "";
  } catch {
    return "";
  }
}

function withFile<T>(absolute: string, use: (file: number) => T): T {
  // Without O_NONBLOCK opening a named pipe that nobody writes to would wait for ever.
  const file = openSync(absolute, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}

function refuseUnreadable(stats: Stats): void {
  if (stats.isDirectory()) throw new Error("is a directory");
  if (!stats.isFile()) throw new Error("is not a regular file; to scan a stream, name '-'");
  if (stats.size > LARGEST_FILE) {
    const [has, most] = [stats.size, LARGEST_FILE].map((bytes) => (bytes / 1024 / 1024).toFixed(1));
    throw new Error(
      `has ${has ?? ""} MB, more than the ${most ?? ""} MB that are scanned; leave it out with --exclude`,
    );
  }
}
