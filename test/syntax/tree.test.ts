import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { loadParser } from "../../src/syntax/parser.js";
import type { Node } from "../../src/syntax/node.js";
import { Lines } from "../../src/syntax/positions.js";
import type { Tree } from "../../src/syntax/tree.js";
import { python, STRESS } from "./sources.js";

const parser = await loadParser();

for (const [name, source] of Object.entries(STRESS)) {
  test(`the tree is well-formed for ${name}`, () => checkShape(parser.parse(source)));
}

test("the tree is well-formed whatever the text", () => {
  fc.assert(fc.property(python, (source) => checkShape(parser.parse(source))));
});

test("a position leads back to its offset", () => {
  fc.assert(
    fc.property(python, fc.nat(), (source, number) => {
      const lines = new Lines(source);
      const offset = number % (source.length + 1);
      const { line, column } = lines.position(offset);
      assert.equal(lines.start(line) + column - 1, offset);
      assert.ok(line >= 1 && line <= lines.count && column >= 1);
    }),
  );
});

test("lines put together again are the text", () => {
  fc.assert(
    fc.property(python, (source) => {
      const lines = new Lines(source);
      const texts = Array.from({ length: lines.count }, (_, index) => lines.text(index + 1));
      assert.deepEqual(texts, source.split(/\r\n|\r|\n/));
    }),
  );
});

const MARKED: readonly (readonly [name: string, source: string, line: number, column: number])[] = [
  ["astral characters count twice", "x = '😀😀'; target = 1\n", 1, 13],
  ["a byte order mark counts once", "\ufefftarget = 1\n", 1, 2],
  ["a tab counts once", "if x:\n\t\ttarget = 1\n", 2, 3],
  ["CRLF ends one line", "a = 1\r\nb = 2\r\ntarget = 1\r\n", 3, 1],
  ["a lone CR ends a line", "if a:\r    b = 2\r    target = 1\r", 3, 5],
  ["LF CR ends two lines", "a = 1\n\rtarget = 1\n", 3, 1],
  ["a form feed ends no line", "a = 1\n\f\ntarget = 1\n", 3, 1],
  ["a form feed in a line counts once", "a = 1\n\ftarget = 1\n", 2, 2],
  ["a line separator inside a string ends no line", "a = '\u2028'; target = 1\n", 1, 10],
  ["a lone CR inside a string ends a line", "a = '''\r'''; target = 1\n", 2, 6],
  ["a comment ends at a lone CR", "# note\rtarget = 1\n", 2, 1],
  ["far beyond 32 KiB", `${"x = '😀'\n".repeat(20_000)}target = 1\n`, 20_001, 1],
];

for (const [name, source, line, column] of MARKED) {
  test(`positions are right: ${name}`, () => {
    const { root } = parser.parse(source);
    const target = [...root.descendants("identifier")].find(({ text }) => text === "target");
    assert.ok(target, "the parser lost the name");
    assert.equal(root.isBroken, false, "the parser took a program for a broken one");
    assert.deepEqual(new Lines(source).position(target.start), { line, column });
  });
}

test("what follows a broken statement is still there", () => {
  const { root } = parser.parse("def broken(:\n    pass\n\n\ndef whole():\n    return 1\n");
  assert.equal(root.isBroken, true);
  const names = [...root.descendants("function_definition")].map((node) => node.field("name")?.text);
  assert.ok(names.includes("whole"));
});

/** Children lie inside their parent and in order, and every number of a row says the same as the walk. */
function checkShape(tree: Tree): void {
  const { after, parent } = tree.columns;
  for (let row = 0; row < tree.size; row++) {
    const node = tree.node(row);
    assert.ok(node.start <= node.end, `row ${String(row)} ends before it starts`);
    let last: Node | undefined;
    for (const child of node.allChildren) {
      assert.equal(parent[child.row], row);
      assert.equal(child.parent, node);
      assert.ok(child.start >= node.start && child.end <= node.end, `row ${String(child.row)} leaves its parent`);
      assert.equal(child.row, last ? after[last.row] : row + 1);
      if (last) assert.ok(child.start >= last.end, `row ${String(child.row)} begins inside its sibling`);
      assert.ok(!child.isBroken || node.isBroken, `row ${String(row)} hides that it is broken`);
      last = child;
    }
    assert.equal(after[row], last ? after[last.row] : row + 1);
  }
}
