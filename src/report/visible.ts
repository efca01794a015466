/**
 * Characters that a terminal or an editor acts upon instead of showing them: control characters, escape sequences,
 * invisible and text-reordering ones, halves of surrogate pairs, line and paragraph separators, and what is no character.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{NChar}]/gu;

/** What a build server acts upon wherever it stands in its log: `##[group]`, `##vso[task.complete]`. */
export const COMMAND = /#(?=#\w*\[)/g;

/** Text out of scanned code, safe to print: what would not be seen is spelled out, as `\x1b` or `\u202e`. */
export function visible(text: string): string {
  // Nearly every text, told in a tenth of the time.
  if (/^[ -"$-~]*$/.test(text)) return text;
  return text.replace(COMMAND, "\\x23").replace(UNSEEN, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    const code = character.codePointAt(0) ?? 0;
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
  });
}

/** The same JSON with everything that would not be seen written as JSON's own escapes. */
export function visibleJson(json: string): string {
  return json.replace(COMMAND, "\\u0023").replace(UNSEEN, (character) => {
    // Outside of strings JSON holds none of these but the line feeds that lay it out.
    if (character === "\n") return character;
    return [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`)
      .join("");
  });
}
