import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { FlowGraph, type Block, type Edge } from "../../src/python/cfg/graph.js";
import { MOST_DEFINITIONS, ReachingDefinitions, type Effect } from "../../src/python/cfg/reaching.js";
import type { Node } from "../../src/syntax/node.js";
import { loadParser } from "../../src/syntax/parser.js";
import { randomPrograms } from "../support/random-program.js";

const parser = await loadParser();

/** A function (or module) under test, its nodes found by their text. */
class Program {
  readonly root: Node;
  readonly graph: FlowGraph;

  constructor(source: string) {
    this.root = parser.parse(source).root;
    const [owner] = this.root.descendants("function_definition");
    this.graph = FlowGraph.of(owner ?? this.root);
  }

  /** The `nth` outermost node with the text, or one that starts with it when it ends in `…`. */
  node(text: string, nth = 0): Node {
    const matches: Node[] = [];
    const visit = (node: Node): void => {
      const same = text.endsWith("…") ? node.text.startsWith(text.slice(0, -1)) : node.text === text;
      if (same && node.isNamed && !/^(module|block)$/.test(node.kind)) matches.push(node);
      else node.children.forEach(visit);
    };
    visit(this.root);
    const found = matches[nth];
    assert.ok(found, `no ${text}`);
    return found;
  }

  reaches(from: string, to: string): boolean {
    return this.graph.reaches(this.node(from), this.node(to));
  }

  isGuarded(to: string, by: string, kind: Edge["kind"]): boolean {
    const edge = (one: Edge): boolean => one.kind === kind && one.condition?.text === by;
    return this.graph.everyPathTo(this.node(to), { edge });
  }

  exits(loop: string): string[] {
    return this.graph.exits(this.node(loop)).map(({ kind, at }) => `${kind} ${at.text}`);
  }

  /** The texts of the definitions of a name that reach a node, `<entry>` for none. */
  definitions(name: string, at: Node): string[] {
    const { definitions, fromEntry } = new ReachingDefinitions(this.graph, bindings).reaching(name, at);
    return [...(fromEntry ? ["<entry>"] : []), ...definitions.map((node) => node.text)];
  }
}

/** Enough of Python's binding for these tests; the whole statement stands for the definition. */
function bindings(element: Node): Effect[] {
  const bind = (target: Node | undefined, node: Node): Effect[] =>
    target ? [...target.descendants("identifier")].map((name) => ({ key: name.text, node })) : [];
  switch (element.kind) {
    case "assignment":
      return bind(element.field("left"), element);
    case "named_expression":
    case "function_definition":
    case "class_definition":
      return bind(element.field("name"), element);
    case "except_clause":
      return bind(element.field("value")?.field("alias"), element);
    default:
      return element.fieldName === "left" ? bind(element, element) : [];
  }
}

