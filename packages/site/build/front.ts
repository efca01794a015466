import type { PageData } from "../../../src/report/html/shape.js";
import { fragmentOf, type Program } from "../program.js";
import type { Figure } from "./figures.js";
import { escaped, jsonIn } from "./html.js";
import type { Page } from "./layout.js";

/** The front page: one finding, three numbers, and how to begin. */
export async function frontPage(program: Program, data: PageData, figures: readonly Figure[]): Promise<Page> {
  const link = `playground.html#${await fragmentOf(program)}`;
  const numbers = figures.map(
    ({ name, value, meaning, address }) =>
      `<li><h3>${name}</h3><p class="figure">${value}</p><p>${escaped(meaning)}</p><p><a href="${address}">How ${name.toLowerCase()} was measured</a></p></li>`,
  );
  return {
    address: "index.html",
    title: "scarlint: the bugs between the files of a Python service",
    summary: "A linter for the bugs in Python services that unit tests do not catch and that end in a postmortem.",
    scripts: ["front.js"],
    body: `<main id="main" class="front">
<section class="hero">
<h1>The bugs between the files of a Python service</h1>
<p>Sockets bound twice, tasks made of functions that are not coroutines, messages that are unpickled as they come, errors
that are swallowed: scarlint follows names, values and threads through the whole program, and each finding names the places
that it follows from.</p>
<p class="actions"><a class="button" href="getting-started.html">Get started</a>
<a class="button quiet" href="playground.html">Try it here, nothing leaves your browser</a></p>
<pre class="command"><code>npx scarlint src</code></pre>
</section>
<section aria-labelledby="one">
<h2 id="one">One finding</h2>
<p>This agent waits and tries again until its port is free. It never will be: the pool that made the socket, in another file,
has bound it already. Unit tests replace the socket and pass. Pyright and Bandit say nothing about these files, and Ruff,
with every rule it has, only speaks of their style.</p>
<div id="finding" class="shown" aria-live="polite"></div>
<noscript><p>Your browser runs no scripts, which this finding is shown with. <a href="rules/zmq/rebind.html">The rule's page</a> says the same.</p></noscript>
<p><a href="${link}">Change this program in the playground</a>, and see it go.</p>
</section>
<section aria-labelledby="why">
<h2 id="why">Why believe it</h2>
<ul class="figures">
${numbers.join("\n")}
</ul>
</section>
<section aria-labelledby="on">
<h2 id="on">Read on</h2>
<ul class="ways">
<li><a href="getting-started.html">Getting started</a>: the first finding, and a hook that keeps new ones out.</li>
<li><a href="rules/index.html">The rules</a>: why each hurts, with examples to try and how often it was right.</li>
<li><a href="coming-from.html">Coming from Ruff, Bandit or Pyright</a>: what overlaps, and what to turn off where.</li>
<li><a href="ci.html">In continuous integration</a>, and <a href="remediation.html">from findings to a plan</a> for a team.</li>
</ul>
</section>
</main>
<script type="application/json" id="data">${jsonIn(data)}</script>`,
  };
}
