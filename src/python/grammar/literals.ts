import { shown } from "./shown.js";

/** Where a number ends, or what is wrong with it. */
export type NumberScan = { readonly end: number } | { readonly end: number; readonly message: string };

const ZERO = 48;

function isDigit(code: number, base: number): boolean {
  if (code < ZERO) return false;
  if (base <= 10) return code < ZERO + base;
  const letter = code | 32;
  return code < ZERO + 10 || (letter >= 97 && letter <= 102);
}

/** The end of a run of digits with single underscores in it, or -1 when an underscore has no digit after it. */
function digitsEnd(source: string, start: number, base: number): number {
  let at = start;
  for (;;) {
    while (isDigit(source.charCodeAt(at), base)) at++;
    if (source[at] !== "_") return at;
    if (!isDigit(source.charCodeAt(at + 1), base)) return -1;
    at++;
  }
}

const BASES: Readonly<Record<string, readonly [base: number, name: string]>> = {
  x: [16, "hexadecimal"],
  o: [8, "octal"],
  b: [2, "binary"],
};

/** Reads the number that starts with a digit, or with a dot and a digit. */
export function scanNumber(source: string, start: number): NumberScan {
  if (source[start] === "0") {
    const based = BASES[(source[start + 1] ?? "").toLowerCase()];
    if (based) return scanBased(source, start, ...based);
  }
  const malformed = { end: start + 1, message: "a decimal number is malformed" };
  let at = source[start] === "." ? start : digitsEnd(source, start, 10);
  if (at < 0) return malformed;
  const whole = source.slice(start, at);
  let isInteger = true;
  if (source[at] === ".") {
    isInteger = false;
    at++;
    if (isDigit(source.charCodeAt(at), 10)) at = digitsEnd(source, at, 10);
    if (at < 0) return malformed;
  }
  const exponent = /[eE][+-]?(?=\d)/y;
  exponent.lastIndex = at;
  if (exponent.test(source)) {
    isInteger = false;
    at = digitsEnd(source, exponent.lastIndex, 10);
    if (at < 0) return malformed;
  }
  if (/[jJ]/.test(source[at] ?? "")) return { end: at + 1 };
  if (isInteger && whole.startsWith("0") && /[1-9]/.test(whole)) {
    return {
      end: at,
      message: `${shown(whole)} has a leading zero, which a decimal number cannot have; octal is '0o'`,
    };
  }
  return { end: at };
}

function scanBased(source: string, start: number, base: number, name: string): NumberScan {
  // An underscore may stand between the prefix and the first digit.
  const first = source[start + 2] === "_" ? start + 3 : start + 2;
  const end = isDigit(source.charCodeAt(first), base) ? digitsEnd(source, first, base) : -1;
  if (end < 0) return { end: first, message: `a number in ${name} is malformed` };
  const next = source.charCodeAt(end);
  if (isDigit(next, 10)) return { end, message: `'${source[end] ?? ""}' is no digit of a number in ${name}` };
  return { end };
}

const HEX_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * What is wrong with the escape sequence whose backslash stands at `at`; undefined when CPython decodes it, be it
 * with a warning.
 */
export function escapeFault(source: string, at: number, isBytes: boolean): string | undefined {
  const letter = source[at + 1] ?? "";
  if (letter === "N" && !isBytes) {
    return /^\\N\{[^}\r\n'"]+\}/.test(source.slice(at, at + 128))
      ? undefined
      : "the escape '\\N' needs a name in braces";
  }
  const wanted = HEX_ESCAPES[letter];
  if (wanted === undefined || (isBytes && letter !== "x")) return undefined;
  const digits = source.slice(at + 2, at + 2 + wanted);
  if (digits.length < wanted || !/^[0-9a-fA-F]+$/.test(digits)) {
    return `the escape '\\${letter}' is cut short: it takes ${wanted} hexadecimal digits`;
  }
  if (parseInt(digits, 16) > 0x10ffff) return `the escape '\\${letter}${digits}' names no Unicode character`;
  return undefined;
}
