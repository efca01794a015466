import type { Colors } from "picocolors/types.js";

/** A text before and after a change. */
export interface ChangedText {
  /** As the reader of the diff knows the file. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * A change as a unified diff that `patch -p1` and `git apply` understand.
 *
 * @param show how a line is written; a terminal acts upon what a program has to read as it is
 */
export async function unifiedDiff(
  { path, before, after }: ChangedText,
  colors: Colors,
  show: (line: string) => string,
): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return patch.replace(/^.+$/gm, (line) => painted(show(line), colors));
}

function painted(line: string, colors: Colors): string {
  if (/^(---|\+\+\+) /.test(line)) return colors.bold(line);
  if (line.startsWith("@@")) return colors.cyan(line);
  if (line.startsWith("+")) return colors.green(line);
  return line.startsWith("-") ? colors.red(line) : line;
}
