import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { FlowGraph, type Place } from "../../src/python/graph.js";
import type { Node } from "../../src/syntax/node.js";
import { loadParser } from "../../src/syntax/parser.js";

/*
 * Random programs run under CPython, which writes down what it does; the graph must allow every one of these runs.
 * `m(7)` does something, `c(7)` is a condition, `r(7)` something to iterate: each may raise, before it is written down.
 */

const RUNNER = `
import contextlib, json, random, sys, warnings
warnings.simplefilter("ignore")
class E1(Exception): pass
class E2(E1): pass
class E3(Exception): pass
class Enough(BaseException): pass
def run(source, seed):
    rng, trace, over = random.Random(seed), [], []
    def mark(k):
        if over: raise Enough
        if len(trace) > 120:
            over.append(1)
            raise Enough
        if rng.random() < 0.12: raise rng.choice([E1, E2, E3])
        trace.append(k)
    def m(k): mark(k); return k
    def c(k): mark(k); return rng.random() < 0.5
    def r(k): mark(k); return range(rng.randrange(3))
    @contextlib.contextmanager
    def cm(k):
        mark(k)
        yield k
    scope = dict(m=m, c=c, r=r, cm=cm, E1=E1, E2=E2, E3=E3, sys=sys, contextlib=contextlib, suppress=contextlib.suppress)
    exec(compile(source, "random", "exec"), scope)
    try:
        scope["f"]()
    except BaseException:
        return trace, "raised"
    return trace, "over" if over else "exit"
def runs(source):
    try:
        compile(source, "random", "exec")
    except SyntaxError:
        return []
    return [run(source, seed) for seed in range(12)]
print(json.dumps([runs(source) for source in json.load(sys.stdin)]))
`;

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

const parser = await loadParser();

/** Follows a run through the graph; answers the mark that the graph does not allow. */
function refusedMark(graph: FlowGraph, trace: readonly number[], end: string): number | string | undefined {
  const marks = new Map<Node, number | undefined>();
  const markOf = (element: Node): number | undefined => {
    if (!marks.has(element)) {
      const calls = [...graph.partsOf(element)].filter((part) => part.kind === "call");
      const numbers = calls.flatMap((call) => /^(?:m|c|r|cm)\((\d+)\)$/.exec(call.text)?.[1] ?? []);
      assert.ok(numbers.length <= 1, `one element, several marks: ${element.text}`);
      marks.set(element, numbers[0] === undefined ? undefined : Number(numbers[0]));
    }
    return marks.get(element);
  };
  const follow = (from: readonly Place[], mark: number | undefined): { next: Place[]; ends: Set<unknown> } => {
    const next: Place[] = [];
    const ends = new Set<unknown>();
    const seen = new Set<unknown>();
    const queue = from.map(({ block, index }) => ({ block, index: index + 1 }));
    for (const { block, index } of queue) {
      if (index === 0 && seen.has(block)) continue;
      if (index === 0) seen.add(block);
      const at = block.elements.findIndex((element, place) => place >= index && markOf(element) !== undefined);
      const element = block.elements[at];
      if (element) {
        if (markOf(element) === mark) next.push({ block, index: at });
        continue;
      }
      ends.add(block);
      for (const edge of block.out) queue.push({ block: edge.to, index: 0 });
    }
    return { next, ends };
  };
  let places: Place[] = [{ block: graph.entry, index: -1 }];
  for (const mark of trace) {
    places = follow(places, mark).next;
    if (places.length === 0) return mark;
  }
  return end === "exit" && !follow(places, undefined).ends.has(graph.exit) ? "exit" : undefined;
}

test("the graph allows what CPython does", () => {
  const sources = fc.sample((grammar.suite as fc.Arbitrary<Lines>).map(program), { numRuns: 250, seed: 20 });
  const run = spawnSync("python3", ["-c", RUNNER], {
    input: JSON.stringify(sources),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  assert.equal(run.status, 0, run.stderr);
  const runs = JSON.parse(run.stdout) as [number[], string][][];
  let followed = 0;
  sources.forEach((source, place) => {
    const [owner] = parser.parse(source).root.descendants("function_definition");
    assert.ok(owner);
    const graph = FlowGraph.of(owner);
    for (const [trace, end] of runs[place] ?? []) {
      const refused = refusedMark(graph, trace, end);
      assert.equal(refused, undefined, `after ${trace.join(" ")} (${end}) in\n${source}`);
      followed += trace.length;
    }
  });
  assert.ok(followed > 5000, `only ${followed} steps followed`);
});
