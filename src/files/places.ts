import { dirname } from "node:path/posix";

/** Some paths, and the folders that they are in: where something else may lie once they have come or gone. */
export function placesOf(paths: Iterable<string>): ReadonlySet<string> {
  const places = new Set<string>();
  for (const path of paths) {
    for (let at = path; at !== "." && at !== dirname(at); at = dirname(at)) places.add(at);
  }
  return places;
}
