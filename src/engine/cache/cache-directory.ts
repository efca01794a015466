import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

const NAME = "scarlint";

/**
 * The platform's directory for what scarlint keeps; none for a user without a home.
 *
 * A relative path in `XDG_CACHE_HOME` is passed over, as the XDG specification demands: it would lead into whatever
 * tree is scanned.
 */
export async function cacheDirectory(): Promise<string | undefined> {
  try {
    // It asks for the home directory as soon as it is loaded.
    const { default: envPaths } = await import("env-paths");
    const { cache } = envPaths(NAME, { suffix: "" });
    return [cache, join(homedir(), ".cache", NAME)].find((path) => isAbsolute(path));
  } catch {
    return undefined;
  }
}
