// A program as a part of an address: what stands behind the `#` is sent to no server.

/** Texts by path. */
export type Program = ReadonlyMap<string, string>;

const KEY = "program=";

/** UTF-16 units of a program that a page opens, and how many files: an address could stand for more than fits anywhere. */
const LARGEST = 500_000;
const MOST_FILES = 100;

/** Whether something can be the path of a file of a program. */
export function isPath(text: string): boolean {
  return text.length <= 200 && /^[\w-][\w.-]*(\/[\w-][\w.-]*)*\.py$/.test(text);
}

/** What stands behind the `#` of an address that opens a program. */
export async function fragmentOf(program: Program): Promise<string> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify([...program])), new CompressionStream("deflate"));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return KEY + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The program that an address opens; undefined when it opens none, or none that is whole. */
export async function programOf(fragment: string): Promise<Program | undefined> {
  if (!fragment.startsWith(KEY)) return undefined;
  try {
    const letters = atob(fragment.slice(KEY.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const text = new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate")));
    return checked(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function checked(value: unknown): Program | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_FILES || !value.every(isFile))
    return undefined;
  return new Map(value);
}

function isFile(value: unknown): value is [path: string, text: string] {
  const [path, text] = Array.isArray(value) ? (value as unknown[]) : [];
  return typeof path === "string" && isPath(path) && typeof text === "string";
}

/** Bytes as a stream changes them, as many as a program may have. @throws Error when there are more */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const changed = new Blob([bytes]).stream().pipeThrough(stream);
  const reader = changed.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    if (!value) continue;
    if ((size += value.length) > LARGEST) throw new Error("the program is too large");
    parts.push(new Uint8Array(value));
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
