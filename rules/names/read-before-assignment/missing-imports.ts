import { caughtNames } from "../../../src/python/cfg/exceptions.js";
import type { Module } from "../../../src/python/model/module.js";
import { matchesBehind } from "../../../src/python/prefilter/prefilter.js";
import type { Node } from "../../../src/syntax/node.js";
import { goesOn, type ReadBehind } from "./behind-try.js";

const IMPORTS_IN_TRY = matchesBehind("an import that may fail", /\btry\b/, /\bimport\b/, /\bexcept\b/);

/**
 * The reads that run when a module is imported, of what it imports in a `try` whose handler goes on without it: whoever lacks the
 * library cannot import the module either.
 */
export function* readsOfMissingImports(module: Module): Generator<ReadBehind> {
  if (!module.mayHold(IMPORTS_IN_TRY)) return;
  const scope = module.scopes.module;
  for (const statement of module.root.children.filter(({ kind }) => kind === "try_statement")) {
    const handler = statement.children.find((clause) => takesImportErrors(clause) && goesOn(clause, module));
    if (!handler) continue;
    for (const binding of importedIn(statement)) {
      const isOnly = scope.bindings(binding.text).every(({ node }) => statement.field("body")?.contains(node));
      const node = isOnly ? firstReadAtImport(binding, statement, module) : undefined;
      if (node) yield { node, scope, binding, handler, isEarly: false };
    }
  }
}

const IMPORT_ERRORS = new Set(["ImportError", "ModuleNotFoundError", "Exception", "BaseException"]);

function takesImportErrors(clause: Node): boolean {
  if (clause.kind !== "except_clause") return false;
  const names = caughtNames(clause);
  return !names || names.some((name) => IMPORT_ERRORS.has(name));
}

/** The names that imports in the body of a `try` bind, each of which the failing one may leave unbound. */
function importedIn(statement: Node): readonly Node[] {
  return (statement.field("body")?.children ?? []).flatMap((line) => {
    if (!/^import_(from_)?statement$/.test(line.kind)) return [];
    return line.fields("name").flatMap((name) => {
      const bound = name.kind === "aliased_import" ? name.field("alias") : name;
      if (bound?.kind === "identifier") return [bound];
      return line.kind === "import_statement" ? (bound?.children[0] ?? []) : (bound?.children.at(-1) ?? []);
    });
  });
}

/** The first read that nothing but the order of the lines decides upon, in the module itself or in the body of a class. */
function firstReadAtImport(binding: Node, statement: Node, module: Module): Node | undefined {
  const read = module.identifiers(binding.text).find((use) => {
    if (use.start < statement.end || use.fieldName === "attribute") return false;
    if (use.fieldName === "name" && use.parent?.kind === "keyword_argument") return false;
    return module.scopes.lookup(use.text, use)?.scope === module.scopes.module;
  });
  return read && isRunAtImport(read, module) ? read : undefined;
}

/** What evaluates all that is written in it, where it stands. */
const PLAIN =
  /^(expression_statement|assignment|call|argument_list|keyword_argument|attribute|subscript|list|tuple|dictionary|pair|binary_operator|unary_operator|not_operator|class_definition|decorated_definition|decorator|parenthesized_expression|block)$/;

function isRunAtImport(read: Node, module: Module): boolean {
  for (const around of read.ancestors()) {
    if (around === module.root) return true;
    if (!PLAIN.test(around.kind)) return false;
    if (around.kind === "assignment" && around.field("left")?.contains(read)) return false;
  }
  return true;
}
