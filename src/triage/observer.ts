import type { Failure, ScanResult } from "../engine/finding/finding.js";
import { LiveScan } from "../engine/live/live.js";
import type { ScanRequest } from "../engine/request/request.js";
import type { RegisteredRule } from "../engine/rule.js";
import { domainOf } from "../engine/rules/selection.js";
import { sightingOf } from "./bug.js";
import type { Checkout } from "./checkout.js";
import type { Observation } from "./lineage.js";
import { discoverable } from "./scope.js";

/** How to look at the files of a commit. */
export type Choice = Pick<ScanRequest, "select" | "ignore" | "audit" | "exclude" | "minSeverity" | "configuration">;

/** What to look for in a commit. */
export interface Asked extends Choice {
  /** The rules that the choice comes to. */
  readonly rules: readonly RegisteredRule[];
  /** Files and directories, relative to the repository's root. */
  readonly paths: readonly string[];
}

/** What a scan of a commit saw, and what made it incomplete. */
export interface Scanned extends Observation {
  readonly failures: readonly Failure[];
  /** The last day on which it is seen so, as in `2027-01-31`: a comment silences something until then. */
  readonly until?: string;
}

/** Nothing, as it is seen where there is nothing to scan. */
export const NOTHING: Scanned = { sightings: [], broken: new Set(), failures: [] };

const SYNTAX = "python/syntax-error";

/** Sees what a scan of one commit after the other finds, and looks only at what leans on the files that differ. */
export class Observer {
  #live: LiveScan | undefined;
  #scope: readonly string[] = [];

  constructor(
    private readonly checkout: Checkout,
    private readonly asked: Asked,
    private readonly onProgress?: (done: number, total: number) => void,
  ) {}

  /** What a scan sees of the commit that the checkout has gone to. */
  async observe(): Promise<Scanned> {
    const changed = await this.checkout.write();
    const scope = discoverable(this.checkout.root, this.asked.paths);
    if (!(await this.follow(changed, scope))) await this.begin(scope);
    await this.#live?.refreshAll();
    return this.#live ? this.seenIn(this.#live.all()) : NOTHING;
  }

  /** Takes in which files are not what they were, as far as the scan is still of the same ones. */
  private async follow(changed: readonly string[], scope: readonly string[]): Promise<boolean> {
    return scope.join("\0") === this.#scope.join("\0") && ((await this.#live?.follow(changed)) ?? false);
  }

  private async begin(paths: readonly string[]): Promise<void> {
    this.#scope = paths;
    const { root: current } = this.checkout;
    const request = { ...choiceOf(this.asked), paths, current, baseline: false, onProgress: this.onProgress } as const;
    this.#live = paths.length > 0 ? await LiveScan.start(request) : undefined;
  }

  private seenIn(result: ScanResult): Scanned {
    const wanted = new Set(this.asked.rules.map(({ id }) => id));
    const problems = [...this.checkout.problems].map(([path, message]): Failure => ({ path, message }));
    const failures = [...result.failures, ...problems];
    const both = [
      ...result.findings.map((finding) => ({ finding: sightingOf(finding) })),
      ...result.suppressed.map(({ suppression, ...finding }) => ({
        finding: sightingOf(finding),
        accepted: suppression.reason,
      })),
    ];
    const [until] = result.suppressed.flatMap(({ suppression }) => suppression.until ?? []).sort();
    const broken = both.filter(({ finding }) => finding.rule === SYNTAX).map(({ finding }) => finding.path);
    return {
      sightings: both.filter(({ finding }) => wanted.has(finding.rule)),
      broken: new Set([...broken, ...failures.flatMap(({ path }) => path ?? [])]),
      failures,
      ...(until !== undefined && { until }),
    };
  }
}

/** What is in a file that does not compile cannot be seen, so it matters which files those are, whoever asks. */
export function choiceOf(asked: Choice): Choice {
  const { select = [], ignore = [], audit, exclude, minSeverity = "low", configuration } = asked;
  return {
    select: select.length > 0 ? [...select, SYNTAX] : [],
    ignore: ignore.filter((name) => name !== SYNTAX && name !== domainOf(SYNTAX)),
    ...{ audit, exclude, minSeverity, configuration },
  };
}
