import { LRUCache } from "lru-cache";
import type { PythonParser } from "./parser.js";
import { Tree } from "./tree.js";

/**
 * A parser that remembers the trees of the texts it was last given, without the node objects made of them.
 *
 * @param most UTF-16 units of source whose trees are kept; a tree takes some four bytes for each.
 */
export function rememberingTrees(parser: PythonParser, most: number): PythonParser {
  const trees = new LRUCache<string, Tree>({ maxSize: most, sizeCalculation: (tree) => tree.source.length + 1 });
  return {
    backend: parser.backend,
    parse(source) {
      const known = trees.get(source);
      if (known) return new Tree(known.source, known.columns, known.kindNames, known.fieldNames);
      const tree = parser.parse(source);
      trees.set(source, new Tree(tree.source, tree.columns, tree.kindNames, tree.fieldNames));
      return tree;
    },
  };
}
