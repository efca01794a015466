import { setImmediate as nextTurn } from "node:timers/promises";
import { resolve } from "node:path";
import type { Source } from "../files/decode.js";
import { discover, directoryOf } from "../files/discover.js";
import { displayPath, rootOf } from "../files/paths.js";
import { FileProblem, reasonOf } from "../files/problem.js";
import { SourceFiles } from "../files/source-files.js";
import type { Module } from "../python/module.js";
import { Project } from "../python/project.js";
import { loadParser } from "../syntax/parser.js";
import { Lines } from "../syntax/positions.js";
import type { Failure, Finding, ScanResult } from "./finding.js";
import { lineHashes } from "./fingerprint.js";
import { inOrder } from "./order.js";
import { Places } from "./place.js";
import type { RegisteredRule, Report } from "./rule.js";
import { RULES } from "./rules.generated.js";
import { atLeast, lowered, type Severity } from "./severity.js";

/** What to scan and how. */
export interface ScanOptions {
  /** Directories and files; the current directory when there are none. */
  readonly paths?: readonly string[];
  /** What relative paths are relative to; the process's current directory unless given. */
  readonly current?: string;
  /** A text that stands for a file, whether or not that exists. */
  readonly text?: { readonly path: string; readonly content: Uint8Array };
  /** Globs of files and directories to leave out. */
  readonly exclude?: readonly string[];
  /** Every rule unless given. */
  readonly rules?: readonly RegisteredRule[];
  /** Whether to report also what is merely likely. */
  readonly audit?: boolean;
  /** Findings below it are left out. */
  readonly minSeverity?: Severity;
  /** Told every now and then how many of the files are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** UTF-16 units of parsed source after which what is known of them is dropped; it takes some 20 bytes each. */
const MOST_PARSED = 24 * 1024 * 1024;
/** How long the scan keeps the event loop waiting, in milliseconds. */
const TURN = 100;

/**
 * Runs rules over Python files.
 *
 * What goes wrong with one file or one rule is in the answer's `failures`; the others go on.
 *
 * @throws Error with one readable line when no parser loads.
 */
export async function scan(options: ScanOptions = {}): Promise<ScanResult> {
  const { root, files, paths, failures } = gather(options);
  const parser = await loadParser();
  const run = new Run(() => new Project(parser, files), options, new Set(paths));
  let lines = 0;
  let scanned = 0;
  let turnEnds = Date.now() + TURN;
  for (const [index, path] of paths.entries()) {
    const source = files.load(path);
    if (source instanceof FileProblem) failures.push({ path, message: source.message });
    else {
      scanned++;
      lines += lineCount(source.text);
      run.file(path, source);
    }
    if (Date.now() < turnEnds) continue;
    options.onProgress?.(index + 1, paths.length);
    await nextTurn();
    turnEnds = Date.now() + TURN;
  }
  const findings = withLineHashes(inOrder(run.findings), files);
  return { root, findings, failures: [...failures, ...run.failures], files: scanned, lines };
}

/** @param findings sorted by path, so that one file's hashes are needed at a time */
function withLineHashes(findings: readonly Located[], files: SourceFiles): Finding[] {
  let hashed: { readonly path: string; readonly hashes: readonly string[] } | undefined;
  return findings.map((finding) => {
    if (hashed?.path !== finding.path) {
      const source = files.load(finding.path);
      hashed = { path: finding.path, hashes: source instanceof FileProblem ? [] : lineHashes(source.asUtf8) };
    }
    return { ...finding, lineHash: hashed.hashes[finding.start.line - 1] ?? "" };
  });
}

interface Gathered {
  readonly root: string;
  readonly files: SourceFiles;
  readonly paths: readonly string[];
  readonly failures: Failure[];
}

function gather(options: ScanOptions): Gathered {
  const current = resolve(options.current ?? ".");
  const named = options.paths ?? (options.text ? [] : [current]);
  const text = options.text && { absolute: resolve(current, options.text.path), content: options.text.content };
  const absolutes = named.map((path) => resolve(current, path));
  const root = rootOf([...absolutes, ...(text ? [text.absolute] : [])].map(directoryOf), current);
  const found = discover(named, root, current, options.exclude ?? []);
  const textPath = text && displayPath(text.absolute, root);
  const alone = [
    ...found.files.filter((file) => file.isNamed).map((file) => file.path),
    ...(textPath ? [textPath] : []),
  ];
  const files = new SourceFiles(root, alone, options.exclude);
  files.admit(found.files);
  if (text && textPath !== undefined) files.replace(textPath, text.content);
  const paths = new Set([...found.files.map((file) => file.path), ...(textPath === undefined ? [] : [textPath])]);
  return {
    root,
    files,
    paths: [...paths].sort(),
    failures: found.problems.map(({ path, message }) => ({ path, message })),
  };
}

function lineCount(text: string): number {
  const lines = new Lines(text);
  return lines.text(lines.count) === "" ? lines.count - 1 : lines.count;
}

/** A finding whose line has not been hashed yet. */
type Located = Omit<Finding, "lineHash">;

/** The rules at work on one project. */
class Run {
  readonly findings: Located[] = [];
  readonly failures: Failure[] = [];
  readonly #places = new Places();
  readonly #rules: readonly RegisteredRule[];
  #project: Project;

  constructor(
    private readonly newProject: () => Project,
    private readonly options: ScanOptions,
    private readonly scanned: ReadonlySet<string>,
  ) {
    this.#rules = options.rules ?? RULES;
    this.#project = newProject();
  }

  /** Runs over a file every rule that it mentions a word of. */
  file(path: string, { text }: Source): void {
    const rules = this.#rules.filter(({ rule }) => rule.mentions?.some((word) => text.includes(word)) ?? true);
    if (rules.length === 0) return;
    // What is known of a project only speeds up what is asked of it next: starting afresh bounds the memory.
    if (this.#project.size > MOST_PARSED) this.#project = this.newProject();
    const module = this.#project.module(path);
    if (module) for (const rule of rules) this.apply(rule, module);
  }

  private apply({ id, rule }: RegisteredRule, module: Module): void {
    try {
      for (const report of rule.check(module)) this.add(id, rule.severity, report);
    } catch (error) {
      const message = `this rule crashed here (${reasonOf(error)}) and may have missed something; please report this`;
      this.failures.push({ path: module.path, rule: id, message });
    }
  }

  private add(id: string, usual: Severity, report: Report): void {
    if (report.likely && !this.options.audit) return;
    const weight = report.severity ?? usual;
    const severity = report.likely ? lowered(weight) : weight;
    if (!atLeast(severity, this.options.minSeverity ?? "low")) return;
    const place = this.#places.of(report.at);
    // A rule may find the bug's place in a file that it was led to; that file's findings were not asked for.
    if (!this.scanned.has(place.path)) return;
    this.findings.push({
      ...place,
      rule: id,
      severity,
      message: report.message,
      related: this.#places.steps(report.related),
      flow: this.#places.steps(report.flow),
    });
  }
}
