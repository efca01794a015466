import { importersOf, importsOthers } from "../../concepts/reach/importers.js";
import { isAmongPlugins, mayStart } from "../../concepts/reach/starts.js";
import type { Module } from "../../python/model/module.js";
import { projectAt } from "./project-at.js";

/** What leads to a file. */
export interface Access {
  /** How many modules of the program import it. */
  readonly importers: number;
  /** Whether it is started, or looked for, by what is no module. */
  readonly isStarted: boolean;
}

/** What leads to files, by their paths. */
export type Reach = ReadonlyMap<string, Access>;

/**
 * What leads to some files of a tree: modules that import them, and whether they are started.
 *
 * @param root absolute
 * @param paths relative to it
 */
export async function reachIn(root: string, paths: ReadonlySet<string>): Promise<Reach> {
  if (paths.size === 0) return new Map();
  const { project } = await projectAt(root);
  const known = [...paths].flatMap((path) => project.module(path) ?? []);
  return new Map(known.map((module) => [module.path, accessTo(module)]));
}

/** A word that so many files use is no help in telling who imports a module: it is taken for much used. */
const MANY = 100;

function accessTo(module: Module): Access {
  const importers = importersOf(module)?.filter((other) => !other.isTest && !other.isCopy && !other.isExample).length;
  return { importers: importers ?? MANY, isStarted: isStarted(module) };
}

/** What makes a server of a file that holds all of it. */
const SERVERS = ["FastAPI", "Flask", "Quart", "Sanic", "Starlette", "Celery", "Litestar", "FastMCP", "Bottle", "Dash"];

/** Whether a module is a program of several files, a server, or loaded by what goes through its folder. */
function isStarted(module: Module): boolean {
  if (isAmongPlugins(module)) return true;
  return mayStart(module) && (importsOthers(module) || SERVERS.some((name) => module.callsNamed(name).length > 0));
}
