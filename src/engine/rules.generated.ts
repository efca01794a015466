// Written by `npm run generate` from the files in rules/; edit those.
import errorsSwallowedException from "../../rules/errors/swallowed-exception.js";
import type { RegisteredRule } from "./rule.js";

/** Every rule, sorted by id. */
export const RULES: readonly RegisteredRule[] = [
  { id: "errors/swallowed-exception", rule: errorsSwallowedException },
];
