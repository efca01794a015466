/** What the grammar is given of a source: every offset stays. */
export function textForGrammar(source: string): string {
  return withoutCommentRuns(withLineFeeds(source));
}

/** So many lines with nothing but a comment, one after the other, are read one by one. */
const MOST_COMMENTS = 100;

const COMMENT_RUN = new RegExp(`(?:^[ \\t\\f]*#.*\\n){${String(MOST_COMMENTS)},}`, "gm");

/** What a comment for this program holds, which has its meaning wherever it stands. */
const OWN_COMMENT = /\bscarlint:/;

/**
 * Leaves out of many lines of comments all but the last {@link MOST_COMMENTS} and the first as many that are for this
 * program: before each of them the grammar's scanner looks for the next line of code, through all that follow. Every
 * offset stays.
 */
function withoutCommentRuns(source: string): string {
  if (source.length < MOST_COMMENTS * 2) return source;
  return source.replace(COMMENT_RUN, (run) => {
    const lines = run.split("\n");
    const kept = lines.length - 1 - MOST_COMMENTS;
    let own = 0;
    const isKept = (line: string, index: number): boolean =>
      index >= kept || (OWN_COMMENT.test(line) && own++ < MOST_COMMENTS);
    return lines.map((line, index) => (isKept(line, index) ? line : " ".repeat(line.length))).join("\n");
  });
}

/** CPython ends a line at a lone carriage return, tree-sitter does not. The length, and so every offset, stays. */
function withLineFeeds(source: string): string {
  return source.includes("\r") ? source.replace(/\r(?!\n)/g, "\n") : source;
}
