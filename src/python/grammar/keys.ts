/**
 * What tells the literal keys of a mapping pattern apart: the same text only for keys that Python takes for equal, as
 * `1`, `1.0` and `True` are.
 *
 * @param literals - the key's tokens: a number, perhaps complex, strings, or one of `None`, `True` and `False`
 */
export function keyOf(literals: readonly string[]): string {
  const [first = ""] = literals;
  if (first === "None") return first;
  if (first === "True") return "1";
  if (first === "False") return "0";
  return /['"]/.test(first) ? stringOf(literals) : numberOf(literals);
}

/** Strings side by side: whether they are bytes, and what stands in them. */
function stringOf(literals: readonly string[]): string {
  const isBytes = literals.some((literal) => /^r?b/i.test(literal));
  const texts = literals.map((literal) => {
    const [, prefix = "", , text = ""] = /^([a-z]*)("""|'''|"|')([^]*)\2$/i.exec(literal) ?? [];
    return /r/i.test(prefix) ? text : unescaped(text, isBytes);
  });
  return `${isBytes ? "b" : ""}'${texts.join("")}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ "\n": "", "\r": "", "\r\n": "", "\\": "\\", "'": "'", '"': '"' },
  ...{ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
};

function unescaped(text: string, isBytes: boolean): string {
  const escape = /\\(?:x(..)|u(.{4})|U(.{8})|([0-7]{1,3})|(\r\n|[^]))/g;
  return text.replace(escape, (whole, x?: string, u?: string, long?: string, octal?: string, other?: string) => {
    if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
    const code = x ?? (isBytes ? undefined : (u ?? long));
    if (code !== undefined) return String.fromCodePoint(parseInt(code, 16));
    // The name of a character is not looked up: the null character keeps it apart from all that is spelled out.
    if (other === "N" && !isBytes) return "\0";
    return ESCAPES[other ?? ""] ?? whole;
  });
}

/** A number, or a real and an imaginary part with a sign between them. */
function numberOf(literals: readonly string[]): string {
  const parts = { real: "0", imaginary: "0" };
  let sign = 1;
  for (const literal of literals) {
    if (literal === "-" || literal === "+") sign = literal === "-" ? -1 : 1;
    else parts[/j$/i.test(literal) ? "imaginary" : "real"] = valueOf(literal, sign);
  }
  return parts.imaginary === "0" ? parts.real : `${parts.real} ${parts.imaginary}j`;
}

function valueOf(literal: string, sign: number): string {
  const number = literal.toLowerCase().replaceAll("_", "");
  const value = sign * Number(number.replace(/j$/, ""));
  // An integer that a float cannot hold stays as it is written.
  const isLarge = /^(?:0x[\da-f]+|0[ob]\d+|\d+)$/.test(number) && !Number.isSafeInteger(value);
  return isLarge ? `${sign}*${number}` : String(value + 0);
}
