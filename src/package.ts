import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where this module runs from: `dist/src`, or `dist/bundle` when all of them are one file. */
const HERE = dirname(fileURLToPath(import.meta.url));

const isBundle = basename(HERE) === "bundle";

/** The directory that scarlint is installed in. */
export const PACKAGE = dirname(dirname(HERE));

/** The directories of the code that runs. */
export const CODE: readonly string[] = isBundle ? [HERE] : [HERE, join(HERE, "../rules")];

/** What a thread runs. */
export const WORKER = isBundle ? join(HERE, "worker.cjs") : join(HERE, "engine/share/worker.js");
