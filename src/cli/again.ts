import { displayPath } from "../files/paths.js";
import { shellLine } from "../report/shell.js";
import type { ScanFlags } from "./flags.js";
import { STDIN } from "./request.js";

/** The options that say which findings there are. */
type Repeated = (typeof REPEATED)[number];
const REPEATED = [
  ...(["select", "ignore", "minSeverity", "exclude", "audit", "config", "rules"] as const),
  ...(["baseline", "staged", "diff"] as const),
];

/** Which of them a command takes. */
const TAKEN: Readonly<Record<"scan" | "baseline" | "plan", readonly Repeated[]>> = {
  scan: REPEATED,
  baseline: ["select", "ignore", "exclude", "audit", "config", "rules"],
  plan: ["select", "ignore", "minSeverity", "exclude", "audit", "config"],
};

/** More paths than these would hide the command that they are given to. */
const MOST_PATHS = 5;

/** Command lines about what a scan has looked at: each is what was asked, but for what it asks instead. */
export class Again {
  /** @param isRepeatable whether another command could be given the same paths */
  constructor(
    readonly paths: readonly string[],
    private readonly flags: ScanFlags,
    private readonly isRepeatable = paths.length <= MOST_PATHS && !paths.includes(STDIN),
  ) {}

  /** A scan of the same; undefined where it cannot be repeated. */
  scan(instead: Readonly<Partial<Record<Repeated, string>>>, ...options: readonly string[]): string | undefined {
    const own = Object.entries(instead).flatMap(([name, value]) => [option(name), value]);
    return this.line("scan", [...own, ...options], Object.keys(instead));
  }

  baseline(): string | undefined {
    return this.line("baseline", []);
  }

  plan(file: string): string | undefined {
    return this.line("plan", ["--output", file]);
  }

  private line(
    command: keyof typeof TAKEN,
    options: readonly string[],
    without: readonly string[] = [],
  ): string | undefined {
    if (!this.isRepeatable) return undefined;
    const repeated = TAKEN[command].filter((name) => !without.includes(name)).flatMap((name) => this.wordsOf(name));
    const words = [...(command === "scan" ? [] : [command]), ...options, ...repeated];
    return shellLine(["scarlint", ...words, ...this.paths]);
  }

  private wordsOf(name: Repeated): string[] {
    const { minSeverity, config, audit, staged } = this.flags;
    if (name === "minSeverity") return minSeverity === "low" ? [] : [option(name), minSeverity];
    if (name === "config" && typeof config === "string") return ["--config", displayPath(config, process.cwd())];
    if (name === "config") return config ? [] : ["--no-config"];
    if (name === "audit") return audit === undefined ? [] : [audit ? "--audit" : "--no-audit"];
    if (name === "staged") return staged ? ["--staged"] : [];
    const value = this.flags[name] ?? [];
    if (name === "select" || name === "ignore") return value.length > 0 ? [option(name), [value].flat().join(",")] : [];
    return [value].flat().flatMap((each) => [option(name), each]);
  }
}

function option(name: string): string {
  return `--${name.replace(/[A-Z]/g, "-$&").toLowerCase()}`;
}
