import { setTimeout } from "node:timers/promises";
import type { Finding, ScanResult } from "../engine/finding/finding.js";
import { match } from "../engine/finding/identity.js";
import { onePerCause } from "../engine/judge/one-per-cause.js";
import type { ScanRequest } from "../engine/request/request.js";
import { watching } from "../engine/request/watching.js";
import { reasonOf } from "../files/problem.js";
import { changeSummary } from "../report/summary.js";
import { toChange, type FindingChange } from "../report/text.js";
import { complaint } from "./complaint.js";
import { ExitCode } from "./exit-code.js";
import type { ScanFlags } from "./flags.js";
import { exitCode, printFailures, styleFor, type Outcome } from "./showing.js";
import { print } from "./streams.js";
import { UsageError } from "./usage-error.js";

/** Milliseconds without a change after which a scan begins: editors and git write several files at once. */
const QUIET = 100;

/**
 * Scans, and again after each change, until it is interrupted.
 *
 * @param look scans
 * @param show reports the first scan
 * @returns the exit code of the last scan
 */
export async function watch(
  request: ScanRequest,
  flags: ScanFlags,
  commands: readonly string[],
  look: () => Promise<Outcome>,
  show: (result: Outcome) => Promise<ExitCode>,
): Promise<ExitCode> {
  const changes = new Changes();
  let watcher = await opened(request, changes);
  // Until the first scan has ended.
  let code: ExitCode = ExitCode.untrusted;
  const rescan = async (before: readonly Finding[]): Promise<readonly Finding[]> => {
    if (changes.takeScope()) {
      const next = await opened(request, changes);
      await watcher.close();
      watcher = next;
    }
    const result = await look();
    const { change, known } = compared(before, result);
    const style = await styleFor(result, flags, process.stdout);
    await print(process.stdout, await toChange({ ...change, added: onePerCause(change.added) }, style));
    await printFailures(result, commands, style);
    if (!flags.quiet) await print(process.stdout, changeSummary(change, result));
    code = exitCode(result, flags);
    return known;
  };
  process.once("beforeExit", () => {
    changes.fail(new UsageError("--watch: nothing is left that could be watched"));
  });
  const follow = async (): Promise<never> => {
    const first = await look();
    code = await show(first);
    if (!flags.quiet) await print(process.stdout, "Watching for changes; Ctrl-C ends it.\n");
    for (let before = first.findings; ;) {
      await changes.settled();
      try {
        before = await rescan(before);
      } catch (error) {
        // A configuration that is being edited has its mistakes; the next change may mend them.
        await print(process.stderr, complaint(error));
        code = ExitCode.untrusted;
      }
    }
  };
  try {
    await Promise.race([follow(), changes.failed, interrupted()]);
  } finally {
    await watcher.close();
  }
  // A scan that is under way has threads, which nobody waits for any more.
  process.exit(code);
}

/** What a scan changed. Where one is incomplete, that a finding is missing does not mean that it is fixed. */
function compared(
  before: readonly Finding[],
  { findings, failures }: ScanResult,
): { readonly change: FindingChange; readonly known: readonly Finding[] } {
  const { added, gone } = match(before, findings);
  const isComplete = failures.length === 0;
  return {
    change: { added, fixed: isComplete ? gone : [] },
    known: isComplete ? findings : [...findings, ...gone],
  };
}

/** Resolves when whoever started this wants it to end. A second signal ends it at once. */
async function interrupted(): Promise<void> {
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        done();
      });
    }
  });
}

/** Watches what a scan depends on; ready when the answer is there. */
function opened(request: ScanRequest, changes: Changes): Promise<{ close: () => Promise<void> }> {
  return watching(request, {
    // With a file its directory may be gone, which is not watched any more when it comes back.
    seen: ({ isGone, isAboutOthers }) => changes.note(isGone || isAboutOthers),
    failed: (error) => {
      changes.fail(new UsageError(`--watch: the files cannot be watched (${reasonOf(error)}); name fewer directories`));
    },
  });
}

/** Changes that no scan has seen yet. */
class Changes {
  /** Rejects when changes cannot be seen any more. */
  readonly failed: Promise<never>;
  #noted = 0;
  #isScopeChanged = false;
  #wake: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor() {
    this.failed = new Promise<never>((_, reject) => (this.#reject = reject));
    // It may fail before anybody waits for it.
    this.failed.catch(() => undefined);
  }

  /** @param isScope whether it may change which files belong to the scan */
  note(isScope: boolean): void {
    this.#noted++;
    this.#isScopeChanged ||= isScope;
    this.#wake();
  }

  fail(error: Error): void {
    this.#reject(error);
  }

  /** Resolves when something has changed, and nothing more for a moment. */
  async settled(): Promise<void> {
    if (this.#noted === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    for (let seen = 0; seen !== this.#noted;) {
      seen = this.#noted;
      await setTimeout(QUIET);
    }
    this.#noted = 0;
  }

  /** Whether it may have changed which files belong to the scan since this was last asked. */
  takeScope(): boolean {
    const answer = this.#isScopeChanged;
    this.#isScopeChanged = false;
    return answer;
  }
}
