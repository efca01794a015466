import { fragment, mutateLine, mutateToken, random, TOKEN, type Random } from "../support/mutants.js";
import type { Corpus, Program } from "./corpus.js";

/** A file that nobody wrote. */
export interface Mutant {
  /** Which one of its seed it is. */
  readonly index: number;
  /** Where it lies in its project. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** How many neighbours in the corpus stay neighbours, so that their imports lead to each other. */
export const NEIGHBOURS = 8;
/** Bytes of the longest program that is mutated as a whole. */
const WHOLE = 3_000;
const LONGEST = 40_000;

/**
 * A mutant of a seed. It depends on nothing but the corpus and these two numbers.
 *
 * Texts are bytes here, one a character: what is no text in any encoding is a mutant like all others.
 */
export function mutantOf(seed: number, index: number, corpus: Corpus): Mutant {
  const group = Math.floor(index / NEIGHBOURS);
  const start = random(seed, group)(corpus.length);
  const program = corpus[(start + (index % NEIGHBOURS)) % corpus.length];
  if (!program) throw new Error("the corpus is empty");
  const rng = random(seed, 0x40000000 + index);
  return { index, path: `g${String(group).padStart(6, "0")}/${program.path}`, bytes: mutated(rng, program) };
}

/** A mutant, mutated once more. */
export function changed(seed: number, { index, path, bytes }: Mutant): Mutant {
  const rng = random(seed, 0x20000000 + index);
  return { index, path, bytes: Buffer.from(once(rng, bytes.toString("latin1")), "latin1") };
}

function mutated(rng: Random, program: Program): Buffer {
  const whole = program.read();
  let text = whole.length <= WHOLE && rng(2) === 0 ? whole : fragment(rng, whole).slice(0, LONGEST);
  for (let count = [1, 1, 1, 1, 1, 2, 2, 3][rng(8)] ?? 1; count > 0; count--) text = once(rng, text);
  return Buffer.from(text, "latin1");
}

type Mutation = (rng: Random, text: string) => string;

function once(rng: Random, text: string): string {
  return pick(rng, MUTATIONS)(rng, text).slice(0, LONGEST);
}

function pick<T>(rng: Random, among: readonly [T, ...T[]]): T {
  return among[rng(among.length)] ?? among[0];
}

const truncate: Mutation = (rng, text) => text.slice(0, rng(text.length + 1));

const remove: Mutation = (rng, text) => {
  const at = rng(text.length + 1);
  return text.slice(0, at) + text.slice(at + 1 + rng(200));
};

const copy: Mutation = (rng, text) => {
  const from = rng(text.length + 1);
  return insertAt(rng(text.length + 1), text, text.slice(from, from + 1 + rng(200)));
};

function insertAt(at: number, text: string, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at);
}

const swapTokens: Mutation = (rng, text) => {
  const tokens = text.match(TOKEN) ?? [];
  const [one, other] = [rng(tokens.length + 1), rng(tokens.length + 1)];
  const kept = tokens[one];
  if (kept === undefined || tokens[other] === undefined) return text;
  tokens[one] = tokens[other];
  tokens[other] = kept;
  return tokens.join("");
};

const LINE_ENDS = [
  "\r",
  "\r\n",
  "\n\r",
  "\f\n",
  "\v\n",
  "\n\f",
  "\n\n",
  "\\\n",
  " \\\n ",
  utf8("\u2028"),
  utf8("\x85"),
] as const;

/** All ends of lines, or each with some chance, become others. */
const lineEnds: Mutation = (rng, text) => {
  const end = pick(rng, LINE_ENDS);
  const chance = pick(rng, [1, 4, 20]);
  return text.replaceAll("\n", (old) => (rng(chance) === 0 ? end : old));
};

const indentation: Mutation = (rng, text) => {
  const chance = pick(rng, [1, 3, 10]);
  const space = pick(rng, ["", " ", "\t", "  ", " \t", "\t ", "        ", "\f", "\\\n"]);
  const pattern = pick(rng, [/ {4}/g, / {8}/g, /^[ \t]+/gm, /^/gm, /\n/g]);
  return text.replace(pattern, (old) => (rng(chance) > 0 ? old : old === "\n" ? `\n${space}` : space));
};

type Pair = readonly [open: string, close: string];

const AROUND: readonly [Pair, ...Pair[]] = [
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
  ["f(", ")"],
  ["x[", "]"],
  ["f'{", "}'"],
  ['f"""{', '}"""'],
  ["f'{a:{", "}}'"],
  ["not ", ""],
  ["-", ""],
  ["await ", ""],
  ["lambda: ", ""],
  ["lambda a=", ": 0"],
  ["a if b else ", ""],
  ["(a for a in ", ")"],
  ["{**", "}"],
  ["a.b(", ").c"],
];

/** A token within many others of the same kind. */
const nesting: Mutation = (rng, text) => {
  const depth = pick(rng, [2, 3, 4, 20, 99, 148, 149, 150, 199, 200, 201]);
  const [open, close] = pick(rng, AROUND);
  const tokens = text.match(TOKEN) ?? [];
  const at = rng(tokens.length + 1);
  tokens.splice(at, 1, open.repeat(depth) + (tokens[at] ?? "x") + close.repeat(depth));
  return tokens.join("");
};

