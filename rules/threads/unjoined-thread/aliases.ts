import type { Node } from "../../../src/syntax/node.js";
import { moduleOf } from "../../../src/python/model/module.js";

/** What else the object of a local name is called: where the name comes from, and what it is assigned to. */
export function aliasesOf(name: Node): readonly string[] {
  if (name.kind !== "identifier") return [];
  const module = moduleOf(name);
  const sources = module.bindingsReaching(name.text, name).flatMap(({ from }) => from ?? []);
  const targets = module.identifiers(name.text).flatMap((use) => {
    const assigned =
      use.fieldName === "right" && use.parent?.kind === "assignment" ? use.parent.field("left") : undefined;
    return assigned ?? [];
  });
  return [...sources, ...targets]
    .filter(({ kind }) => /^(identifier|attribute)$/.test(kind))
    .map((node) => (node.field("attribute") ?? node).text);
}
