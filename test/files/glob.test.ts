import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import picomatch from "picomatch";
import { covers, glob } from "../../src/files/glob.js";

const NAME = fc.stringMatching(/^\.?[ab]{1,3}(\.[ab])?$/);
const PATH = fc.array(NAME, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
const PART = fc.constantFrom("a", "b", "ab", ".a", "*", "?", "*a", "a*b", "*.*", "[ab]", "[^a]", "{a,b*}", "{ab,?}.b");
const PATTERN = fc.array(fc.oneof(PART, PART, fc.constant("**")), { minLength: 1, maxLength: 4 });

describe("a glob", () => {
  it("matches what others take it for", () => {
    fc.assert(
      fc.property(PATTERN, PATH, (names, path) => {
        const pattern = names.join("/");
        // Others disagree on whether a final '**' stands for no name, and on several in a row.
        fc.pre(!pattern.includes("**/**") && !pattern.endsWith("**"));
        const expected = picomatch(pattern, { dot: true, basename: !pattern.includes("/") })(path);
        assert.equal(glob(pattern)(path), expected, `${pattern} on ${path}`);
      }),
      { numRuns: 3000 },
    );
  });

  for (const [pattern, path, expected] of [
    ["tests", "src/tests", true],
    ["tests/", "src/tests", true],
    ["/tests", "tests", true],
    ["./src/a.py", "src/a.py", true],
    ["src/*.py", "src/a/b.py", false],
    ["src/**", "src/a/b.py", true],
    ["**/*.py", "a.py", true],
    ["a{b,c{d,e}}f", "acef", true],
    ["a{b,c{d,e}}f", "acf", false],
    ["[a-cx]", "b", true],
    ["[!a-cx]", "x", false],
    ["a\\*", "a*", true],
    ["a\\*", "ab", false],
    ["a\\{b", "a{b", true],
    ["\\[", "[", true],
    ["[{]", "{", true],
    ["a}]", "a}]", true],
    ["é?", "éx", true],
  ] as const) {
    it(`'${pattern}' ${expected ? "matches" : "does not match"} '${path}'`, () => {
      assert.equal(glob(pattern)(path), expected);
    });
  }

  it("covers what is in a directory that it matches", () => {
    assert.equal(covers(glob("tests"), "src/tests/unit/a.py"), true);
    assert.equal(covers(glob("src/tests"), "src/tests/a.py"), true);
    assert.equal(covers(glob("tests"), "src/contests/a.py"), false);
  });

  it("that lacks half a pair is refused", () => {
    for (const broken of ["[", "[ab", "src/[a/b]", "a{b", "{a,b", "{a,[b}"])
      assert.throws(() => glob(broken), /in a glob needs a/);
  });

  it("that nobody could want is refused", () => {
    assert.throws(() => glob("a".repeat(2000)), /a glob may have 1000 characters/);
    assert.throws(() => glob("{a,b}".repeat(12)), /stand for 100 globs, these stand for more/);
  });

  it("takes no time that grows with more than the lengths of glob and path", () => {
    // Each star doubles what a matcher that goes back to all of them would try.
    assert.equal(glob(`${"*a".repeat(200)}*b`)("a".repeat(5000)), false);
    assert.equal(glob(`${"**/a/".repeat(150)}b`)("a/".repeat(2000)), false);
  });
});
