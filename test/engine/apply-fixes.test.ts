import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { applyFixes, type Candidate, type Judge } from "../../src/engine/fix/apply-fixes.js";
import type { Finding, FixEdit } from "../../src/engine/finding/finding.js";
import { Lines } from "../../src/syntax/positions.js";

const anything: Judge = () => undefined;

const FINDING: Finding = {
  path: "a.py",
  start: { line: 1, column: 1 },
  end: { line: 1, column: 2 },
  line: "",
  rule: "a/b",
  severity: "low",
  message: "It is.",
  related: [],
  flow: [],
  lineHash: "",
  fixes: [],
};

function candidate(...edits: FixEdit[]): Candidate {
  return { finding: FINDING, fix: { description: "Do it", isSafe: true, edits } };
}

/** A change of the text between two offsets. */
function edit(source: string, start: number, end: number, text: string, path = "a.py"): FixEdit {
  const lines = new Lines(source);
  return { path, start: lines.position(start), end: lines.position(end), text };
}

function apply(source: string, candidates: readonly Candidate[], judge = anything): string | undefined {
  return applyFixes(candidates, new Map([["a.py", source]]), judge).texts.get("a.py");
}

/** Texts with every kind of line end. */
const SOURCES = fc.string({ unit: fc.constantFrom("a", "é", "𝒳", " ", "\n", "\r\n", "\r"), maxLength: 40 });

/** A text, and changes anywhere in it. */
const CHANGES = SOURCES.chain((source) => {
  const offset = fc.nat(source.length);
  const change = fc.tuple(offset, offset, fc.string({ maxLength: 3 }));
  return fc.record({ source: fc.constant(source), changes: fc.array(change, { maxLength: 12 }) });
});

describe("applying fixes", () => {
  it("applies the first of those that overlap, and merges those that are the same", () => {
    const source = "one two three";
    const [first, over, apart] = [edit(source, 4, 7, "2"), edit(source, 6, 9, "x"), edit(source, 8, 13, "3")];
    const both = applyFixes(
      [first, over, apart].map((one) => candidate(one)),
      new Map([["a.py", source]]),
      anything,
    );
    assert.equal(both.texts.get("a.py"), "one 2 3");
    assert.equal(both.applied.length, 2);
    const insertion = edit(source, 0, 0, "zero ");
    assert.equal(apply(source, [candidate(insertion, first), candidate(insertion, apart)]), "zero one 2 3");
    assert.equal(apply(source, [candidate(insertion), candidate(edit(source, 0, 0, "null "))]), "zero one two three");
  });

  it("makes all edits of a fix or none, in however many files", () => {
    const texts = new Map([
      ["a.py", "ab"],
      ["b.py", "cd"],
    ]);
    const taken = candidate(edit("cd", 0, 1, "C", "b.py"));
    const both = candidate(edit("ab", 0, 1, "A"), edit("cd", 0, 2, "D", "b.py"));
    const { texts: changed, applied } = applyFixes([taken, both], texts, anything);
    assert.deepEqual([...changed], [["b.py", "Cd"]]);
    assert.deepEqual(applied, [taken]);
    const [alone] = [applyFixes([both], texts, anything)];
    assert.deepEqual(Object.fromEntries(alone.texts), { "a.py": "Ab", "b.py": "D" });
  });

  it("leaves out the fix that breaks a file, and only that", () => {
    const source = "a b c";
    const judge: Judge = (text) => (text.includes("!") ? "a bang" : undefined);
    const [good, bad, other] = [edit(source, 0, 1, "A"), edit(source, 2, 3, "!"), edit(source, 4, 5, "C")];
    const { texts, applied, refused } = applyFixes(
      [good, bad, other].map((one) => candidate(one)),
      new Map([["a.py", source]]),
      judge,
    );
    assert.equal(texts.get("a.py"), "A b C");
    assert.equal(applied.length, 2);
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      ["a bang"],
    );
  });

  it("makes at least one change where only several together break a file", () => {
    const source = "a b";
    const judge: Judge = (text) => (text === "A B" ? "both" : undefined);
    const candidates = [candidate(edit(source, 0, 1, "A")), candidate(edit(source, 2, 3, "B"))];
    const { texts, applied, refused } = applyFixes(candidates, new Map([["a.py", source]]), judge);
    assert.equal(texts.get("a.py"), "A b");
    assert.deepEqual([applied.length, refused.length], [1, 0]);
  });

  it("refuses places that the text does not have", () => {
    const nowhere = { path: "a.py", start: { line: 1, column: 2 }, end: { line: 1, column: 9 }, text: "" };
    assert.equal(apply("ab", [candidate(nowhere)]), undefined);
    assert.equal(apply("ab", [candidate({ ...nowhere, path: "b.py" })]), undefined);
    const backwards = { ...nowhere, start: { line: 1, column: 3 }, end: { line: 1, column: 2 } };
    assert.equal(apply("ab", [candidate(backwards)]), undefined);
  });

  it("changes what the edits say and nothing else", () => {
    fc.assert(
      fc.property(CHANGES, ({ source, changes }) => {
        // A line's number and column do not tell the two halves of a line end apart.
        const places = changes
          .map(([a, b, text]) => ({ start: Math.min(a, b), end: Math.max(a, b), text }))
          .filter(({ start, end }) => [start, end].every((at) => source[at - 1] !== "\r" || source[at] !== "\n"));
        const candidates = places.map(({ start, end, text }) => candidate(edit(source, start, end, text)));
        const { texts, applied } = applyFixes(candidates, new Map([["a.py", source]]), anything);
        const unique = new Map(
          places
            .filter((_, index) => applied.includes(candidates[index] ?? candidate()))
            .map((place) => [JSON.stringify(place), place]),
        );
        let expected = source;
        for (const { start, end, text } of [...unique.values()].sort((a, b) => b.start - a.start || b.end - a.end)) {
          expected = expected.slice(0, start) + text + expected.slice(end);
        }
        assert.equal(texts.get("a.py") ?? source, expected);
        assert.ok(candidates.length === 0 || applied.includes(candidates[0] ?? candidate()));
      }),
    );
  });
});
