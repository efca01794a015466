import { apis, type ApiSet } from "./api.js";

/** Displays that make a container which can be changed. */
export const CONTAINER_DISPLAYS: ReadonlySet<string> = new Set([
  "list",
  "dictionary",
  "set",
  "list_comprehension",
  "dictionary_comprehension",
  "set_comprehension",
]);

/** Calls that make one. */
export const CONTAINER_MAKERS: ApiSet = apis(
  "{list,dict,set,bytearray}",
  "builtins.{list,dict,set,bytearray}",
  "collections.{defaultdict,OrderedDict,deque,Counter}",
);

/** Methods that change a container in place. */
export const CONTAINER_CHANGES: ReadonlySet<string> = new Set(
  (
    "append appendleft extend extendleft insert remove pop popleft popitem clear update setdefault sort reverse add " +
    "discard difference_update intersection_update symmetric_difference_update subtract move_to_end rotate"
  ).split(" "),
);

/** Of those, the methods that put something in. */
export const CONTAINER_ADDS: ReadonlySet<string> = new Set(
  "append appendleft extend extendleft insert add update setdefault".split(" "),
);
