import type { ThreadStart } from "../../../src/concepts/threads/thread.js";
import { destinationsOf, holdersOf, escapes, type Holder } from "../../../src/python/dataflow/escape.js";

/**
 * Where a started thread can be found again after the function that starts it has returned; nothing when it is dropped,
 * undefined when it goes where the analysis does not follow.
 */
export function threadHolders(start: ThreadStart): readonly Holder[] | undefined {
  const made = start.threads.flatMap((thread) => (thread.made.kind === "call" ? [thread.made] : []));
  const unique = new Map<string, Holder>();
  for (const destination of [...holdersOf(start.subject), ...made.flatMap(destinationsOf)]) {
    if (escapes(destination)) return undefined;
    unique.set(`${destination.kind} ${"name" in destination ? destination.name : ""}`, destination);
  }
  return [...unique.values()];
}
