import MarkdownIt from "markdown-it";
import type { EvidenceEntry } from "../evidence/trend.js";
import { htmlDocument } from "./html/document.js";
import { sectionsOf, type EvidenceReport } from "./evidence-markdown.js";
import { lowestRate, namesOf } from "./evidence-trend.js";
import { visible } from "./visible.js";

const STYLE = `:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d9dde3;--raised:#f6f7f9;--accent:#0b5cad}
@media (prefers-color-scheme:dark){:root{--paper:#14171c;--ink:#e4e7eb;--soft:#a2abb6;--line:#343b45;--raised:#1c2128;--accent:#7ab8ff}}
body{margin:2rem auto;max-width:72rem;padding:0 1rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid var(--line);padding:.25rem .6rem;text-align:left}th{background:var(--raised)}
code,pre{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.87em;overflow-wrap:anywhere}pre{background:var(--raised);padding:.75rem;overflow-x:auto}
svg{max-width:100%;height:auto}svg rect{fill:var(--accent)}svg text{fill:var(--soft);font:12px system-ui,sans-serif}svg line{stroke:var(--line)}`;

/** A report on evidence as one page that needs nothing else, and in which nothing runs. The same evidence gives the same bytes. */
export function toEvidenceHtml(report: EvidenceReport, name: string): string {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  const drawn = markdown.renderer.rules.fence;
  markdown.renderer.rules.fence = (tokens, index, options, environment, self) =>
    tokens[index]?.info === "mermaid"
      ? chart(report.trend)
      : (drawn?.(tokens, index, options, environment, self) ?? "");
  return htmlDocument({
    title: `${markdown.utils.escapeHtml(visible(name))}: test evidence`,
    style: STYLE,
    body: markdown.render(sectionsOf(report, () => []).join("\n\n")),
  });
}

const [WIDTH, HEIGHT] = [720, 200];

/** The lowest pass rate of each entry, as bars. */
function chart(entries: readonly EvidenceEntry[]): string {
  const shown = entries.slice(-30);
  const names = namesOf(shown);
  const step = WIDTH / Math.max(shown.length, 1);
  const bars = shown.map((entry, index) => {
    const height = ((lowestRate(entry) ?? 0) / 100) * HEIGHT;
    const [x, y] = [index * step + step * 0.15, HEIGHT - height];
    const label = `${names[index] ?? ""}: ${(lowestRate(entry) ?? 0).toFixed(1)} %`;
    return `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${(step * 0.7).toFixed(1)}" height="${height.toFixed(1)}"><title>${label}</title></rect>`;
  });
  const [first, last] = [names[0] ?? "", names.at(-1) ?? ""];
  return `<svg viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT + 24)}" role="img" aria-label="Lowest pass rate, in percent">
${bars.join("\n")}
<line x1="0" y1="${String(HEIGHT)}" x2="${String(WIDTH)}" y2="${String(HEIGHT)}"/>
<text x="0" y="${String(HEIGHT + 18)}">${first}</text>
<text x="${String(WIDTH)}" y="${String(HEIGHT + 18)}" text-anchor="end">${shown.length > 1 ? last : ""}</text>
</svg>
`;
}
