import type { ScanResult } from "../engine/finding/finding.js";
import { visible, visibleJson } from "./visible.js";
import { pageData, type PageContext } from "./html/data.js";
import { htmlDocument } from "./html/document.js";
import { BODY, SCRIPT, STYLE } from "./html/page.generated.js";

/**
 * A run as one page that needs nothing else: no network, no other file. The same run gives the same bytes.
 *
 * What was found is data in it, which the page's script shows as text; the policy lets no other script and style run.
 */
export function toHtml(result: ScanResult, context: PageContext): string {
  return htmlDocument({
    title: `${escaped(visible(context.name))}: scarlint report`,
    style: STYLE,
    script: SCRIPT,
    body: `${BODY}
<script type="application/json" id="data">${dataOf(result, context)}</script>
<script>${SCRIPT}</script>
`,
  });
}

/** JSON that neither ends the element it stands in nor begins a comment there. */
function dataOf(result: ScanResult, context: PageContext): string {
  return visibleJson(JSON.stringify(pageData(result, context))).replace(/[<>&]/g, (sign) => `\\u00${hex(sign)}`);
}

const hex = (sign: string): string => sign.charCodeAt(0).toString(16);

const escaped = (text: string): string => text.replace(/[<>&]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
