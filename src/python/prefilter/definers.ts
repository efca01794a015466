import { knownText } from "../../syntax/known-text.js";

/** Whether a text defines a name, or assigns it, be it as an attribute, as far as a pattern sees. */
export function mayDefine(text: string, name: string): boolean {
  return knownText(text).mayDefine(name);
}