/** Lines within many blocks. */
const blocks: Mutation = (rng, text) => {
  const depth = pick(rng, [1, 2, 5, 19, 21, 40, 98, 101]);
  const head = pick(rng, [
    "if a:",
    "for a in b:",
    "while a:",
    "with a:",
    "def f():",
    "class A:",
    "async def f():",
    "try:",
  ]);
  const heads = Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}${head}\n`).join("");
  return heads + text.replace(/^/gm, " ".repeat(depth));
};

const COOKIES = [
  ...["utf-8", "utf8", "UTF_8", "latin-1", "iso-8859-15", "cp1252", "ascii", "koi8-r", "shift_jis", "gb18030"],
  ...["utf-16", "utf-7", "utf-8-sig", "rot13", "no-such", "utf-8-unix", "big5", "euc-jp", "mac-roman", "latin1"],
] as const;

const cookie: Mutation = (rng, text) => {
  const line = pick(rng, [
    "# -*- coding: %s -*-\n",
    "# vim: set fileencoding=%s :\n",
    "\n# coding=%s\n",
    "x = 1 # coding: %s\n",
  ]);
  const name = COOKIES[rng(COOKIES.length)] ?? "utf-8";
  return pick(rng, ["", "", "", utf8("\ufeff")]) + line.replace("%s", name) + text;
};

const encoded: Mutation = (rng, text) => {
  const utf16 = Buffer.from(text, "utf16le");
  const forms = [utf8("\ufeff") + text, utf8("\ufeff\ufeff") + text, utf8(text), utf8("\ufeff") + utf8(text)] as const;
  if (rng(4) > 0) return pick(rng, forms);
  return rng(2) === 0 ? `\xff\xfe${utf16.toString("latin1")}` : `\xfe\xff${utf16.swap16().toString("latin1")}`;
};

/** Bytes that are no text, and characters that look like others or like nothing. */
const BYTES = [
  ...["\0", "\xff", "\xe4", "\x80", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x1a", "\x7f", "\x1b[31m", "\x0b"],
  ...[
    "\ufeff",
    "\xa0",
    "\u2028",
    "\u200b",
    "\u202e",
    "ﬁ",
    "ｘ",
    "𝐱",
    "é",
    "e\u0301",
    "·",
    "℘",
    "😀",
    "€",
    "“",
    "：",
    "\u3000",
  ].map(utf8),
] as const;

const strayBytes: Mutation = (rng, text) => insertAt(rng(text.length + 1), text, BYTES[rng(BYTES.length)] ?? "\0");

/** Statements that one word decides on. */
const LINES = [
  ...[
    "__debug__ = 1",
    "x.__debug__ = 1",
    "f(__debug__=1)",
    "del __debug__",
    "global x",
    "nonlocal x",
    "return",
    "return 1",
  ],
  ...["yield", "yield from x", "await x", "break", "continue", "from __future__ import annotations", "import *"],
  ...["from __future__ import barry_as_FLUFL", "x <> y", "from x import *", "x = [y async for y in z]", "print x"],
  ...["match x:\n case {1: a, 1: b}: pass", "match x:\n case a | b: pass", "match x:\n case _: pass\n case 1: pass"],
  ...["try: pass\nexcept: pass\nexcept E: pass", "try: pass\nexcept* E: continue", "try: pass\nexcept A, b: pass"],
  ...["def f(a, a): pass", "def f(*, **k): pass", "def f[T, T](): pass", "class A(x=1, x=2): pass", "type X = int"],
  ...[
    "x: (yield)",
    "(x := 1) = 2",
    "[x := 1 for x in y]",
    "'\\N{no such name}'",
    "'\\x1'",
    "b'\\xe4\xe4'",
    "0777",
    "1__0",
  ],
  ...[
    "\\",
    "\\\n\\",
    "  \\",
    "x = \\",
    "# scarlint: ignore",
    "# scarlint: ignore[python/syntax-error] -- no",
    "'''",
    "(",
    "\f",
  ],
] as const;

const line: Mutation = (rng, text) => {
  const lines = text.split(/(?<=\n)/);
  const at = rng(lines.length + 1);
  const indent = /^[ \t]*/.exec(lines[at] ?? "")?.[0] ?? "";
  const added = (LINES[rng(LINES.length)] ?? "").replace(/^/gm, rng(4) === 0 ? "" : indent);
  lines.splice(at, 0, `${added}\n`);
  return lines.join("");
};

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  ...([mutateToken, mutateToken, mutateToken, mutateToken, mutateToken, mutateLine, mutateLine, swapTokens] as const),
  ...[truncate, remove, copy, lineEnds, indentation, nesting, blocks, cookie, encoded, strayBytes, line, line],
];

/** The bytes of a text in UTF-8, one a character. */
function utf8(text: string): string {
  return Buffer.from(text).toString("latin1");
}
