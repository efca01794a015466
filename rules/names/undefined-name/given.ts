import { isUnfinished } from "../../../src/python/model/attributes.js";
import { isExact } from "../../../src/python/model/hierarchy.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import type { Module } from "../../../src/python/model/module.js";
import { matchesPattern, type PatternPrefilter } from "../../../src/python/prefilter/prefilter.js";
import { question } from "../../../src/python/model/solver.js";
import type { Store } from "../../../src/python/model/stores.js";
import type { Value } from "../../../src/python/model/value.js";

/** Whether code of another file may set a module's global from outside, as loaders do for their plug-ins: `plugin.logger = …`. */
export function mayBeGivenFromOutside(module: Module, name: string): boolean {
  const givers = module.project.once(GIVERS, module.project, () => giversOf(module, name), name);
  return givers === undefined || givers.some((giver) => giver !== module) || hasBrokenLoader(module);
}

/** Whether what loads modules breaks off: what is missing of it may be just what gives them something. */
function hasBrokenLoader(module: Module): boolean {
  const { project } = module;
  return project.once(BROKEN_LOADER, project, () =>
    LOADER_WORDS.some((word) => project.modulesMentioning(word, module).some((other) => other.breaksOff)),
  );
}

const BROKEN_LOADER = question(true);
const LOADER_WORDS = ["importlib", "__import__", "runpy"];

const GIVERS = question<readonly Module[] | undefined>([]);

/** The files that may set a global of a name in another module; undefined when they are too many to look at. */
function giversOf(asker: Module, name: string): readonly Module[] | undefined {
  // Where too many files may store something of the name, a closer look at their texts tells.
  const modules =
    asker.project.modulesAssigning(name, asker) ?? asker.project.modulesMatching(name, givesTo(name), asker);
  return modules?.filter((module) => module.storesNamed(name).some((store) => mayBeToModule(module, store)));
}

function givesTo(name: string): PatternPrefilter {
  const target = String.raw`\.[\s\\]{0,20}${name}[\s\\)\]]{0,20}`;
  const gives = new RegExp(String.raw`${target}(?:=(?!=)|:[^\n=]{0,99}=|,[^=(){}'"]{0,200}=(?!=))|\bsetattr\b`);
  return matchesPattern(`a global '${name}' that is given`, gives);
}

function mayBeToModule(module: Module, { kind, object }: Store): boolean {
  if (kind === "delete" || module.receiverClass(object) || /^(self|cls)$/.test(object.text)) return false;
  const values = module.valuesOf(object);
  // Of what nobody knows anything of, its name says whether it is a module, or the file that it loads some.
  const isModuleLike = MODULE_LIKE.test(lastNameOf(object) ?? "") || LOADERS.test(module.source);
  if (values.length === 0) return isModuleLike;
  return values.some((value) => mayBeModule(value) && (isModuleLike || !isOfNobody(value)));
}

const isOfNobody = ({ kind }: Value): boolean => kind === "parameter" || kind === "unknown";

/** What somebody calls a module that is given to them. */
const MODULE_LIKE =
  /(?:^|_)(?:m|mods?|modules?|plugs?|plugins?|exts?|extensions?|scripts?|pkg|packages?|cogs?|addons?|libs?|library|namespace|ns|env|conf|config|settings|target|obj|object)\d?(?:_|$)/i;
/** What loads modules, or finds those that are loaded. */
const LOADERS =
  /\b(?:import_module|__import__|exec_module|load_module|find_module|spec_from_file_location|ModuleType|run_path|load_source)\b|\bsys\.modules\b/;

function mayBeModule(value: Value): boolean {
  if (value.kind === "api") return isOutsideModule(value.path);
  // What is declared to be of an unfinished class may be a module that has its members.
  if (value.kind === "instance") return !isExact(value) && isUnfinished(value.of);
  return value.kind === "module" || value.kind === "parameter" || value.kind === "unknown";
}

/** Whether something from outside may be a module: what a call gives is one where that imports or loads. */
function isOutsideModule(path: string): boolean {
  if (path.endsWith("ModuleType()")) return true;
  return path.includes("()") ? GIVES_MODULES.test(path) : true;
}

const GIVES_MODULES = /import|load|modul|plugin|spec|sys\b/i;
