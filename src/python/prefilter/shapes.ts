import { COMMENT } from "../../syntax/comment.js";
import { itemsAt } from "./items.js";

export { COMMENT };

/** How a call passes its arguments, as its text shows them. */
export interface Passing {
  readonly places: number;
  readonly names: readonly string[];
  /** Whether there may be more: behind a `*` or `**`. */
  readonly isOpen: boolean;
}

/** What a definition takes, as its text shows it; `unclear` where the text alone does not tell. */
export type Taking = "unclear" | Taken;

interface Taken {
  /** The parameters that places fill, in order. */
  readonly places: readonly string[];
  /** Those that names fill, and those that have to be filled. */
  readonly names: ReadonlySet<string>;
  readonly required: readonly string[];
  readonly takesMore: boolean;
  readonly takesAnyName: boolean;
  /** Whether the first of the places is filled by what it is taken from: by nothing, by an object, by a class as well. */
  readonly binds: Binds;
}

type Binds = "nothing" | "objects" | "anything";

/** A pattern for all that may stand between two tokens in brackets: space, and comments to the ends of their lines. */
export const SPACE = String.raw`(?:[\s\\]|${COMMENT}){0,400}`;
/** What an error of Python's own takes. */
export const ANY_PLACES: Taking = {
  places: [],
  names: new Set(),
  required: [],
  takesMore: true,
  takesAnyName: false,
  binds: "nothing",
};

const KEYWORD = new RegExp(String.raw`([\w\x80-\uffff]+)${SPACE}=(?!=)`, "y");
const PARAMETER = new RegExp(String.raw`(\*\*?|)${SPACE}([\w\x80-\uffff]*)`, "y");

/** How the call whose bracket opens at an offset passes its arguments; undefined where that is not clear. */
export function passingAt(text: string, open: number): Passing | undefined {
  const items = itemsAt(text, open);
  if (!items || items.isUnclear) return undefined;
  const names: string[] = [];
  let places = 0;
  let isOpen = false;
  for (const start of items.starts) {
    const keyword = matchAt(KEYWORD, text, start)?.[1];
    if (text[start] === "*") isOpen = true;
    else if (keyword !== undefined) names.push(keyword);
    else places++;
  }
  return { places, names, isOpen };
}

/** Whether what a call passes is what a definition takes. @param isOfObject whether it may be an object that it is taken from */
export function fits({ places, names, isOpen }: Passing, taking: Taking, isOfObject: boolean): boolean {
  if (taking === "unclear") return false;
  const isBound = taking.binds === "anything" || (taking.binds === "objects" && isOfObject);
  const left = isBound ? taking.places.slice(1) : taking.places;
  if (places > left.length && !taking.takesMore) return false;
  const filled = new Set(left.slice(0, places));
  for (const name of names) {
    // What is filled by its place alone leaves its name to `**`.
    const isOwn = taking.names.has(name);
    if (isOwn ? filled.has(name) : !taking.takesAnyName) return false;
    filled.add(name);
  }
  const skipped = isBound ? taking.places[0] : undefined;
  return isOpen || taking.required.every((name) => name === skipped || filled.has(name));
}

/** What the definition whose bracket opens at an offset takes. */
export function takingAt(text: string, open: number, binds: Binds): Taking {
  const items = itemsAt(text, open);
  if (!items || items.isUnclear) return "unclear";
  const places: string[] = [];
  const names = new Set<string>();
  const required: string[] = [];
  let [takesMore, takesAnyName, byName] = [false, false, false];
  for (const [index, start] of items.starts.entries()) {
    const [, stars = "", name = ""] = matchAt(PARAMETER, text, start) ?? [];
    const end = items.starts[index + 1] ?? items.end;
    if (stars === "**") takesAnyName = true;
    else if (stars === "*") [takesMore, byName] = [takesMore || name !== "", true];
    else if (text[start] === "/") for (const place of places) names.delete(place);
    else {
      const written = text.slice(start, end);
      // What stands in a comment or a string may look like a default.
      if (name === "" || /["'#].*=/s.test(written)) return "unclear";
      if (!byName) places.push(name);
      names.add(name);
      if (!written.includes("=")) required.push(name);
    }
  }
  return { places, names, required, takesMore, takesAnyName, binds };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
