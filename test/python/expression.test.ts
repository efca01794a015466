import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { constantTruth, numberOf, wrapped } from "../../src/python/cfg/evaluation.js";
import * as words from "../../src/python/cfg/expression.js";
import { callsAmong, mentionsName, mentionsPath } from "../../src/python/cfg/mentions.js";
import { namesInAnnotation, outermostName } from "../../src/python/model/annotation.js";
import { loadParser } from "../../src/syntax/parser.js";
import type { Node } from "../../src/syntax/node.js";
import { findFixtures } from "../support/fixtures.js";
import { moduleOf } from "../support/program.js";
import { rewrite, REWRITINGS } from "../support/rewritings.js";

const parser = await loadParser();

/** The expression that is all of a program. */
function read(source: string): Node {
  const expression = parser.parse(source).root.children[0]?.children[0];
  assert.ok(expression, source);
  return expression;
}

function all(source: string, ...kinds: string[]): readonly Node[] {
  return [...parser.parse(source).root.descendants(...kinds)];
}

describe("the last name", () => {
  for (const [source, expected] of [
    ["socket", "socket"],
    ["self.pool.recv", "recv"],
    ["(self\n . # the pool\n pool) . recv", "recv"],
    ["make().recv", "recv"],
    ["make()", undefined],
    ["sockets[0]", undefined],
    ["'a.b'", undefined],
  ] as const) {
    it(`of ${JSON.stringify(source)}`, () => assert.equal(words.lastNameOf(read(`(${source})`)), expected));
  }

  it("of what is called", () => {
    assert.equal(words.calledName(read("tools . cache(maxsize=None)")), "cache");
    assert.equal(words.calledName(read("tools.cache")), "cache");
    assert.equal(words.calledName(read("((tools.cache)(5))")), "cache");
    assert.equal(words.calledName(read("make()()")), undefined);
  });
});

describe("the same expression", () => {
  for (const [one, other] of [
    ["self.jobs[0]", "self . jobs [ 0 ]"],
    ["self.jobs", "(self  # the pool\n . jobs)"],
    ["1.5", "(1.5)"],
    ["f(a, b)", "f(\n  a,  # first\n  b,  # second\n)"],
    ["a + b", "(a \\\n + b)"],
    ["f(a)", "f((a))"],
    ["x['key']", 'x["key"]'],
    ["a not in b", "a  not \\\n in b"],
    ["(a)", "((a))"],
  ] as const) {
    it(`is ${JSON.stringify(one)} and ${JSON.stringify(other)}`, () =>
      assert.ok(words.isSameExpression(read(one), read(other))));
  }

  for (const [one, other] of [
    ["a", "b"],
    ["f(a)", "f(a, b)"],
    ["f(a, b)", "f(a)"],
    ["a.b", "a.b()"],
    ["(a + b) * c", "a + b * c"],
    ["(a,)", "(a)"],
    ["f('a b')", "f('ab')"],
    ["f('a', 'b')", "f('a' 'b')"],
    ["notx", "not x"],
    ['"\\""', "'\"'"],
    ["f'{a}'", "'{a}'"],
  ] as const) {
    it(`is not ${JSON.stringify(one)} and ${JSON.stringify(other)}`, () =>
      assert.ok(!words.isSameExpression(read(one), read(other))));
  }

  it("is spelled alike however it is laid out", async () => {
    const sources = findFixtures().flatMap((fixture) => [...fixture.sources.values()]);
    // Parentheses around operators are kept, for they may mean something.
    const ways = Object.entries(REWRITINGS).flatMap(([name, way]) => (name === "more parentheses" ? [] : [way]));
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...sources), fc.constantFrom(...ways), async (source, way) => {
        const [plain, odd] = [await moduleOf(source), await moduleOf(rewrite(source, way))];
        if (plain.root.isBrokenInside || odd.root.isBrokenInside) return;
        const spelled = plain.calls.map(({ node }) => words.spellingOf(node));
        assert.deepEqual(
          odd.calls.map(({ node }) => words.spellingOf(node)),
          spelled,
        );
        compared += spelled.length;
      }),
      { numRuns: 100 },
    );
    assert.ok(compared > 500, `only ${String(compared)} calls were compared`);
  });
});

it("the spelling keeps words apart", () => {
  assert.equal(words.spellingOf(read("f(a  if b else  (c), *  d)")), "f(a if b else c,*d)");
  assert.equal(words.spellingOf(read("del_ . x")), "del_.x");
  assert.equal(words.spellingOf(read("f(not  größe)")), "f(not größe)");
  assert.equal(words.spellingOf(read("f(größe  is  é)")), "f(größe is é)");
  assert.equal(words.spellingOf(read("f(a,\\\n  b,\\\n)")), "f(a,b)");
});

it("of what is long, a beginning is spelled", () => {
  const long = read("f( first,  second, third)");
  assert.equal(words.spellingOf(long, 21), "f(first,second,third)");
  const beginning = words.spellingOf(long, 10);
  assert.ok(beginning.length > 10 && beginning.length < 21 && "f(first,second,third)".startsWith(beginning), beginning);
});

