import type { Edit } from "../../../src/python/editing/edit.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";

/** Moves the last statements of a block behind it; undefined where one shares its line with something else. */
export function dedented(block: Node, statements: readonly Node[]): readonly Edit[] | undefined {
  const indent = spaceBefore(block);
  if (indent === undefined) return undefined;
  const edits = statements.flatMap((statement) => {
    const space = spaceBefore(statement);
    // The lines that a statement goes on in may stand anywhere.
    const start = statement.start - (space ?? "").length;
    return space === undefined ? [] : [{ module: moduleOf(statement), start, end: statement.start, text: indent }];
  });
  return edits.length === statements.length ? edits : undefined;
}

/** The white space in front of a statement; undefined when it is not the first of its line. */
function spaceBefore(statement: Node): string | undefined {
  const { start } = statement;
  const { source } = moduleOf(statement);
  const before = source.slice(source.lastIndexOf("\n", start - 1) + 1, start);
  return /^[ \t]*$/.test(before) ? before : undefined;
}
