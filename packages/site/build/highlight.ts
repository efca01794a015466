import { pythonLanguage } from "@codemirror/lang-python";
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { escaped } from "./html.js";

/** Python code as HTML, in the classes of the playground's editor. */
export function highlighted(code: string): string {
  const parts: string[] = [];
  const put = (text: string, classes: string): void => {
    parts.push(classes === "" ? escaped(text) : `<span class="${classes}">${escaped(text)}</span>`);
  };
  highlightCode(code, pythonLanguage.parser.parse(code), classHighlighter, put, () => parts.push("\n"));
  return parts.join("");
}
