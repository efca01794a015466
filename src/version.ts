import { createRequire } from "node:module";

interface Package {
  readonly version: string;
  readonly homepage: string;
}

const description = createRequire(import.meta.url)("../../package.json") as Package;

/** scarlint's own version. */
export const VERSION = description.version;

/** Address of the project, without a slash at its end. */
export const HOMEPAGE = description.homepage;
