import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, type Stats } from "node:fs";
import { decode, type Source } from "./decode.js";
import { isInside } from "./paths.js";
import { codeOf, reasonOf } from "./problem.js";

/** Files above this size, in bytes, are generated data rather than code; they are reported as not scanned. */
export const LARGEST_FILE = 8 * 1024 * 1024;

/** Bytes of what earlier runs have written for people: baselines, plans, reports. */
export const LARGEST_DOCUMENT = 64 * 1024 * 1024;

/** Where symbolic links may lead a reader: a file that somebody named may lie anywhere. */
export type Links = "followed" | "refused" | { readonly within: string };

type Fault = "directory" | "special" | "link" | "outside" | "large" | "changed" | "encoding";

/** A file that is there and is not read, with a reason that goes on from its name. */
export class ReadProblem extends Error {
  constructor(
    readonly fault: Fault,
    message: string,
  ) {
    super(message);
  }
}

/** Why a file was not read, in words of their own. */
export function whyUnread(error: unknown): string {
  return error instanceof ReadProblem ? `it ${error.message}` : reasonOf(error);
}

/**
 * The bytes of a regular file. Never waits, reads no more than it may, and judges the very file that it has opened:
 * whoever puts another one in its place changes nothing.
 *
 * @param most bytes; a larger file is refused
 * @throws ReadProblem when it is no such file, or changed meanwhile; Error of the file system when it cannot be read.
 */
export function readBytes(path: string, most: number, links: Links = "followed"): Buffer {
  return withFile(path, links, (file, stats) => {
    if (stats.size > most) throw tooLarge(stats.size, most);
    // A byte more tells whether it has grown.
    const buffer = Buffer.allocUnsafeSlow(stats.size + 1);
    const length = fill(file, buffer, 0, buffer.length);
    if (length !== stats.size) throw new ReadProblem("changed", "changed while it was read; scan again");
    return buffer.subarray(0, length);
  });
}

/**
 * The text of a file in UTF-8, without a byte order mark.
 *
 * @throws ReadProblem or Error as {@link readBytes} does, and when it is not UTF-8.
 */
export function readText(path: string, most: number, links: Links = "followed"): string {
  const bytes = readBytes(path, most, links);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ReadProblem("encoding", "is not UTF-8; save it as that");
  }
}

/** What to do about a Python file that is not read. */
const WAYS_OUT: Partial<Record<Fault, string>> = {
  special: "; to scan a stream, name '-'",
  large: "; leave it out with --exclude",
};

/**
 * The text of a Python file.
 *
 * @throws Error with one readable line when it cannot be read or decoded.
 */
export function readSource(path: string, links: Links): Source {
  try {
    return decode(readBytes(path, LARGEST_FILE, links));
  } catch (error) {
    if (!(error instanceof ReadProblem)) throw error;
    throw new ReadProblem(error.fault, error.message + (WAYS_OUT[error.fault] ?? ""));
  }
}

/** The first line of a file, as far as it fits into a shebang; empty when the file cannot be read or is a link. */
export function firstLine(path: string): string {
  const buffer = Buffer.alloc(256);
  const text = buffer.toString("latin1", 0, Math.max(0, readInto(path, buffer, 0, buffer.length)));
  return text.split(/[\r\n]/, 1)[0] ?? "";
}

/**
 * The bytes of a file for a search, as Latin-1: quick to make, and lines and names stay what they are. Empty when there
 * is none or it cannot be scanned, which a scan says.
 */
export function searchable(path: string): string {
  try {
    return readBytes(path, LARGEST_FILE, "refused").toString("latin1");
  } catch {
    return "";
  }
}

/**
 * Reads the beginning of a file into a buffer.
 *
 * @returns how many bytes; less than none when the file cannot be read or is a link
 */
export function readInto(path: string, buffer: Buffer, at: number, most: number): number {
  try {
    return withFile(path, "refused", (file) => fill(file, buffer, at, most));
  } catch {
    return -1;
  }
}

function withFile<T>(path: string, links: Links, use: (file: number, stats: Stats) => T): T {
  const file = open(path, links);
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) throw new ReadProblem("directory", "is a directory");
    if (!stats.isFile()) throw special();
    return use(file, stats);
  } finally {
    closeSync(file);
  }
}

/** Without O_NONBLOCK opening a named pipe that nobody writes to would wait for ever. */
const SAFELY = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

function open(path: string, links: Links): number {
  if (links === "followed") return opened(path, SAFELY);
  if (links === "refused") return opened(path, SAFELY | constants.O_NOFOLLOW);
  const real = realpathSync.native(path);
  if (isInside(real, realpathSync.native(links.within))) return opened(real, SAFELY | constants.O_NOFOLLOW);
  throw new ReadProblem("outside", "is a link that leads out of the repository");
}

function opened(path: string, flags: number): number {
  try {
    return openSync(path, flags);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ELOOP" && (flags & constants.O_NOFOLLOW) !== 0)
      throw new ReadProblem("link", "is a symbolic link, and none is followed here");
    // Of sockets, and of devices that are not there.
    if (code === "ENXIO" || code === "ENODEV") throw special();
    throw error;
  }
}

/** Reads until a buffer is full or the file ends. @returns how many bytes that were */
function fill(file: number, buffer: Buffer, at: number, most: number): number {
  let length = 0;
  for (let more = -1; more !== 0 && length < most; length += more) {
    more = readSync(file, buffer, at + length, most - length, null);
  }
  return length;
}

function special(): ReadProblem {
  return new ReadProblem("special", "is not a regular file");
}

function tooLarge(size: number, most: number): ReadProblem {
  const [unit, name] = most < 1024 * 1024 ? [1024, "KB"] : [1024 * 1024, "MB"];
  const [has, may] = [size, most].map((bytes) => `${String(Math.ceil((bytes / unit) * 10) / 10)} ${name}`);
  return new ReadProblem("large", `has ${has ?? ""}, more than the ${may ?? ""} that are read`);
}
