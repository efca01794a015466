import { SaxesParser } from "saxes";

/** Bytes of a file that a run wrote; the largest that were seen have a few megabytes. */
export const LARGEST_EVIDENCE = 100 * 1024 * 1024;

const MOST_DEPTH = 100;
const MOST_ATTRIBUTES = 200;
/** UTF-16 units of an attribute that are kept: messages quote whole values. */
const LONGEST_ATTRIBUTE = 20_000;
const CHUNK = 64 * 1024;

/** An element's attributes, cut where they are too long. */
export type Attributes = ReadonlyMap<string, string>;

/** What is told of a document, in its order. */
export interface XmlReader {
  readonly open: (name: string, attributes: Attributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/**
 * Reads XML from its beginning to its end and keeps nothing of it. There is nothing in it that could expand: a document
 * type is refused, and with it every entity that it would define.
 *
 * @throws Error with one readable line when it is not well-formed, has a document type, or is nested too deeply
 */
export function readXml(xml: string, reader: XmlReader): void {
  if (xml.trim() === "") throw new Error("it is empty: the run may have been stopped before it wrote anything");
  const parser = new SaxesParser();
  let attributes = new Map<string, string>();
  let depth = 0;
  parser.on("doctype", () => {
    throw new Error("it declares a document type, which no run writes and which is not read");
  });
  parser.on("opentagstart", () => {
    attributes = new Map();
    if (++depth > MOST_DEPTH) throw new Error(`its elements are nested more than ${String(MOST_DEPTH)} deep`);
  });
  parser.on("attribute", ({ name, value }) => {
    attributes.set(name, value.slice(0, LONGEST_ATTRIBUTE));
    if (attributes.size > MOST_ATTRIBUTES) throw new Error("an element of it has hundreds of attributes");
  });
  parser.on("opentag", ({ name }) => reader.open(name, attributes));
  parser.on("text", (text) => reader.text?.(text));
  parser.on("cdata", (text) => reader.text?.(text));
  parser.on("closetag", ({ name }) => {
    depth--;
    reader.close?.(name);
  });
  parser.on("error", ({ message }) => {
    // What tests print goes into these files as it is, and not every writer escapes it.
    if (!message.includes("disallowed character")) throw new Error(broken(message));
  });
  for (let at = 0; at < xml.length; at += CHUNK) parser.write(xml.slice(at, at + CHUNK));
  parser.close();
}

function broken(message: string): string {
  const [, line = "1", what = message] = /^(?:.*?:)?(\d+):\d+: (.*)$/.exec(message) ?? [];
  const isCut = /unclosed|unexpected end|must contain a root/.test(what);
  return isCut ? "it breaks off: the run was stopped while it wrote" : `line ${line} of it is no XML: ${what}`;
}
