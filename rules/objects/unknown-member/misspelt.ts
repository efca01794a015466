import { handlesAttributeError } from "../../../src/python/model/attributes.js";
import type { Module } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { PYTHONS_OWN } from "../../../src/python/tables/special-methods.js";
import type { Node } from "../../../src/syntax/node.js";

/** A read of a name that Python has with two underscores on either side, and one of them is missing. */
export interface MisspeltRead {
  readonly node: Node;
  readonly name: string;
  /** As Python spells it. */
  readonly meant: string;
}

const MISSPELT = matchesPattern(
  "a name of Python's own without an underscore",
  /\.[\s\\]*(?:__[a-z]+_|_[a-z]+__)(?!\w)/,
);

/** Reads of misspelt names of Python's own, which nothing of the project is called. */
export function* misspeltReads(module: Module): Generator<MisspeltRead> {
  for (const node of module.within(MISSPELT, "attribute")) {
    const name = node.field("attribute")?.text ?? "";
    const meant = `__${/^_{1,2}([a-z]+)_{1,2}$/.exec(name)?.[1] ?? ""}__`;
    if (name === meant || !PYTHONS_OWN.has(meant) || !isRead(node) || handlesAttributeError(node)) continue;
    if (isOnlyRead(name, module)) yield { node, name, meant };
  }
}

const isRead = ({ fieldName, parent }: Node): boolean => fieldName !== "left" && parent?.kind !== "delete_statement";

/** Whether all that the project says of a name is to read it of some object. */
function isOnlyRead(name: string, module: Module): boolean {
  const speaking = new Set([module, ...module.project.modulesMentioning(name, module)]);
  return [...speaking].every((other) =>
    other
      .spelled(name)
      .every(({ fieldName, parent }) => fieldName === "attribute" && parent?.kind === "attribute" && isRead(parent)),
  );
}
