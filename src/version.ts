import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE } from "./package.js";

interface Package {
  readonly version: string;
  readonly homepage: string;
}

const description = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as Package;

/** scarlint's own version. */
export const VERSION = description.version;

/** Address of the project, without a slash at its end. */
export const HOMEPAGE = description.homepage;
