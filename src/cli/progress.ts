/** Scans shorter than this, in milliseconds, show no progress. */
const PATIENCE = 500;
const CLEAR = "\r\u001b[2K";

/** Where nobody sees a line change, one is written so often, in milliseconds. */
const SPELL = 10_000;

/** A line on a terminal that says how far a long scan is. Elsewhere it stays silent, unless it is to speak everywhere. */
export class Progress {
  readonly #started = performance.now();
  #isShown = false;
  #said = this.#started;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly isWanted: boolean,
    private readonly what = "files",
    private readonly isEverywhere = false,
  ) {}

  update(done: number, total: number, what = this.what): void {
    if (this.isWanted && this.isEverywhere && !this.stream.isTTY) this.say(done, total, what);
    if (!this.isWanted || !this.stream.isTTY || performance.now() - this.#started < PATIENCE) return;
    this.stream.write(`${CLEAR}scanning: ${String(done)} of ${String(total)} ${what}`);
    this.#isShown = true;
  }

  private say(done: number, total: number, what: string): void {
    const now = performance.now();
    if (now - this.#said < SPELL) return;
    this.#said = now;
    this.stream.write(`scarlint: ${String(done)} of ${String(total)} ${what}\n`);
  }

  clear(): void {
    if (this.#isShown) this.stream.write(CLEAR);
    this.#isShown = false;
  }
}
