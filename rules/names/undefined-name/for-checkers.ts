import { runsElsewhere, UNBOUND } from "../../../src/concepts/names/guards.js";
import { hasComputedNames } from "../../../src/concepts/names/exports.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { isCaught } from "../../../src/python/cfg/exceptions.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import type { Module } from "../../../src/python/model/module.js";
import type { Binding } from "../../../src/python/model/scope.js";
import { holdsWord } from "../../../src/python/prefilter/prefilter.js";
import type { Node } from "../../../src/syntax/node.js";
import { mayBeGivenFromOutside } from "./given.js";

/** A read, by code that runs, of what is imported for type checkers alone. */
export interface CheckersRead {
  readonly node: Node;
  /** What binds the name under `TYPE_CHECKING`, and nothing else does. */
  readonly binding: Node;
}

/** The reads in functions of what only `if TYPE_CHECKING:` binds: that is never true where a program runs. */
export function* readsOfCheckersNames(module: Module): Generator<CheckersRead> {
  if (module.isTest || !module.mayHold(FOR_CHECKERS)) return;
  const blocks = new Set(
    [...module.within(FOR_CHECKERS, "if_statement")].flatMap((statement) =>
      isForCheckers(statement) ? (statement.field("consequence") ?? []) : [],
    ),
  );
  if (blocks.size === 0 || hasComputedNames(module) || isStarred(module)) return;
  const isForThem = ({ node }: Binding): boolean => [...node.ancestors()].some((around) => blocks.has(around));
  for (const [name, bindings] of module.scopes.module.all()) {
    const [binding] = bindings;
    if (!binding || !bindings.every(isForThem) || mayBeGivenFromOutside(module, name)) continue;
    for (const node of module.identifiers(name)) {
      if (module.scopes.lookup(name, node)?.scope.isModule && isReadByProgram(module, node))
        yield { node, binding: binding.node };
    }
  }
}

const FOR_CHECKERS = holdsWord("TYPE_CHECKING");

const isStarred = ({ usage }: Module): boolean => usage?.imports.some(({ members }) => members?.[0] === "*") ?? true;

/** `if TYPE_CHECKING:`, `if typing.TYPE_CHECKING:` */
function isForCheckers(statement: Node): boolean {
  const condition = statement.field("condition");
  return condition !== undefined && lastNameOf(unwrap(condition)) === "TYPE_CHECKING";
}

/** Whether a name is read when a function runs: what annotations name need not be there. */
function isReadByProgram(module: Module, node: Node): boolean {
  if (!module.functionAround(node) || !isVariable(node) || isOfType(node)) return false;
  const isExpected = runsElsewhere(node) || isCaught(node, UNBOUND, () => false);
  return !isExpected && module.graphAround(node).isReachable(node);
}

function isVariable({ parent, fieldName }: Node): boolean {
  if (!parent || parent.isBroken) return false;
  if (parent.kind === "attribute") return fieldName !== "attribute";
  return !/^(dotted_name|aliased_import|keyword_pattern|global_statement)$/.test(parent.kind) && fieldName !== "name";
}

/** Whether a name stands in an annotation, in a type that is only made when somebody asks for it, or in what defines a function. */
function isOfType(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (/^(type|type_alias_statement|type_parameter)$/.test(around.kind)) return true;
    if (around.fieldName === "body" && around.parent?.kind === "function_definition") return false;
  }
  return true;
}
