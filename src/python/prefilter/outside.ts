import { lineStarts } from "../../syntax/positions.js";

const OPENS_DEFINITION = /(?:async|def|class)\b|@/y;

/** The code of a file that is in no definition, and the statements that take names from there. */
export function codeOutside(source: string): string {
  let code = "";
  let from = 0;
  let isOutside = true;
  for (const at of lineStarts(source)) {
    // Whatever else begins a line that is not indented ends a definition.
    if (!/[\s#)\]}]/.test(source[at] ?? "")) {
      OPENS_DEFINITION.lastIndex = at;
      const opens = OPENS_DEFINITION.test(source);
      if (opens && isOutside) code += source.slice(from, at);
      if (!opens && !isOutside) from = at;
      isOutside = !opens;
    }
  }
  if (isOutside) code += source.slice(from);
  return code + [...source.matchAll(/\bglobal\b.*/g)].join("\n");
}
