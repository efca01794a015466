import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/**
 * The bytes of a regular file.
 *
 * @param most bytes that it may have
 * @throws Error when it cannot be read, is no regular file or has more.
 */
export function readRegular(absolute: string, most: number): Buffer {
  // Without O_NONBLOCK opening a named pipe that nobody writes to would wait for ever.
  const file = openSync(absolute, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error("it is no regular file");
    if (stats.size > most) throw new Error(`it has more than the ${String(most / 1024 / 1024)} MB that are read`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
