/**
 * A value that can be computed without running the program: text, a number, a truth, None, or a container of such
 * values. `undefined` inside of a container is an element of which nothing is known.
 */
export type Plain = string | number | boolean | null | PlainList | PlainMapping;
/** A list or tuple. */
export type PlainList = readonly (Plain | undefined)[];
/** A dictionary with text for keys. */
export type PlainMapping = ReadonlyMap<string, Plain | undefined>;

/** Whether a value is a list or a tuple. */
export function isList(value: Plain | undefined): value is PlainList {
  return Array.isArray(value);
}

/** Whether a value is a dictionary. */
export function isMapping(value: Plain | undefined): value is PlainMapping {
  return value instanceof Map;
}

/** What `bool(value)` is. */
export function truthOf(value: Plain): boolean {
  if (isList(value)) return value.length > 0;
  if (isMapping(value)) return value.size > 0;
  return Boolean(value);
}

/** What `a == b` is; undefined when an element that is not known decides. */
export function equals(a: Plain, b: Plain): boolean | undefined {
  if (isList(a) && isList(b)) {
    if (a.length !== b.length) return false;
    const parts = a.map((item, index) => equalsOrUnknown(item, b[index]));
    return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
  }
  if (typeof a === "object" && a !== null) return undefined;
  // True equals 1.
  const [left, right] = [a, b].map((value) => (typeof value === "boolean" ? Number(value) : value));
  return left === right;
}

function equalsOrUnknown(a: Plain | undefined, b: Plain | undefined): boolean | undefined {
  return a === undefined || b === undefined ? undefined : equals(a, b);
}

/** What `item in container` is. */
export function contains(container: Plain, item: Plain): boolean | undefined {
  if (typeof container === "string") return typeof item === "string" ? container.includes(item) : undefined;
  if (isMapping(container)) return typeof item === "string" ? container.has(item) : undefined;
  if (!isList(container)) return undefined;
  const found = container.map((other) => equalsOrUnknown(other, item));
  return found.includes(true) ? true : found.includes(undefined) ? undefined : false;
}

const WHITE = "\\s";

/** What a method of text gives; undefined for a method that is not known. */
export function textMethod(text: string, name: string, given: readonly (Plain | undefined)[]): Plain | undefined {
  const [first, second] = given;
  switch (name) {
    case "strip":
    case "lstrip":
    case "rstrip":
      return stripped(text, name, first);
    case "lower":
    case "casefold":
      return text.toLowerCase();
    case "upper":
      return text.toUpperCase();
    case "encode":
    case "decode":
      return text;
    case "split":
      if (typeof first === "string" && first !== "") return text.split(first);
      return first === undefined ? text.split(/\s+/).filter(Boolean) : undefined;
    case "replace":
      return typeof first === "string" && typeof second === "string" ? text.replaceAll(first, second) : undefined;
    case "startswith":
      return typeof first === "string" ? text.startsWith(first) : undefined;
    case "endswith":
      return typeof first === "string" ? text.endsWith(first) : undefined;
    default:
      return undefined;
  }
}

function stripped(text: string, name: string, given: Plain | undefined): string | undefined {
  if (given !== undefined && typeof given !== "string") return undefined;
  const set = given === undefined ? WHITE : given.replace(/[\\\]^-]/g, "\\$&");
  const left = name === "rstrip" || set === "" ? text : text.replace(new RegExp(`^[${set}]+`), "");
  if (name === "lstrip" || set === "") return left;
  let end = left.length;
  const one = new RegExp(`[${set}]`);
  while (end > 0 && one.test(left.charAt(end - 1))) end--;
  return left.slice(0, end);
}

/** What `a operator b` is; undefined for an operator that is not known, and where an element decides that is not. */
export function compared(a: Plain, operator: string, b: Plain): boolean | undefined {
  switch (operator) {
    case "==":
    case "is":
      return equals(a, b);
    case "!=":
    case "is not":
      return not(equals(a, b));
    case "in":
      return contains(b, a);
    case "not in":
      return not(contains(b, a));
    case ">":
      return typeof a === "number" && typeof b === "number" ? a > b : undefined;
    case "<":
      return typeof a === "number" && typeof b === "number" ? a < b : undefined;
    default:
      return undefined;
  }
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

/** Builtins that make one plain value of another. */
export const CONVERTERS: ReadonlySet<string> = new Set([
  "bool",
  "str",
  "list",
  "tuple",
  "set",
  "frozenset",
  "sorted",
  "len",
  "int",
]);

/** What one of the {@link CONVERTERS}, or `json.loads`, makes of a value. */
export function converted(name: string, value: Plain | undefined): Plain | undefined {
  if (value === undefined) return undefined;
  switch (name) {
    case "bool":
      return truthOf(value);
    case "str":
      return typeof value === "string"
        ? value
        : value === null
          ? "None"
          : typeof value === "number"
            ? String(value)
            : undefined;
    case "len":
      return typeof value === "string" || isList(value) ? value.length : undefined;
    case "int":
      return typeof value === "number"
        ? Math.trunc(value)
        : typeof value === "string" && /^\d+$/.test(value)
          ? Number(value)
          : undefined;
    case "json.loads":
      return typeof value === "string" ? parsed(value) : undefined;
    default:
      return isList(value) ? value : undefined;
  }
}

function parsed(text: string): Plain | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isText = (item: unknown): item is string => typeof item === "string";
    if (isText(value) || typeof value === "number" || typeof value === "boolean" || value === null) return value;
    return Array.isArray(value) && value.every(isText) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The number that a literal writes. */
export function numberOf(text: string): number | undefined {
  const value = Number(text.replaceAll("_", ""));
  return Number.isNaN(value) ? undefined : value;
}
