import type { Document } from "./document.js";

/** Of a section more than this is not searched: tables of hundreds of rows drown what people look for. */
const LONGEST = 4000;

/** What the search looks through, as a script: pages that lie on a disk can ask for nothing else. */
export function searchData(documents: readonly Document[]): string {
  const rows = documents.flatMap(({ address, rendered }) =>
    rendered.sections.map(({ title, anchor, text }) => [
      `${address}${anchor}`,
      rendered.title,
      title,
      text.replace(/\s+/g, " ").trim().slice(0, LONGEST),
    ]),
  );
  return `globalThis.scarlintSections=${JSON.stringify(rows)};\n`;
}