describe("conditions", () => {
  test("are split until each is atomic", () => {
    const program = new Program("def f(x, y):\n  if x and not (y or z()):\n    a()\n  b()\n");
    assert.ok(program.isGuarded("a()", "x", "true"));
    assert.ok(program.isGuarded("a()", "y", "false"));
    assert.ok(program.isGuarded("a()", "z()", "false"));
    assert.ok(!program.isGuarded("b()", "x", "true"));
    for (const { out } of program.graph.blocks) {
      for (const { condition } of out) assert.doesNotMatch(condition?.kind ?? "", /boolean|not_|parenthesized/);
    }
  });

  test("guard the operands behind them", () => {
    const program = new Program("def f(x):\n  return x and x.foo() or bar()\n");
    assert.ok(program.isGuarded("x.foo()", "x", "true"));
    assert.ok(!program.isGuarded("bar()", "x", "true"));
    assert.ok(!program.isGuarded("bar()", "x", "false"));
    assert.ok(!program.isGuarded("return…", "x", "true"));
  });

  test("guard inside of arguments, chosen values, comprehensions, lambdas and assertions", () => {
    const program = new Program(
      "def f(x):\n  g(a() if x else b(), lambda: x and h())\n  assert x, c()\n  d()\n  [e() for i in j() if i]\n",
    );
    assert.ok(program.isGuarded("a()", "x", "true"));
    assert.ok(program.isGuarded("b()", "x", "false"));
    assert.ok(program.graph.elementOf(program.node("h()"))?.text.startsWith("g(a()"), "runs another time");
    assert.ok(program.isGuarded("d()", "x", "true"));
    assert.ok(program.isGuarded("c()", "x", "false"));
    assert.ok(program.isGuarded("e()", "i", "true"));
    assert.ok(program.reaches("e()", "e()"));
    assert.ok(!program.reaches("j()", "j()"));
  });

  test("of a lambda guard its body", () => {
    const root = parser.parse("f = lambda x: x and x.y()\n").root;
    const [owner] = root.descendants("lambda");
    const [call] = root.descendants("call");
    assert.ok(owner && call);
    const graph = FlowGraph.of(owner);
    assert.ok(graph.everyPathTo(call, { edge: ({ kind }) => kind === "true" }));
    assert.equal(FlowGraph.of(owner), graph);
  });

  test("that are constant have one way on", () => {
    const program = new Program("def f():\n  if 0:\n    a()\n  while 'yes':\n    b()\n    if None: break\n  c()\n");
    assert.ok(!program.graph.isReachable(program.node("a()")));
    assert.ok(program.graph.isReachable(program.node("b()")));
    assert.ok(!program.graph.isReachable(program.node("c()")));
    assert.ok(!program.graph.fallsThrough);
  });

  test("in a match: the pattern that fits is on the edge", () => {
    const program = new Program(
      "def f(x):\n  match x:\n    case None:\n      a()\n    case [y, z] if y:\n      b()\n    case other:\n      c()\n  d()\n",
    );
    assert.ok(program.isGuarded("a()", "None", "true"));
    assert.ok(program.isGuarded("b()", "None", "false"));
    assert.ok(program.isGuarded("b()", "y", "true"));
    assert.ok(program.isGuarded("c()", "None", "false"));
    assert.ok(!program.isGuarded("c()", "y", "false"));
    const element = (node: Node): boolean => /^[abc]\(\)$/.test(node.text);
    assert.ok(program.graph.everyPathTo(program.node("d()"), { element }), "the last case takes everything");
  });
});

