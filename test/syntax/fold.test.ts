import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readGrammar } from "../../src/python/grammar/check.js";
import { FoldedText } from "../../src/syntax/fold.js";
import { inSourceOrder, type Node } from "../../src/syntax/node.js";
import { loadNative, loadWasm, type PythonParser } from "../../src/syntax/parser.js";
import { parseWithRecovery } from "../../src/syntax/recovery.js";
import { FOLDED, type Tree } from "../../src/syntax/tree.js";
import { findFixtures } from "../support/fixtures.js";
import { whyNoNative } from "../support/native.js";

const parsers = whyNoNative() === undefined ? [await loadWasm(), loadNative()] : [await loadWasm()];

/** Where a whole tree and an unfolded one are not the same; comments hang elsewhere, and so move ends. */
function difference(whole: Node, unfolded: Node): string | undefined {
  const shape = ({ kind, start, fieldName, isNamed }: Node): string => [kind, start, fieldName, isNamed].join();
  if (shape(whole) !== shape(unfolded)) return `${shape(whole)} is ${shape(unfolded)}`;
  const left = withoutComments(whole);
  const right = withoutComments(unfolded);
  if (left.length !== right.length) return `${shape(whole)} has ${String(right.length)} children`;
  for (const [index, child] of left.entries()) {
    const other = right[index];
    if (other?.parent !== unfolded) return `${shape(child)} has another parent`;
    const found = difference(child, other);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What may hang elsewhere in the tree of a part. */
const ASIDE: ReadonlySet<string> = new Set(["comment", "line_continuation"]);

const withoutComments = (node: Node): Node[] => node.allChildren.filter(({ kind }) => !ASIDE.has(kind));

function checkSame(parser: PythonParser, source: string, name: string): boolean {
  const { folds } = readGrammar(source);
  const tree = new FoldedText(parser, source, folds).tree(() => undefined);
  const isFolded = tree.columns.flags.some((flags) => (flags & FOLDED) !== 0);
  const whole = parseWithRecovery(parser, source);
  assert.equal(difference(whole.root, tree.root), undefined, name);
  const names = [...tree.root.descendants("identifier", "block")];
  assert.deepEqual([...names].sort(inSourceOrder), names, `${name}: the order is lost`);
  assert.equal(names.length, [...whole.root.descendants("identifier", "block")].length, name);
  assert.equal(new Set(names.map(({ id }) => id)).size, names.length, `${name}: two nodes have one number`);
  for (const node of names) assert.ok(tree.root.contains(node), name);
  // What a body is said not to hold is not looked for in it.
  for (const kind of new Set(whole.kindNames.filter((one) => !ASIDE.has(one)))) {
    const count = ({ root }: Tree): number => [...root.descendants(kind)].length;
    assert.equal(count(tree), count(whole), `${name}: ${kind}`);
  }
  return isFolded;
}

test("an unfolded tree is the tree of the whole text on every fixture", () => {
  let folded = 0;
  for (const { name, sources } of findFixtures()) {
    for (const [file, source] of sources) {
      for (const parser of parsers) if (checkSame(parser, source, `${name} ${file}`)) folded++;
    }
  }
  assert.ok(folded > 100, "hardly anything was folded");
});

const LONG = "value = compute(first, second)  # a remark that makes the body worth folding\n";

const PLAIN = [
  LONG,
  "# a comment\n",
  "\n",
  "'''text\nat the margin'''\n",
  "for x in y:\n    pass\n",
  "call(\n  a,\n)\n",
  "x = [1,\n2]; y = 3\n",
  "z = lambda: None\n",
];
const OF_FUNCTIONS = ["if value: return value\n", "x = yield\n", "return None\n"];

/** Statements of a body, at an indentation. */
function body(indent: string, depth: number, isFunction: boolean): fc.Arbitrary<string> {
  const lines = fc
    .array(fc.constantFrom(...PLAIN, ...(isFunction ? OF_FUNCTIONS : [])), { minLength: 1, maxLength: 6 })
    .map((parts) => [LONG, ...parts, "pass\n"].map((part) => indented(part, indent)).join(""));
  if (depth === 0) return lines;
  const inner = fc.array(definition(indent, depth - 1, isFunction), { maxLength: 3 });
  return fc.tuple(lines, inner).map(([text, definitions]) => definitions.join("") + text);
}

const indented = (part: string, indent: string): string =>
  part.trim() === "" || part.startsWith("'''")
    ? part.trim() === ""
      ? part
      : indent + part
    : part.replace(/^(?=.)/gm, indent);

function definition(indent: string, depth: number, isFunction: boolean): fc.Arbitrary<string> {
  const inner = fc.constantFrom(`${indent}    `, `${indent}\t`, `${indent}  `);
  const head = fc.constantFrom(
    "def f(a, b=None):\n",
    "async def f(self) -> int:  # why\n",
    "@wraps\n@other(1)\ndef f():\n    # first\n",
    "class A(Base, metaclass=M):\n",
    "class A:\n",
    "if x:\n",
    "try:\n",
  );
  return fc.tuple(head, inner).chain(([text, step]) =>
    body(step, depth, /\bdef\b/.test(text) || (isFunction && !text.startsWith("class"))).map((block) => {
      const tail = text === "try:\n" ? `${indent}finally:\n${indent} pass\n` : "";
      return indented(text, indent) + block + tail;
    }),
  );
}

test("an unfolded tree is the tree of the whole text whatever is defined in it", () => {
  let folded = 0;
  const ends = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(
    fc.property(fc.array(definition("", 2, false), { minLength: 1, maxLength: 4 }), ends, (parts, end) => {
      const source = parts.join("").replaceAll("\n", end);
      for (const parser of parsers) if (checkSame(parser, source, JSON.stringify(source))) folded++;
    }),
    { numRuns: 150 },
  );
  assert.ok(folded > 50, "hardly anything was folded");
});
