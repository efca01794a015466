import { existsSync, realpathSync, watch as watchDirectory } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { watch as watchFiles } from "chokidar";
import { Exclusions } from "../../files/exclusions.js";
import { isInside, projectAround } from "../../files/paths.js";
import { Watchable } from "../../files/watchable.js";
import { gather } from "./job.js";
import type { ScanRequest } from "./request.js";

/** A change of something that a scan depends on. */
export interface Seen {
  /** Absolute; none where it is a whole directory that came or went. */
  readonly path?: string;
  /** Whether the file is gone. */
  readonly isGone: boolean;
  /** Whether it may say which other files belong to the scan. */
  readonly isAboutOthers: boolean;
}

/** Who is told what is seen. */
export interface Watcher {
  readonly seen: (change: Seen) => void;
  /** The files cannot be watched, or not any more. */
  readonly failed: (error: unknown) => void;
}

/**
 * Watches what a scan depends on; ready when the answer is there.
 *
 * @param also files beside those, absolute
 */
export async function watching(
  request: ScanRequest,
  { seen, failed }: Watcher,
  also: readonly string[] = [],
): Promise<{ close: () => Promise<void> }> {
  const { job } = await gather(request);
  const { current = "." } = request;
  const named = job.found.filter(({ isNamed }) => isNamed).map(({ absolute }) => absolute);
  const starts = (request.paths ?? ["."]).map((path) => resolve(current, path));
  // What a file that is named alone imports is looked for in the project around it.
  const around = named.flatMap((file) => projectAround(dirname(file)) ?? []);
  const ways = [...starts, ...around].map((named) => ({ named, real: realPath(named) }));
  const real = [...new Set(ways.map((way) => way.real))];
  const found = job.found.map(({ absolute }) => realPath(absolute));
  const watchable = new Watchable(real, found, job.root, new Exclusions(job.exclude, job.excluded));
  const isAlso = (path: string): boolean => also.includes(path);
  const watcher = watchFiles([...watchable.paths, ...also], {
    ignored: (path, stats) =>
      stats !== undefined && !isAlso(path) && watchable.omits(resolve(path), stats.isDirectory()),
    ignoreInitial: true,
    followSymlinks: false,
  });
  watcher.on("all", (event, given) => {
    const path = resolve(given);
    const isAboutOthers = isAlso(path) || watchable.isAboutOthers(path);
    if (!isAlso(path) && !watchable.concerns(path)) return;
    const way = ways.find((each) => isInside(path, each.real));
    // As whoever asked calls it.
    const named = way ? join(way.named, relative(way.real, path)) : path;
    seen({ path: named, isGone: event.startsWith("unlink"), isAboutOthers });
  });
  const above = [...new Set(real.map(directoryAbove))].map((directory) =>
    // Of a directory that is removed and made anew at once, only the one above it tells.
    watchDirectory(directory, (event, name) => {
      const isAbout = (path: string): boolean => name !== null && isInside(path, join(directory, name));
      if (event === "rename" && real.some(isAbout)) seen({ isGone: false, isAboutOthers: true });
    }).on("error", failed),
  );
  await new Promise<void>((ready) => {
    watcher.on("ready", ready).on("error", (error) => {
      failed(error);
      ready();
    });
  });
  return {
    close: async () => {
      for (const each of above) each.close();
      await watcher.close();
    },
  };
}

/** The nearest directory above a path that is there. */
function directoryAbove(path: string): string {
  const above = dirname(path);
  return existsSync(above) || above === dirname(above) ? above : directoryAbove(above);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // The scan says that there is no such file.
    return path;
  }
}
