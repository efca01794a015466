import { isUtf8 as isAllUtf8 } from "node:buffer";
import { createRequire } from "node:module";
import type Iconv from "iconv-lite";

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK_OR_COMMENT = /^[ \t\f]*(?:#|$)/;
/** What iconv-lite calls an encoding but no Python source can be written in. */
const NOT_FOR_SOURCE = /^(?:base64|hex|binary|internal|utf-?(?:16|32)|ucs-?[24])/i;

/** Loaded for the first file that is not in UTF-8: its tables are large. */
const iconv = (): typeof Iconv => createRequire(import.meta.url)("iconv-lite") as typeof Iconv;

/** The text of a file. */
export interface Source {
  /** As Python reads it. */
  readonly text: string;
  /** As whoever takes every file for UTF-8 reads it, a byte order mark included. */
  readonly asUtf8: string;
}

/**
 * Turns the bytes of a Python file into text as CPython does: UTF-8 unless the first or second line names another
 * encoding (PEP 263); a byte order mark is left out.
 *
 * @throws Error with one readable line when the bytes are not Python source.
 */
export function decode(bytes: Uint8Array): Source {
  if (bytes.includes(0)) throw new Error("holds NUL bytes, so it is not Python source");
  const marked = isMarked(bytes);
  const body = marked ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
  const declared = declaredEncoding(body);
  // Other names of UTF-8 do not go with a mark in CPython, which compares the name's spelling.
  if (marked && declared !== undefined && !/^utf-8(?:$|-)/.test(normalized(declared))) {
    throw new Error(`starts with a UTF-8 byte order mark but declares the encoding '${declared}'`);
  }
  if (declared === undefined || isUtf8(declared)) {
    const text = decodeUtf8(body);
    return { text, asUtf8: marked ? `\ufeff${text}` : text };
  }
  return { text: decodeDeclared(body, declared), asUtf8: Buffer.from(bytes).toString("utf8") };
}

/** Whether bytes are a Python file in UTF-8, without a byte order mark. */
export function isPlainUtf8(bytes: Uint8Array): boolean {
  if (bytes[0] === BYTE_ORDER_MARK[0] || bytes.includes(0) || !isAllUtf8(bytes)) return false;
  // Of thousands of files most say nothing of it.
  const second = bytes.indexOf(LINE_FEED, bytes.indexOf(LINE_FEED) + 1);
  const { buffer, byteOffset } = bytes;
  if (!Buffer.from(buffer, byteOffset, second < 0 ? bytes.length : second).includes("coding")) return true;
  const declared = declaredEncoding(bytes);
  return declared === undefined || isUtf8(declared);
}

/**
 * Turns a text that takes the place of another into bytes, in the encoding of the bytes that it was changed from.
 *
 * @param text - a change of what {@link decode} makes of `original`
 * @throws Error with one readable line when the encoding does not have the text's characters, or does not give back
 * the original's bytes for the original's text.
 */
export function encodeLike(text: string, original: Uint8Array): Uint8Array {
  const encode = (of: string): Buffer => {
    const marked = isMarked(original);
    const declared = declaredEncoding(marked ? original.subarray(BYTE_ORDER_MARK.length) : original);
    if (declared === undefined || isUtf8(declared)) return Buffer.from(marked ? `\ufeff${of}` : of);
    return iconv().encode(of, nameOf(declared), { addBOM: false });
  };
  if (!encode(decode(original).text).equals(original)) throw new Error("its encoding cannot be written back exactly");
  const bytes = encode(text);
  if (decode(bytes).text !== text) throw new Error("its encoding does not have every character of the changed text");
  return bytes;
}

function isMarked(bytes: Uint8Array): boolean {
  return BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte);
}

/** The encoding named in a comment on the first line, or on the second when the first holds no code. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const [first = "", second = ""] = firstTwoLines(bytes);
  return COOKIE.exec(first)?.[1] ?? (BLANK_OR_COMMENT.test(first) ? COOKIE.exec(second)?.[1] : undefined);
}

function firstTwoLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let at = 0; at <= bytes.length && lines.length < 2; at++) {
    const byte = bytes[at];
    if (byte !== undefined && byte !== 0x0a && byte !== 0x0d) continue;
    lines.push(Buffer.from(bytes.subarray(start, at)).toString("latin1"));
    if (byte === 0x0d && bytes[at + 1] === 0x0a) at++;
    start = at + 1;
  }
  return lines;
}

function isUtf8(name: string): boolean {
  return /^(?:utf$|(?:utf-?8|utf-?8-sig|u8|cp65001)(?:$|-))/.test(normalized(name));
}

function normalized(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const line = firstUndecodableLine(bytes);
    throw new Error(`line ${line} is not UTF-8; save the file as UTF-8 or declare its encoding in the first line`);
  }
}

function firstUndecodableLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return line;
}

function decodeDeclared(bytes: Uint8Array, declared: string): string {
  const name = nameOf(declared);
  if (NOT_FOR_SOURCE.test(name) || !iconv().encodingExists(name)) {
    throw new Error(`declares the encoding '${declared}', which is unknown; save the file as UTF-8`);
  }
  const text = iconv().decode(Buffer.from(bytes), name, { stripBOM: false });
  const undecodable = text.indexOf("\ufffd");
  if (undecodable === -1) return text;
  const line = text.slice(0, undecodable).split(/\r\n?|\n/).length;
  throw new Error(`line ${line} is not ${declared}, which the file declares; save the file as UTF-8`);
}

/** What iconv-lite calls an encoding. */
function nameOf(declared: string): string {
  // Emacs appends the line ending to the name: latin-1-unix.
  return normalized(declared).replace(/^(?:latin-1|iso-8859-1|iso-latin-1)(?:-.*)?$/, "latin-1");
}
