import { isOnWayOut } from "../../../src/concepts/errors/ways-out.js";
import { isTestFunction } from "../../../src/concepts/tests/collection.js";
import { groupedBy } from "../../../src/grouped.js";
import { isPytestFixture } from "../../../src/concepts/tests/fixtures.js";
import {
  aroundClass,
  aroundFile,
  hasUnknownBase,
  isSetup,
  isTeardown,
} from "../../../src/concepts/tests/surroundings.js";
import { isSameExpression } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import type { Node } from "../../../src/syntax/node.js";
import { isFake, type Replacement } from "./replacements.js";

/** Whether something may put an attribute back, or the replacement itself does. */
export function isPutBack({ target, of }: Replacement): boolean {
  const { module } = of;
  const { project } = module;
  const name = target.field("attribute")?.text ?? "";
  if (isOnWayOut(target) || hasUnknownBase(of) || loadsAnew(module)) return true;
  if (project.once(UNDONE, of, () => isUndoneIn(of, target, name), target.text)) return true;
  if (project.once(UNDONE, module, () => isUndoneOutside(module, target, name), target.text)) return true;
  const around = [...aroundFile(module), ...(of.owner ? aroundClass(of.owner) : [])];
  const elsewhere = around.filter((each) => each.module !== module || isTeardown(each));
  return project.once(UNDONE, of.owner ?? module, () => elsewhere.some((each) => speaksOf(each, name)), `.${name}`);
}

const UNDONE = question(false);
const LOADED = question(false);
const SPELLED = question<ReadonlyMap<string, readonly Node[]>>(new Map());

/** The names of attributes and the strings in a function, by what they spell. */
function spelledIn(of: FunctionDefinition): ReadonlyMap<string, readonly Node[]> {
  const words = (): Node[] =>
    [...of.node.descendants("identifier", "string_content")].filter(
      ({ kind, fieldName }) => kind !== "identifier" || fieldName === "attribute",
    );
  return of.module.project.once(SPELLED, of, () => groupedBy(words(), ({ text }) => text));
}

/** Whether a test itself keeps an attribute, deletes it, sets it to what is no fake, or names it in a string, as `patch.object` is given it. */
function isUndoneIn(of: FunctionDefinition, target: Node, name: string): boolean {
  return (spelledIn(of).get(name) ?? []).some((word) => word.kind !== "identifier" || isUndoneBy(word, target));
}

/** Whether code of the file that is no test does so: what another test keeps, it keeps for itself. */
function isUndoneOutside(module: Module, target: Node, name: string): boolean {
  return module.spelled(name).some((word) => {
    const of = module.functionAround(word);
    if (of && isTestFunction(of)) return false;
    return word.kind === "identifier" ? isUndoneBy(word, target) : isSetByName(word);
  });
}

function isUndoneBy(word: Node, target: Node): boolean {
  const attribute = word.fieldName === "attribute" ? word.parent : undefined;
  return attribute !== undefined && isSameExpression(attribute, target) && isKeptOrSet(attribute);
}

function speaksOf({ body }: FunctionDefinition, name: string): boolean {
  return body !== undefined && mentionsName(body, new Set([name]));
}

/** Whether a file loads modules anew, so that what a test did to one is gone. */
function loadsAnew(module: Module): boolean {
  return module.project.once(LOADED, module, () => {
    if (module.callsNamed("reload").length > 0) return true;
    return module.identifiers("modules").some(takesModuleOut);
  });
}

/** Whether an entry of `sys.modules` is removed, where that is spoken of. */
function takesModuleOut({ parent: table }: Node): boolean {
  if (!table || accessPath(table) !== "sys.modules") return false;
  const { parent } = table;
  if (parent?.kind === "attribute") return /^(pop|clear)$/.test(parent.field("attribute")?.text ?? "");
  return parent?.kind === "subscript" && parent.parent?.kind === "delete_statement";
}

/** Whether a string is the name that `setattr` or `delattr` is given, or stands in what runs around tests. */
function isSetByName(word: Node): boolean {
  const call = word.parent?.parent?.parent;
  if (call?.kind === "call" && /^(set|del)attr$/.test(call.field("function")?.text ?? "")) return true;
  const of = moduleOf(word).functionAround(word);
  return of !== undefined && (isSetup(of) || isTeardown(of) || isPytestFixture(of));
}

/** Whether an attribute is read as it is, deleted, or given something that is no fake. */
function isKeptOrSet(attribute: Node): boolean {
  const { parent, fieldName } = attribute;
  if (parent?.kind === "assignment") {
    const right = parent.field("right");
    return fieldName === "right" || right === undefined || !isFake(right);
  }
  return /^(delete_statement|argument_list|expression_list|tuple|list|pair|return_statement|keyword_argument|pattern_list)$/.test(
    parent?.kind ?? "",
  );
}
