import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lineHashes } from "../../src/engine/finding/fingerprint.js";
import { match, type Identity } from "../../src/engine/finding/identity.js";

/** Findings as a scan would give them: on every line of the files that holds 'bug'. */
function findingsIn(files: Readonly<Record<string, string>>): Identity[] {
  return Object.entries(files).flatMap(([path, source]) => {
    const hashes = lineHashes(source);
    return source.split("\n").flatMap((line, index) => {
      if (!line.includes("bug")) return [];
      const message = `'${line.trim()}' is wrong, see other.py:${index + 1}.`;
      return [{ rule: "a/b", path, message, lineHash: hashes[index] ?? "", start: { line: index + 1, column: 1 } }];
    });
  });
}

const LINES = fc.array(fc.constantFrom("bug()", "bug(1)", "  bug()", "x = 1", "", "while True:"), { maxLength: 40 });
const SOURCE = LINES.map((lines) => lines.join("\n"));
const FILES = fc.dictionary(fc.constantFrom("a.py", "b.py", "c/a.py", "d.py"), SOURCE);

const counts = (before: readonly Identity[], after: readonly Identity[]) => {
  const { same, added, gone } = match(before, after);
  return { same: same.length, added: added.length, gone: gone.length };
};

test("nothing is new in the same files", () => {
  fc.assert(
    fc.property(FILES, (files) => {
      const findings = findingsIn(files);
      const { same, added, gone } = match(findings, findingsIn(files));
      assert.deepEqual([added, gone], [[], []]);
      assert.deepEqual(
        same.map(({ before }) => before),
        findings,
      );
      for (const { before, after } of same) assert.deepEqual(before, after);
    }),
  );
});

test("every finding of both scans is in the answer once, whatever the order they come in", () => {
  const shuffled = FILES.chain((before) =>
    FILES.chain((after) => {
      const [old, young] = [findingsIn(before), findingsIn(after)];
      const shuffle = (all: Identity[]) => fc.shuffledSubarray(all, { minLength: all.length });
      return fc.tuple(fc.constant(old), fc.constant(young), shuffle(old), shuffle(young));
    }),
  );
  const spelled = (findings: readonly Identity[]) => findings.map((finding) => JSON.stringify(finding)).sort();
  fc.assert(
    fc.property(shuffled, ([before, after, mixedBefore, mixedAfter]) => {
      const plain = match(before, after);
      const mixed = match(mixedBefore, mixedAfter);
      assert.deepEqual(spelled(mixed.added), spelled(plain.added));
      assert.deepEqual(spelled(mixed.gone), spelled(plain.gone));
      const pairs = ({ same }: typeof plain) => same.map((pair) => JSON.stringify(pair)).sort();
      assert.deepEqual(pairs(mixed), pairs(plain));
      const afters = [...plain.added, ...plain.same.map((pair) => pair.after)];
      const befores = [...plain.gone, ...plain.same.map((pair) => pair.before)];
      assert.deepEqual(spelled(afters), spelled(after));
      assert.deepEqual(spelled(befores), spelled(before));
    }),
  );
});

test("lines above, another indentation and another name of the file change nothing", () => {
  const changed = fc.record({
    source: SOURCE,
    above: fc.array(fc.constantFrom("# note", "import os", ""), { maxLength: 5 }),
    indent: fc.constantFrom("", "    ", "\t"),
    path: fc.constantFrom("a.py", "moved/a.py", "renamed.py"),
  });
  fc.assert(
    fc.property(changed, ({ source, above, indent, path }) => {
      const before = findingsIn({ "a.py": source });
      const text = source.replace(/^(?=.)/gm, indent);
      const after = findingsIn({ [path]: [...above, text].join("\n") });
      assert.deepEqual(counts(before, after), { same: before.length, added: 0, gone: 0 });
    }),
  );
});

test("one more of equal findings is one new finding, one less is one that is gone", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), (before, after) => {
      const tail = "x".repeat(120);
      const some = (count: number) => findingsIn({ "a.py": `bug() ${tail}\n`.repeat(count) });
      const [added, gone] = [Math.max(after - before, 0), Math.max(before - after, 0)];
      assert.deepEqual(counts(some(before), some(after)), { same: Math.min(before, after), added, gone });
    }),
  );
});

