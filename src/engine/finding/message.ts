import type { Finding, ScanResult } from "./finding.js";

/** A stretch of a message: plain, or a link to the related place with that number, counted from one. */
export interface Part {
  readonly text: string;
  readonly link?: number;
}

const LINK_END = /\]\((\d+)\)/g;

/**
 * Cuts a message into plain text and links.
 *
 * A message holds names out of the scanned code, brackets and all: in `the value of 'jobs[0](1)'` nothing is a link.
 * So a link begins at a bracket that stands at a word's start, and leads to a related place that exists.
 *
 * @param related - how many places the finding relates
 */
export function partsOf(message: string, related: number): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const match of message.matchAll(LINK_END)) {
    const link = Number(match[1]);
    const open = openingOf(message, match.index, done);
    if (open === undefined || link < 1 || link > related || /[\w\])]/.test(message[open - 1] ?? "")) continue;
    if (open > done) parts.push({ text: message.slice(done, open) });
    parts.push({ text: message.slice(open + 1, match.index), link });
    done = match.index + match[0].length;
  }
  if (done < message.length) parts.push({ text: message.slice(done) });
  return parts;
}

/** A message without its links. */
export function plainText(message: string, related: number): string {
  return partsOf(message, related)
    .map((part) => part.text)
    .join("");
}

/** A result whose messages have no links. */
export function withPlainMessages<R extends ScanResult>(result: R): R {
  const plain = <F extends Finding>(finding: F): F => ({
    ...finding,
    message: plainText(finding.message, finding.related.length),
  });
  return { ...result, findings: result.findings.map(plain), suppressed: result.suppressed.map(plain) };
}

/** The bracket that the one at `close` closes, no further to the left than `limit`. */
function openingOf(message: string, close: number, limit: number): number | undefined {
  let depth = 1;
  for (let at = close - 1; at >= limit; at--) {
    if (message[at] === "]") depth++;
    else if (message[at] === "[" && --depth === 0) return at;
  }
  return undefined;
}
