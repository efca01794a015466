import type { SourceHost } from "./project.js";

/** What the names of files and folders say that hold what was once the program. */
const OLD =
  /(^|\/)([^/]*[ _.-])?(old|bak|orig|attic)\/|[ _.-](old|bak|orig)\.py$|[^/]( copy( \d+)?| ?\(\d+\))(\.py)?(\/|$)/i;

/** Folders that hold copies, unless they are packages: those are programs that make some. */
const KEPT = /(^|.*\/)[_.]?(backups?|archived?)\//i;

/** Folders that show how something is used, unless they are packages. */
const SHOWN = /(^|.*\/)(examples?|samples?|demos?|tutorials?)\//i;

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
  const [folder] = KEPT.exec(path) ?? [];
  return OLD.test(path) || (folder !== undefined && !host.isFile(`${folder}__init__.py`));
}
