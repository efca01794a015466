import type { WrittenImport } from "../../python/grammar/usage.js";
import type { Module } from "../../python/model/module.js";
import { hasSubmodule } from "./made-modules.js";
import type { Project } from "../../python/model/project.js";
import { question } from "../../python/model/solver.js";

/**
 * Whether an import means a package of the project, not one of another project that has the same name.
 *
 * @param root the folder in which the first part of the import's name was found
 */
export function isOwn(module: Module, at: WrittenImport, root: string): boolean {
  const [first = ""] = at.module.split(".", 1);
  const home = root === "" ? first : `${root}/${first}`;
  if (at.level > 0) return true;
  const isHome = module.path.startsWith(`${home}/`);
  // Inside of another package, it is only found by programs that are started there.
  const isInside = module.project.holdsPath(root === "" ? "__init__.py" : `${root}/__init__.py`);
  if (isDependency(module, isHome && !isInside ? first : `[\\w.-]*${first}[\\w.-]*`)) return false;
  const others = (module.usage?.imports ?? []).filter(
    (other) => other !== at && (other.level === 0 ? other.module.split(".", 1)[0] === first : isHome && !isInside),
  );
  return others.some((other) => isFound(module, other)) || (others.length === 0 && !isInside);
}

/** Whether an import finds all that it asks for. */
function isFound(module: Module, at: WrittenImport): boolean {
  const { project } = module;
  const target = project.nearby(module, at);
  if (!target) return false;
  return (at.members ?? []).every((name) => target.usage?.top.has(name) === true || hasSubmodule(target, name));
}

/** Files in which projects say what they depend on. */
const SAYING = [
  "pyproject.toml",
  "setup.py",
  "setup.cfg",
  "requirements.txt",
  "requirements.in",
  "requirements-dev.txt",
  "requirements/base.txt",
  "requirements/requirements.txt",
  "Pipfile",
  "environment.yml",
  "tox.ini",
];
/** Lines of them that speak of the project itself. */
const OF_ITSELF = /\b(name|packages?|include|exclude|module|modules|source|where|scripts?|known_first_party|url|homepage|repository|path|description|cov|testpaths|version|readme)\b|^\s*\[|:[\w.]+["']|@/i;

const DEPENDENCIES = question<string>("");

/** Whether a file above says that the project depends on something whose name fits a pattern. */
function isDependency(module: Module, name: string): boolean {
  const word = new RegExp(`(^|[\\s"',])${name.replace(/_/g, "[-_.]")}\\s*([\\[<>=!~;"',]|$)`, "im");
  return word.test(module.project.once(DEPENDENCIES, module, () => dependenciesAbove(module)));
}

function dependenciesAbove({ project, path }: Module): string {
  const texts: string[] = [];
  for (let folder = path; folder !== ""; ) {
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")));
    texts.push(...SAYING.map((file) => told(project, folder === "" ? file : `${folder}/${file}`)));
  }
  return texts.join("\n");
}

function told(project: Project, path: string): string {
  const lines = project.textAt(path)?.split("\n") ?? [];
  return lines.filter((line) => !OF_ITSELF.test(line)).join("\n");
}
