import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { block, code, plain, prose } from "../../src/report/markdown.js";
import { visible } from "../../src/report/visible.js";

/** What Markdown with tables and raw HTML makes of a text. */
const html = (markdown: string): string => new MarkdownIt({ html: true }).render(markdown);

/** HTML as its readers see it. */
const seen = (page: string): string =>
  page
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

const TRICKS = [
  "`",
  "``",
  "'",
  "*",
  "**",
  "_",
  "a_b",
  "|",
  "<b>",
  "<!--",
  "-->",
  "[x](y)",
  "![",
  "&amp;",
  "\\",
  "~~",
  "@x",
];
const MORE = [
  "# ",
  "1. ",
  "- ",
  "> ",
  "$",
  "\n",
  "\r\n",
  "\t",
  " ",
  "\u202e",
  "x",
  "==",
  "---",
  "```",
  "é",
  "\u{1f600}",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...TRICKS, ...MORE), fc.string({ maxLength: 3 })), { maxLength: 12 })
  .map((parts) => parts.join(""));

/** Markdown leaves out space at a line's ends, and HTML all but one of several. */
const spaced = (text: string): string => text.replace(/\s+/g, " ").trim();

describe("text from scanned code, in Markdown", () => {
  it("is shown as it is", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const page = html(`before ${plain(text)} after`);
        assert.equal(spaced(seen(page)), spaced(`before ${visible(text)} after`));
        assert.ok(tagsIn(page).every((tag, index) => tag === (index === 0 ? "p" : "code")));
      }),
    );
  });

  it("mentions nobody", () => {
    assert.equal(
      plain("@name.py:3 calls @org/team, not a@b.example"),
      "`@name.py:3` calls `@org/team`, not a@b.example",
    );
    assert.equal(plain("@name@name"), "`@name@name`");
    assert.equal(prose("'x' comes from (@name.py) and _@name"), "`x` comes from (`@name.py`) and \\_`@name`");
    fc.assert(
      fc.property(hostile, (text) => {
        const outside = html(`before ${prose(text)} after`).replace(/<code>.*?<\/code>/gs, "");
        assert.doesNotMatch(outside, /(?<![\p{L}\p{N}])@[\p{L}\p{N}_]/u);
      }),
    );
  });

  it("makes no list and no heading of the line that it begins", () => {
    for (const text of ["# a", "- a", "+ a", "1. a", "12) a", "> a", "=== a", "--- a", "| a | b |", "<b>a</b>"]) {
      assert.deepEqual(tagsIn(html(plain(text))), ["p"], text);
      assert.equal(seen(html(plain(text))).trim(), text);
    }
  });

  it("is shown as code as it is", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(text.trim() !== "");
        const page = html(`before ${code(text)} after`);
        assert.deepEqual(tagsIn(page), ["p", "code"], page);
        assert.equal(spaced(seen(page)), spaced(`before ${visible(text)} after`));
      }),
    );
  });

  it("is shown in a block as it is", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = `x${visible(text)}x`;
        const page = html(block("sh", lines));
        assert.deepEqual(tagsIn(page), ["pre", "code"]);
        assert.equal(seen(page).trim(), lines);
      }),
    );
  });

  it("has what a message quotes as code", () => {
    assert.equal(prose("'self.a_b' is 'x[0]', isn't it?"), "`self.a_b` is `x[0]`, isn't it?");
    assert.equal(prose("'os.getenv('KEY')' is *missing*"), "`os.getenv('KEY')` is \\*missing\\*");
    fc.assert(
      fc.property(hostile, (text) => {
        const tags = tagsIn(html(`x ${prose(text)}`));
        assert.ok(tags.every((tag, index) => tag === (index === 0 ? "p" : "code")));
      }),
    );
  });
});

function tagsIn(page: string): string[] {
  return [...page.matchAll(/<([a-z]\w*)/g)].map((match) => match[1] ?? "");
}
