import type { SourceHost } from "./project.js";

/** What the names of files and folders say that hold what was once the program. */
const OLD =
  /(^|\/)([^/]*[ _.-])?(old|bak|orig|attic|unused|obsolete)\/|[ _.-](old|bak|orig)\.py$|[^/]( copy( \d+)?| ?\(\d+\))(\.py)?(\/|$)/i;

/** Folders that hold copies, unless they are packages: those are programs that make some. */
const KEPT = /(^|.*\/)[_.]?(backups?|archived?|trash|graveyard)\//i;

/** What somebody calls what is put away on a day. */
const PUT_AWAY = /(?<![a-z])(?:backup|bkp|bak|checkpoint|snapshot|archived?|saved?|old|copy)(?![a-z])/i;

/** A day in a name, as in `checkpoint_20240131`, `backup-2024-01-31`. */
const DAY = /(?<!\d)20\d\d([-_.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)/;

/** Folders that keep the program as it once was: `old_bot/`, `src_backup/`, `backup_before_merge/`, unless they are packages. */
const KEPT_OF =
  /(^|.*\/)(?:old[ _-][^/]*|backup[ _-]tests?|[^/]*[ _-](?:backups?|archived?)|[ _.-]*(?:backup|archived?)[ _-](?:before|pre|of|from|v?\d)[^/]*)\//i;

/** Folders that show how something is used, unless they are packages. */
const SHOWN = /(^|.*\/)(examples?|samples?|demos?|tutorials?|quickstarts?|cookbooks?|notebooks?|docs?)\//i;

/** The innermost folder around a file that is called as if it showed how something is used, with its slash. */
export function shownFolder(path: string): string | undefined {
  return SHOWN.exec(path)?.[0];
}

/** Whether a file only shows how the program is used, by the name of a folder around it. */
export function isExample(path: string, host: Pick<SourceHost, "isFile">): boolean {
  const folder = shownFolder(path);
  return folder !== undefined && !host.isFile(`${folder}__init__.py`);
}

/** Whether a file is by its name, or by that of a folder around it, a copy that was put away: nobody runs it. */
export function isCopy(path: string, host: Pick<SourceHost, "isFile">): boolean {
  const isNoPackage = (folders: RegExp): boolean => {
    const [folder] = folders.exec(path) ?? [];
    return folder !== undefined && !host.isFile(`${folder}__init__.py`);
  };
  return OLD.test(path) || path.split("/").some(isPutAwayOn) || isNoPackage(KEPT) || isNoPackage(KEPT_OF);
}

/** Whether a name says that something was put away, and then on which day: a migration begins with its day. */
function isPutAwayOn(name: string): boolean {
  const said = PUT_AWAY.exec(name);
  return said !== null && DAY.test(name.slice(said.index));
}
