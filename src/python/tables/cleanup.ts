/** Verbs that give something back, or end it. A failure of theirs leaves nothing undone that the program still needs. */
export const CLEANUP_VERBS: ReadonlySet<string> = new Set(
  (
    "abort aclose cancel clean cleanup close closed destroy detach disconnect dispose exit hangup join kill killpg " +
    "logout quit release remove rmdir rmtree rollback shutdown stop teardown term terminate unbind unlink unlock " +
    "unregister unsubscribe wait"
  ).split(" "),
);

/** What such a verb may be followed by and still only clean up: `close_all`, `remove_file`; not `cancel_order`. */
export const CLEANUP_OBJECTS: ReadonlySet<string> = new Set(
  (
    "all channel channels client clients closed conn connection connections context ctx db dir dirs directory event " +
    "executor fd file files folder folders handle handler handlers listener lock locks loop path pool proc process " +
    "processes reader resources server session sessions signal sock socket sockets stream task tasks temp tempdir " +
    "tempfile thread threads timer tmp transport tree up worker workers writer"
  ).split(" "),
);

/** Cleaning up whose names do not say so: a half-closed stream. */
export const CLEANUP_NAMES: ReadonlySet<string> = new Set(["write_eof", "send_eof", "can_write_eof"]);

/** Calls that run what they are given: cleaning up through them is cleaning up. */
export const CALL_RUNNERS: ReadonlySet<string> = new Set([
  "call_soon",
  "call_soon_threadsafe",
  "gather",
  "run_coroutine_threadsafe",
  "run_in_executor",
  "run_until_complete",
  "shield",
  "to_thread",
  "wait_for",
]);