describe("exceptions", () => {
  const handled = new Program(
    "def f():\n  a()\n  try:\n    x = b()\n    y = c()\n  except E as e:\n    d(e)\n  else:\n    g()\n  h()\n",
  );

  test("leave a try before the effect", () => {
    assert.ok(!handled.reaches("c()", "d(e)"));
    assert.ok(handled.reaches("b()", "d(e)"));
    assert.ok(!handled.reaches("d(e)", "g()"));
    assert.deepEqual(handled.definitions("y", handled.node("d(e)")), ["<entry>"]);
    assert.deepEqual(handled.definitions("x", handled.node("d(e)")), ["<entry>", "x = b()"]);
    assert.deepEqual(handled.definitions("e", handled.node("d(e)"))[0]?.split("\n")[0], "except E as e:");
  });

  test("that no clause takes go on outwards", () => {
    const ends = (source: string): boolean =>
      new Program(source).graph.leavesWithout(new Program(source).node("a()"), () => false, "raised");
    assert.ok(handled.graph.leavesWithout(handled.node("a()"), () => false, "raised"));
    for (const clause of ["except:", "except Exception:", "except (A, BaseException) as e:"]) {
      const program = new Program(`def f():\n  a()\n  try:\n    b()\n  ${clause}\n    pass\n`);
      assert.ok(!program.graph.leavesWithout(program.node("a()"), () => false, "raised"), clause);
    }
    assert.ok(!ends("def f():\n  a()\n  b()\n"), "nothing implicit outside of a try");
    assert.ok(!new Program("def f():\n  a()\n  raise E\n").graph.fallsThrough);
  });

  test("run every finally on every way out, and no other way", () => {
    const program = new Program(
      "def f(x):\n  while x:\n    try:\n      if a(): break\n      if b(): continue\n      if c(): return\n      d()\n    finally:\n      end()\n    e()\n  g()\n",
    );
    const { graph } = program;
    const isEnd = (element: Node): boolean => element.text === "end()";
    assert.ok(!graph.leavesWithout(program.node("a()"), isEnd));
    assert.equal(graph.locate(program.node("end()")).length, 5);
    const past = (from: string, to: string): boolean =>
      graph.reaches(program.node(from), program.node(to), { through: (element) => element.text !== "a()" });
    assert.ok(past("break", "g()"));
    assert.ok(!past("break", "e()"));
    assert.ok(!past("return", "g()"));
    assert.ok(!past("return", "e()"));
    assert.ok(!past("continue", "e()"));
    assert.ok(past("d()", "e()"));
  });

  test("end behind suppress, when the name fits", () => {
    const program = new Program("def f():\n  a()\n  with suppress(Exception):\n    x = b()\n    y = c()\n  d()\n");
    assert.deepEqual(program.definitions("y", program.node("d()")), ["<entry>", "y = c()"]);
    assert.ok(!program.graph.leavesWithout(program.node("a()"), () => false, "raised"));
    const narrow = new Program("def f():\n  with contextlib.suppress(KeyError):\n    raise ValueError\n  d()\n");
    assert.ok(narrow.graph.leavesWithout(narrow.node("contextlib…"), () => false, "raised"));
  });

  test("of calls that never return pass except Exception", () => {
    const program = new Program(
      "def f():\n  try:\n    try:\n      sys.exit(1)\n    except Exception:\n      a()\n    b()\n  except SystemExit:\n    c()\n  finally:\n    d()\n",
    );
    const { graph } = program;
    assert.ok(!program.reaches("sys.exit(1)", "a()"));
    assert.ok(!program.reaches("sys.exit(1)", "b()"));
    assert.ok(program.reaches("sys.exit(1)", "c()"));
    assert.ok(!graph.leavesWithout(program.node("sys.exit(1)"), (element) => element.text === "d()"));
    const hard = new Program("def f():\n  try:\n    os._exit(1)\n  finally:\n    d()\n");
    assert.ok(!hard.reaches("os._exit(1)", "d()"));
  });
});

describe("loops", () => {
  test("say how they can be left", () => {
    const program = new Program(`def f(q):
  while True:
    try:
      if a(): raise Stop()
      if b(): raise
    except Exception:
      log()
    for x in y():
      if x: break
    else:
      break
    if c(): return 1
    if d(): sys.exit(2)
  return 0
`);
    assert.deepEqual(program.exits("while True…"), ["break break", "return return 1", "exit-call sys.exit(2)"]);
    assert.deepEqual(program.exits("for x…"), ["condition y()", "break break"]);
  });

  test("are left by exceptions that their handlers do not take", () => {
    const loop = (body: string): string[] => new Program(`def f():\n  while True:\n${body}`).exits("while True…");
    assert.deepEqual(loop("    a()\n"), []);
    assert.deepEqual(loop("    return sys.exit(1)\n"), ["exit-call sys.exit(1)"]);
    assert.deepEqual(loop("    raise A()\n"), ["raise raise A()"]);
    assert.deepEqual(loop("    try:\n      raise A()\n    except A:\n      pass\n"), []);
    assert.deepEqual(loop("    try:\n      raise A()\n    except B:\n      pass\n"), ["raise raise A()"]);
    assert.deepEqual(loop("    try:\n      sys.exit()\n    except Exception:\n      pass\n"), ["exit-call sys.exit()"]);
    assert.deepEqual(loop("    try:\n      sys.exit()\n    except:\n      pass\n"), []);
    assert.deepEqual(loop("    with suppress(A):\n      raise m.A\n"), []);
    assert.deepEqual(loop("    try:\n      a()\n    except A:\n      raise\n"), ["raise raise"]);
    assert.deepEqual(loop("    def g():\n      return\n    h = lambda: 1\n"), []);
    assert.deepEqual(loop("    continue\n    break\n"), []);
    assert.deepEqual(new Program("def f(x):\n  while x.y or z:\n    pass\n").exits("while…"), ["condition x.y or z"]);
    assert.deepEqual(new Program("def f(x):\n  while x or True:\n    pass\n").exits("while…"), []);
  });

  test("lead from their end to their beginning", () => {
    const program = new Program("def f(x):\n  for i in x:\n    a()\n    b()\n  else:\n    c()\n");
    assert.ok(program.reaches("b()", "a()"));
    assert.ok(program.reaches("a()", "c()"));
    assert.ok(!program.reaches("c()", "a()"));
    assert.deepEqual(program.definitions("i", program.node("c()")), ["<entry>", "i"]);
    const [visited, stopped]: string[][] = [[], []];
    program.graph.walkFrom(program.node("a()"), (element) => (visited?.push(element.text), "go"));
    assert.deepEqual(visited, ["b()", "i", "a()", "c()"]);
    program.graph.walkFrom(program.node("a()"), (element) => (stopped?.push(element.text), "stop"));
    assert.deepEqual(stopped, ["b()"]);
    assert.equal(program.graph.loopOf(program.node("a()"))?.kind, "for_statement");
    assert.equal(program.graph.loopOf(program.node("c()")), undefined);
  });
});

