import type { Node } from "../../../src/syntax/node.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { assignedTo } from "../../../src/python/cfg/expression.js";

/** What else the object of a local name is called: where the name comes from, and what it is assigned to. */
export function aliasesOf(name: Node): readonly string[] {
  if (name.kind !== "identifier") return [];
  const module = moduleOf(name);
  const sources = module.bindingsReaching(name.text, name).flatMap(({ from }) => from ?? []);
  return [...namesAmong(sources), ...targetsOf(module, name.text)];
}

/** What a name is assigned to, anywhere in a file. */
function targetsOf(module: Module, name: string): readonly string[] {
  const find = (): readonly string[] => namesAmong(module.identifiers(name).flatMap(assignedTo));
  return module.project.once(TARGETS, module, find, name);
}

const TARGETS = question<readonly string[]>([]);

function namesAmong(nodes: readonly Node[]): readonly string[] {
  const named = nodes.filter(({ kind }) => /^(identifier|attribute)$/.test(kind));
  return named.map((node) => (node.field("attribute") ?? node).text);
}
