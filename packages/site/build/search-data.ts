import type { Document } from "./document.js";
import type { Section } from "./markdown.js";

/** Of a section more than this is not searched: tables of hundreds of rows drown what people look for. */
const LONGEST = 4000;

/** What the search looks through, as a script: pages that lie on a disk can ask for nothing else. */
export function searchData(documents: readonly Document[]): string {
  const rows = documents.flatMap(({ address, isRule, rendered: { title, sections } }) =>
    sectionsOf(isRule, sections).map((section) => [
      `${address}${section.anchor}`,
      title,
      section.title,
      section.text.replace(/\s+/g, " ").trim().slice(0, LONGEST),
    ]),
  );
  return `globalThis.scarlintSections=${JSON.stringify(rows)};\n`;
}

/** The page of a rule is found once, whatever of it is looked for: all of them have the same headings. */
function sectionsOf(isRule: boolean, sections: readonly Section[]): readonly Section[] {
  const [first, ...others] = sections;
  return isRule && first ? [{ ...first, text: others.map(({ text }) => text).join(" ") }] : sections;
}