test("mending a finding, or adding one, leaves those that stand close to it what they are", () => {
  const lines = ["bug(1)", "", "bug(2)", "bug(3)", "x = 1", "bug(4)"];
  const found = (text: readonly string[]) =>
    findingsIn({ "a.py": text.join("\n") }).map((finding) => ({ ...finding, message: "It is wrong." }));
  const shown = (findings: readonly Identity[]) => findings.map(({ start }) => start?.line);
  const changes = (text: readonly string[]) => {
    const { added, gone } = match(found(lines), found(text));
    return { added: shown(added), gone: shown(gone) };
  };
  assert.deepEqual(changes(lines.with(3, "ok(3)")).added, []);
  assert.equal(changes(lines.with(3, "ok(3)")).gone.length, 1);
  assert.deepEqual(changes([...lines, "", "bug(5)"]), { added: [8], gone: [] });
  assert.deepEqual(changes(["bug(0)", ...lines]), { added: [1], gone: [] });
  assert.deepEqual(changes(lines.toSpliced(3, 0, "bug(2.5)")), { added: [4], gone: [] });
});

const finding = (path: string, lineHash = "abc:1", message = "It is.", rule = "a/b"): Identity => {
  return { rule, path, lineHash, message };
};

test("a copy is new as long as the original has its finding", () => {
  const original = finding("a.py");
  const copy = finding("b.py");
  assert.deepEqual(match([original], [copy, original]), {
    same: [{ before: original, after: original }],
    added: [copy],
    gone: [],
  });
});

test("of two renamed files each keeps its own findings", () => {
  const before = [finding("old/a.py"), finding("old/b.py")];
  const { same } = match(before, [finding("new/b.py"), finding("new/a.py")]);
  assert.deepEqual(
    same.map((pair) => [pair.before.path, pair.after.path]),
    [
      ["old/b.py", "new/b.py"],
      ["old/a.py", "new/a.py"],
    ],
  );
});

test("two findings on one line are told apart by their messages", () => {
  const before = [finding("a.py", "abc:1", "'x' is."), finding("a.py", "abc:1", "'y' is.")];
  const { added, gone } = match(before, [finding("b.py", "abc:1", "'y' is.")]);
  assert.deepEqual([added, gone], [[], [before[0]]]);
});

test("another bug with the same end of a file is not the same in another file", () => {
  // No more of them than this goes into the hashes.
  const tail = "except Exception:\n    pass\n";
  const [hash = ""] = lineHashes(tail);
  const mended = finding("jobs.py", hash, "This hides every failure of 'deliver_mail', which 'run' calls.");
  const fresh = finding("other.py", hash, "This hides every failure of 'deliver_push', which 'run' calls.");
  assert.deepEqual(match([mended], [fresh]), { same: [], added: [fresh], gone: [mended] });
});

test("a finding keeps its identity when the folder that its message names was renamed with it", () => {
  const before = finding("old/a.py", "abc:1", "'x' is bound in old/pool.py:3.");
  const after = finding("new/a.py", "abc:1", "'x' is bound in new/pool.py:4.");
  assert.equal(match([before], [after]).same.length, 1);
});

test("another rule, or a line that could not be hashed in another file, is not the same", () => {
  assert.equal(match([finding("a.py")], [finding("a.py", "abc:1", "It is.", "a/c")]).same.length, 0);
  assert.equal(match([finding("a.py", "")], [finding("b.py", "")]).same.length, 0);
  assert.equal(match([finding("a.py", "")], [finding("a.py", "")]).same.length, 1);
});

test("a hundred thousand equal findings are matched one by one", () => {
  const many = (path: string) => Array.from({ length: 100_000 }, (_, index) => finding(path, `abc:${index + 1}`));
  assert.deepEqual(counts(many("a.py"), many("b.py").slice(1)), { same: 99_999, added: 0, gone: 1 });
});
