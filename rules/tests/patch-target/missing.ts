import { namesOfModule } from "../../../src/concepts/names/exports.js";
import { isOwn } from "../../../src/concepts/names/ownership.js";
import { hasSubmodule, isMade } from "../../../src/concepts/names/made-modules.js";
import type { Patch } from "../../../src/concepts/tests/patches.js";
import type { Module } from "../../../src/python/model/module.js";
import { BUILTINS } from "../../../src/python/tables/builtins.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether the module that a patch names surely lacks what the patch takes out of it. */
export function isMissing({ call, target, written, name }: Patch): boolean {
  const { module } = call;
  if (target.isTest || /^__\w+__$/.test(name) || BUILTINS.has(name) || !lacks(target, name)) return false;
  // A package inside of another may be called like one that is installed: what is written decides.
  const dotted = written ?? dottedOf(target, module);
  if (!isOwn(module, { at: -1, module: dotted, level: 0 }, rootOf(target, dotted))) return false;
  const others = module.project.candidates(module, { module: dotted, level: 0 });
  return others.every((from) => lacks(from, name)) && !isSet(target, name, module);
}

function lacks(target: Module, name: string): boolean {
  const names = namesOfModule(target);
  if (!names || names.has(name) || hasSubmodule(target, name)) return false;
  if (isMade(target.project, target.path.replace(/\.py$/, ""))) return false;
  // What stands there in quotes may be set, or loaded when it is asked for.
  return target.spelled(name).every(({ kind }) => kind === "identifier");
}

/** The folder in which the first part of a module's name was found. */
function rootOf(target: Module, dotted: string): string {
  const base = target.path.replace(/(\/__init__)?\.py$/, "");
  return base.slice(0, Math.max(0, base.length - dotted.length - 1));
}

const dottedOf = (target: Module, from: Module): string =>
  target.project.namesOf(target.path).find((name) => from.project.resolveImport(from, { module: name, level: 0 })) ??
  "";

/** Whether code sets an attribute of the name on what may be the module. */
function isSet(target: Module, name: string, asker: Module): boolean {
  const modules = target.project.modulesAssigning(name, asker);
  const mayBeOn = (module: Module, object: Node): boolean =>
    !module.receiverClass(object) &&
    module.valuesOf(object).some((value) => value.kind === "unknown" || value.kind === "parameter" || isIt(value));
  const isIt = (value: { kind: string; module?: Module }): boolean =>
    value.kind === "module" && value.module === target;
  return modules?.some((module) => module.storesNamed(name).some(({ object }) => mayBeOn(module, object))) ?? true;
}
