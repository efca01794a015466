import type { Connection, Diagnostic } from "vscode-languageserver/node";

/**
 * What the client was told of each file. Files are pushed, which every client understands; one that the client has really
 * pulled while it is open is not pushed, or it would be shown twice.
 */
export class Published {
  #known = new Map<string, readonly Diagnostic[]>();
  /** What was pushed, as JSON. */
  readonly #pushed = new Map<string, string>();
  readonly #pulled = new Set<string>();

  constructor(
    private readonly connection: Pick<Connection, "sendDiagnostics">,
    private readonly uriOf: (absolute: string) => string,
  ) {}

  /**
   * Tells what has changed.
   *
   * @param all by absolute path; of the files that are not in it there is nothing to say
   * @returns whether the client has to pull something again
   */
  publish(all: ReadonlyMap<string, readonly Diagnostic[]>): boolean {
    const before = this.#known;
    this.#known = new Map(all);
    for (const absolute of new Set([...this.#pushed.keys(), ...all.keys()])) {
      if (!this.#pulled.has(absolute)) this.push(absolute, all.get(absolute) ?? []);
    }
    return [...this.#pulled].some((absolute) => asJson(before.get(absolute)) !== asJson(all.get(absolute)));
  }

  /** What there is to say of a file, for a client that asks. */
  pull(absolute: string): Diagnostic[] {
    if (!this.#pulled.has(absolute)) this.push(absolute, []);
    this.#pulled.add(absolute);
    return [...(this.#known.get(absolute) ?? [])];
  }

  /** A file is not open any more, so that nobody pulls it. */
  forget(absolute: string): void {
    if (this.#pulled.delete(absolute)) this.push(absolute, this.#known.get(absolute) ?? []);
  }

  private push(absolute: string, diagnostics: readonly Diagnostic[]): void {
    const json = asJson(diagnostics);
    if ((this.#pushed.get(absolute) ?? NOTHING) === json) return;
    if (json === NOTHING) this.#pushed.delete(absolute);
    else this.#pushed.set(absolute, json);
    void this.connection.sendDiagnostics({ uri: this.uriOf(absolute), diagnostics: [...diagnostics] });
  }
}

const NOTHING = "[]";

function asJson(diagnostics: readonly Diagnostic[] = []): string {
  return JSON.stringify(diagnostics);
}
