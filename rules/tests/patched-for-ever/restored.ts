import { isOnWayOut } from "../../../src/concepts/errors/ways-out.js";
import { isTestFunction } from "../../../src/concepts/tests/collection.js";
import {
  aroundClass,
  aroundFile,
  hasUnknownSurroundings,
  helpersOf,
  isSetup,
  isTeardown,
} from "../../../src/concepts/tests/surroundings.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { spellingOf } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import type { Node } from "../../../src/syntax/node.js";
import { isFake, type Replacement } from "./replacements.js";

/** Whether something may put an attribute back, or the replacement itself does. */
export function isPutBack({ target, of }: Replacement): boolean {
  const { module } = of;
  const { project } = module;
  const name = target.field("attribute")?.text ?? "";
  if (isOnWayOut(target) || hasUnknownSurroundings(of) || loadsAnew(module)) return true;
  if (lastGiven(of).get(spellingOf(target)) === true) return true;
  const undone = [undoneIn(of), undoneOutside(module, of.owner), resetIn(module)];
  if (undone.some((set) => set.has(spellingOf(target)) || set.has(`'${name}'`))) return true;
  const around = [...aroundFile(module), ...(of.owner ? aroundClass(of.owner) : [])];
  const elsewhere = around.filter((each) => each.module !== module || isTeardown(each));
  const undoes = (each: FunctionDefinition): boolean =>
    (elsewhere.includes(each) && speaksOf(each, name)) || helpersOf(each).some((helper) => speaksOf(helper, name));
  return project.once(UNDONE, of.owner ?? module, () => around.some(undoes), `.${name}`);
}

const LAST = question<ReadonlyMap<string, boolean>>(new Map());

/**
 * The attributes that a test sets, and whether it comes back at the end, having set it to something else, to what is called like the
 * attribute or like what was there: `client.send = send`, `client.send = original`.
 */
function lastGiven(of: FunctionDefinition): ReadonlyMap<string, boolean> {
  const { module, node } = of;
  return module.project.once(LAST, node, () => {
    const given = new Map<string, boolean>();
    for (const assignment of node.descendants("assignment")) {
      const [left, right] = [assignment.field("left"), assignment.field("right")];
      if (left?.kind !== "attribute" || !right) continue;
      const target = spellingOf(left);
      const { text } = unwrap(right);
      const isOld = text === left.field("attribute")?.text || /^_?(orig|old|real|saved|prev)/i.test(text);
      given.set(target, given.has(target) && isOld);
    }
    return given;
  });
}

const UNDONE = question(false);
const LOADED = question(false);
const UNDOING = question<ReadonlySet<string>>(new Set());

/** The attributes that a test itself keeps, deletes or sets to what is no fake, and the last names in its strings, as `patch` is given them. */
function undoneIn(of: FunctionDefinition): ReadonlySet<string> {
  const { node, module } = of;
  const all = node.parent?.kind === "decorated_definition" ? node.parent : node;
  return module.project.once(UNDOING, of, () => undoneAmong(all, () => true));
}

/**
 * The same of the code of a file that is no test: what another test keeps, it keeps for itself, as do the methods that run
 * around the tests of another class.
 */
function undoneOutside(module: Module, owner: ClassDefinition | undefined): ReadonlySet<string> {
  return module.project.once(UNDOING, owner ?? module, () =>
    undoneAmong(module.root, (node) => {
      const of = module.functionAround(node);
      const isDecorating = [...node.ancestors()].some(({ kind }) => kind === "decorator");
      return of ? !isTestFunction(of) && !isOfOthers(of, owner) : !isDecorating;
    }),
  );
}

/** Whether a method runs around the tests of a class that has nothing to do with another one. */
function isOfOthers(of: FunctionDefinition, owner: ClassDefinition | undefined): boolean {
  if (!of.owner || !(isSetup(of) || isTeardown(of))) return false;
  return !owner || !(owner.ancestry.classes.includes(of.owner) || of.owner.ancestry.classes.includes(owner));
}

const RESET = question<ReadonlySet<string>>(new Set());

/** The attributes that code of a file sets to what is written out, be it a test that does not rely on what it finds. */
function resetIn(module: Module): ReadonlySet<string> {
  return module.project.once(RESET, module, () => {
    const attributes = [...module.root.descendants("attribute")];
    return new Set(attributes.filter(isGivenLiteral).map((each) => spellingOf(each)));
  });
}

function isGivenLiteral({ parent, fieldName }: Node): boolean {
  const right = parent?.kind === "assignment" && fieldName === "left" ? parent.field("right") : undefined;
  return right !== undefined && /^(none|true|false|integer|float|string|list|dictionary)$/.test(unwrap(right).kind);
}

function undoneAmong(code: Node, counts: (node: Node) => boolean): ReadonlySet<string> {
  const attributes = [...code.descendants("attribute")].filter((each) => isKeptOrSet(each) && counts(each));
  const strings = [...code.descendants("string_content")].filter((each) => /^[\w.]+$/.test(each.text) && counts(each));
  return new Set([
    ...attributes.map((each) => spellingOf(each)),
    ...strings.map(({ text }) => `'${text.slice(text.lastIndexOf(".") + 1)}'`),
  ]);
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
