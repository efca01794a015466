import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { decode } from "../../src/files/decode.js";
import type { JsonReport } from "../cli/command.js";
import { whyNoNative } from "../support/native.js";
import { ROOT } from "../support/paths.js";
import type { Case, Complaint, Project } from "./case.js";

/** How the command is run. None of it may make a difference. */
interface Manner {
  readonly parser: "native" | "wasm";
  readonly processors: number;
  readonly cache: boolean;
}

/** What a run of the command left. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly isHung: boolean;
}

/** Runs the command in a folder, with a home of its own for what it remembers. */
export type Command = (folder: string, home: string, manner: Manner) => Promise<Outcome>;

/** Comments only, so that a few mutants are worth sharing out and remembering. */
const FILLER = Buffer.from("# what nobody asks about\n".repeat(8_000));
const FILLERS = 8;

/** Far more than a scan takes on a machine with much else to do. */
const PATIENCE_MS = 600_000;

/** Compares runs of the command over the same files: parsers, numbers of threads, and what was remembered. */
export class ScanJudge {
  /** @param home - a directory of its own */
  constructor(
    private readonly home: string,
    private readonly command: Command = runCommand,
  ) {}

  async judge({ before, after }: Case): Promise<readonly Complaint[]> {
    const native = whyNoNative() === undefined ? "native" : "wasm";
    rmSync(this.home, { recursive: true, force: true });
    const kept = { processors: 2, cache: true } as const;
    this.#write(before);
    const plain = await this.#run({ parser: native, processors: 1, cache: false });
    const cold = await this.#run({ ...kept, parser: "wasm" });
    const warm = await this.#run({ ...kept, parser: native });
    this.#write(after);
    const changed = await this.#run({ ...kept, processors: 1, parser: "wasm" });
    const fresh = await this.#run({ parser: native, processors: 2, cache: false });
    const runs = [...[plain, cold, warm].map((run) => [run, before] as const), [fresh, after] as const];
    const wrong = runs.flatMap(([run, project]) => complaintsOf(run, project));
    return [
      ...new Map(wrong.map((complaint) => [complaint.kind, complaint])).values(),
      ...difference("several threads and WebAssembly", plain, cold),
      ...difference("what is remembered", plain, warm),
      ...difference("what is remembered of before a change", fresh, changed),
    ];
  }

  #run(manner: Manner): Promise<Outcome> {
    return this.command(path.join(this.home, "tree"), path.join(this.home, "kept"), manner);
  }

  #write(project: Project): void {
    const tree = path.join(this.home, "tree");
    rmSync(tree, { recursive: true, force: true });
    for (const [name, bytes] of [...project, ...fillers(project)]) {
      mkdirSync(path.dirname(path.join(tree, name)), { recursive: true });
      writeFileSync(path.join(tree, name), bytes);
    }
  }
}

/** Fillers among a project's files, from the first to the last. */
function fillers(project: Project): [string, Buffer][] {
  const tops = [...new Set([...project.keys()].map((name) => name.split("/")[0] ?? ""))].sort();
  return Array.from({ length: FILLERS }, (_, index) => {
    const top = tops[Math.floor((index * tops.length) / FILLERS)] ?? "";
    return [path.posix.join(top, `zz_notes${String(index)}.py`), FILLER];
  });
}

function runCommand(folder: string, home: string, { parser, processors, cache }: Manner): Promise<Outcome> {
  const preload = path.join(ROOT, "dist/test/fuzz/processors.cjs");
  const args = ["--require", preload, path.join(ROOT, "dist/src/cli/launch.cjs"), "--format", "json"];
  args.push("--audit", "--quiet", "--no-config", ...(cache ? [] : ["--no-cache"]));
  const env = {
    ...process.env,
    NODE_OPTIONS: "",
    XDG_CACHE_HOME: home,
    SCARLINT_PARSER: parser,
    FUZZ_PROCESSORS: String(processors),
  };
  const options = { cwd: folder, env, timeout: PATIENCE_MS, killSignal: "SIGKILL", maxBuffer: 2 ** 30 } as const;
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr, isHung: error?.killed === true });
    });
  });
}

/** What is wrong with one run. */
function complaintsOf({ code, stdout, stderr, isHung }: Outcome, project: Project): Complaint[] {
  const complain = (kind: string, detail: string, paths: string[] = []): Complaint[] => [{ kind, paths, detail }];
  if (isHung) return complain("hang", `no answer in ${String(PATIENCE_MS / 1000)} seconds`);
  const report = reportIn(stdout);
  if (!report || code === null || /^\s+at .+:\d+:\d+\)?$/m.test(stderr)) {
    return complain("crash", `exit code ${String(code)}: ${stderr.trim().slice(0, 400)}`);
  }
  const expected = report.failures.length > 0 ? 2 : report.findings.length > 0 ? 1 : 0;
  const files = project.size + FILLERS - report.failures.filter(({ rule }) => rule === undefined).length;
  return [
    ...(code === expected ? [] : complain("exit code", `${String(code)} where ${String(expected)} is expected`)),
    ...(report.summary.files === files
      ? []
      : complain("left out", `${String(report.summary.files)} of ${String(files)} files were scanned`)),
    ...report.failures.flatMap(({ path: name = "", rule, message }) => {
      if (rule === undefined && !isReadable(project.get(name))) return [];
      return complain(`failure of ${rule ?? "reading"}`, `${name}: ${message}`, [name]);
    }),
  ];
}

function reportIn(stdout: string): JsonReport | undefined {
  try {
    return JSON.parse(stdout) as JsonReport;
  } catch {
    return undefined;
  }
}

function isReadable(bytes: Buffer | undefined): boolean {
  try {
    if (bytes) decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function difference(what: string, one: Outcome, other: Outcome): Complaint[] {
  if (one.stdout === other.stdout && one.code === other.code) return [];
  const [theirs, others] = [one, other].map(({ stdout }) => reportIn(stdout)?.findings ?? []);
  const texts = [theirs, others].map((findings = []) => new Set(findings.map((finding) => JSON.stringify(finding))));
  const only = [...(theirs ?? []), ...(others ?? [])].filter(
    (finding) => !texts.every((known) => known.has(JSON.stringify(finding))),
  );
  const paths = only.flatMap((finding) => [
    finding.path,
    ...[...finding.related, ...finding.flow].map(({ path }) => path),
  ]);
  const [first] = only;
  const shown = first
    ? `${first.path}:${String(first.start.line)} ${first.rule} ${first.message}`
    : "the rest of the report";
  return [{ kind: `difference: ${what}`, paths: [...new Set(paths)], detail: shown }];
}
