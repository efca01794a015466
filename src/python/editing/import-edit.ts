import type { Node } from "../../syntax/node.js";
import { insertAfter, insertBefore, type Edit } from "./edit.js";
import { moduleOf, type Module } from "../model/module.js";
import { question } from "../model/solver.js";

/**
 * What has to be written so that `name` means the module of that name at a place: nothing when it does already.
 *
 * Undefined when the name means something else there, or is deleted or bound anew somewhere.
 */
export function importEdits(name: string, at: Node): readonly Edit[] | undefined {
  const module = moduleOf(at);
  const found = module.scopes.lookup(name, at);
  if (!found) {
    const edit = addedImport(module, `import ${name}`);
    return edit && [edit];
  }
  const isImport = found.bindings.every(({ node }) => isPlainImport(node, name));
  return isImport && found.scope === module.scopes.module ? [] : undefined;
}

/** What has to be written so that a file makes an import that it does not make yet. */
export function addedImport(module: Module, statement: string): Edit | undefined {
  return module.project.once(NEW_IMPORT, module, () => newImport(module, statement), statement);
}

const NEW_IMPORT = question<Edit | undefined>(undefined);

/** Whether a binding stands in an `import name` outside of every `try` and `if`. */
function isPlainImport(binding: Node, name: string): boolean {
  for (const node of [binding, ...binding.ancestors()]) {
    if (node.kind !== "import_statement") continue;
    return node.parent?.kind === "module" && node.children.some((child) => child.text === name);
  }
  return false;
}

/** A new import: among those at the top of the file, in the order of the alphabet where they keep to one. */
function newImport(module: Module, code: string): Edit | undefined {
  const [, name = ""] = code.split(" ");
  const isFrom = code.startsWith("from ");
  const statements = module.root.children;
  const start = statements.findIndex((statement, index) => !isPrologue(statement, index));
  const imports = importsFrom(statements, start);
  const alike = imports.filter(({ kind }) => (kind === "import_from_statement") === isFrom);
  const later = alike.find((statement) => (statement.children[0]?.text ?? "") > name);
  const neighbour = later ?? (alike.length === 0 && !isFrom ? imports[0] : undefined);
  if (neighbour) return insertBefore(neighbour, code);
  const last = alike.at(-1) ?? (isFrom ? imports.at(-1) : undefined) ?? statements[start - 1];
  if (last) return insertAfter(last, last.kind === "expression_statement" ? `\n${code}` : code);
  const first = statements[0];
  return first && insertBefore(first, `${code}\n`);
}

/** The imports that follow each other from the first statement on that is no prologue. */
function importsFrom(statements: readonly Node[], start: number): readonly Node[] {
  if (start < 0) return [];
  const rest = statements.slice(start);
  const end = rest.findIndex(({ kind }) => kind !== "import_statement" && kind !== "import_from_statement");
  return end < 0 ? rest : rest.slice(0, end);
}

/** The file's docstring and its imports from `__future__`. */
function isPrologue(statement: Node, index: number): boolean {
  if (statement.kind === "future_import_statement") return true;
  return index === 0 && statement.kind === "expression_statement" && statement.children[0]?.kind === "string";
}
