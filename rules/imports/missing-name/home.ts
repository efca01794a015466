import type { Module } from "../../../src/python/model/module.js";

/** The only other module that defines a name, and what the file can import it as. */
export interface Home {
  readonly dotted: string;
}

/** Where else a class or function of a name is defined, when that is just one place. */
export function homeOf(module: Module, name: string): Home | undefined {
  const { project } = module;
  const homes = project
    .modulesMentioning(name, module)
    .filter((other) => other !== module && other.usage?.top.has(name) === true && project.defines(other.path, name));
  const [home, ...others] = homes;
  if (!home || others.length > 0) return undefined;
  const dotted = project.namesOf(home.path).find((of) => project.nearby(module, { module: of, level: 0 }) === home);
  return dotted === undefined ? undefined : { dotted };
}
