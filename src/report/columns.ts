import { stripVTControlCharacters } from "node:util";

/** What is asked of texts beyond ASCII before {@link measuring} has loaded what answers it. */
class NotLoaded extends Error {}

let measure = (text: string): number => {
  throw new NotLoaded(text);
};

/** How many columns of a terminal a text takes, of one that {@link measuring} makes; colors and links take none. */
export function columns(text: string): number {
  const bare = text.includes("\u001b") ? stripVTControlCharacters(text) : text;
  return /^[ -~…]*$/.test(bare) ? bare.length : measure(bare);
}

/**
 * Makes a text whose parts are measured. What knows how wide characters are is loaded for a text that is not plain: it
 * takes longer than a scan of a few files.
 */
export async function measuring(make: () => string): Promise<string> {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof NotLoaded)) throw error;
    measure = (await import("string-width")).default;
    return make();
  }
}
