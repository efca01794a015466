import { visible } from "./visible.js";

/** What Markdown and GitHub's math act upon wherever it stands. An underscore within a word is safe, and common. */
const ACTIVE = /[\\`*[<|~$&]|(?<![\p{L}\p{N}_])_|_(?![\p{L}\p{N}_])/gu;

/** What mentions a person or a team on the platforms that show Markdown, which no backslash keeps from it. */
const MENTION = /(?<![\p{L}\p{N}])(@[\p{L}\p{N}_]+(?:[-./:@]+[\p{L}\p{N}_]+)*)/u;

/** What makes a heading, a quotation or a list of the line that it begins. */
const BEGINNING = /^(\s*)(?:(\d+)(?=[.)])|(?=[-+=>#]))/;

/** Words in quotes, as messages name what is in the code. Code may have quotes of its own. */
const QUOTED = /(?<![^\s(])'(\S.{0,200}?)'(?=[\s.,;:?!]|$)/gu;

/** Text that Markdown shows as it is, on one line. */
export function plain(text: string): string {
  return inner(text).replace(BEGINNING, "$1$2\\");
}

/** Text as code within a line. */
export function code(text: string): string {
  const shown = visible(text);
  const fence = fenceFor(shown, 1);
  const isTight = shown !== "" && !/^[` ]|[` ]$/.test(shown);
  return isTight ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}

/** A message on one line, with what it quotes as code. */
export function prose(message: string): string {
  const parts: string[] = [];
  let done = 0;
  for (const match of message.matchAll(QUOTED)) {
    parts.push(textAt(done, message.slice(done, match.index)), code(match[1] ?? ""));
    done = match.index + match[0].length;
  }
  return [...parts, textAt(done, message.slice(done))].join("");
}

/** Text without what Markdown acts upon in the middle of a line; what would mention somebody is code. */
function inner(text: string): string {
  const parts = text.split(MENTION);
  return parts.map((part, at) => (at % 2 === 1 ? code(part) : visible(part).replace(ACTIVE, "\\$&"))).join("");
}

function textAt(offset: number, text: string): string {
  return offset === 0 ? plain(text) : inner(text);
}

/** Lines of code in a block of their own. */
export function block(language: string, lines: string): string {
  const fence = fenceFor(lines, 3);
  return `${fence}${language}\n${lines.trimEnd()}\n${fence}`;
}

/** More backticks than the text has in a row. */
function fenceFor(text: string, least: number): string {
  const runs = text.match(/`+/g) ?? [];
  return "`".repeat(runs.reduce((most, run) => Math.max(most, run.length + 1), least));
}
