/** A version of a file. */
export interface FileVersion {
  readonly path: string;
  /** The object name of its content; none when only the working tree has it. */
  readonly blob?: string;
}

/** What happened to a file, renamed or not. */
export interface FileChange {
  /** None of a new file. */
  readonly before?: FileVersion;
  /** None of a deleted file. */
  readonly after?: FileVersion;
  /** Where lines changed by more than their space, in the order of the file; none of a deleted file. */
  readonly hunks: readonly Hunk[];
}

/** Lines that took the place of others. Lines are counted from 1. */
export interface Hunk {
  readonly before: LineRange;
  readonly after: LineRange;
  /** Which of the lines after were taken from elsewhere, by git's own judgement. */
  readonly moved: ReadonlySet<number>;
}

/** Some lines; of none of them, `start` is the line before. */
interface LineRange {
  readonly start: number;
  readonly count: number;
}

/** Where an unchanged line was before; undefined of a line that is new or was changed by more than its space. */
export function lineBefore(change: FileChange, line: number): number | undefined {
  if (!change.before) return undefined;
  let shift = 0;
  for (const { before, after } of change.hunks) {
    const first = after.count === 0 ? after.start + 1 : after.start;
    if (line < first) break;
    if (line < first + after.count) return undefined;
    shift += before.count - after.count;
  }
  return line + shift;
}

/** Whether a line was taken from elsewhere. */
export function isMoved(change: FileChange, line: number): boolean {
  return change.hunks.some((hunk) => hunk.moved.has(line));
}

/** Reads what git's diff commands write for `--raw -z`, with or without `--patch`. Links and submodules are left out. */
export function changesIn(output: Buffer): readonly FileChange[] {
  const entries: Entry[] = [];
  let at = 0;
  while (output[at] === COLON) at = entryAt(output, at, entries);
  const hunks = hunksByPath(output.toString("latin1", at + 1));
  return entries.flatMap(({ before, after }) => {
    if (!before && !after) return [];
    const found = after && hunks.get(after.path);
    return [{ ...(before && { before }), ...(after && { after }), hunks: found ?? [] }];
  });
}

/** Reads what `diff-tree --stdin --always --raw -z` writes: for each question the name of a commit, and what it changes. */
export function changesInEach(output: Buffer): readonly (readonly FileChange[])[] {
  const answers: (readonly FileChange[])[] = [];
  for (let at = 0; at < output.length;) {
    const entries: Entry[] = [];
    const named = output.indexOf(0, at);
    if (named < 0) break;
    at = named + 1;
    while (output[at] === COLON) at = entryAt(output, at, entries);
    answers.push(entries.flatMap((entry) => (entry.before || entry.after ? [{ ...entry, hunks: [] }] : [])));
  }
  return answers;
}

/** The path that bytes of git's stand for. */
export function pathOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

type Entry = Pick<FileChange, "before" | "after">;

const COLON = 58;

/** Reads `:mode mode blob blob status NUL path NUL`, with a second path where a file was renamed. */
function entryAt(output: Buffer, start: number, entries: Entry[]): number {
  let at = start;
  const field = (): Buffer => {
    const end = output.indexOf(0, at);
    const bytes = output.subarray(at, end);
    at = end + 1;
    return bytes;
  };
  const [oldMode = "", newMode = "", oldBlob = "", newBlob = "", status = ""] = field().toString().slice(1).split(" ");
  const path = pathOf(field());
  const newPath = /^[RC]/.test(status) ? pathOf(field()) : path;
  const before = versionOf(path, oldMode, oldBlob);
  // What is in conflict has no version that counts but the one in the working tree.
  const after = status === "U" ? { path } : status === "D" ? undefined : versionOf(newPath, newMode, newBlob);
  entries.push({ ...(before && { before }), ...(after && { after }) });
  return at;
}

/** Only of regular files. */
function versionOf(path: string, mode: string, blob: string): FileVersion | undefined {
  if (!mode.startsWith("100")) return undefined;
  return /^0+$/.test(blob) ? { path } : { path, blob };
}

/** The hunks of a patch whose only colored lines are the moved ones. */
function hunksByPath(patch: string): Map<string, Hunk[]> {
  const byPath = new Map<string, Hunk[]>();
  const lines = patch.split("\n");
  let hunks: Hunk[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = withoutColor(lines[at] ?? "").replace(COLORS_AFTER, "$1");
    const name = /^\+\+\+ (.*?)\t?$/.exec(line)?.[1];
    if (name !== undefined) byPath.set(unquoted(name).slice(2), (hunks = []));
    const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!header) continue;
    const before = { start: Number(header[1]), count: Number(header[2] ?? 1) };
    const after = { start: Number(header[3]), count: Number(header[4] ?? 1) };
    const moved = new Set<number>();
    hunks.push({ before, after, moved });
    // What a file's own lines look like must not matter: they are counted.
    for (let left = before.count + after.count, added = 0; left > 0; left--) {
      const changed = lines[++at] ?? "";
      const sign = withoutColor(changed)[0];
      if (sign === "\\") left++;
      if (sign !== "+") continue;
      if (changed.startsWith(MOVED)) moved.add(after.start + added);
      added++;
    }
  }
  return byPath;
}

const MOVED = "\u001b[36m";

function withoutColor(line: string): string {
  return line.replace(COLORS_BEFORE, "");
}

// eslint-disable-next-line no-control-regex -- colors are made of them
const COLORS_BEFORE = /^(?:\u001b\[[0-9;]*m)+/;
/** Looked for in git's own short lines alone: in a file's, it would take a time that grows with the square. */
// eslint-disable-next-line no-control-regex
const COLORS_AFTER = /(?:\u001b\[m)+(\t?)$/;

/** A path as git writes it into a patch, where what is not plain ASCII is quoted as in C. */
function unquoted(name: string): string {
  if (!name.startsWith('"')) return name;
  const bytes = name.slice(1, -1).replace(/\\(?:([0-7]{3})|(.))/g, (_, octal: string | undefined, letter: string) => {
    return octal === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(parseInt(octal, 8));
  });
  return pathOf(Buffer.from(bytes, "latin1"));
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
