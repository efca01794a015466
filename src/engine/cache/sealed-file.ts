import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { readBytes } from "../../files/read.js";
import type { Seal } from "./seal.js";

/** Files of a kind that are kept; the least recently used goes first. */
const MOST_KEPT = 64;

/** Files above this size, in bytes, are not kept: what is found in a tree of fifteen thousand files has six million. */
const LARGEST = 64 * 1024 * 1024;

const LINE_FEED = "\n";

/** The bytes that were written down; nothing when they cannot be read, or are not what this account has written down there. */
export function readSealed(file: string, seal: Seal): Buffer | undefined {
  try {
    const bytes = readBytes(file, LARGEST, "refused");
    const end = bytes.indexOf(LINE_FEED);
    const [said, rest] = [bytes.toString("latin1", 0, end), bytes.subarray(end + 1)];
    return seal.isOf(said, basename(file), rest) ? rest : undefined;
  } catch {
    return undefined;
  }
}

/** Writes bytes down, whole or not at all. */
export function writeSealed(file: string, bytes: Uint8Array, seal: Seal): void {
  const temporary = `${file}.${String(process.pid)}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const line = Buffer.from(seal.of(basename(file), bytes) + LINE_FEED);
    // Whatever lies there already may be a link to something that is not ours to write.
    writeFileSync(temporary, Buffer.concat([line, bytes]), { mode: 0o600, flag: "wx" });
    renameSync(temporary, file);
    forgetOldest(dirname(file), extname(file));
  } catch {
    forget(temporary);
  }
}

/** Where nothing can be written, nothing can be removed, either. */
function forget(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It is not there, or stays.
  }
}

/** What such files are called, and what is left of one that was not written to its end. */
const NAME = /^[0-9a-f]{32}(\.[a-z]+)(?:\.\d+\.tmp)?$/;

function forgetOldest(directory: string, kind: string): void {
  const files = readdirSync(directory)
    .filter((name) => NAME.exec(name)?.[1] === kind)
    .map((name) => join(directory, name))
    .map((file) => ({ file, used: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.used - a.used);
  for (const { file } of files.slice(MOST_KEPT)) rmSync(file, { force: true });
}
