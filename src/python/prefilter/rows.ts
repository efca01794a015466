import { SPACE } from "./shapes.js";

/** Words of a query, of a statement, and of the row of a class by its key. */
const ASKS = /\b(?:query|select|get_one|get_or_404)\b/;
/** A row by its key: `get` is a word of everything, but here a class comes first, and a key behind it. */
const GETS = new RegExp(
  String.raw`\bget${SPACE}\((?:${SPACE}[\w\x80-\uffff]+${SPACE}\.){0,20}${SPACE}(?:[\w\x80-\uffff]+${SPACE}[,#]|#)`,
);

/** Whether a text may ask a database for rows. */
export function asksForRows(text: string): boolean {
  return ASKS.test(text) || GETS.test(text);
}
