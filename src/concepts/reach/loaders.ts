import { nameOf, wordOf } from "./module-names.js";
import { textOf } from "../../python/model/literal.js";
import { HAND_FOLDER } from "../../python/tables/scripts.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { matchesPattern } from "../../python/prefilter/prefilter.js";

/** What loads modules whose names are put together as the program runs. */
const LOADS =
  "import_module __import__ spec_from_file_location SourceFileLoader iter_modules walk_packages load_extension load_extensions load_module run_path run_module autodiscover_tasks import_string find_modules".split(
    " ",
  );

const LOADERS = question<readonly Module[] | undefined>([]);

/** Whether a module may be loaded by one that looks through its folder, or puts its name together. */
export function mayBeLoaded(module: Module): boolean {
  const loaders = module.project.once(LOADERS, module.project, () => findLoaders(module));
  return (loaders?.some((loader) => loader !== module && mayLoad(loader, module)) ?? true) || isGivenAway(module);
}

/** Whether a package around a module is told of to somebody out of sight, who may load whatever is in there: `root_package=__package__`. */
function isGivenAway(module: Module): boolean {
  const { project, path } = module;
  const givers = project.once(GIVERS, project, () =>
    project.modulesMatching("__package__", matchesPattern("a package that is given away", GIVES_PACKAGE), module),
  );
  return givers?.some((giver) => path.startsWith(giver.path.slice(0, giver.path.lastIndexOf("/") + 1))) ?? true;
}

const GIVERS = question<readonly Module[] | undefined>([]);
const GIVES_PACKAGE = /\b\w*package\w*[ \t]*=[ \t]*__package__\b/i;

/** Whether some module of the project, and no tool beside it, loads others by names that it puts together; so, where too many speak of it. */
export function hasLoader(module: Module): boolean {
  const loaders = module.project.once(LOADERS, module.project, () => findLoaders(module));
  return loaders?.some(({ path }) => !HAND_FOLDER.test(path)) ?? true;
}

function findLoaders(asker: Module): readonly Module[] | undefined {
  const found = new Set<Module>();
  for (const word of LOADS) {
    const calls = matchesPattern(`a call of '${word}'`, new RegExp(String.raw`${wordOf(word)}[\s\\]*\(`));
    const modules = asker.project.modulesMatching(word, calls, asker);
    if (!modules) return undefined;
    for (const module of modules) if (!module.isTest && module.callsNamed(word).some(isOpen)) found.add(module);
  }
  return [...found];
}

/** Whether a call may load whatever it is told to; Celery loads modules that are called `tasks` when it is told no other name. */
function isOpen({ lastName, positional, arguments: all }: Module["calls"][number]): boolean {
  const [name] = positional;
  if (lastName === "autodiscover_tasks")
    return positional.length > 1 || all.some(({ keyword }) => keyword === "related_name");
  return name === undefined ? all.length > 0 : all.length > 1 || textOf(name) === undefined;
}

function mayLoad(loader: Module, module: Module): boolean {
  const folders = module.path.split("/").slice(0, -1);
  const isBeside = loader.path.split("/").slice(0, -1).join("/") === folders.join("/");
  if (isBeside && (OWN_FOLDER.test(loader.source) || (LISTED_FOLDER.test(loader.source) && LISTS.test(loader.source))))
    return true;
  // What is called as its folder is may be all that is loaded of that.
  const depth = DEEP.test(loader.source) ? folders.length : nameOf(module.path) === folders.at(-1) ? 2 : 1;
  return folders.slice(-depth).some((folder) => namesFolder(folder).test(loader.source));
}

/** Where a file lies itself, or what is called from there on: `__path__`, `import_module(f".{name}", __package__)`; not `plugins.__path__`. */
const OWN_FOLDER =
  /(?<![\w.])__path__|\b(?:import_module|__import__)[\s\\]*\((?:[\s\\]*[fF]?["']\.|[^()]{0,200}(?<![\w.])__(?:name|package)__)/;

/** The folder that a file lies in, for one that lists what there is. */
const LISTED_FOLDER = /(?<![\w.])__(?:file|package)__/;
const LISTS =
  /\b(?:iterdir|listdir|scandir|r?glob|iglob|walk|iter_modules|walk_packages|find_modules|spec_from_file_location|SourceFileLoader|run_path)\b/;

/** What looks through folders in folders. */
const DEEP = /walk_packages|find_modules|autodiscover|rglob|\bwalk\(|\*\*\//;

/** A folder at the end of a text, or before something that is filled in: `"cogs"`, `f"shop.cogs.{name}"`, `cogs.__path__`. */
function namesFolder(folder: string): RegExp {
  const word = wordOf(folder);
  return new RegExp(String.raw`["'][\w./\\:{}-]{0,200}${word}[./\\]?["'{*%]|${word}\.__(?:path|file|name)__`);
}
