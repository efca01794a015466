/** A command line that a POSIX shell, and bash and zsh for control characters, reads as these words. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}

/** Columns that a command line in a document may take. */
const WIDTH = 100;

/** The same, over several lines where it is long. */
export function shellLines(words: readonly string[]): string {
  const lines: string[] = [];
  let line = "";
  for (const word of words.map(shellWord)) {
    const longer = line === "" ? word : `${line} ${word}`;
    const isTooLong = line !== "" && longer.length > WIDTH - " \\".length;
    if (isTooLong) lines.push(line);
    line = isTooLong ? `  ${word}` : longer;
  }
  return [...lines, line].join(" \\\n");
}

function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // eslint-disable-next-line no-control-regex
  if (!/[\u0000-\u001f\u007f]/.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  const spelled = word.replace(/[\\']/g, "\\$&").replace(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `$'${spelled}'`;
}