describe("elements", () => {
  test("of classes run inline, those of functions do not", () => {
    const program = new Program("a()\nclass C(b()):\n  x = c()\n  @d()\n  def m(self, y=e()):\n    g()\nh()\n");
    const graph = FlowGraph.of(program.root);
    const order: string[] = [];
    graph.walkFrom(
      program.node("a()"),
      (element) => (order.push(`${element.kind} ${element.text.split("\n")[0]}`), "go"),
    );
    assert.deepEqual(order, [
      "argument_list (b())",
      "assignment x = c()",
      "decorator @d()",
      "function_definition def m(self, y=e()):",
      "class_definition class C(b()):",
      "call h()",
    ]);
    const method = graph.elementOf(program.node("e()"));
    assert.ok(method);
    assert.equal(graph.elementOf(program.node("g()"))?.row, method.row);
    assert.deepEqual(
      [...graph.partsOf(method)].filter(({ kind }) => kind === "call").map(({ text }) => text),
      ["e()"],
    );
  });

  test("start where the first of them stands", () => {
    const program = new Program("def f(p):\n  if (p and q):\n    pass\n");
    assert.equal(program.graph.elementOf(program.node("if…"))?.text, "p");
    assert.equal(program.graph.elementOf(program.node("p and q"))?.text, "p");
    assert.ok(program.graph.reaches(program.node("(p)"), program.node("q")), "from the parameters on");
  });

  test("of broken programs are plain", () => {
    for (const source of [
      "def f(:\n  a(\n",
      "break\n",
      "try:\n",
      "if x\n  y()\n",
      "match x:\n  y\n",
      "f(a b)",
      "while",
      "x =",
    ]) {
      const program = new Program(source);
      assert.ok(program.graph.blocks.length >= 3, source);
    }
  });
});

