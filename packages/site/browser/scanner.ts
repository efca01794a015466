import type { Answer, Question } from "./worker/messages.js";

/** How long a scan may take, in milliseconds: a program that somebody sends could keep the browser busy for ever. */
const LONGEST = 20_000;

/** Scans programs one at a time in a worker, which is made anew when it goes on for too long. */
export class Scanner {
  #worker: Worker | undefined;
  #id = 0;
  /** What is being scanned, and what ends it. */
  #busy: { readonly id: number; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  #waiting: Question | undefined;

  constructor(private readonly answered: (answer: Answer) => void) {}

  /** Scans a program next; one that still waits is forgotten. */
  scan(files: Question["files"]): void {
    this.#waiting = { id: ++this.#id, files };
    if (!this.#busy) this.next();
  }

  private next(): void {
    const question = this.#waiting;
    if (!question) return;
    this.#waiting = undefined;
    this.#busy = { id: question.id, timer: setTimeout(() => this.breakOff(question.id), LONGEST) };
    this.worker.postMessage(question);
  }

  private get worker(): Worker {
    return (this.#worker ??= this.start());
  }

  private start(): Worker {
    const address = URL.createObjectURL(new Blob([scarlintEngine], { type: "text/javascript" }));
    const worker = new Worker(address);
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => this.done(data));
    worker.addEventListener("error", ({ message }) => this.fail(message || "the scan could not be started"));
    return worker;
  }

  private done(answer: Answer): void {
    if (answer.id !== this.#busy?.id) return;
    clearTimeout(this.#busy.timer);
    this.#busy = undefined;
    // What has changed since is answered for soon.
    if (!this.#waiting) this.answered(answer);
    this.next();
  }

  private breakOff(id: number): void {
    if (id === this.#busy?.id) this.fail("the scan was broken off after 20 seconds");
  }

  private fail(problem: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    if (this.#busy) this.done({ id: this.#busy.id, problem });
  }
}
