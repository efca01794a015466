import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readGrammar } from "../../src/python/grammar/check.js";
import type { NameUsage } from "../../src/python/grammar/usage.js";

function usageOf(source: string): NameUsage {
  const { usage } = readGrammar(source);
  assert.ok(usage, "the program does not compile");
  return usage;
}

const early = (source: string): readonly string[] => usageOf(source).early.map(({ name }) => name);
const behindIfs = (source: string): readonly string[] => usageOf(source).behindIfs.map(({ name }) => name);
const inHandlers = (source: string): readonly string[] => usageOf(source).inHandlers.map(({ name }) => name);

describe("what a file does with names", () => {
  const unresolved: readonly (readonly [what: string, source: string, names: readonly string[]])[] = [
    ["a name that nothing binds", "print(x)\n", ["print", "x"]],
    ["a local name of another function", "def f():\n    x = 1\n\ndef g():\n    return x\n", ["x"]],
    ["a name of the function around", "def f():\n    x = 1\n    return lambda: x\n", []],
    ["a name of the class around", "class A:\n    x = 1\n    def f(self):\n        return x\n", ["x"]],
    ["a name of the class in a comprehension", "class A:\n    x = 1\n    y = [x for _ in ()]\n", ["x"]],
    ["the target of a comprehension", "[x for x in ()]\n", []],
    ["the target of a comprehension behind it", "[x for x in ()]\nx\n", ["x"]],
    ["a name that is bound through global", "def f():\n    global x\n    x = 1\n\nx\n", []],
    ["a parameter of a type", "def f[T](x: T) -> T: ...\n", []],
    ["a quoted annotation", "def f(x: 'list[A]'): ...\n", ["A", "list"]],
    ["a value in an annotation", "def f(x: Literal['a']): ...\n", ["Literal"]],
    ["what an f-string holds", "f'{x:{y}}'\n", ["x", "y"]],
    ["captures of a pattern", "match 1:\n    case [x, *y] | {'k': x, **y}: x, y\n", []],
    ["attributes and keywords", "import a\na.b(c=1)\n", []],
  ];
  for (const [what, source, names] of unresolved) {
    it(`knows ${what}`, () => {
      assert.deepEqual([...usageOf(source).unresolved].sort(), names);
    });
  }

  it("lists reads of a scope's own names that no binding may have run before", () => {
    assert.deepEqual(early("def f():\n    x += 1\n"), ["x"]);
    assert.deepEqual(early("def f():\n    x = x + 1\n"), ["x"]);
    assert.deepEqual(early("def f(x):\n    x = x + 1\n"), []);
    assert.deepEqual(early("def f():\n    if a:\n        x = 1\n    else:\n        x.y\n"), ["x"]);
    assert.deepEqual(early("def f():\n    if a:\n        x = 1\n    x.y\n"), []);
    assert.deepEqual(early("def f():\n    try: a\n    except E as x: x\n    x.y\n"), ["x"]);
    assert.deepEqual(early("def f():\n    x = 1\n    del x\n    x.y\n"), ["x"]);
  });

  it("lists reads in handlers of what only their try binds", () => {
    assert.deepEqual(inHandlers("try:\n    x = f()\nfinally:\n    x.y\n"), ["x"]);
    assert.deepEqual(inHandlers("x = 1\ntry:\n    x = f()\nfinally:\n    x.y\n"), []);
    assert.deepEqual(inHandlers("try:\n    x = f()\nexcept E:\n    x = 1\n    x.y\n"), []);
  });

  it("tells what is read right behind an 'if' that alone has bound it", () => {
    const inside = (code: string): string => `def f(a, b):\n${code.replace(/^/gm, "    ")}\n`;
    assert.deepEqual(behindIfs(inside("if a:\n    x = 1\nx.y")), ["x"]);
    assert.deepEqual(behindIfs(inside("if a: x = 1\nif x: pass")), ["x"]);
    assert.deepEqual(behindIfs(inside("if a:\n    if b:\n        x = 1\n    x.y\nx.y\nx.y")), ["x", "x"]);
    assert.deepEqual(behindIfs(inside("if a:\n    x = 1\nelse:\n    pass\nx.y")), []);
    assert.deepEqual(behindIfs(inside("if a:\n    x = 1\nelif b:\n    x = 2\nx.y")), []);
    assert.deepEqual(behindIfs(inside("if a:\n    x = 1\n    return\nx.y")), []);
    assert.deepEqual(behindIfs(inside("if a:\n    x = 1\nx = 2\nx.y")), []);
    assert.deepEqual(behindIfs(inside("x = 0\nif a:\n    x = 1\nx.y")), []);
    assert.deepEqual(behindIfs(inside("if a:\n    x = 1\nif b:\n    x.y\nx.y")), []);
    assert.deepEqual(behindIfs("if a:\n    x = 1\nx.y\n"), []);
  });

  it("lists imports", () => {
    assert.deepEqual(usageOf("import a.b\nfrom ...c import d as e, f\nfrom g import *\n").imports, [
      { at: 0, level: 0, module: "a.b" },
      { at: 11, level: 3, module: "c", members: ["d", "f"] },
      { at: 38, level: 0, module: "g", members: ["*"] },
    ]);
  });

  it("says nothing of what does not compile", () => {
    assert.equal(readGrammar("def f(:\n").usage, undefined);
  });
});
