import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import envPaths from "env-paths";
import { statsAt } from "../../files/paths.js";
import { readBytes } from "../../files/read.js";

/** Of the key, in bytes. */
const LENGTH = 32;

/**
 * Tells what this account has written from whatever else lies there, with a key that nobody else can read. The key is
 * not kept beside what it seals: a directory that comes from elsewhere would bring a key along.
 */
export class Seal {
  private constructor(private readonly key: Uint8Array) {}

  /**
   * The account's seal, made when there is none; undefined where none can be kept.
   *
   * @param directory where the key is
   */
  static open(directory = envPaths("scarlint", { suffix: "" }).data): Seal | undefined {
    // A key in the current directory would be somebody else's in a repository of somebody else.
    if (!isAbsolute(directory)) return undefined;
    const file = join(directory, "cache-key");
    try {
      return new Seal(readKey(file) ?? made(file));
    } catch {
      return undefined;
    }
  }

  /** What stands for bytes under a name: 44 characters that nobody without the key can tell. */
  of(name: string, bytes: string | Uint8Array): string {
    return createHmac("sha256", this.key).update(name).update("\0").update(bytes).digest("base64");
  }

  /** Whether somebody with the key has said this of bytes under a name. */
  isOf(said: string, name: string, bytes: Uint8Array): boolean {
    const expected = this.of(name, bytes);
    return said.length === expected.length && timingSafeEqual(Buffer.from(said), Buffer.from(expected));
  }
}

/** @throws Error when what lies there is not the account's own. */
function readKey(path: string): Uint8Array | undefined {
  const stats = statsAt(path);
  if (!stats) return undefined;
  const isOwn = process.getuid === undefined || (stats.uid === process.getuid() && (stats.mode & 0o077) === 0);
  if (!isOwn) throw new Error("somebody else may know this key");
  const key = readBytes(path, LENGTH);
  return key.length === LENGTH ? key : undefined;
}

function made(file: string): Uint8Array {
  const temporary = `${file}.${String(process.pid)}.tmp`;
  mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
  writeFileSync(temporary, randomBytes(LENGTH), { mode: 0o600, flag: "wx" });
  renameSync(temporary, file);
  // Whoever made one at the same time may have come later.
  const key = readKey(file);
  if (!key) throw new Error("no key can be kept here");
  return key;
}
