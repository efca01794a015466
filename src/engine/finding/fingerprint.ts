/** How many characters a line's hash looks at, from the line's start on into the lines after it. */
const WINDOW = 100;
const BASE = 37;
const TWO_32 = 0x1_0000_0000;

/** `BASE ** WINDOW` modulo 2^64, in halves: the weight of the character that leaves the window. */
const LEAVING = (() => {
  const weight = BigInt.asUintN(64, BigInt(BASE) ** BigInt(WINDOW));
  return { high: Number(weight >> 32n), low: Number(weight & 0xffff_ffffn) };
})();

/**
 * GitHub's `primaryLocationLineHash` of every line of a file, the first line's first: it tells code scanning that
 * an alert is the same one after lines were added above it.
 *
 * A polynomial hash of the next 100 characters that are neither space nor tab, modulo 2^64, in hexadecimal, then a
 * colon and the number of times that the file has had this hash up to here.
 *
 * @param source - the file decoded as UTF-8, a byte order mark included, because that is how GitHub's action reads it
 */
export function lineHashes(source: string): string[] {
  const { characters, lineStarts } = significant(source);
  const hashes: string[] = [];
  const seen = new Map<string, number>();
  // 64 bits in two halves: a product of a half and the base, or a character, is exact as a double.
  let high = 0;
  let low = 0;
  for (let next = 0; hashes.length < lineStarts.length; next++) {
    const entering = characters[next] ?? 0;
    const leaving = characters[next - WINDOW] ?? 0;
    const newLow = low * BASE + entering - leaving * LEAVING.low;
    high = (high * BASE - leaving * LEAVING.high + Math.floor(newLow / TWO_32)) >>> 0;
    low = newLow >>> 0;
    if (lineStarts[hashes.length] !== next - WINDOW + 1) continue;
    const hash = high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, "0");
    const times = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, times);
    hashes.push(`${hash}:${String(times)}`);
  }
  return hashes;
}

/** The characters that count, every line's end as one line feed, and which of them begin a line. */
function significant(source: string): { characters: Uint16Array; lineStarts: number[] } {
  const text = `${source.replace(/\r\n?/g, "\n").replace(/[ \t]+/g, "")}\uffff`;
  const characters = new Uint16Array(text.length);
  const lineStarts = [0];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    characters[index] = unit;
    if (unit === 10) lineStarts.push(index + 1);
  }
  return { characters, lineStarts };
}
