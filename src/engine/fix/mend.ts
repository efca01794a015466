import { resolve } from "node:path";
import { decode, encodeLike } from "../../files/decode.js";
import { reasonOf } from "../../files/problem.js";
import { LARGEST_FILE, readBytes } from "../../files/read.js";
import { refuseReplacing } from "../../files/replace-file.js";
import { findFault } from "../../python/grammar/check.js";
import { loadParser, type PythonParser } from "../../syntax/parser.js";
import { applyFixes, type Candidate, type Judge } from "./apply-fixes.js";
import type { Failure, Finding, ScanResult } from "../finding/finding.js";
import { lineHashes } from "../finding/fingerprint.js";

/** A file whose content has to change. */
export interface MendedFile {
  /** Relative to the run's root. */
  readonly path: string;
  /** As Python reads it. */
  readonly before: string;
  readonly after: string;
  readonly original: Uint8Array;
  readonly content: Uint8Array;
}

/** What fixing came to, nothing of it written yet. */
export interface Mending {
  /** What a scan of the changed files finds, with what went wrong. */
  readonly result: ScanResult;
  /** Sorted by path. */
  readonly files: readonly MendedFile[];
  /** How many findings were fixed. */
  readonly fixed: number;
  /** Files with something to fix that do not parse, so that a change of them could not be checked. */
  readonly unparsed: readonly string[];
}

/** Which fixes to make, and in what. */
export interface MendOptions {
  /** Also the fixes that may change what the program does. */
  readonly isUnsafeAllowed: boolean;
  /** A text that stands for a file, which is then not looked for on the disk. */
  readonly text?: { readonly path: string; readonly content: Uint8Array };
}

/** Scans with these contents in place of what the files hold, by path relative to the root. */
export type Scan = (replaced: ReadonlyMap<string, Uint8Array>) => Promise<ScanResult>;

/** A fix may make room for the next; more rounds than this only a rule needs that undoes another's work. */
const MOST_ROUNDS = 10;

/**
 * Fixes what a scan finds, in memory: applies the fixes, scans again, and goes on until nothing is left to fix.
 *
 * What would no longer parse, cannot be written back, or lies outside of the root is left as it is and said so.
 */
export async function mend(scan: Scan, options: MendOptions): Promise<Mending> {
  const session = new Session(await loadParser(), options);
  let result = await scan(new Map());
  for (let round = 0; round < MOST_ROUNDS && session.apply(result); round++) {
    result = await scan(session.contents());
  }
  return {
    result: { ...result, failures: [...result.failures, ...session.failures] },
    files: session.files(),
    fixed: session.fixed,
    unparsed: session.unparsed.sort(),
  };
}

/** A file that may be changed. */
interface Draft {
  readonly original: Uint8Array;
  readonly before: string;
  text: string;
  content: Uint8Array;
  /** Of the content's lines, when they have been asked for. */
  hashes: readonly string[] | undefined;
}

class Session {
  readonly failures: Failure[] = [];
  readonly unparsed: string[] = [];
  fixed = 0;
  /** Undefined for what cannot be changed. */
  readonly #drafts = new Map<string, Draft | undefined>();
  /** Fixes that were refused, so as not to try them again. */
  readonly #refused = new Set<string>();

  constructor(
    private readonly parser: PythonParser,
    private readonly options: MendOptions,
  ) {}

  /** Makes the fixes of a round; whether it made any. */
  apply({ root, findings }: ScanResult): boolean {
    const candidates = findings.flatMap((finding) => this.candidatesOf(finding, root));
    const texts = new Map([...this.#drafts].flatMap(([path, draft]) => (draft ? [[path, draft.text]] : [])));
    const { texts: changed, applied, refused } = applyFixes(candidates, texts, this.judge);
    for (const { candidate, reason } of refused) {
      const { path, rule } = candidate.finding;
      this.#refused.add(keyOf(candidate));
      const message = `its fix was left out, because the file would no longer parse (${reason}); please report this`;
      this.failures.push({ path, rule, message });
    }
    for (const [path, text] of changed) this.change(path, text);
    this.fixed += applied.length;
    return applied.length > 0;
  }

  contents(): ReadonlyMap<string, Uint8Array> {
    return new Map(this.files().map(({ path, content }) => [path, content]));
  }

  files(): readonly MendedFile[] {
    return [...this.#drafts]
      .flatMap(([path, draft]) => (draft && draft.text !== draft.before ? [{ path, draft }] : []))
      .map(({ path, draft: { original, before, text, content } }) => ({ path, original, before, after: text, content }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  private readonly judge: Judge = (text) => {
    const fault = findFault(text);
    if (fault) return fault.message;
    return this.parser.parse(text).root.isBroken ? "a syntax error" : undefined;
  };

  private candidatesOf(finding: Finding, root: string): Candidate[] {
    const fix = finding.fixes.find(({ isSafe }) => isSafe || this.options.isUnsafeAllowed);
    if (!fix || this.#refused.has(keyOf({ finding, fix }))) return [];
    const paths = new Set([finding.path, ...fix.edits.map(({ path }) => path)]);
    for (const path of paths) if (!this.draft(path, root)) return [];
    return this.isFresh(finding) ? [{ finding, fix }] : [];
  }

  /** Whether the file is still the one that was scanned, as far as the finding tells. */
  private isFresh({ path, start, lineHash }: Finding): boolean {
    const draft = this.#drafts.get(path);
    if (!draft) return false;
    draft.hashes ??= lineHashes(decode(draft.content).asUtf8);
    return draft.hashes[start.line - 1] === lineHash;
  }

  private draft(path: string, root: string): Draft | undefined {
    if (!this.#drafts.has(path)) this.#drafts.set(path, this.open(path, root));
    return this.#drafts.get(path);
  }

  private open(path: string, root: string): Draft | undefined {
    try {
      const original = this.read(resolve(root, path), root);
      const { text } = decode(original);
      encodeLike(text, original);
      if (this.judge(text) === undefined) return draftOf(text, original);
      this.unparsed.push(path);
    } catch (error) {
      this.fail(path, error);
    }
    return undefined;
  }

  private read(file: string, root: string): Uint8Array {
    const { text } = this.options;
    if (text && resolve(text.path) === file) return text.content;
    refuseReplacing(file, root);
    return readBytes(file, LARGEST_FILE, { within: root });
  }

  private fail(path: string, error: unknown): void {
    this.failures.push({ path, message: `cannot be fixed: ${reasonOf(error)}` });
  }

  private change(path: string, text: string): void {
    const draft = this.#drafts.get(path);
    if (!draft) return;
    try {
      draft.content = encodeLike(text, draft.original);
      draft.text = text;
      draft.hashes = undefined;
    } catch (error) {
      this.fail(path, error);
      this.#drafts.set(path, undefined);
    }
  }
}

function draftOf(text: string, original: Uint8Array): Draft {
  return { original, before: text, text, content: original, hashes: undefined };
}

function keyOf({ finding: { rule, path, lineHash }, fix }: Candidate): string {
  return JSON.stringify([rule, path, lineHash, fix.description]);
}
