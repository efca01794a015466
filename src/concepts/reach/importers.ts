import type { WrittenImport } from "../../python/grammar/usage.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { NAMES_MODULES } from "../../python/tables/called-back.js";
import { hasLoader } from "./loaders.js";
import { nameOf, wordOf } from "./module-names.js";

const IMPORTERS = question<readonly Module[] | undefined>(undefined);

/**
 * The modules that import a module, tests among them, or whose strings name it as a path, dotted or not: those that may, where
 * it cannot be told. Undefined when too many speak of something by its name.
 */
export function importersOf(module: Module): readonly Module[] | undefined {
  return module.project.once(IMPORTERS, module, () => {
    const name = nameOf(module.path);
    const others = module.project.modulesMatching(name, "any", module, true);
    const spells = spelling(name, module.path.endsWith("/__init__.py"));
    return others?.filter(
      (other) => other !== module && (mayImport(other, module) || isSpelled(other, module, spells)),
    );
  });
}

/** Whether a file imports some module of the project. */
export function importsOthers(module: Module): boolean {
  const isOwn = ({ module: dotted, level }: WrittenImport): boolean => {
    const found = module.project.resolveImport(module, { module: dotted, level });
    return found !== undefined && found !== module && !found.isTest;
  };
  return module.usage?.imports.some(isOwn) ?? false;
}

function mayImport(other: Module, module: Module): boolean {
  // Nobody knows what a file imports that does not compile.
  const paths = module.path.endsWith("/__init__.py") ? pathsAround : pathsOf;
  return other.usage?.imports.some((written) => paths(written).some((one) => means(other, one, module))) ?? true;
}

interface ImportedPath {
  readonly module: string;
  readonly level: number;
}

/** The modules that an import may run: that which it names, and what it takes out of that. */
function pathsOf({ module, level, members = [] }: WrittenImport): readonly ImportedPath[] {
  const inside = members.map((member) => ({ module: module === "" ? member : `${module}.${member}`, level }));
  return [{ module, level }, ...inside];
}

/** The same, and the packages that they lie in, whose files run first. */
function pathsAround(written: WrittenImport): readonly ImportedPath[] {
  const parts = written.module.split(".");
  const around = parts.slice(1).map((_, at) => ({ module: parts.slice(0, at + 1).join("."), level: written.level }));
  return [...pathsOf(written), ...around];
}

function means(other: Module, written: ImportedPath, module: Module): boolean {
  const path = module.path.replace(/\.pyw?$|\/__init__\.py$/, "");
  const ending = written.module.replaceAll(".", "/");
  if (ending === "" || !`/${path}`.endsWith(`/${ending}`)) return false;
  const found = module.project.resolveImport(other, written);
  return found === undefined ? written.level === 0 : found === module;
}

/** Whether a string of a file may be the path of a module; migrations name tables. */
function isSpelled(other: Module, module: Module, { path, bare }: Spelling): boolean {
  if (/(^|\/)(migrations|versions)\//.test(other.path)) return false;
  if (path.test(other.source)) return true;
  // A mere word is a module's name only for those who load modules, or tell somebody who does.
  return bare.test(other.source) && (NAMES_MODULES.test(other.source) || hasLoader(module));
}

/** How strings name a module: by a dotted path or its file, or by what may just as well be something else. */
interface Spelling {
  readonly path: RegExp;
  readonly bare: RegExp;
}

/**
 * How a string names a module: `"shop.bus"`, `"bus:start"`, `"shop/bus.py"`; `"bus"` and `f"{folder}/bus"` may do so. Behind a
 * module there is no other path, as there is behind a package; `"/shop/bus"` is a page, `{"bus": 4}` a key, and the name of a table is
 * said to be one.
 */
function spelling(name: string, isPackage: boolean): Spelling {
  const word = wordOf(name);
  const member = String.raw`[.:][\w.:{}]{0,200}`;
  const inside = isPackage ? String.raw`[\w./\\:{}-]{0,200}` : `(?:${member}|\\{[\\w.:{}]{0,200})?`;
  const dotted = String.raw`["'][\w.{}]{0,200}\.${word}${inside}["'](?!\s{0,8}:)|["']${word}${member}["'](?!\s{0,8}:)`;
  return {
    path: new RegExp(
      String.raw`(?<!${TABLES})(?:${dotted})|["'][^"'\n]{0,400}${word}\.py\b|-m[\s"',]{1,8}[\w.]{0,200}${word}`,
    ),
    bare: new RegExp(String.raw`(?<!${TABLES})["'](?!/)[\w./\\:{}-]{0,200}(?<!-)${word}${inside}["'](?!\s{0,8}:)`),
  };
}

/** What stands before the name of a table, or of what leads back to one. */
const TABLES = String.raw`(?:__tablename__\s{0,8}=\s{0,8}|ForeignKey\(\s{0,40}|back_populates=|backref=)`;
