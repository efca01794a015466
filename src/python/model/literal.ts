import type { Node } from "../../syntax/node.js";

/** The text that a string literal stands for, or several in a row; undefined for anything else, also if parts are filled in. */
export function textOf(node: Node): string | undefined {
  if (node.kind === "concatenated_string") {
    const parts = node.children.map(textOf);
    return parts.includes(undefined) ? undefined : parts.join("");
  }
  if (node.kind === "parenthesized_expression") return node.children[0] && textOf(node.children[0]);
  if (node.kind !== "string" || node.child("interpolation")) return undefined;
  const [, prefix = "", , text = ""] = LITERAL.exec(node.text) ?? [];
  return /r/i.test(prefix) ? text : text.replace(ESCAPE, unescaped);
}

const LITERAL = /^([a-zA-Z]*)("""|'''|"|')(.*)\2$/s;
const ESCAPE = /\\(?:\r\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[\s\S])/g;
const SIMPLE: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "\n": "",
  "\r": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

/** What an escape sequence stands for; one that is not known stays as it is. */
function unescaped(sequence: string): string {
  const code = sequence.slice(1);
  if (code.length > 2) return String.fromCharCode(parseInt(code.slice(1), 16));
  return SIMPLE[code.charAt(0)] ?? sequence;
}

/** The literal that documents a class or function, as it is written; empty where there is none. */
export function docstringOf({ body }: { readonly body: Node | undefined }): string {
  const first = body?.children[0];
  return first?.kind === "expression_statement" && first.children[0]?.kind === "string" ? first.text : "";
}
