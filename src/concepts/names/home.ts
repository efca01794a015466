import type { WrittenImport } from "../../python/grammar/usage.js";
import type { Module } from "../../python/model/module.js";

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

/** Where other files of the project get a name from. */
export interface Elsewhere {
  /** The statement, such as `from typing import List`. */
  readonly statement: string;
  /** The module that it is taken out of; undefined when the name is a module's own. */
  readonly from?: string;
}

/** How other files of the project import a name, when all of those that were looked at do it in the same way. */
export function importedElsewhere(module: Module, name: string): Elsewhere | undefined {
  const others = module.project
    .modulesImporting(name, module)
    .filter((other) => other !== module && other.usage?.top.has(name) === true);
  const ways = others.flatMap(({ usage }) => (usage?.imports ?? []).flatMap((written) => elsewhere(written, name)));
  const [way] = ways;
  return ways.every(({ statement }) => statement === way?.statement) ? way : undefined;
}

/** What an import gives to a file that lies anywhere. */
function elsewhere({ level, module: from, members }: WrittenImport, name: string): readonly Elsewhere[] {
  if (level > 0) return [];
  if (members === undefined) return from === name ? [{ statement: `import ${name}` }] : [];
  return members.includes(name) ? [{ statement: `from ${from} import ${name}`, from }] : [];
}
