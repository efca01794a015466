/** A file or path that cannot be scanned, and why: one line for people, with the way out. */
export class FileProblem extends Error {
  constructor(
    /** The path as people know it. */
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  ENOTDIR: "a part of the path is not a directory",
  EACCES: "permission denied; make it readable or leave it out with --exclude",
  EPERM: "permission denied; make it readable or leave it out with --exclude",
  EISDIR: "is a directory",
  ELOOP: "its symbolic links go round in a circle",
  ENAMETOOLONG: "the path is too long",
  EMFILE: "too many open files; raise the limit with ulimit -n",
  ENOSPC: "no space left on the device",
  EROFS: "the file system is read-only",
};

/** Whether a call into the file system failed because there is nothing at the path. */
export function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes(codeOf(error));
}

/** What the system calls an error; empty when it is none of its. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Says in a few words why a call into the file system failed. */
export function reasonOf(error: unknown): string {
  return REASONS[codeOf(error)] ?? (error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
}
