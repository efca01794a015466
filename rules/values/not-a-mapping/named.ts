import { question } from "../../../src/python/model/solver.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";

const ONLY = question<FunctionDefinition | undefined>(undefined);

/** The function that is the only one of its name in the project; undefined when there are several, or nobody knows. */
export function onlyFunctionNamed(name: string, asker: Module): FunctionDefinition | undefined {
  return asker.project.once(ONLY, asker.project, () => findOnly(name, asker), `${String(asker.isTest)} ${name}`);
}

function findOnly(name: string, asker: Module): FunctionDefinition | undefined {
  if (!/^\w+$/.test(name)) return undefined;
  const defined = matchesPattern(`a definition of '${name}'`, new RegExp(`\\bdef[\\s\\\\]+${name}\\b`));
  const modules = asker.project.modulesMatching(name, defined, asker) ?? [];
  const [only, ...others] = modules.flatMap((module) =>
    [...module.mentioning(defined, "function_definition")].filter((node) => node.field("name")?.text === name),
  );
  return only && others.length === 0 ? moduleOf(only).function(only) : undefined;
}
