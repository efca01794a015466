import * as v from "valibot";

/** Goes up when a reader of a history has to change. */
const VERSION = 1;

/** Older entries go. */
const MOST_ENTRIES = 1000;

/** What every entry of a history says. */
interface Entry {
  /** The full name of the commit. */
  readonly commit: string;
  /** ISO 8601, of the commit. */
  readonly date: string;
}

/** A history that gets an entry with each commit, in a file that is JSON with one line an entry. */
export class TrendFile<E extends Entry> {
  readonly #shape: v.GenericSchema<unknown, { readonly entries: readonly E[] }>;

  /**
   * @param what it is a history of, for people
   * @param entry what an entry has to be
   */
  constructor(
    private readonly what: string,
    entry: v.GenericSchema<unknown, E>,
  ) {
    this.#shape = v.object({ version: v.literal(VERSION), entries: v.array(entry) });
  }

  /** What a history holds. @throws Error with one readable line when it is none */
  read(text: string): readonly E[] {
    let stored: unknown;
    try {
      stored = JSON.parse(text);
    } catch {
      throw new Error("it is no JSON; give another file to --trend, or remove it");
    }
    const checked = v.safeParse(this.#shape, stored);
    if (checked.success) return checked.output.entries;
    const where = v.getDotPath(checked.issues[0]) ?? "its start";
    throw new Error(
      `it is no history of ${this.what} (see '${where}' in it); give another file to --trend, or remove it`,
    );
  }

  /** A history with one more entry; another of the same commit makes way for it. */
  extended(entries: readonly E[], entry: E): readonly E[] {
    const others = entries.filter(({ commit }) => commit !== entry.commit);
    return [...others, entry].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)).slice(-MOST_ENTRIES);
  }

  /** A history as JSON. */
  json(entries: readonly E[]): string {
    return `{"version":${String(VERSION)},"entries":[\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]}\n`;
  }
}
