import type { Tree } from "../../src/syntax/tree.js";

/** A tree as text, one line a node, with everything that is known of it. */
export function dump(tree: Tree): string {
  const { kind, start, end, parent, after, field, flags } = tree.columns;
  const lines: string[] = [];
  for (let row = 0; row < tree.size; row++) {
    const numbers = [start[row], end[row], parent[row], after[row], flags[row]].join(" ");
    lines.push(`${numbers} ${tree.kindNames[kind[row] ?? -1] ?? "?"} ${tree.fieldNames[field[row] ?? -1] ?? "?"}`);
  }
  return lines.join("\n");
}
