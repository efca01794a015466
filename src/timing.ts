/** What the time of a scan goes into. */
export type Work =
  | "starting"
  | "finding files"
  | "reading files"
  | "indexing words"
  | "cache"
  | "loading the parser"
  | "checking the grammar"
  | "parsing"
  | "report"
  | "anything else"
  | `rule ${string}`;

/** Milliseconds by the {@link Work} that they went into. */
export type Times = Readonly<Record<string, number>>;

/** Nothing is measured before somebody asks: a thread that does not want times pays for one comparison a file. */
let spent: Map<Work, number> | undefined;
/** Milliseconds within the work that is being measured which belong to other work. */
let inner = 0;

/** Begins to measure in this thread, whose process has taken some milliseconds to get here. */
export function startTiming(starting = 0): void {
  spent = new Map();
  add("starting", starting);
}

/** Whether this thread measures. */
export function isTiming(): boolean {
  return spent !== undefined;
}

/** Does some work; what other work within it takes is that work's time and not counted twice. */
export function timed<T>(work: Work, act: () => T): T {
  if (!spent) return act();
  const outer = inner;
  const started = performance.now();
  inner = 0;
  try {
    return act();
  } finally {
    const all = performance.now() - started;
    add(work, all - inner);
    inner = outer + all;
  }
}

/** Waits for some work, within which nothing else is measured. */
export async function timedUntil<T>(work: Work, act: () => Promise<T>): Promise<T> {
  if (!spent) return act();
  const started = performance.now();
  try {
    return await act();
  } finally {
    add(work, performance.now() - started);
  }
}

/** What was measured since this was asked last. */
export function takeTimes(): Times {
  const times = Object.fromEntries(spent ?? []);
  spent?.clear();
  return times;
}

/** Adds what another thread has measured. */
export function addTimes(times: Times): void {
  for (const [work, milliseconds] of Object.entries(times)) add(work as Work, milliseconds);
}

function add(work: Work, milliseconds: number): void {
  spent?.set(work, (spent.get(work) ?? 0) + milliseconds);
}
