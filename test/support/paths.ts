import path from "node:path";

/** The project's root, seen from the compiled tests. */
export const ROOT = path.resolve(import.meta.dirname, "../../..");

/** Where the fixtures are. */
export const FIXTURES = path.join(ROOT, "fixtures");
