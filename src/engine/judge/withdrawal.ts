import type { FindingFix, FixEdit } from "../finding/finding.js";
import type { Directive, Stretch } from "../directive.js";
import type { CommentedFile, SuppressionComment } from "../finding/suppression-comments.js";

/** Lines up to here may decide on a file's encoding, also those that move up to here. */
const LAST_HEAD_LINE = 2;

/** Takes names out of a directive; when none is left, the directive out of its comment, and an empty comment out of its file. */
export function withdrawal(
  directive: Directive,
  names: readonly { readonly text: string }[],
  comment: SuppressionComment,
  file: CommentedFile,
): FindingFix {
  const gone = new Set(names.map(({ text }) => text));
  const left = directive.names.filter(({ text }) => !gone.has(text));
  const shown = names.map(({ text }) => `'${text}'`).join(", ");
  const edit =
    left.length > 0 && directive.list
      ? edited(directive.list, left.map(({ text }) => text).join(", "), comment, file)
      : removed(directive, comment, file);
  const description = left.length > 0 ? `Take ${shown} out of the comment` : "Remove the comment";
  return { description, isSafe: true, edits: [edit] };
}

function edited({ start, end }: Stretch, text: string, { line }: SuppressionComment, { path }: CommentedFile): FixEdit {
  return { path, start: { line, column: start }, end: { line, column: end }, text };
}

function removed({ start, end }: Directive, comment: SuppressionComment, file: CommentedFile): FixEdit {
  const { line, text, isAlone } = comment;
  const isFirst = start === comment.start;
  // Another comment follows, and takes its place.
  if (isAlone && isFirst && end < comment.end) return edited({ start, end: past(text, end, 1) }, "", comment, file);
  if (isAlone && isFirst && line > LAST_HEAD_LINE && line < file.lines) {
    return { path: file.path, start: { line, column: 1 }, end: { line: line + 1, column: 1 }, text: "" };
  }
  return edited({ start: past(text, start, -1), end: end < comment.end ? end : text.length + 1 }, "", comment, file);
}

/** The column behind the blanks that follow one, or before those that precede it. */
function past(text: string, column: number, direction: 1 | -1): number {
  let at = column;
  while (/\s/.test(text[direction === 1 ? at - 1 : at - 2] ?? "")) at += direction;
  return at;
}
