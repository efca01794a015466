import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FlowGraph, type Edge } from "../../src/python/cfg/graph.js";
import { accessPath, factsOf } from "../../src/python/cfg/guards.js";
import { loadParser } from "../../src/syntax/parser.js";

const parser = await loadParser();

/** What a test says on one of its edges, as text: `not-none self.x`. */
function facts(condition: string, kind: "true" | "false"): string[] {
  return read(`if ${condition}:\n  pass\n`, kind);
}

function read(source: string, kind: "true" | "false"): string[] {
  const graph = FlowGraph.of(parser.parse(source).root);
  const edge = graph.blocks.flatMap(({ out }): Edge[] => [...out]).find((one) => one.kind === kind && one.condition);
  assert.ok(edge);
  return factsOf(edge).map((fact) => {
    const more = { attribute: "", types: undefined, call: undefined, other: undefined, ...fact };
    const detail = more.types ?? more.other;
    return [fact.kind, fact.subject.text, more.attribute, detail?.text].filter(Boolean).join(" ");
  });
}

describe("a test says", () => {
  const table: [condition: string, whenTrue: string[], whenFalse: string[]][] = [
    ["x", ["truthy x"], ["falsy x"]],
    ["self.x", ["truthy self.x"], ["falsy self.x"]],
    ["x is None", ["none x"], ["not-none x"]],
    ["None is x", ["none x"], ["not-none x"]],
    ["x == None", ["none x"], ["not-none x"]],
    ["(x) is  not None", ["not-none x"], ["none x"]],
    ["x != None", ["not-none x"], ["none x"]],
    ["x == 'a'", ["equals x 'a'", "not-none x"], ["not-equals x 'a'"]],
    ["'a' != x", ["not-equals x 'a'"], ["equals x 'a'", "not-none x"]],
    ["x == y", ["equals x y"], ["not-equals x y"]],
    ["a < b < c", [], []],
    ["k in self.d", ["in k self.d"], ["not-in k self.d"]],
    ["k not in d", ["not-in k d"], ["in k d"]],
    ["len(x) > 0", ["truthy x"], ["falsy x"]],
    ["len(x) >= 1", ["truthy x"], ["falsy x"]],
    ["0 < len(x)", ["truthy x"], ["falsy x"]],
    ["len(x) == 0", ["equals len(x) 0", "not-none len(x)", "falsy x"], ["not-equals len(x) 0", "truthy x"]],
    ["len(x) > 1", [], []],
    ["(n := f())", ["truthy n", "truthy f()"], ["falsy n", "falsy f()"]],
    ["(n := o.p) is not None", ["not-none n", "not-none o.p"], ["none n", "none o.p"]],
    [
      "isinstance(x, (A, b.C))",
      ["truthy isinstance(x, (A, b.C))", "call-true x", "instance x (A, b.C)", "not-none x"],
      ["falsy isinstance(x, (A, b.C))", "call-false x", "not-instance x (A, b.C)"],
    ],
    [
      "hasattr(self, 'x')",
      ["truthy hasattr(self, 'x')", "call-true self", "has-attribute self x"],
      ["falsy hasattr(self, 'x')", "call-false self", "lacks-attribute self x"],
    ],
    [
      "getattr(x, 'a', None)",
      ["truthy getattr(x, 'a', None)", "call-true x", "has-attribute x a"],
      ["falsy getattr(x, 'a', None)", "call-false x"],
    ],
    ["callable(x)", ["truthy callable(x)", "call-true x", "not-none x"], ["falsy callable(x)", "call-false x"]],
    ["event.is_set()", ["truthy event.is_set()", "call-true event"], ["falsy event.is_set()", "call-false event"]],
    [
      "a.iscoroutinefunction(f)",
      ["truthy a.iscoroutinefunction(f)", "call-true a"],
      ["falsy a.iscoroutinefunction(f)", "call-false a"],
    ],
    ["f()", ["truthy f()", "call-true f()"], ["falsy f()", "call-false f()"]],
  ];
  for (const [condition, whenTrue, whenFalse] of table) {
    test(condition, () => {
      assert.deepEqual(facts(condition, "true"), whenTrue);
      assert.deepEqual(facts(condition, "false"), whenFalse);
    });
  }

  test("case patterns", () => {
    const match = (pattern: string, kind: "true" | "false"): string[] =>
      read(`match x:\n  case ${pattern}:\n    pass\n`, kind);
    assert.deepEqual(match("None", "true"), ["none x"]);
    assert.deepEqual(match("None", "false"), ["not-none x"]);
    assert.deepEqual(match("A()", "true"), ["instance x A", "not-none x"]);
    assert.deepEqual(match("A()", "false"), ["not-instance x A"]);
    assert.deepEqual(match("A(b=1)", "false"), []);
    assert.deepEqual(match("'a'", "true"), ["equals x 'a'", "not-none x"]);
    assert.deepEqual(match("[a, b]", "true"), ["not-none x"]);
  });
});

test("access paths are chains of names", () => {
  const path = (text: string): string | undefined => {
    const node = parser.parse(text).root.children[0]?.children[0];
    assert.ok(node);
    return accessPath(node);
  };
  assert.equal(path("x"), "x");
  assert.equal(path("(self . a\\\n .b)"), "self.a.b");
  assert.equal(path("f().a"), undefined);
  assert.equal(path("a[0].b"), undefined);
  assert.equal(path("'a'.b"), undefined);
});
