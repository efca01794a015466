import type { RuleDoc } from "../../../src/docs/rule-doc.js";
import { filesOfExample } from "../../../src/docs/example.js";
import type { Program } from "../program.js";
import { jsonIn } from "./html.js";
import type { Page } from "./layout.js";

/** Rules whose examples are offered: what they find is easily seen in a few lines. */
const RULES = [
  "deserialize/untrusted-pickle",
  "asyncio/task-from-sync-call",
  "asyncio/forgotten-await",
  "imports/missing-name",
  "threads/check-then-act",
  "state/shared-class-attribute",
];

/** The page on which programs are tried. Its policy lets it ask nobody for anything. */
export function playgroundPage(program: Program, docs: ReadonlyMap<string, RuleDoc>): Page {
  const others = RULES.map((rule) => [rule, [...filesOfExample(docs.get(rule)?.bad[0] ?? "")]]);
  const examples = [["A pooled socket, bound twice", [...program]], ...others];
  return {
    address: "playground.html",
    part: "Playground",
    title: "Playground: scarlint",
    summary: "Try scarlint on Python code in your browser, which it does not leave.",
    scripts: ["playground.js", "playground-engine.js"],
    policy: { "script-src": "'self' 'wasm-unsafe-eval'", "worker-src": "blob:" },
    body: `<main id="main" class="playground">
<h1 class="unseen">Playground</h1>
<noscript><p>The playground runs in your browser as a script, and your browser runs none.</p></noscript>
<section class="program" aria-label="Program">
<div class="row">
<nav id="files" aria-label="Files"></nav>
<div class="tools">
<label><span class="unseen">Example</span><select id="example"><option value="">Examples…</option></select></label>
<button type="button" id="add">Add file</button>
<button type="button" id="rename">Rename</button>
<button type="button" id="remove">Remove</button>
<button type="button" id="share">Copy link</button>
</div>
</div>
<div id="editor"></div>
<p class="remark">Nothing of this leaves your browser; a link carries the program in itself. Escape, then Tab, leaves the editor.</p>
</section>
<section class="results" aria-label="Findings">
<p id="status" role="status">Loading…</p>
<ol id="found"></ol>
<div id="view"></div>
</section>
<dialog id="naming" aria-labelledby="naming-title">
<form method="dialog">
<h2 id="naming-title"></h2>
<label for="path">Path, such as <code>shop/pool.py</code></label>
<input id="path" required pattern="[A-Za-z0-9_\\-][A-Za-z0-9_.\\-]*(\\/[A-Za-z0-9_\\-][A-Za-z0-9_.\\-]*)*\\.py" spellcheck="false" autocomplete="off">
<p class="actions"><button value="ok">OK</button> <button value="" formnovalidate>Cancel</button></p>
</form>
</dialog>
</main>
<script type="application/json" id="examples">${jsonIn(examples)}</script>`,
  };
}
