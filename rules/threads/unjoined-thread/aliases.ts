import type { Node } from "../../../src/syntax/node.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { assignedTo } from "../../../src/python/cfg/expression.js";

/** What else the object of a local name is called: where the name comes from, and what it is assigned to. */
export function aliasesOf(name: Node): readonly string[] {
  if (name.kind !== "identifier") return [];
  const module = moduleOf(name);
  const sources = module.bindingsReaching(name.text, name).flatMap(({ from }) => from ?? []);
  const targets = module.identifiers(name.text).flatMap(assignedTo);
  return [...sources, ...targets]
    .filter(({ kind }) => /^(identifier|attribute)$/.test(kind))
    .map((node) => (node.field("attribute") ?? node).text);
}
