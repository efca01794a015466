/** Where a function takes the callable that it runs later or elsewhere: the place among its arguments, and the keyword. */
export interface Handover {
  readonly place: number;
  readonly keyword?: string;
  /** How the callable is run, for people. */
  readonly how: string;
  /** How the callable's own arguments are handed over, where they can be. */
  readonly passes?: "after" | "args";
}

const IN_THREAD = "in a thread";
const BY_LOOP = "by the event loop";

/** What runs a callable that it is given, by path. */
export const HANDOVERS: ReadonlyMap<string, Handover> = new Map([
  ["threading.Thread", { place: 1, keyword: "target", how: IN_THREAD, passes: "args" }],
  ["threading.Timer", { place: 1, keyword: "function", how: "by a timer" }],
  ["_thread.start_new_thread", { place: 0, how: IN_THREAD }],
  ["multiprocessing.Process", { place: 1, keyword: "target", how: "in a process", passes: "args" }],
  ["concurrent.futures.ThreadPoolExecutor().submit", { place: 0, how: IN_THREAD, passes: "after" }],
  ["concurrent.futures.ProcessPoolExecutor().submit", { place: 0, how: "in a process", passes: "after" }],
  ["asyncio.to_thread", { place: 0, keyword: "func", how: IN_THREAD, passes: "after" }],
  ["anyio.to_thread.run_sync", { place: 0, keyword: "func", how: IN_THREAD, passes: "after" }],
  ["asyncio.AbstractEventLoop().run_in_executor", { place: 1, keyword: "func", how: IN_THREAD, passes: "after" }],
  ["asyncio.AbstractEventLoop().call_soon", { place: 0, keyword: "callback", how: BY_LOOP, passes: "after" }],
  [
    "asyncio.AbstractEventLoop().call_soon_threadsafe",
    { place: 0, keyword: "callback", how: BY_LOOP, passes: "after" },
  ],
  ["asyncio.AbstractEventLoop().call_later", { place: 1, keyword: "callback", how: BY_LOOP, passes: "after" }],
  ["asyncio.AbstractEventLoop().call_at", { place: 1, keyword: "callback", how: BY_LOOP, passes: "after" }],
  [
    "asyncio.AbstractEventLoop().add_signal_handler",
    { place: 1, keyword: "callback", how: "on a signal", passes: "after" },
  ],
  ["anyio.create_task_group().start_soon", { place: 0, keyword: "func", how: "as a task", passes: "after" }],
  ["trio.open_nursery().start_soon", { place: 0, keyword: "async_fn", how: "as a task", passes: "after" }],
  ["atexit.register", { place: 0, keyword: "func", how: "at exit", passes: "after" }],
  ["signal.signal", { place: 1, how: "on a signal" }],
]);

/** What is known by its name alone to run a callable that it is given, for objects of which nothing is known. */
export const RUNNERS: ReadonlyMap<string, Handover> = new Map([
  ["map", { place: 0, how: "for each item", passes: "after" }],
  ["partial", { place: 0, how: "later", passes: "after" }],
  ["to_thread", { place: 0, how: IN_THREAD, passes: "after" }],
  ["run_sync", { place: 0, how: IN_THREAD, passes: "after" }],
  ["submit", { place: 0, how: IN_THREAD, passes: "after" }],
  ["run_in_executor", { place: 1, keyword: "func", how: IN_THREAD, passes: "after" }],
  ["apply", { place: 0, keyword: "func", how: "in a pool", passes: "args" }],
  ["apply_async", { place: 0, keyword: "func", how: "in a pool", passes: "args" }],
]);
