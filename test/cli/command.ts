import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import { ROOT } from "../support/paths.js";

/** The built command. */
export const COMMAND = path.join(ROOT, "dist/src/cli/launch.cjs");

/** The environment, without what it says about colors and parsers: that is each test's own business. */
const SURROUNDINGS = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !["NO_COLOR", "FORCE_COLOR", "SCARLINT_PARSER", "NODE_OPTIONS", "NODE_TEST_CONTEXT"].includes(name),
  ),
);

/** What the command remembers is not the user's business. */
const CACHES = mkdtempSync(path.join(tmpdir(), "scarlint-caches-"));
process.on("exit", () => {
  rmSync(CACHES, { recursive: true, force: true });
});

/** How a run of a command ended. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Circumstances {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command as people do. */
export function scarlint(args: readonly string[], circumstances: Circumstances = {}): Promise<Outcome> {
  return run(process.execPath, [COMMAND, ...args], circumstances);
}

/** Runs a program to its end. */
export async function run(program: string, args: readonly string[], circumstances: Circumstances): Promise<Outcome> {
  const { cwd, input = "", env = {} } = circumstances;
  const child = spawn(program, args, {
    cwd,
    env: { ...SURROUNDINGS, XDG_CACHE_HOME: CACHES, XDG_DATA_HOME: CACHES, ...env },
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => (output[name] += text));
  }
  // A command that refuses its arguments is gone before it reads.
  child.stdin.on("error", () => undefined).end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  return { code, ...output };
}

/** A directory of its own for a test, with the given files in it. */
export function workspace(t: TestContext, files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), "scarlint-")));
  t.after(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return directory;
}

/** A block of JavaScript that a page of the documentation shows, the first one unless told otherwise. */
export function example(page: string, number = 0): string {
  const text = readFileSync(path.join(ROOT, "docs", page), "utf8");
  return [...text.matchAll(/^(`{3,})js\n([\s\S]*?)^\1$/gm)][number]?.[2] ?? "";
}

/** A program with one finding: `errors/swallowed-exception`, of medium severity, on line 3. */
export const BUGGY = `try:
    deliver()
except Exception:
    pass
`;

/** A program without any. */
export const CLEAN = "print('delivered')\n";

/** The member of a JSON report that a test looks at. */
export interface JsonFinding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly path: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
  readonly related: readonly {
    readonly path: string;
    readonly start: { readonly line: number };
    readonly message: string;
  }[];
  readonly flow: readonly { readonly path: string; readonly message: string }[];
  readonly lineHash: string;
  readonly fixes: readonly object[];
  readonly purpose?: string;
  readonly standsFor?: number;
  readonly sharedCause?: {
    readonly path: string;
    readonly start: { readonly line: number };
    readonly message: string;
    readonly findings: number;
  };
}

/** A JSON report. */
export interface JsonReport {
  readonly version: number;
  readonly tool: { readonly name: string; readonly version: string };
  readonly root: string;
  readonly summary: Readonly<Record<string, number>>;
  readonly findings: readonly JsonFinding[];
  readonly failures: readonly { readonly path?: string; readonly rule?: string; readonly message: string }[];
}

/** What a scan finds, from its JSON report. */
export async function report(args: readonly string[], circumstances: Circumstances = {}): Promise<JsonReport> {
  const { stdout } = await scarlint([...args, "--format", "json"], circumstances);
  return JSON.parse(stdout) as JsonReport;
}

/** The files that a scan of a directory has findings in. */
export async function filesWithFindings(args: readonly string[], circumstances: Circumstances): Promise<string[]> {
  const { findings } = await report(args, circumstances);
  return [...new Set(findings.map((finding) => finding.path))];
}
