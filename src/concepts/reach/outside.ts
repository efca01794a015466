import { foldersAround, join } from "../../python/model/import-paths.js";
import type { Module } from "../../python/model/module.js";
import type { Project } from "../../python/model/project.js";
import { question } from "../../python/model/solver.js";
import {
  DEPLOYMENT_FILES,
  DISTRIBUTION_FILES,
  INSTALLS_COMMANDS,
  PROGRAM_FILES,
  PROGRAM_NEEDS,
  SERVING,
  START_FILES,
  STARTS_PYTHON,
} from "../../python/tables/project-files.js";
import { knownText } from "../../syntax/known-text.js";

/** Folders beside a program that hold such files, too. */
const BESIDE = [
  "",
  "config",
  "configs",
  "conf",
  "deploy",
  "deployment",
  "docker",
  "scripts",
  "bin",
  "etc",
  "infra",
  "systemd",
];

const SAID = question<readonly string[]>([]);

/** Whether a file that is no Python speaks of a name: who starts the program may start it by that. */
export function isNamedOutside(module: Module, name: string): boolean {
  return textsAround(module).some((text) => knownText(text).offsetsOf(name).length > 0);
}

/** Whether a file that is no Python speaks of a module: `worker.py`, `worker`, `shop.worker`, not `worker-node` nor `celery.worker`. */
export function isModuleNamedOutside(module: Module): boolean {
  const [name = "", folder = ""] = module.path
    .replace(/(\/__init__)?\.pyw?$/, "")
    .split("/")
    .reverse();
  return textsAround(module).some((text) =>
    knownText(text)
      .offsetsOf(name)
      .some((at) => isModule(text, at, at + name.length, folder)),
  );
}

/**
 * Whether a word of a text may stand for a module: it is no part of a hyphenated one and no key (`services:`), and behind a dot it
 * stands in the module's folder.
 */
function isModule(text: string, start: number, end: number, folder: string): boolean {
  const before = text.charAt(start - 1);
  if (before === "-" || /^(-|:(\s|$))/.test(text.slice(end, end + 2))) return false;
  return before !== "." || folder === "" || text.slice(0, start - 1).endsWith(folder);
}

/** Whether what deploys a program around a module says what of it is started: another file that is not named there is not. */
export function isDeploymentTold({ path, project }: Module): boolean {
  const isTold = (folder: string): boolean =>
    project.once(TOLD_STARTS, project, () => textsIn(folder, DEPLOYMENT_FILES, project).some(startsPython), folder);
  return foldersAround(path).some(isTold);
}

const TOLD_STARTS = question(false);
const startsPython = (text: string): boolean => STARTS_PYTHON.test(text);

function textsAround({ path, project }: Module): readonly string[] {
  const said = (folder: string): readonly string[] =>
    project.once(SAID, project, () => textsIn(folder, PROGRAM_FILES, project), folder);
  return foldersAround(path).flatMap(said);
}

/** What files say that stand in a folder, or in one beside the program in there. */
function textsIn(folder: string, files: readonly string[], project: Project): readonly string[] {
  const folders = BESIDE.map((beside) => join(folder, beside)).filter((one) => project.holdsPath(one));
  return [folder, ...folders].flatMap((one) => files.flatMap((file) => project.textAt(join(one, file)) ?? []));
}

/** Files that say where a program, or a distribution, begins. */
const MARKS = [...START_FILES, "docker-compose.yml"];

/** The innermost folder around a file that holds a program or a distribution, as its files say. */
export function programAround(
  path: string,
  project: Project,
  isMeant: (folder: string) => boolean = () => true,
): string | undefined {
  return foldersAround(path).find(
    (folder) => isMeant(folder) && MARKS.some((file) => project.holdsPath(join(folder, file))),
  );
}

