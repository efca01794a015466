import { withoutLineNumbers } from "./line-numbers.js";

/** A piece of a Markdown document that says something, from one line of it on; comments and pictures are left out. */
export type Piece = Heading | Text | Row | Code;

export interface Heading {
  readonly kind: "heading";
  readonly line: number;
  readonly text: string;
  /** 1 to 6. */
  readonly level: number;
}

export interface Text {
  readonly kind: "text";
  readonly line: number;
  readonly text: string;
  readonly isItem: boolean;
  /** In how many lists it stands: in one as an item of a list that is in no other. */
  readonly depth: number;
  /** Whether an item begins with it. */
  readonly isStart: boolean;
  /** The number that such an item has, where its list is numbered. */
  readonly number?: number;
}

/** A row of a table, without the one that names the columns. */
export interface Row {
  readonly kind: "row";
  readonly line: number;
  readonly columns: readonly string[];
  readonly cells: readonly string[];
}

/** Code that stands between fences. */
export interface Code {
  readonly kind: "code";
  readonly line: number;
  readonly text: string;
}

/** Reads Markdown as people write it. Texts keep their asterisks and backticks, which tell labels from values. */
export async function readDocument(markdown: string): Promise<readonly Piece[]> {
  const { default: MarkdownIt } = await import("markdown-it");
  const parser = new MarkdownIt({ html: true });
  // What is within lines is read as it stands; finding out how brackets pair would take the square of a hostile line.
  parser.core.ruler.enableOnly(["normalize", "block"]);
  const tokens = parser.parse(withoutLineNumbers(markdown), {});
  const pieces: Piece[] = [];
  let [heading, items, line] = [0, 0, 1];
  let number: number | undefined;
  let columns: string[] = [];
  let cells: string[] = [];
  let [isHead, isStart] = [false, false];
  for (const { type, tag, map, content, info } of tokens) {
    if (map && type !== "inline") line = map[0] + 1;
    if (type === "heading_open") heading = Number(tag.slice(1));
    else if (type === "heading_close") heading = 0;
    else if (type === "list_item_open") {
      [items, isStart] = [items + 1, true];
      // The parser keeps the number there, and nothing for bullets.
      number = info === "" ? undefined : Number(info);
    } else if (type === "list_item_close") items--;
    else if (type === "thead_open" || type === "thead_close") isHead = type === "thead_open";
    else if (type === "tr_open") cells = [];
    else if (type === "tr_close") {
      if (isHead) columns = cells;
      else pieces.push({ kind: "row", line, columns, cells });
    } else if (type === "fence") pieces.push({ kind: "code", line, text: content });
    else if (type === "inline") {
      // Only cells have no place of their own.
      if (!map) cells.push(content);
      else if (heading > 0) pieces.push({ kind: "heading", line: map[0] + 1, text: content, level: heading });
      else {
        const lines = content.split("\n");
        const isItem = items > 0;
        for (const [index, text] of lines.entries()) {
          const at = { line: map[0] + 1 + index, isItem, depth: items, isStart };
          pieces.push({ kind: "text", text, ...at, ...(isStart && number !== undefined ? { number } : {}) });
          isStart = false;
        }
      }
    }
  }
  return pieces;
}

/** A text without what only makes it bold, slanted or code. */
export function unmarked(text: string): string {
  return (
    text
      // A picture that is a letter to Unicode.
      .replace(/\*\*|`|~~|ℹ\ufe0f?/g, "")
      // `__init__.py` is a name, `__Found in:__` is bold.
      .replace(/__([^_\n]{0,80}[^\w\n][^_\n]{0,80})__/g, "$1")
      .replace(/(?<![\w/*_])[*_](?=[^\s*_.])|(?<=[^\s*_/])[*_](?![\w*_]|[./]\w)/g, "")
      .replace(/\\([!-/:-@[-`{-~])/g, "$1")
      .replace(/!?\[([^[\]]{0,500})\]\([^)]{0,500}\)/g, "$1")
      .trim()
  );
}
