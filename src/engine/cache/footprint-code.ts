/** The bits of a byte that are not those of a number say whether it goes on. */
const MORE = 0x80;
const BITS = 7;

/**
 * A set of numbers as a short text: how far each is from the one before, in as few bytes as that takes. A cache has some
 * hundred thousand of them, of which most are never looked at.
 *
 * @param numbers in order, each once
 */
export function encoded(numbers: Uint32Array): string {
  const bytes: number[] = [];
  let before = 0;
  for (const number of numbers) {
    let rest = number - before;
    before = number;
    for (; rest >= MORE; rest >>>= BITS) bytes.push((rest & (MORE - 1)) | MORE);
    bytes.push(rest);
  }
  return Buffer.from(bytes).toString("base64");
}

/** The numbers of a text that {@link encoded} has made; of any other, some numbers. */
export function decoded(text: string): Uint32Array {
  const numbers: number[] = [];
  let [at, read, bits] = [0, 0, 0];
  for (const byte of Buffer.from(text, "base64")) {
    read += (byte & (MORE - 1)) * 2 ** bits;
    bits += BITS;
    if (byte >= MORE) continue;
    at += read;
    numbers.push(at);
    [read, bits] = [0, 0];
  }
  return Uint32Array.from(numbers);
}
