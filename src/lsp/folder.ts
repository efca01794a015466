import { existsSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { CancellationToken } from "vscode-languageserver/node";
import type { Source } from "../files/decode.js";
import { FileProblem, reasonOf } from "../files/problem.js";
import { displayPath, statsAt } from "../files/paths.js";
import { readSource } from "../files/read.js";
import { ConfigurationError } from "../config/error.js";
import type { ScanResult } from "../engine/finding/finding.js";
import type { Now } from "../engine/live/changed-files.js";
import { LiveScan } from "../engine/live/live.js";
import { watching, type Seen } from "../engine/request/watching.js";
import type { ScanOptions } from "../engine/scan/reporting.js";

/** Milliseconds without a change after which files are read: editors and git write several at once, and each in steps. */
const QUIET = 100;

/** After more changes at once, as when git checks out another branch, all files are looked at anew. */
const MOST_CHANGES = 200;
/** While more files than this are to be looked at, what is known of the open ones is told before the rest. */
const WORTH_TELLING = 20;

/** What a folder is part of. */
export interface Surroundings {
  /** The texts that are open in the editor, by absolute path. */
  readonly buffers: () => ReadonlyMap<string, string>;
  /** Told what a scan would report, whenever that may have changed. */
  readonly publish: (folder: Folder, result: ScanResult) => void;
  /** Told what goes wrong, in lines for people. */
  readonly say: (lines: readonly string[]) => void;
  /** Runs the first look at all files, and shows how far it is. */
  readonly showing: (work: (onProgress: ScanOptions["onProgress"]) => Promise<LiveScan>) => Promise<LiveScan>;
}

/** A folder of the workspace: what a scan of it would report is kept known while its files and buffers change. */
export class Folder {
  #live: LiveScan | undefined;
  #isOutdated = true;
  #isWorking = false;
  #isClosed = false;
  #isTold = false;
  /** Buffers that have changed and files that somebody saw change. */
  #buffers = new Set<string>();
  readonly #seen = new Map<string, Seen>();
  /** What was seen, and may be going on. */
  readonly #noted: Seen[] = [];
  #quiet: NodeJS.Timeout | undefined;
  #waiting: (() => void)[] = [];
  #watcher: { close: () => Promise<void> } | undefined;

  /** @param absolute the directory that the request's paths are relative to */
  constructor(
    readonly absolute: string,
    private readonly request: ScanOptions,
    private readonly around: Surroundings,
  ) {}

  /** The scan as far as it is known. */
  get live(): LiveScan | undefined {
    return this.#live;
  }

  /** Begins to scan. */
  start(): void {
    this.#isOutdated = true;
    void this.work();
  }

  /** Something about a buffer is not what it was: its text, or whether it is open. */
  changed(absolute: string): void {
    this.#buffers.add(absolute);
    void this.work();
  }

  /** A file is not what it was. */
  seen(change: Seen): void {
    this.#noted.push(change);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      for (const seen of this.#noted.splice(0)) this.take(seen);
      void this.work();
    }, QUIET);
  }

  /** The scan, once it knows a file as it is now; nothing when it has none of that name, or nobody waits any more. */
  async knowing(absolute: string, token: CancellationToken): Promise<{ live: LiveScan; path: string } | undefined> {
    const isKnown = (): boolean => {
      const path = this.#live?.pathOf(absolute);
      return !this.#isWorking || (!this.#isBehind && path !== undefined && !this.#live?.stale.has(path));
    };
    const cancelling = token.onCancellationRequested(() => this.wake());
    while (!isKnown() && !token.isCancellationRequested) {
      await new Promise<void>((woken) => this.#waiting.push(woken));
    }
    cancelling.dispose();
    const path = this.#live?.pathOf(absolute);
    return this.#live && path !== undefined && !token.isCancellationRequested ? { live: this.#live, path } : undefined;
  }

  /** Ends it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#quiet);
    this.wake();
    await this.#watcher?.close();
  }

  get #isBehind(): boolean {
    return this.#isOutdated || this.#buffers.size + this.#seen.size > 0;
  }

  private take(change: Seen): void {
    if (change.path === undefined || change.isAboutOthers) this.#isOutdated = true;
    else this.#seen.set(change.path, change);
    if (this.#seen.size > MOST_CHANGES) this.#isOutdated = true;
  }

  private wake(): void {
    for (const woken of this.#waiting.splice(0)) woken();
  }

  /** Does whatever there is to do, a file at a time, so that messages come in between. */
  private async work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      // What comes at once is done at once.
      do await nextTurn();
      while (!this.#isClosed && (await this.step()));
    } catch (error) {
      this.around.say([reasonOf(error)]);
    } finally {
      this.#isWorking = false;
      this.wake();
    }
  }

  /** @returns whether there may be more to do */
  private async step(): Promise<boolean> {
    if (this.#isOutdated) await this.begin();
    if (!this.#live) return this.#isOutdated;
    if (this.#isBehind) {
      await this.catchUp(this.#live);
      return true;
    }
    const next = this.next(this.#live);
    if (next === undefined) {
      this.tell(this.#live);
      return this.#isBehind;
    }
    await this.#live.refresh(next);
    this.wake();
    return true;
  }

  /** What is open comes first; once that is known and much is left, it is told. */
  private next(live: LiveScan): string | undefined {
    const open = [...this.around.buffers().keys()].map((absolute) => live.pathOf(absolute));
    const first = open.find((path) => path !== undefined && live.stale.has(path));
    if (first === undefined && live.stale.size > WORTH_TELLING && !this.#isTold) this.tell(live);
    const [any] = live.stale.keys();
    return first ?? any;
  }

  private tell(live: LiveScan): void {
    this.#isTold = true;
    this.around.publish(this, live.result());
  }

  private async begin(): Promise<void> {
    this.#isOutdated = false;
    this.#seen.clear();
    // What changes while it is looked at is seen, too.
    const isFirst = this.#watcher === undefined;
    if (isFirst) await this.watch();
    try {
      this.#live = await this.around.showing((onProgress) => LiveScan.start({ ...this.request, onProgress }));
      this.#buffers = new Set(this.around.buffers().keys());
    } catch (error) {
      // What was known before stays: a configuration that is being edited has its mistakes.
      this.around.say(error instanceof ConfigurationError ? error.problems : [reasonOf(error)]);
    }
    if (!isFirst || this.#live?.baseline !== undefined) await this.watch();
  }

  /** Watches what there is to watch now, and goes on to watch what was until then. */
  private async watch(): Promise<void> {
    const { baseline } = this.#live ?? {};
    const also = baseline === undefined ? [] : [baseline];
    // Where the configuration cannot be followed, whoever mends it is seen all the same.
    const next = await this.opened(this.request, also).catch(() =>
      this.opened({ ...this.request, configuration: false }, also),
    );
    await this.#watcher?.close();
    this.#watcher = next;
    if (this.#isClosed) await next.close();
  }

  private opened(request: ScanOptions, also: readonly string[]): ReturnType<typeof watching> {
    const failed = (error: unknown): void => this.around.say([`the files cannot be watched (${reasonOf(error)})`]);
    return watching(request, { seen: (change) => this.seen(change), failed }, also);
  }

  private async catchUp(live: LiveScan): Promise<void> {
    const buffers = this.around.buffers();
    const changed = [...this.#buffers].map((path) => ({ path, isTold: false, isGone: !existsSync(path) }));
    const seen = [...this.#seen.values()].map(({ path = "", isGone }) => ({ path, isTold: true, isGone }));
    this.#buffers.clear();
    this.#seen.clear();
    this.#isTold = false;
    for (const { path: absolute, isTold, isGone } of [...changed, ...seen]) {
      if (statsAt(absolute)?.isDirectory()) continue;
      const text = buffers.get(absolute);
      const isThere = text !== undefined || !isGone;
      const own = live.pathOf(absolute) ?? (isThere ? await live.admit(absolute) : undefined);
      // What is not scanned may be imported all the same.
      const path = own ?? displayPath(absolute, live.job.root);
      const now =
        text === undefined ? (isThere ? onDisk(absolute, path, live) : undefined) : inBuffer(path, text, live);
      live.change(path, now, isTold && text === undefined);
    }
  }
}

/** What a file on the disk holds. */
function onDisk(absolute: string, path: string, { job }: LiveScan): Now {
  try {
    return readSource(absolute, { within: job.root });
  } catch (error) {
    return error instanceof FileProblem ? error : new FileProblem(path, reasonOf(error));
  }
}

/** A text that an editor holds, which has decoded it: the mark of its bytes is the file's. */
function inBuffer(path: string, text: string, live: LiveScan): Source | FileProblem {
  if (text.includes("\0")) return new FileProblem(path, "holds NUL bytes, so it is not Python source");
  return { text, asUtf8: live.isMarked(path) ? `\ufeff${text}` : text };
}