describe("reaching definitions", () => {
  test("meet at joins", () => {
    const program = new Program("def f(c):\n  x = 1\n  if c:\n    x = 2\n  a(x)\n  x = 3\n  return x\n  x = 4\n");
    assert.deepEqual(program.definitions("x", program.node("a(x)")), ["x = 1", "x = 2"]);
    assert.deepEqual(program.definitions("x", program.node("return x")), ["x = 3"]);
    assert.deepEqual(program.definitions("x", program.node("x = 1")), ["<entry>"]);
  });

  test("go around loops", () => {
    const program = new Program("def f(c):\n  while c:\n    a(x)\n    if d: continue\n    x = 1\n  b(x)\n");
    assert.deepEqual(program.definitions("x", program.node("a(x)")), ["<entry>", "x = 1"]);
    assert.deepEqual(program.definitions("x", program.node("b(x)")), ["<entry>", "x = 1"]);
  });

  test("of a walrus hold behind it", () => {
    const program = new Program("def f():\n  if (n := g()) and n.ok:\n    a(n)\n  y = (z := 1) + h(z)\n");
    assert.deepEqual(program.definitions("n", program.node("n.ok")), ["n := g()"]);
    assert.deepEqual(program.definitions("n", program.node("a(n)")), ["n := g()"]);
    assert.deepEqual(program.definitions("z", program.node("h(z)")), ["z := 1"]);
  });

  test("that do not kill let others through", () => {
    const program = new Program("x = 1\ny()\nz()\n");
    const reaching = new ReachingDefinitions(program.graph, (node) =>
      node.kind === "call"
        ? [{ key: "x", node, kills: false }]
        : node.kind === "assignment"
          ? [{ key: "x", node }]
          : [],
    );
    const texts = reaching.atEnd("x", program.graph.exit).definitions.map(({ text }) => text);
    assert.deepEqual(texts, ["x = 1", "y()", "z()"]);
    assert.deepEqual(reaching.reaching("x", program.node("y()")).definitions.length, 1);
  });

  test("are those that every path says", () => {
    fc.assert(
      fc.property(randomPrograms, fc.boolean(), (source, reversed) => {
        const { graph } = new Program(source);
        const reaching = new ReachingDefinitions(graph, marks);
        // Asked in both directions, so that what is remembered from one question serves the next.
        for (const block of reversed ? [...graph.blocks].reverse() : graph.blocks) {
          if (!graph.isLive(block)) continue;
          for (const key of KEYS) {
            const { definitions, fromEntry } = reaching.atEnd(key, block);
            assert.deepEqual([fromEntry, ...definitions.map(({ row }) => row)], backwards(graph, key, block), source);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test("are cut when there are very many", () => {
    const source = Array.from({ length: 1000 }, (_, index) => `if a${index}:\n  x = ${index}\n`).join("");
    const program = new Program(source);
    const { definitions, isComplete } = new ReachingDefinitions(program.graph, bindings).atEnd("x", program.graph.exit);
    assert.equal(definitions.length, MOST_DEFINITIONS);
    assert.ok(!isComplete);
  });
});

const KEYS = ["a", "b", "c"];

/** Every mark of a random program defines one of three keys; those divisible by seven let others through. */
function marks(element: Node): Effect[] {
  const number = Number(/\w\((\d+)\)/.exec(element.text)?.[1] ?? NaN);
  const key = KEYS[number % 5];
  return key ? [{ key, node: element, kills: number % 7 !== 0 }] : [];
}

/** The plain way: one search for each question. */
function backwards(graph: FlowGraph, key: string, start: Block): unknown[] {
  const rows = new Set<number>();
  let fromEntry = false;
  const queue = new Set([start]);
  for (const block of queue) {
    const sites = block.elements.flatMap((element) => marks(element).filter((effect) => effect.key === key));
    const last = sites.findLastIndex(({ kills }) => kills ?? true);
    for (const { node } of sites.slice(Math.max(0, last))) rows.add(node.row);
    if (last >= 0) continue;
    if (block === graph.entry) fromEntry = true;
    for (const { from } of block.in) if (graph.isLive(from)) queue.add(from);
  }
  return [fromEntry, ...[...rows].sort((left, right) => left - right)];
}

describe("paths", () => {
  test("that all pass something are found as by trying all", () => {
    fc.assert(
      fc.property(randomPrograms, fc.nat(6), (source, divisor) => {
        const { graph } = new Program(source);
        const passed = (element: Node): boolean => Number(/\w\((\d+)\)/.exec(element.text)?.[1] ?? NaN) % 7 === divisor;
        const before = new Set<Node>();
        const parameters = graph.owner.field("parameters");
        assert.ok(parameters);
        graph.walkFrom(parameters, (element) => (before.add(element), passed(element) ? "stop" : "go"));
        for (const element of new Set(graph.blocks.flatMap(({ elements }) => elements))) {
          assert.equal(graph.everyPathTo(element, { element: passed }), !before.has(element), element.text);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("lead to every node of a program", () => {
    fc.assert(
      fc.property(randomPrograms, fc.nat(), fc.nat(), (source, from, length) => {
        for (const text of [
          source,
          source.slice(0, from % source.length) + source.slice((from + length) % source.length),
        ]) {
          const { graph, root } = new Program(text);
          for (const node of root.descendants("identifier", "call", "if_statement", "try_statement", "block")) {
            const inOwner = graph.owner.field("body")?.contains(node) ?? graph.owner === root;
            assert.ok(
              !inOwner || graph.locate(node).length > 0 || node.parent === graph.owner,
              `${node.text} in ${text}`,
            );
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("large programs", () => {
  const sizes = (source: string): { blocks: number; edges: number } => {
    const { blocks } = new Program(source).graph;
    return { blocks: blocks.length, edges: blocks.reduce((sum, { out }) => sum + out.length, 0) };
  };
  const line = (count: number, text: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => text(index)).join("");

  test("of many statements stay few blocks", () => {
    assert.ok(sizes(line(5000, (index) => `x${index} = f(${index})\n`)).blocks < 10);
  });

  test("take edges in proportion", () => {
    const ladder = sizes(`if a:\n  b()\n${line(3000, (index) => `elif c${index}:\n  d()\n`)}`);
    assert.ok(ladder.edges < 20_000, `${ladder.edges}`);
    const tried = sizes(`try:\n${line(5000, (index) => `  x${index} = f()\n`)}except E:\n  pass\n`);
    assert.ok(tried.edges < 20_000, `${tried.edges}`);
    const chain = sizes(`x = ${line(5000, (index) => `a${index} and `)}b\n`);
    assert.ok(chain.edges < 20_000, `${chain.edges}`);
  });

  test("copy a finally within bounds", () => {
    const nest = (depth: number): string =>
      depth === 0
        ? "g()\n"
        : `try:\n${pad(`if a(): return\n${depth % 2 ? "b()\n" : ""}`)}finally:\n${pad(nest(depth - 1))}`;
    const pad = (text: string): string => text.replace(/^(?=.)/gm, " ");
    const inFinally = sizes(`def f():\n${pad(nest(40))}`);
    assert.ok(inFinally.blocks < 40 * 200, `${inFinally.blocks}`);
    const bodies = (depth: number): string =>
      depth === 0 ? "return g()\n" : `try:\n${pad(bodies(depth - 1))}finally:\n${pad("h()\n")}`;
    const inBody = sizes(`def f():\n${pad(bodies(60))}`);
    assert.ok(inBody.blocks < 60 * 40, `${inBody.blocks}`);
  });

  test("may be nested deeper than any stack", () => {
    for (const source of [
      `x = ${"(".repeat(3000)}a and b${")".repeat(3000)}\n`,
      `x = ${"not ".repeat(3000)}(a or b)\n`,
      `x = ${"a if b else ".repeat(3000)}c\n`,
      `if ${"(a or b and ".repeat(2000)}c${")".repeat(2000)}: pass\n`,
      `x = ${"[".repeat(2000)}y${" for y in z]".repeat(2000)}\n`,
      line(800, (index) => `${" ".repeat(index)}if x:\n`) + `${" ".repeat(800)}y()\n`,
      line(800, (index) => `${" ".repeat(index)}while x:\n`) + `${" ".repeat(800)}y()\n`,
      line(400, (index) => `${" ".repeat(index)}try:\n`) + `${" ".repeat(400)}return y()\n`,
    ]) {
      const { graph, root } = new Program(source);
      for (const name of root.descendants("identifier")) assert.ok(graph.locate(name).length > 0);
    }
  });

  test("answer from ten thousand blocks away", () => {
    const program = new Program(`x = 1\n${line(10_000, (index) => `if a${index}:\n  b()\n`)}y = x\n`);
    assert.deepEqual(program.definitions("x", program.node("y = x")), ["x = 1"]);
    assert.ok(program.reaches("x = 1", "y = x"));
    assert.ok(program.graph.everyPathTo(program.node("y = x"), { element: (element) => element.text === "x = 1" }));
  });
});
