/** Scans shorter than this, in milliseconds, show no progress. */
const PATIENCE = 500;
const CLEAR = "\r\u001b[2K";

/** A line on a terminal that says how far a long scan is. Elsewhere it stays silent. */
export class Progress {
  readonly #started = performance.now();
  #isShown = false;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly isWanted: boolean,
    private readonly what = "files",
  ) {}

  update(done: number, total: number): void {
    if (!this.isWanted || !this.stream.isTTY || performance.now() - this.#started < PATIENCE) return;
    this.stream.write(`${CLEAR}scanning: ${String(done)} of ${String(total)} ${this.what}`);
    this.#isShown = true;
  }

  clear(): void {
    if (this.#isShown) this.stream.write(CLEAR);
    this.#isShown = false;
  }
}
