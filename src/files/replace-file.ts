import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { isInside } from "./paths.js";

/**
 * Puts a file in another one's place, or where none is yet: whoever reads it sees the old content or the new one. The
 * file keeps its permissions and, as far as that is allowed, its owner.
 *
 * @param target an absolute path, no symbolic link
 * @throws Error of the file system; the old content is then untouched.
 */
export function replaceFile(target: string, content: string | Uint8Array): void {
  const temporary = join(dirname(target), `.${basename(target)}.${String(process.pid)}.tmp`);
  try {
    const handle = openSync(temporary, "wx");
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    keepAttributes(target, temporary);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function keepAttributes(from: string, to: string): void {
  const stats = statSync(from, { throwIfNoEntry: false });
  if (!stats) return;
  const made = statSync(to);
  if (made.uid !== stats.uid || made.gid !== stats.gid) {
    try {
      chownSync(to, stats.uid, stats.gid);
    } catch {
      // Only root may give a file away.
    }
  }
  chmodSync(to, stats.mode);
}

/**
 * Finds out whether a file may be replaced.
 *
 * @throws Error with one readable line when it is read-only, no regular file, or in truth outside of `root`.
 */
export function refuseReplacing(file: string, root: string): void {
  const target = realpathSync(file);
  if (!isInside(target, realpathSync(root))) throw new Error(`it is a link to '${target}', outside of '${root}'`);
  const stats = statSync(target);
  if (!stats.isFile()) throw new Error("it is no regular file");
  const isReadOnly = (stats.mode & 0o222) === 0 || !isWritable(target);
  if (isReadOnly) throw new Error("it is read-only; make it writable first");
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
