import fc from "fast-check";

type Lines = readonly string[];

const indent = (lines: Lines): Lines => lines.map((line) => `  ${line}`);

const grammar = fc.letrec((tie) => {
  const suite = tie("suite") as fc.Arbitrary<Lines>;
  const condition = tie("condition") as fc.Arbitrary<string>;
  const value = tie("value") as fc.Arbitrary<string>;
  const exception = fc.constantFrom("E1", "E2", "E3", "Exception", "(E1, E3)", "BaseException", "SystemExit");
  const handler = fc.tuple(exception, suite).map(([type, body]) => [`except ${type} as e:`, ...indent(body)]);
  const bare = suite.map((body) => ["except:", ...indent(body)]);
  const otherwise = fc.option(suite, { nil: undefined }).map((body) => (body ? ["else:", ...indent(body)] : []));
  const cleanup = suite.map((body) => ["finally:", ...indent(body)]);
  const block = (header: fc.Arbitrary<string>) =>
    fc.tuple(header, suite).map(([head, body]) => [head, ...indent(body)]);
  return {
    suite: fc
      .array(tie("statement") as fc.Arbitrary<Lines>, { minLength: 1, maxLength: 3 })
      .map((statements) => statements.flat()),
    condition: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constant("c(#)"),
      fc.constant("(w := c(#))"),
      fc.tuple(condition, fc.constantFrom("and", "or"), condition).map((parts) => `(${parts.join(" ")})`),
      condition.map((inner) => `(not ${inner})`),
      fc.tuple(condition, condition, condition).map(([a, b, d]) => `(${a} if ${b} else ${d})`),
    ),
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constant("m(#)"),
      condition,
      fc.tuple(value, condition, value).map(([a, b, d]) => `(${a} if ${b} else ${d})`),
      fc.tuple(value, condition).map(([a, b]) => `[${a} for _ in r(#) if ${b}]`),
      fc.tuple(value, value).map(([a, b]) => `[${a} for _ in r(#) for _ in r(#) if ${b}]`),
    ),
    statement: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constant(["m(#)"]),
      value.map((text) => [text]),
      value.map((text) => [`v = ${text}`]),
      fc.constantFrom(["return"], ["return m(#)"], ["break"], ["continue"], ["sys.exit(3)"], ["pass"]),
      fc.constantFrom(["raise E1()"], ["raise E3"], ["raise KeyboardInterrupt()"]),
      condition.map((text) => [`assert ${text}, m(#)`]),
      fc
        .tuple(
          block(condition.map((text) => `if ${text}:`)),
          fc.option(block(condition.map((text) => `elif ${text}:`)), { nil: [] }),
          otherwise,
        )
        .map((parts) => parts.flat()),
      fc.tuple(block(condition.map((text) => `while ${text}:`)), otherwise).map((parts) => parts.flat()),
      block(fc.constantFrom("while True:", "while 1:", "if 0:", "while False:")),
      fc.tuple(block(value.map(() => "for i in r(#):")), otherwise).map((parts) => parts.flat()),
      fc
        .tuple(
          suite,
          fc.array(handler, { minLength: 1, maxLength: 2 }),
          fc.option(bare, { nil: [] }),
          otherwise,
          fc.option(cleanup, { nil: [] }),
        )
        .map(([body, handlers, last, rest, end]) => [
          "try:",
          ...indent(body),
          ...handlers.flat(),
          ...last,
          ...rest,
          ...end,
        ]),
      fc.tuple(suite, cleanup).map(([body, end]) => ["try:", ...indent(body), ...end]),
      block(fc.constantFrom("with cm(#) as g:", "with suppress(E1):", "with contextlib.suppress(Exception), cm(#):")),
      fc
        .tuple(condition, condition, suite, suite)
        .map(([subject, guard, one, two]) => [
          `match ${subject}:`,
          ...indent([`case True if ${guard}:`, ...indent(one), "case _:", ...indent(two)]),
        ]),
      block(fc.constant("class C:")),
    ),
  };
});

/** Numbers the marks, and takes out what CPython would refuse where it stands. */
function program(body: Lines): string {
  let count = 0;
  const open: { depth: number; kind: string }[] = [];
  const lines = indent(body).map((line) => {
    const depth = line.length - line.trimStart().length;
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    const inClass = open.findLastIndex(({ kind }) => kind === "class");
    const inLoop = open.findLastIndex(({ kind }) => kind === "while" || kind === "for");
    const word = /\w+/.exec(line)?.[0] ?? "";
    // What belongs to the `else` of a loop is outside of it: at its depth, `else` has replaced the loop.
    if (line.endsWith(":")) open.push({ depth, kind: word });
    const refused = word === "return" ? inClass >= 0 : /^(break|continue)$/.test(word) && inLoop <= inClass;
    return (refused ? `${" ".repeat(depth)}m(#)` : line).replace(/#/g, () => String(count++));
  });
  return ["def f():", "  w = None", ...lines, ""].join("\n");
}

/** Programs of one function `f`, in which `m(7)`, `c(7)`, `r(7)` and `cm(7)` are numbered marks. */
export const randomPrograms: fc.Arbitrary<string> = (grammar.suite as fc.Arbitrary<Lines>).map(program);
