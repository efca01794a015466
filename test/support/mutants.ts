/** Numbers from 0 up to a limit, the same ones for the same seed. */
export type Random = (limit: number) => number;

/**
 * A small generator of random numbers that can be repeated (xorshift).
 *
 * @param stream - numbers of one seed that do not depend on how many were drawn before
 */
export function random(seed: number, stream = 0): Random {
  let state = Math.imul(seed + 1, 0x9e3779b9) ^ mixed(stream);
  if (state === 0) state = 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** Turns neighbouring numbers into ones that have nothing in common (the end of MurmurHash3). */
function mixed(number: number): number {
  let mix = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}

/** What a token may be replaced by. */
const PIECES = [
  ...[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ";",
    ".",
    "=",
    "==",
    ":=",
    "+=",
    "->",
    "*",
    "**",
    "/",
    "@",
    "~",
    "<",
    "!",
  ],
  ...["if", "else", "elif", "for", "in", "is", "not", "and", "lambda", "yield", "await", "async", "def", "class"],
  ...["return", "break", "continue", "pass", "import", "from", "as", "with", "try", "except", "finally", "raise"],
  ...["global", "nonlocal", "del", "assert", "while", "None", "match", "case", "type", "_", "0", "1.5", "'a'", "b'a'"],
  ...["f'{x!r:>{w}}'", "...", "print", "async for", "not in", "(yield)", "*a", "x := 1", "x = 1", "[x for x in y]"],
  ...["\n", "\n    ", "'", '"', "\\", "\\\n", "#", "?", "{{", "global x\n", "except*", "(x async for x in y)"],
] as const;

/** Matches one token after the other, white space and the ends of lines included. */
export const TOKEN =
  /[rbfu]{0,2}(?:"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\w+|\n[ \t]*|[ \t]+|#[^\n]*|\*\*|\/\/|[=!<>:+*/-]=|->|\.\.\.|[^]/g;

/** One of the programs, or some of its lines, with a token or a line lost, doubled, moved or made another one. */
export function mutate(rng: Random, programs: readonly string[]): string {
  const program = fragment(rng, programs[rng(programs.length)] ?? "");
  return rng(5) === 0 ? mutateLine(rng, program) : mutateToken(rng, program);
}

/** Ten to fifty lines of a program, from one on that is not indented. */
export function fragment(rng: Random, program: string): string {
  const lines = program.split(/(?<=\n)/);
  const starts = lines.flatMap((line, index) => (/^[A-Za-z@_]/.test(line) ? [index] : []));
  const from = starts[rng(starts.length)] ?? 0;
  return lines.slice(from, from + 10 + rng(40)).join("");
}

/** A program with a line lost, doubled, moved or indented otherwise. */
export function mutateLine(rng: Random, program: string): string {
  const lines = program.split(/(?<=\n)/);
  const index = rng(lines.length);
  const line = lines[index] ?? "";
  const replacements = [[], [line, line], [lines[rng(lines.length)] ?? "", line], [` ${line}`], [line.slice(rng(5))]];
  lines.splice(index, 1, ...(replacements[rng(replacements.length)] ?? []));
  return lines.join("");
}

/** A program with a token lost, doubled, moved or made another one. */
export function mutateToken(rng: Random, program: string): string {
  const tokens = program.match(TOKEN) ?? [];
  const index = rng(Math.max(1, tokens.length));
  const token = tokens[index] ?? "";
  const other = tokens[rng(Math.max(1, tokens.length))] ?? "";
  const piece = PIECES[rng(PIECES.length)] ?? "";
  const replacements = [
    [],
    [token, token],
    [token, " ", token],
    [other],
    [piece],
    [piece, " ", token],
    [token, " ", piece],
  ];
  tokens.splice(index, 1, ...(replacements[rng(replacements.length)] ?? []));
  return tokens.join("");
}
