/**
 * Names of things outside the project, as paths: `zmq.Context` is a class, `zmq.Context()` what calling it gives,
 * `zmq.Context().socket` a method of that, `os.environ[]` an item. A `*` stands for one name.
 */
export type ApiSet = ReadonlySet<string>;

/** A set of paths; `{a,b}` stands for either: `socket.socket().{recv,recv_into}`. */
export function apis(...patterns: string[]): ApiSet {
  return new Set(patterns.flatMap(expand));
}

function expand(pattern: string): string[] {
  const found = /^(.*?)\{([^{}]*)\}(.*)$/.exec(pattern);
  if (!found) return [pattern];
  const [, before = "", choices = "", after = ""] = found;
  return choices.split(",").flatMap((choice) => expand(before + choice.trim() + after));
}

/** Whether a path is in a set, itself or by a pattern whose last name is `*`. */
export function matches(set: ApiSet, path: string): boolean {
  return set.has(path) || set.has(path.replace(/[^.]*$/, "*"));
}
