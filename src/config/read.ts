import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { isInside } from "../files/paths.js";
import { reasonOf } from "../files/problem.js";

/** Bytes. Nobody writes more, and whoever scans other people's code should not wait for theirs. */
const LARGEST = 256 * 1024;

/**
 * The text of a configuration file; undefined when there is none.
 *
 * @param root outside of which nothing is read
 * @throws Error with one readable line, without the file's name, when it cannot be read.
 */
export function readConfiguration(absolute: string, root: string): string | undefined {
  const real = attempt(() => realpathSync(absolute));
  if (real === undefined) return undefined;
  if (!isInside(real, realpathSync(root))) {
    throw new Error("it is a link that leads out of the repository; put a file in its place, or give --no-config");
  }
  // Without O_NONBLOCK opening a named pipe that nobody writes to would wait for ever.
  const file = attempt(() => openSync(real, constants.O_RDONLY | constants.O_NONBLOCK));
  if (file === undefined) return undefined;
  try {
    return decoded(readSmall(file));
  } finally {
    closeSync(file);
  }
}

/** What a call into the file system gives; undefined when there is no such file. */
function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new Error(reasonOf(error), { cause: error });
  }
}

function readSmall(file: number): Uint8Array {
  const stats = fstatSync(file);
  if (!stats.isFile()) throw new Error("it is no file");
  if (stats.size > LARGEST) {
    const [has, most] = [stats.size, LARGEST].map((bytes) => String(Math.ceil(bytes / 1024)));
    throw new Error(`it has ${has ?? ""} KB, more than the ${most ?? ""} KB that a configuration may have`);
  }
  return readFileSync(file);
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error("it is not UTF-8, as TOML has to be; save it as UTF-8", { cause: error });
  }
}
