import { namesOfModule } from "./exports.js";
import { hasSubmodule, isMade } from "./made-modules.js";
import { isOwn } from "./ownership.js";
import type { WrittenImport } from "../../python/grammar/usage.js";
import type { Module } from "../../python/model/module.js";
import { MADE_FOR_CLASSES } from "../../python/tables/attribute-givers.js";
import { STANDARD_LIBRARY } from "../../python/tables/stdlib.js";

/** A name that an import takes from a module which does not have it. */
export interface MissingName {
  readonly target: Module;
  readonly name: string;
  readonly at: WrittenImport;
}

/** What the imports of a file take from modules of the project that do not have it, guarded or not. */
export function* missingNames(module: Module): Generator<MissingName> {
  if (module.isTest) return;
  for (const at of module.usage?.imports ?? []) {
    const [first = ""] = at.module.split(".", 1);
    if (!at.members || (at.level === 0 && STANDARD_LIBRARY.has(first))) continue;
    const target = module.project.nearby(module, at);
    const { top } = target?.usage ?? {};
    if (!target || !top || at.members.every((name) => top.has(name) || name === "*")) continue;
    const isElsewhere = (name: string): boolean =>
      at.level === 0 && module.project.leads(module, `${at.module}.${name}`);
    // Which of several is meant depends on where the program is started.
    const others = module.project.candidates(module, at).filter((other) => other !== target && other !== module);
    const isMissingFrom = (name: string): boolean => [target, ...others].every((from) => isMissing(from, name));
    const missing = at.members.filter((name) => !top.has(name) && isMissingFrom(name) && !isElsewhere(name));
    if (missing.length > 0 && isOwn(module, at, rootOf(target, at)))
      yield* missing.map((name) => ({ target, name, at }));
  }
}

function isMissing(target: Module, name: string): boolean {
  if (name === "*" || /^__\w+__$/.test(name)) return false;
  const names = namesOfModule(target);
  if (!names || names.has(name) || hasSubmodule(target, name) || isMade(target.project, moduleBase(target)))
    return false;
  if (MADE_FOR_CLASSES.some(({ by, prefix }) => name.startsWith(prefix) && target.spelled(by).length > 0)) return false;
  // What stands there in quotes may be set, or loaded when it is asked for.
  return target.spelled(name).every(({ kind }) => kind === "identifier");
}

/** The folder in which the first part of an import's name was found. */
function rootOf({ path }: Module, at: WrittenImport): string {
  const base = path.replace(/(\/__init__)?\.py$/, "");
  return base.slice(0, Math.max(0, base.length - at.module.length - 1));
}

const moduleBase = ({ path }: Module): string => path.replace(/\.py$/, "");
