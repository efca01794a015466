/** Numbers from 0 up to a limit, the same ones for the same seed. */
export type Random = (limit: number) => number;

/** A small generator of random numbers that can be repeated (xorshift). */
export function random(seed: number): Random {
  let state = (seed + 1) * 0x9e3779b9;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

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

const TOKEN =
  /[rbfu]{0,2}(?:"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\w+|\n[ \t]*|[ \t]+|#[^\n]*|\*\*|\/\/|[=!<>:+*/-]=|->|\.\.\.|[^]/g;

/** One of the programs, or some of its lines, with a token or a line lost, doubled, moved or made another one. */
export function mutate(rng: Random, programs: readonly string[]): string {
  const lines = (programs[rng(programs.length)] ?? "").split(/(?<=\n)/);
  const starts = lines.flatMap((line, index) => (/^[A-Za-z@_]/.test(line) ? [index] : []));
  const from = starts[rng(starts.length)] ?? 0;
  const program = lines.slice(from, from + 10 + rng(40)).join("");
  return rng(5) === 0 ? mutateLine(rng, program) : mutateToken(rng, program);
}

function mutateLine(rng: Random, program: string): string {
  const lines = program.split(/(?<=\n)/);
  const index = rng(lines.length);
  const line = lines[index] ?? "";
  const replacements = [[], [line, line], [lines[rng(lines.length)] ?? "", line], [` ${line}`], [line.slice(rng(5))]];
  lines.splice(index, 1, ...(replacements[rng(replacements.length)] ?? []));
  return lines.join("");
}

function mutateToken(rng: Random, program: string): string {
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
