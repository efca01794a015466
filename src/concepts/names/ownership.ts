import type { WrittenImport } from "../../python/grammar/usage.js";
import type { Module } from "../../python/model/module.js";
import { neededImport } from "./imports.js";
import { hasSubmodule } from "./made-modules.js";
import { foldersAround, join } from "../../python/model/import-paths.js";
import { textOf } from "../../python/model/literal.js";
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
  const isInside = isInPackage(module.project, root);
  const isNamed = isHome && !isInside && module.project.isStart(root);
  const isItself = isHome && isDistribution(module, first);
  if (!isItself && isDependency(module, isNamed ? first : `[\\w.-]*${first}[\\w.-]*`)) return false;
  const others = (module.usage?.imports ?? []).filter(
    (other) => other !== at && (other.level === 0 ? other.module.split(".", 1)[0] === first : isHome && !isInside),
  );
  const telling = isInside ? others.filter(isTelling) : others;
  if (telling.some((other) => isFound(module, other))) return true;
  // What need not be there tells nothing by being away.
  return !isInside && others.every((other) => !neededImport(module, other));
}

/** Whether an import asks for more than a name that anybody's package may have. */
const isTelling = ({ module, members = [] }: WrittenImport): boolean => module.includes(".") || members.length > 0;

/** Whether a folder is a package, or lies in one however deep. */
function isInPackage(project: Project, root: string): boolean {
  for (let folder = root; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")))) {
    if (project.holdsPath(folder === "" ? "__init__.py" : `${folder}/__init__.py`)) return true;
    if (folder === "") return false;
  }
}

/** Whether an import finds all that it asks for. */
function isFound(module: Module, at: WrittenImport): boolean {
  const { project } = module;
  const target = project.nearby(module, at);
  if (!target) return false;
  return (at.members ?? []).every((name) => target.usage?.top.has(name) === true || hasSubmodule(target, name));
}

/** Files in which projects say what they depend on. */
const SAYING = ["pyproject.toml", "setup.cfg", "tox.ini", "Pipfile", "environment.yml"];
/** Files that say nothing else. */
const LISTS = [
  "requirements.txt",
  "requirements.in",
  "requirements-dev.txt",
  "requirements/base.txt",
  "requirements/requirements.txt",
];
/** What sections and keys are called below which it is said. */
const OF_OTHERS = /dep|require|^packages$|^dev-packages$/i;

/** Whether a file above says that the project itself is called so: a list of what is installed may name that, too. */
function isDistribution({ project, path }: Module, name: string): boolean {
  const said = new RegExp(`^\\s*name\\s*=\\s*["']?${name.replace(/_/g, "[-_.]")}["']?\\s*,?\\s*$`, "im");
  return foldersAround(path).some((folder) =>
    ["pyproject.toml", "setup.cfg", "setup.py"].some((file) => said.test(project.textAt(join(folder, file)) ?? "")),
  );
}

const DEPENDENCIES = question<string | undefined>("");

/** Whether a file above says that the project depends on something whose name fits a pattern, or cannot be read. */
function isDependency(module: Module, name: string): boolean {
  const word = new RegExp(`(^|[\\s"',])${name.replace(/_/g, "[-_.]")}\\s*([\\[<>=!~;"',]|$)`, "im");
  const said = module.project.once(DEPENDENCIES, module, () => dependenciesAbove(module));
  return said === undefined || word.test(said);
}

/** What files above a module say that the project depends on; undefined when one of them cannot be read, such as one in UTF-16. */
function dependenciesAbove({ project, path }: Module): string | undefined {
  const texts: string[] = [];
  for (let folder = path; folder !== "";) {
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")));
    const at = (file: string): string => (folder === "" ? file : `${folder}/${file}`);
    for (const file of LISTS) {
      const text = project.textAt(at(file));
      if (text === undefined && project.holdsPath(at(file))) return undefined;
      texts.push(text ?? "");
    }
    texts.push(...SAYING.map((file) => requirementsIn(project.textAt(at(file)) ?? "")));
    texts.push(setupRequirements(project, at("setup.py")));
  }
  return texts.join("\n");
}

/** The lines of a configuration that stand below a section or key for what is required. */
function requirementsIn(text: string): string {
  let section = "";
  let key = "";
  return text
    .split("\n")
    .filter((line) => {
      section = /^\s*\[+([^\]]+)\]/.exec(line)?.[1] ?? section;
      key = /^([\w.-]+)\s*[=:]/.exec(line)?.[1] ?? key;
      return OF_OTHERS.test(key) || section.split(".").some((part) => OF_OTHERS.test(part));
    })
    .join("\n");
}

/** The strings that a `setup.py` keeps under names for what is required. */
function setupRequirements(project: Project, path: string): string {
  const setup = project.textAt(path) === undefined ? undefined : project.module(path);
  const named = [...(setup?.root.descendants("keyword_argument", "assignment") ?? [])].filter((node) =>
    /require|depend/i.test((node.field("name") ?? node.field("left"))?.text ?? ""),
  );
  return named.flatMap((node) => [...node.descendants("string")].map((string) => textOf(string) ?? "")).join("\n");
}