describe("what is returned", () => {
  for (const [source, expected] of [
    ["return a", "a"],
    ["return (( a ))", "a"],
    ["return a, b", "a, b"],
    ["return", undefined],
    ["raise a", undefined],
  ] as const) {
    it(source, () => {
      const [statement] = all(`def f():\n  ${source}\n`, "return_statement", "raise_statement");
      assert.ok(statement);
      assert.equal(words.returnedValue(statement)?.text, expected);
    });
  }
});

it("the parentheses around an expression belong to it", () => {
  const [name, other] = all("f(((a)), (a + b))", "identifier").filter(({ text }) => text === "a");
  assert.equal(name && wrapped(name).text, "((a))");
  assert.equal(other && wrapped(other).text, "a");
});

it("what nests deep is spelled, too", () => {
  const deep = read(`${"-".repeat(50_000)}1`);
  assert.equal(words.spellingOf(deep).length, 50_001);
  const [inner] = all(`x = ${"(".repeat(50_000)}1${")".repeat(50_000)}`, "integer");
  assert.deepEqual(inner && words.assignedTo(inner).map(({ text }) => text), ["x"]);
});

describe("a comparison", () => {
  for (const [source, expected] of [
    ["a is  # it\n not b", "a | is not | b"],
    ["a not   in b", "a | not in | b"],
    ["a <= b", "a | <= | b"],
    ["a < b < c", undefined],
    ["a + b", undefined],
  ] as const) {
    it(JSON.stringify(source), () => {
      const { left, operator, right } = words.comparisonOf(unparenthesized(source)) ?? {};
      assert.equal(operator && [left?.text, operator, right?.text].join(" | "), expected);
    });
  }

  function unparenthesized(source: string): Node {
    const inner = read(`(${source})`).children[0];
    assert.ok(inner);
    return inner;
  }
});

describe("what a result is assigned to", () => {
  for (const [source, expected] of [
    ["x = call()", ["x"]],
    ["a = self.b = (call())", ["self.b", "a"]],
    ["a: int = call()", ["a"]],
    ["print(y := call())", ["y"]],
    ["x = (y := call())", ["y", "x"]],
    ["a, b = call()", ["a, b"]],
    ["x = call() + 1", []],
    ["x[call()] = 1", []],
    ["x = await call()", []],
    ["x += call()", []],
    ["call()", []],
  ] as const) {
    it(source, () => {
      const [call] = all(source, "call").filter(({ text }) => text === "call()");
      assert.ok(call);
      assert.deepEqual(
        words.assignedTo(call).map(({ text }) => text),
        expected,
      );
    });
  }
});

describe("a constant", () => {
  for (const [source, truth, number] of [
    ["True", true, undefined],
    ["(1)", true, 1],
    ["not 0", true, undefined],
    ["not (not '')", false, undefined],
    ["0.0", false, 0],
    ["0x10", true, 16],
    ["1_000", true, 1000],
    ["-5", undefined, -5],
    ["2j", undefined, undefined],
    ["None", false, undefined],
    ["'a'", true, undefined],
    ["f'{a}'", undefined, undefined],
    ["not running", undefined, undefined],
    ["running", undefined, undefined],
  ] as const) {
    it(source, () => {
      assert.equal(constantTruth(read(source)), truth);
      assert.equal(numberOf(read(source)), number);
    });
  }
});

describe("what code speaks of", () => {
  const code = read("self . lock.acquire(blocking=not 'stop')  # self.stop()");

  it("by a name", () => {
    assert.ok(mentionsName(code, /^lock$/));
    assert.ok(mentionsName(code, new Set(["blocking"])));
    assert.ok(!mentionsName(code, /stop/));
    assert.ok(!mentionsName(code, new Set(["stop", "loc"])));
  });

  it("by a path", () => {
    assert.ok(mentionsPath(code, "self.lock"));
    assert.ok(mentionsPath(code, "self"));
    assert.ok(!mentionsPath(code, "lock"));
    assert.ok(!mentionsPath(code, "self.stop"));
  });

  it("by a call", () => {
    const source = "def f():\n  a.recv(b.recv)\n  def g():\n    (a . recv)( )\n  send('recv()')\n";
    const called = [...callsAmong(parser.parse(source).root, new Set(["recv"]))].map(({ text }) => text);
    assert.deepEqual(called, ["a.recv(b.recv)", "(a . recv)( )"]);
  });

  it("in an annotation", () => {
    const [plain, quoted] = all("a: typing.Optional[x.Task] = 0\nb: 'typing.Optional[x.Task]' = 0\n", "type");
    for (const annotation of [plain, quoted]) {
      assert.ok(annotation);
      assert.equal(outermostName(annotation), "Optional");
      assert.deepEqual(namesInAnnotation(annotation), ["typing", "Optional", "x", "Task"]);
    }
  });
});
