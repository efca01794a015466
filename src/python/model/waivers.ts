/** What other linters are told by when they are to leave a line alone, by the linters' own words for it. */
export interface Waiver {
  /** Codes of Ruff and flake8. */
  readonly noqa: RegExp;
  /** Names of Pylint, or how they begin. */
  readonly pylint: RegExp;
  /** Codes or names of Bandit. */
  readonly nosec: RegExp;
}

/** Whether a comment of a line tells another linter so. */
export function waives(line: string, { noqa, pylint, nosec }: Waiver): boolean {
  // Each comment of a line counts for itself, and is looked through once.
  return line
    .split("#")
    .slice(1)
    .some(
      (comment) =>
        noqa.test(behind(comment, /\bnoqa\b/i)) ||
        nosec.test(behind(comment, /\bnosec\b/i)) ||
        [...comment.matchAll(/\bpylint: *disable=([\w,\- ]*)/gi)].some(([, names = ""]) => pylint.test(names)),
    );
}

function behind(text: string, word: RegExp): string {
  const at = text.search(word);
  return at < 0 ? "" : text.slice(at);
}
