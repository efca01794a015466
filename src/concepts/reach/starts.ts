import { LOADED_FOR } from "../../python/tables/called-back.js";
import {
  COMMANDS,
  ENDLESS,
  HAND_FOLDER,
  RESTS,
  SERVES,
  SERVES_BY_NAME,
  SERVING_NAMES,
} from "../../python/tables/scripts.js";
import { calledName } from "../../python/cfg/expression.js";
import { nameOf } from "./module-names.js";
import { hasLoader, mayBeLoaded } from "./loaders.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import type { Node } from "../../syntax/node.js";

const STARTS = question(true);

/** Files that programs, frameworks and tools start or look for by their names. */
const FILES =
  /^(__main__|__init__|main|app|application|server|run|start|cli|bot|index|manage|wsgi|asgi|celery|celeryconfig|conftest|setup|settings|config|conf|env|noxfile|fabfile|tasks|locustfile|dodo|sitecustomize|usercustomize|admin|apps|models|signals|urls|views|routing|consumers|receivers|middlewares?|context_processors|pipelines|handler|lambda_function|function_app|hubconf|gunicorn\w*|hypercorn\w*|plugin|plugins|hooks?|blueprint|schema)$/;
/** Folders whose files are loaded one by one, whatever they are called. */
const FOLDERS =
  /(^|\/)(migrations|versions|management|commands|templatetags|plugins?|cogs|hooks|dags|spiders|addons|custom_components|appdaemon|locales?|playbooks|callback_plugins|filter_plugins|module_utils)\//;
/** Folders that are often just a part of a program; what is loaded one by one stands right in them, or in a folder of its own. */
const PARTS = /(^|\/)(extensions?|ext|pages|modules|functions|lambdas?|library|states)\/([^/]+\/)?[^/]+$/;
/** What a module has at its top for those who load it by path. */
const NAMES = new Set([
  ..."app application asgi_app wsgi_app celery celery_app create_app handler lambda_handler cli bot".split(" "),
  ...LOADED_FOR,
]);
/** What makes a program that a server or a tool starts by its path. */
const PROGRAMS = new Set(
  "FastAPI Flask Quart Sanic Starlette Celery Typer Dash DAG FastMCP Bottle Litestar Application Huey FastStream Agent App".split(
    " ",
  ),
);
/** Calls that only prepare: a module that makes nothing else when it is imported does no work. */
const PREPARES = new Set(
  (
    "load_dotenv basicConfig insert append extend add update setLevel getLogger addHandler filterwarnings simplefilter " +
    "captureWarnings disable install_aliases setdefault set_page_config use"
  ).split(" "),
);

/** Whether a module lies in a folder whose files are loaded one by one. */
export function isAmongPlugins({ path }: Module): boolean {
  return FOLDERS.test(path) || PARTS.test(path);
}

/** Whether a module may be started by itself, or by a framework that looks for it: by what it does and what it is called. */
export function mayStart(module: Module): boolean {
  return module.project.once(STARTS, module, () => {
    return isLookedFor(module) || startsItself(module);
  });
}

/** Whether a module does something where it is started by its path. */
export function startsItself(module: Module): boolean {
  const { source } = module;
  return source.startsWith("#!") || source.includes("__main__") || worksAtTop(module);
}

/** Whether the file of a package may be run for another reason than that something of the package is imported. */
export function mayPackageStart(module: Module): boolean {
  const folder = module.path.slice(0, module.path.lastIndexOf("/"));
  return (
    isAmongPlugins(module) || hasKnownName(module) || module.project.modulesBelow(folder, "__main__", module).length > 0
  );
}

/** Whether a module is started by itself from a folder of tools, and neither serves nor waits for anybody. */
export function isHandTool(module: Module): boolean {
  if (serves(module)) return false;
  if (COMMANDS.test(module.path)) return true;
  return HAND_FOLDER.test(module.path) && startsItself(module);
}

/**
 * Whether a module serves or waits for somebody, by what it does and what it is called.
 *
 * @param byName what those are called
 */
export function serves(module: Module, byName = SERVES_BY_NAME): boolean {
  const { path, source } = module;
  if (byName.test(nameOf(path)) || (ENDLESS.test(source) && RESTS.test(source))) return true;
  // A text may tell how something else is started.
  return SERVES.test(source) && SERVING_NAMES.some((name) => module.identifiers(name).length > 0);
}

/** Whether frameworks and tools look for a module, or for something at its top, by a name. */
export function isLookedFor(module: Module): boolean {
  return isKnownFile(module) || isAmongPlugins(module) || hasKnownName(module);
}

/** Whether a file is called as one that is started or looked for. */
export function isKnownFile({ path }: Module): boolean {
  const file = (path.split("/").at(-1) ?? "").replace(/\.pyw?$/, "");
  return FILES.test(file) || !/\.pyw?$/.test(path);
}

/** What a handler of messages is, and no handler of events. */
const LOGS = /^handler[ \t]{0,9}=[ \t]{0,9}[\w.]{1,99}Handler\(/m;

/** Whether a module has at its top what is looked for there; what it imports is looked for where that is from. */
function hasKnownName(module: Module): boolean {
  const { usage, scopes, source } = module;
  const isOwn = (name: string): boolean =>
    scopes.module.bindings(name).some(({ kind }) => /^(function|class|assign)$/.test(kind));
  // Where the project loads such modules itself, it says from where.
  const isLoaded = (name: string): boolean => !LOADED_FOR.has(name) || !hasLoader(module) || mayBeLoaded(module);
  const isKnown = (name: string): boolean =>
    name.startsWith("pytest_") || (NAMES.has(name) && !(name === "handler" && LOGS.test(source)));
  return [...(usage?.top ?? [])].some((name) => isKnown(name) && isOwn(name) && isLoaded(name));
}

/** Whether a module does its work as it is run or imported. */
export function worksAtTop({ root }: Module): boolean {
  return root.children.some((statement) => doesWork(statement));
}

/** Whether a statement does more than define, import and keep values; what it does about an import that fails is no work. */
function doesWork(statement: Node): boolean {
  switch (statement.kind) {
    case "expression_statement":
      return statement.children.some((child) => isWork(child));
    case "if_statement":
    case "try_statement":
    case "elif_clause":
    case "else_clause":
    case "block":
      return statement.children.some((child) => doesWork(child));
    default:
      return WORKING.has(statement.kind);
  }
}

const WORKING = new Set(["for_statement", "while_statement", "with_statement", "match_statement", "ERROR"]);

function isWork(expression: Node): boolean {
  switch (expression.kind) {
    case "call":
      return !PREPARES.has(calledName(expression) ?? "");
    case "assignment": {
      const value = expression.field("right");
      return value?.kind === "call" && PROGRAMS.has(calledName(value) ?? "");
    }
    default:
      return expression.kind === "await";
  }
}
