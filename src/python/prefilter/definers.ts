import { knownText } from "../../syntax/known-text.js";

/**
 * Whether a text defines a name, or assigns it, be it as an attribute, as far as a pattern sees.
 *
 * @param start where in the text to begin looking, in UTF-16 units
 * @param end where to stop
 */
export function mayDefine(text: string, name: string, start?: number, end?: number): boolean {
  return knownText(text).mayDefine(name, start, end);
}
