import { directory, foldersAround, join } from "../../python/model/import-paths.js";
import type { Module } from "../../python/model/module.js";
import type { Project } from "../../python/model/project.js";
import { question } from "../../python/model/solver.js";

/** What stands behind the name of a module that is compiled, or described, or made of something else. */
const BESIDE = (
  ".pyx .pyi .pxd .so .abi3.so .pyd .dylib .c .cc .cpp .cxx .rs .go .f90 .pyc .ipynb .ui .proto .thrift .py.in .py.tmpl .py.j2 " +
  ".py.mako .py.template .py.example .py.sample .py.dist .py.default .example.py .sample.py .template.py -example.py " +
  "_example.py _sample.py _template.py -sample.py .default.py _default.py"
).split(" ");
const VERSIONS = [8, 9, 10, 11, 12, 13, 14];
const SYSTEMS = ["x86_64-linux-gnu", "aarch64-linux-gnu", "darwin", "x86_64-linux-musl", "aarch64-linux-musl"];

/** What modules are called that a build, a compiler of other languages or a release writes. */
const MADE =
  /^_*(version|generated)_*$|(^|_)(pb2|pb2_grpc|generated|autogen|tables)$|^_?(parsetab|lextab|yacctab)$|^ui_|_(ui|rc|ext|cython)$/i;
/** What modules are called that are compiled from other languages, unless they are there in Python. */
const COMPILED = /^_?(cffi|c?speedups|native|rust|ext|lib|core|impl)$/i;

/** Files that say what a build makes, or what is not kept. */
const SAYING = [
  ".gitignore",
  "setup.py",
  "pyproject.toml",
  "setup.cfg",
  "meson.build",
  "CMakeLists.txt",
  "Makefile",
  "MANIFEST.in",
  "Cargo.toml",
  "hatch_build.py",
  "build.py",
  "Dockerfile",
  "tox.ini",
  "noxfile.py",
  "justfile",
  ".dockerignore",
];

/** Whether a module that is not there may be made by somebody: compiled, generated or configured. @param base its path without `.py` */
export function isMade(project: Project, base: string): boolean {
  const name = base.slice(base.lastIndexOf("/") + 1);
  if (COMPILED.test(name) && !project.holdsPath(`${base}.py`)) return true;
  if (MADE.test(name) || base.split("/").some((part) => /^_?generated$/i.test(part))) return true;
  if (BESIDE.some((ending) => project.holdsPath(base + ending))) return true;
  const tags = VERSIONS.flatMap((version) => SYSTEMS.map((system) => `.cpython-3${String(version)}-${system}.so`));
  if (tags.some((tag) => project.holdsPath(base + tag))) return true;
  return isSpokenOf(project, base, name) || isFilledByBuild(project, directory(base));
}

/** Whether a package has a module or folder of a name, or somebody may make one. */
export function hasSubmodule({ project, path }: Module, name: string): boolean {
  if (!path.endsWith("__init__.py")) return false;
  const base = path.replace(/__init__\.py$/, name);
  return project.holdsPath(`${base}.py`) || project.holdsPath(base) || isMade(project, base);
}

/** Whether a file above, which says what a build makes or what is not kept, speaks of a module. */
function isSpokenOf(project: Project, base: string, name: string): boolean {
  const word = new RegExp(`(?<![\\w-])${literally(name)}(?![\\w-])`);
  return sayingsAbove(project, base).some(({ text, breaksOff }) => breaksOff || word.test(text));
}

/** What a build file calls that compiles modules. */
const COMPILES = /ext_modules|Extension\b|cythonize|mypycify|build_ext|extension_module|add_(library|module)/;

const FILLED = question(false);

/** Whether a build file above compiles modules into a package whose names it computes: `f"shop.fast.{name}"`. */
function isFilledByBuild(project: Project, folder: string): boolean {
  const fills = ({ above, text, breaksOff }: Saying): boolean => {
    if (breaksOff) return true;
    const parts = folder.slice(above === "" ? 0 : above.length + 1).split("/");
    return COMPILES.test(text) && computedIn(parts).test(text);
  };
  return project.once(FILLED, project, () => sayingsAbove(project, folder).some(fills), folder);
}

/** Finds a package, dotted or as a path, of which something follows that is not all spelled out. */
function computedIn(parts: readonly string[]): RegExp {
  const [first, ...rest] = parts.map(literally);
  const part = (each: string): string => `(?:[./\\\\]|["'],\\s*["'])${each}`;
  return new RegExp(`(?<!\\w)${[first, ...rest.map(part)].join("")}[./\\\\]\\w*(?:[{*%$<]|["']\\s*[+%])`);
}

const literally = (text: string): string => text.replace(/\W/g, "\\$&");

/** The files above a path that say what a build makes or what is not kept, and in which folder each lies. */
function sayingsAbove(project: Project, path: string): readonly Saying[] {
  const folders = path === "" ? [] : foldersAround(path);
  return folders.flatMap((above) =>
    SAYING.flatMap((file): readonly Saying[] => {
      const text = project.textAt(join(above, file));
      // What cannot be read may speak of anything.
      if (text === undefined) return project.holdsPath(join(above, file)) ? [{ above, text: "", breaksOff: true }] : [];
      const breaksOff = file.endsWith(".py") && project.module(join(above, file))?.breaksOff === true;
      return [{ above, text, breaksOff }];
    }),
  );
}

interface Saying {
  readonly above: string;
  readonly text: string;
  /** Whether it says more in what is missing. */
  readonly breaksOff: boolean;
}
