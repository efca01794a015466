/** Words of a query, of a statement, and of the row of a class by its key. */
const ASKS = /\b(?:query|select|get_one|get_or_404)\b/;
/** A row by its key: `get` is a word of everything, but here a class comes first and a key behind it, or a comment hides what does. */
const GETS =
  /\bget[\s\\]{0,400}(?:#|\([\s\\]{0,400}(?:#|(?:[\w\x80-\uffff]+[\s\\]{0,400}\.[\s\\]{0,400}){0,20}(?:#|[\w\x80-\uffff]+[\s\\]{0,400}[,#])))/;

/** Whether a text may ask a database for rows. */
export function asksForRows(text: string): boolean {
  return ASKS.test(text) || GETS.test(text);
}
