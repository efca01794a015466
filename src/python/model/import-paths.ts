import { WELL_KNOWN } from "../tables/libraries.js";
import { DISTRIBUTION_FILES, START_FILES } from "../tables/project-files.js";
import { LOADED_FIRST, STANDARD_LIBRARY } from "../tables/stdlib.js";
import type { Leanings, Remembered } from "./leanings.js";
import type { SourceHost } from "./project.js";
import type { ImportSource } from "./scope.js";

/** Where imports lead, as paths of files. Nothing is read for it but which files there are. */
export class ImportPaths {
  readonly #near: Map<string, Remembered<string | undefined>>;
  readonly #distributed: Map<string, Remembered<string | undefined>>;
  readonly #folders: Map<string, Remembered<Folders>>;

  constructor(
    private readonly host: SourceHost,
    private readonly leanings: Leanings,
  ) {
    this.#near = leanings.memory();
    this.#distributed = leanings.memory();
    this.#folders = leanings.memory();
  }

  /** The file that an import means by what is around the importing file. */
  near(from: string, source: ImportSource): string | undefined {
    const key = `${directory(from)}\0${String(source.level)}\0${source.module}`;
    const found = this.leanings.remember(this.#near, key, () => this.findNear(from, source));
    // A file that imports its own name means somebody else's; its neighbours, who share the answer, mean the file.
    return found === from && source.level === 0 ? undefined : found;
  }

  private findNear(from: string, { module, level }: ImportSource): string | undefined {
    const parts = module.split(".").filter(Boolean);
    if (level > 0) {
      const base = ascend(directory(from), level - 1);
      return base === undefined ? undefined : this.fileOf(join(base, ...parts));
    }
    // Nothing is looked for behind the first: each look would be asked again of every later scan.
    for (const found of this.found(from, parts)) return found;
    return undefined;
  }

  /** All files that an absolute import may mean by what is around the importing file, the likeliest first. */
  candidates(from: string, module: string): readonly string[] {
    return [...new Set(this.found(from, module.split(".").filter(Boolean)))];
  }

  private *found(from: string, parts: readonly string[]): Generator<string> {
    for (const root of this.rootsFor(from, parts)) {
      const file = this.fileOf(join(root, ...parts));
      if (file !== undefined) yield file;
    }
  }

  /**
   * The file that an import means when the project consists of several distributions, of which just one has such a
   * module: who installs all of them can import from each. Undefined where something nearer has the name.
   */
  beside(from: string, source: ImportSource): string | undefined {
    const [first = ""] = source.module.split(".", 1);
    if (source.level > 0 || STANDARD_LIBRARY.has(first) || this.holdsPackage(from, source)) return undefined;
    const path = source.module.replaceAll(".", "/");
    const found = this.leanings.remember(this.#distributed, path, () => this.findDistributed(path));
    return found === from ? undefined : found;
  }

  private findDistributed(path: string): string | undefined {
    const files = this.host.filesWhere({ word: path, use: "module", most: MOST_NAMESAKES }) ?? [];
    const [only, ...others] = files.filter((file) => this.isDistributed(file, path));
    return others.length === 0 ? only : undefined;
  }

  private isDistributed(file: string, path: string): boolean {
    const root = file.slice(0, file.lastIndexOf(path)).replace(/\/$/, "");
    const folder = root.replace(/(^|\/)src$/, "");
    return DISTRIBUTION_FILES.some((name) => this.host.isFile(join(folder, name)));
  }

  /** Whether a dotted name leads to a file or a folder, from whatever folder above a file. */
  leads(from: string, dotted: string): boolean {
    const parts = dotted.split(".");
    return this.rootsFor(from, parts).some((root) => this.holds(root, parts.join("/")));
  }

  /** Where an import of the project's own that was not found leads nowhere; undefined for what may be somebody else's. */
  lost(from: string, { module, level }: ImportSource): LostImport | undefined {
    const parts = module.split(".").filter(Boolean);
    const [first = ""] = parts;
    const isPackage = (root: string): boolean => this.host.isFile(join(root, first, "__init__.py"));
    const root = level > 0 ? ascend(directory(from), level - 1) : this.rootsFor(from, parts).find(isPackage);
    if (root === undefined || first === "") return undefined;
    let at = root;
    for (const [depth, part] of parts.entries()) {
      const next = join(at, part);
      if (this.host.isDirectory(next)) at = next;
      else if (this.host.isFile(`${at}.py`) && !this.host.isFile(join(at, "__init__.py"))) return undefined;
      else return { folder: at, name: part, depth, isInModule: this.host.isFile(`${next}.py`) };
    }
    return undefined;
  }

  /** What files beside a module, or below the same folders, may import it as: `shop.bus`. */
  namesOf(path: string): readonly string[] {
    const module = path.replace(/(^|\/)__init__\.py$|\.py$/, "");
    const { around, inside } = this.foldersAbove(path);
    const roots = [...around, ...inside].filter((root) => root === "" || module.startsWith(`${root}/`));
    const names = roots.map((root) => (root === "" ? module : module.slice(root.length + 1)).replaceAll("/", "."));
    return [...new Set(names.filter(Boolean))];
  }

  /** Whether an absolute import's first name is a package near the importing file. */
  holdsPackage(from: string, { module }: ImportSource): boolean {
    const parts = module.split(".");
    const [first = ""] = parts;
    return (
      first !== "" && this.rootsFor(from, parts).some((root) => this.host.isFile(join(root, first, "__init__.py")))
    );
  }

  /** Whether the first part of a dotted name is a folder near the importing file. */
  isNamespace(from: string, dotted: string): boolean {
    const parts = dotted.split(".");
    const [first = ""] = parts;
    return this.rootsFor(from, parts).some((root) => this.host.isDirectory(join(root, first)));
  }

  /** The file that a path without its ending stands for: a module, or a package. */
  fileOf(base: string): string | undefined {
    // A package hides the file beside it.
    const init = join(base, "__init__.py");
    if (this.host.isFile(init)) return init;
    return this.host.isFile(`${base}.py`) ? `${base}.py` : undefined;
  }

  /**
   * Where an absolute import of a file may lead, nearest first: the folder around its package, the folders above that
   * up to the project's root, the folders of the package itself that hold the name, for programs that are started in there,
   * and last the `src` beside one of those above.
   */
  private rootsFor(path: string, parts: readonly string[]): readonly string[] {
    const [first = ""] = parts;
    const own = directory(path);
    const { around, inside } = this.foldersAbove(path);
    if (!STANDARD_LIBRARY.has(first)) {
      // A `src` that does not hold the file is on its path only if somebody has put it there.
      const isNear = (root: string): boolean => !/(^|\/)src$/.test(root) || path.startsWith(`${root}/`);
      const far = around.filter((root) => !isNear(root));
      return [...around.filter(isNear), ...this.startsInside(path, inside, parts), ...far];
    }
    if (LOADED_FIRST.has(first)) return [];
    // A folder's own `threading.py` is not what `import threading` beside it means, nor one on no program's path.
    return parts.length > 1 ? around : around.filter((root) => root !== own && this.isStart(root));
  }

  /** Whether programs look for modules in a folder: the project's own, its `src`, or one that is a project itself. */
  isStart(folder: string): boolean {
    return (
      folder === "" || /(^|\/)src$/.test(folder) || START_FILES.some((file) => this.host.isFile(join(folder, file)))
    );
  }

  /**
   * The folders of a file's package in which programs may be started that import a name from there: first those that
   * look like it, because a package is on no program's path by itself. None where nothing tells which of several it is.
   */
  private startsInside(path: string, inside: readonly string[], parts: readonly string[]): readonly string[] {
    const [first = ""] = parts;
    // `import serial` in the package `plugins.serial` means what that is called after.
    const isOwn = (folder: string): boolean => parts.length === 1 && path.startsWith(`${join(folder, first)}/`);
    const holding = inside.filter((folder) => this.holds(folder, first) && !isOwn(folder));
    const starts = holding.filter((folder) => this.isStart(folder));
    if (starts.length === 0 && parts.length === 1 && WELL_KNOWN.has(first) && !this.holdsFolder(inside, first))
      return [];
    return starts.length === 0 && holding.length > 1 ? [] : [...new Set([...starts, ...holding])];
  }

  private holdsFolder(folders: readonly string[], name: string): boolean {
    return folders.some((folder) => this.host.isDirectory(join(folder, name)));
  }

  private holds(folder: string, name: string): boolean {
    const base = join(folder, name);
    return this.host.isDirectory(base) || this.host.isFile(`${base}.py`);
  }

  private foldersAbove(path: string): Folders {
    const own = directory(path);
    return this.leanings.remember(this.#folders, own, () => this.findFoldersAbove(own));
  }

  private findFoldersAbove(own: string): Folders {
    const around: string[] = [];
    const inside: string[] = [];
    for (let folder: string | undefined = own; folder !== undefined; folder = ascend(folder, 1)) {
      const isInside = around.length === 0 && this.host.isFile(join(folder, "__init__.py"));
      if (isInside) inside.push(folder);
      else around.push(folder, join(folder, "src"));
    }
    return { around, inside };
  }
}

/** Where an import leads nowhere. */
export interface LostImport {
  /** The last folder on the way that there is. */
  readonly folder: string;
  /** What it should hold. */
  readonly name: string;
  /** How many parts of the import's dotted name there are. */
  readonly depth: number;
  /** There is such a module, and the import asks for a module in it, though it is no package. */
  readonly isInModule: boolean;
}

/** A module that so many files of a project are is none that an import of it could mean. */
const MOST_NAMESAKES = 24;

/** The folders above a file, nearest first. */
interface Folders {
  /** Those around its package, each with its `src`. */
  readonly around: readonly string[];
  /** Those of the package that it is in. */
  readonly inside: readonly string[];
}

/** The folder of a file. */
export function directory(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

function ascend(folder: string, levels: number): string | undefined {
  let at: string | undefined = folder;
  for (let level = 0; level < levels && at !== undefined; level++) at = at === "" ? undefined : directory(at);
  return at;
}

/** A path of several parts. */
export function join(...parts: string[]): string {
  return parts.filter(Boolean).join("/");
}

/** The folders that a file lies in, the innermost first, and the root. */
export function foldersAround(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return [...parts.keys(), parts.length].map((count) => parts.slice(0, count).join("/")).reverse();
}
