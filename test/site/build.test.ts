import assert from "node:assert/strict";
import { test } from "node:test";
import { figuresOf } from "../../packages/site/build/figures.js";
import { brokenLinks } from "../../packages/site/build/links.js";
import { render } from "../../packages/site/build/markdown.js";
import { scanProgram } from "../../packages/site/browser/worker/scan-program.js";

test("a link to a page, a name or a file that is not there is told", () => {
  const page = `<h1 id="a">A</h1><a href="b.html">b</a><a href="#a">a</a><a href="https://example.org/">e</a>`;
  assert.deepEqual(
    brokenLinks(
      new Map([
        ["x/a.html", page],
        ["x/b.html", `<a href="a.html#a">a</a>`],
      ]),
    ),
    [],
  );
  assert.deepEqual(brokenLinks(new Map([["x/a.html", `${page}<a href="../b.html#c"></a><img src="c.svg">`]])), [
    "x/a.html: 'b.html' leads nowhere",
    "x/a.html: '../b.html#c' leads nowhere",
    "x/a.html: 'c.svg' leads nowhere",
  ]);
});

test("a page is what its Markdown says, and no markup of its own", async () => {
  const source = { file: "docs/rules/web/x.md", address: "rules/web/x.html" };
  const text =
    "# One & two\n\nSee [it](../../api.md).\n\n## Same\n\n## Same\n\n<img src=x>\n\n```python\nif x: pass\n```\n";
  const rendered = await render(source, text, (_, link) => link.replace(".md", ".html"), true);
  assert.equal(rendered.title, "One & two");
  assert.equal(rendered.summary, "See it.");
  assert.match(rendered.html, /<h1 id="one--two">.*<a href="\.\.\/\.\.\/api\.html">it<\/a>/s);
  assert.match(rendered.html, /<h2 id="same">.*<h2 id="same-1">.*&lt;img/s);
  assert.match(rendered.html, /<span class="tok-keyword">if<\/span>/);
  assert.match(rendered.html, /<a href="\.\.\/\.\.\/playground\.html#program=[\w-]+">/);
  assert.deepEqual(
    rendered.sections.map(({ title, anchor }) => [title, anchor]),
    [
      ["One & two", ""],
      ["Same", "#same"],
      ["Same", "#same-1"],
    ],
  );
});

test("the front page says which of its figures cannot be found", () => {
  assert.throws(() => figuresOf("It is good.", ""), /^Error: README\.md does not give precision in the words/);
});

test("a program in memory is scanned as one that lies on a disk", async () => {
  const data = await scanProgram(
    new Map([
      ["valves.py", "def open_valve(number):\n    return number\n"],
      ["shop/plan.py", "import os\n\nfrom valves import close_valve\n\nprint(os, close_valve)\n"],
      ["shop/broken.py", "a = \0\n"],
    ]),
  );
  assert.deepEqual(data.paths.slice(0, 1), ["shop/plan.py"]);
  assert.deepEqual(
    data.rules.map(({ id }) => id),
    ["imports/missing-name"],
  );
  assert.deepEqual(data.failures, ["shop/broken.py: holds NUL bytes, so it is not Python source"]);
});