/** What tells of a program that is deployed. */
const DEPLOYED = (
  "docker-compose.yml docker-compose.yaml docker-compose.prod.yml compose.yml compose.yaml Procfile manage.py alembic.ini fly.toml render.yaml " +
  "railway.json railway.toml app.yaml serverless.yml"
).split(" ");
/** What a distribution tells those who look for one, and a program that is only built has no need of. */
const PUBLISHED = /^[ \t]*(classifiers?|long_description)\b/m;
/** What it may tell of a program, too. */
const TOLD = /^\[project\.urls\]/m;
/** What says that nobody else is to have it. */
const PRIVATE = /Private ::|\bproprietary\b/i;
/** Where a distribution says what it needs, and one need: of one version alone, or of several. */
const NEEDS = /^(?:dependencies|[ \t]*install_requires)[ \t]*=[ \t]*\[/m;
const NEED = /["'][A-Za-z][\w.-]*(?:\[[\w,\s-]*\])?\s*(==)?[^"']*["']/g;

/**
 * Whether others may import a module, being the interface of a distribution: one that says how it is built, and nothing of
 * how a program is deployed.
 */
export function isInterface(module: Module): boolean {
  return module.project.once(INTERFACE, module, () => isPublished(module));
}

const INTERFACE = question(true);

function isPublished({ path, project }: Module): boolean {
  const folder = foldersAround(path).find((around) =>
    DISTRIBUTION_FILES.some((file) => project.holdsPath(join(around, file))),
  );
  if (folder === undefined) return false;
  const within = foldersAround(path).filter((around) => around.startsWith(folder));
  if (isDeployedFrom(within, project)) return false;
  const texts = DISTRIBUTION_FILES.map((file) => project.textAt(join(folder, file)) ?? "");
  if (texts.some((text) => PRIVATE.test(text) || needsOneVersion(text))) return false;
  if (texts.some((text) => PUBLISHED.test(text))) return true;
  // What is built in a folder of a program, and not published, is a part of that.
  if (isDeployedFrom(foldersAround(folder), project)) return false;
  if (texts.some((text) => TOLD.test(text))) return true;
  if (texts.some((text) => PROGRAM_NEEDS.test(text))) return false;
  const isBuilt = (project.textAt(join(folder, "setup.py")) ?? "") !== "";
  return (
    !project.holdsPath(join(folder, "Dockerfile")) &&
    (isBuilt || texts.some((text) => /^\[(metadata|build-system)\]/m.test(text)))
  );
}

const isDeployedFrom = (folders: readonly string[], project: Project): boolean =>
  folders.some((folder) => DEPLOYED.some((file) => project.holdsPath(join(folder, file))));

/** Whether most of what a distribution needs has to be of one version: what others install beside their own leaves them a choice. */
function needsOneVersion(text: string): boolean {
  const start = NEEDS.exec(text);
  const after = start ? text.slice(start.index + start[0].length) : "";
  const needs = [...after.slice(0, Math.max(0, after.search(/^[ \t]*\]/m))).matchAll(NEED)];
  return needs.length >= FEW && needs.filter(([, pin]) => pin !== undefined).length > needs.length / 2;
}

/** So few needs say nothing. */
const FEW = 4;

const COMMAND_LINE = question(false);

/** Whether a distribution is a command that somebody types and watches: it installs one, and neither says that it serves nor how it is deployed. */
export function isCommandLineTool(module: Module): boolean {
  return module.project.once(COMMAND_LINE, module, () => {
    const { path, project } = module;
    const folder = foldersAround(path).find((around) =>
      DISTRIBUTION_FILES.some((file) => project.holdsPath(join(around, file))),
    );
    if (folder === undefined) return false;
    if ([...DEPLOYED, "Dockerfile"].some((file) => project.holdsPath(join(folder, file)))) return false;
    const texts = DISTRIBUTION_FILES.map((file) => project.textAt(join(folder, file)) ?? "");
    return texts.some((text) => INSTALLS_COMMANDS.test(text)) && !texts.some((text) => SERVING.test(text));
  });
}
