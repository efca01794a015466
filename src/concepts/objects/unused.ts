import { textOf } from "../../python/model/literal.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";

const UNUSED = question(false);

/**
 * Whether no code of the project, tests included, can be seen to use a class or function: a mistake in it harms nobody
 * yet.
 *
 * Its name stands nowhere outside of it, be it in a string or a comment of another file, nothing decorates it, no base
 * outside the project may call it, and its file is one that others import. A file that nobody imports may be a program,
 * or there for other projects, and so may be the public methods of a class that is used.
 */
export function isUnused(definition: ClassDefinition | FunctionDefinition): boolean {
  const { module } = definition;
  return module.project.once(UNUSED, definition, () => {
    const owner = "owner" in definition ? definition.owner : undefined;
    if (owner) return isUnused(owner) || (definition.name.startsWith("_") && isUnusedItself(definition, owner));
    return isUnusedItself(definition, undefined);
  });
}

/** The same of a function, where even the public method of a class that is used counts as called by what is in sight only. */
export function isUncalled(definition: FunctionDefinition): boolean {
  return isUnused(definition) || isUnusedItself(definition, definition.owner);
}

function isUnusedItself(definition: ClassDefinition | FunctionDefinition, owner: ClassDefinition | undefined): boolean {
  const { name, node, module, decorators } = definition;
  if (!/^\w+$/.test(name) || /^__\w+__$/.test(name) || decorators.length > 0 || module.isTest) return false;
  const of = owner ?? ("ancestry" in definition ? definition : undefined);
  if (of && mayBeCalledBack(of)) return false;
  if (module.spelled(name).some((word) => !node.contains(word))) return false;
  return isImportedOnly(module) && !module.project.isMentionedBeside(module, name);
}

/** Whether somebody else may call the methods of a class: a base outside the project, or whoever puts their names together. */
function mayBeCalledBack({ ancestry }: ClassDefinition): boolean {
  if (ancestry.isOpen || ancestry.external.some((base) => base !== "object")) return true;
  return ancestry.classes.some(({ module }) =>
    module.callsNamed("getattr").some(({ positional: [, name] }) => name !== undefined && textOf(name) === undefined),
  );
}

/** Whether a file of the project is there for others of it, and is none that is run by itself. */
function isImportedOnly(module: Module): boolean {
  const [file = "", folder = ""] = module.path.split("/").reverse();
  const name = file === "__init__.py" ? folder : file.replace(/\.pyw?$/, "");
  if (name === "__main__" || module.spelled("__main__").length > 0) return false;
  return /^\w+$/.test(name) && module.project.modulesMentioning(name, module).some((other) => imports(other, name));
}

/** Whether a file imports something by a name, or out of something of that name. */
export function imports(module: Module, name: string): boolean {
  for (const statement of module.mentioning(name, "import_statement", "import_from_statement")) {
    for (const { text } of statement.descendants("identifier")) if (text === name) return true;
  }
  return false;
}
