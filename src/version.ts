import { join } from "node:path";
import { LARGEST_DOCUMENT, readText } from "./files/read.js";
import { PACKAGE } from "./package.js";

interface Package {
  readonly version: string;
  readonly homepage: string;
}

const description = JSON.parse(readText(join(PACKAGE, "package.json"), LARGEST_DOCUMENT)) as Package;

/** scarlint's own version. */
export const VERSION = description.version;

/** Address of the project, without a slash at its end. */
export const HOMEPAGE = description.homepage;
