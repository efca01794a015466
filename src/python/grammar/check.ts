import type { Fold } from "../../syntax/fold.js";
import { FaultError, type Fault } from "./fault.js";
import { StatementReader } from "./statements.js";
import { Continued, tokenize, type Tokenized } from "./tokenizer.js";
import type { NameUsage } from "./usage.js";

export type { Fault } from "./fault.js";

/**
 * The first reason why no CPython from 3.8 to 3.14 compiles a source text; undefined when one of them does. Python 2
 * that 3.14 compiles by chance is answered too, as old.
 *
 * It knows the grammar of all these versions at once and what their compilers refuse beyond it, in doubt on the
 * program's side: what it reports, every version refuses. It takes linear time and needs no syntax tree.
 */
export function findFault(source: string): Fault | undefined {
  return readGrammar(source).fault;
}

/** What reading a source text by the grammar tells. */
export interface Reading {
  /** What {@link findFault} answers. */
  readonly fault?: Fault;
  /** The bodies of functions and classes; none when the text was not understood from the first token to the last. */
  readonly folds: readonly Fold[];
  /** What the text does with names; undefined when it was not understood so. */
  readonly usage?: NameUsage;
}

/** Reads a source text by the grammar of all versions from 3.8 to 3.14. */
export function readGrammar(source: string): Reading {
  // Before 3.12 a null byte ended the line it stood on.
  if (source.includes("\0")) return { folds: [] };
  const newest = tokenize(source, Continued.Indented);
  const reading = readTokens(newest);
  if (!newest.isDoubtful) return reading;
  // The versions see different blocks: one that sees no fault is enough, and none may be folded.
  const isCompiled = [Continued.AtBackslash, Continued.Ignored].some(
    (manner) => readTokens(tokenize(source, manner)).fault === undefined,
  );
  return isCompiled || !reading.fault ? { folds: [] } : reading;
}

function readTokens(tokenized: Tokenized): Reading {
  const reader = new StatementReader(tokenized);
  try {
    reader.module();
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    // Where the tokens end early, what is missing is whatever the tokenizer could not read.
    const isCut = tokenized.fault && reader.reached >= tokenized.fault.start;
    return { fault: (isCut ? tokenized.fault : unclosed(tokenized, reader.reached)) ?? error.fault, folds: [] };
  }
  const fault = tokenized.fault ?? reader.complaint;
  return fault ? { fault, folds: [] } : { folds: reader.folds, usage: reader.usage.finish() };
}

/** A bracket that is never closed makes the lines after it part of its own: it is to blame, not they. */
function unclosed({ tokens: { source }, fault, unclosed: bracket }: Tokenized, reached: number): Fault | undefined {
  if (bracket === undefined || fault || bracket.at >= reached) return undefined;
  const isLater = reached >= source.trimEnd().length || /[\r\n]/.test(source.slice(bracket.at, reached));
  if (!isLater) return undefined;
  return {
    start: bracket.at,
    end: bracket.at + 1,
    message: `the opening '${source[bracket.at] ?? ""}' is never closed`,
  };
}
