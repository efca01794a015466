import { foldersAround, join } from "../../python/model/import-paths.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { matchesPattern } from "../../python/prefilter/prefilter.js";
import { APPLICATION_FILES } from "../../python/tables/project-files.js";
import type { Node } from "../../syntax/node.js";
import { nameOf, wordOf } from "./module-names.js";

const LEFT_OUT = question(false);
const SETTINGS = question<readonly Module[] | undefined>(undefined);

/**
 * Whether a module is of an application of Django that the project's settings leave out: nobody looks there for models,
 * commands or what handles signals. So it is where every list of applications is written down, and no text beside it
 * has the application's name.
 */
export function isLeftOut(module: Module): boolean {
  const folder = applicationAround(module);
  return (
    folder !== undefined && module.project.once(LEFT_OUT, module.project, () => isUnlisted(folder, module), folder)
  );
}

/** The innermost folder around a file that looks like an application. */
function applicationAround({ path, project }: Module): string | undefined {
  return foldersAround(path).find(
    (folder) => folder !== "" && APPLICATION_FILES.some((file) => project.holdsPath(join(folder, file))),
  );
}

function isUnlisted(folder: string, asker: Module): boolean {
  const { project } = asker;
  const settings = project.once(SETTINGS, project, () =>
    project.modulesMatching("INSTALLED_APPS", matchesPattern("a list of applications", LISTS), asker),
  );
  const around = foldersAround(folder).find((one) => project.holdsPath(join(one, "manage.py")));
  const own = settings?.filter(({ path }) => around !== undefined && path.startsWith(join(around, "")));
  if (!own || own.length === 0 || own.some((one) => computesList(one))) return false;
  const name = nameOf(folder);
  const path = new RegExp(String.raw`["'](?:[\w.]{0,200}\.)?${wordOf(name)}[.\w]{0,200}["']`);
  const tellers = project.modulesMatching(name, matchesPattern(`the application '${name}'`, path), asker);
  const tells = (teller: Module): boolean => [...teller.root.descendants("string")].some(({ text }) => path.test(text));
  return tellers?.every((teller) => teller.path.startsWith(`${folder}/`) || !tells(teller)) ?? false;
}

/** Whether a list of applications in a file is made of more than what is written down there. */
function computesList({ root }: Module): boolean {
  return [...root.descendants("assignment"), ...root.descendants("augmented_assignment")].some((node) => {
    const value = LIST_NAME.test(node.field("left")?.text ?? "") ? node.field("right") : undefined;
    return value && [value, ...value.descendants()].some((part) => !WRITTEN.has(part.kind) && !isListName(part));
  });
}

const isListName = ({ kind, text }: Node): boolean => kind === "identifier" && LIST_NAME.test(text);

const LISTS = /^[ \t]*INSTALLED_APPS\b[^=\n]{0,99}=/m;
const LIST_NAME = /^[A-Z_]*APPS$/;
/** What a list consists of that is written down. */
const WRITTEN = new Set(
  (
    "list tuple set string string_start string_content string_end concatenated_string comment binary_operator " +
    "parenthesized_expression list_splat expression_list"
  ).split(" "),
);
