import { knownText } from "../../syntax/known-text.js";
import { codeOutside } from "./outside.js";
import type { Prefilter } from "./prefilter.js";

/** What is gone through, or asked for something, as far as it is a path of names, and what opens or hides what follows. */
const WALKED =
  /\bin\b[ \t\f\r\n\\(]*(?:(#)|([\w\x80-\uffff]+(?:[ \t\f\r\n\\)]*\.[ \t\f\r\n\\]*[\w\x80-\uffff]+)*)[ \t\f\r\n\\)]*([#(.])?)/g;
/** What goes through what it is given. */
const HANDS_ON = /^(?:enumerate|iter|zip|map|filter)$/;
/** What goes through what it is called on. */
const VIEWS = /^(?:items|keys|values)$/;

/** A walk through a container that others can reach: an attribute of an object, or a name of the file. */
export function walksIn(source: string): Prefilter {
  const mayHold = (text: string): boolean => {
    for (const [, hidden, path = "", next] of text.matchAll(WALKED)) {
      if (hidden !== undefined || next === "#" || next === ".") return true;
      const names = path.match(/[\w\x80-\uffff]+/g) ?? [];
      const last = names.at(-1) ?? "";
      if (next === "(" && names.length === 1 && HANDS_ON.test(last)) return true;
      if (next === "(" && !VIEWS.test(last)) continue;
      const [name = "", ...others] = next === "(" ? names.slice(0, -1) : names;
      // A name without a dot is a local one unless code outside of functions has it, too.
      if (others.length === 1 || (name !== "" && others.length === 0 && isReached(source, name))) return true;
    }
    return false;
  };
  return { name: "a walk through a container", mayHold };
}

const isReached = (source: string, name: string): boolean => knownText(source).once(codeOutside).includes(name);
