import { isCleanupName } from "../errors/cleanup.js";
import { CLEANUP_VERBS } from "../../python/tables/cleanup.js";

/** Whether a name is that of a method that ends an object for good; giving back something it holds (`release`, `remove`) does not. */
export function isStopName(name: string): boolean {
  if (name === "__exit__" || name === "__aexit__") return true;
  return isCleanupName(name) && !/^_*(wait|join|remove|release|clean|unlink|rm|rollback|kill|unlock|un)/.test(name);
}

/** Whether a name says that something ends, among other things: `stop_publishing`, `_on_exit`, `finish`. */
export function saysStop(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_");
  return words.some((word) => CLEANUP_VERBS.has(word) || ENDINGS.has(word));
}

const ENDINGS = new Set(
  "deactivate del disable end finish halt interrupt kill leave off shut signal sigint sigterm".split(" "),
);
