import { FaultError, TooDeepError, type Fault } from "./fault.js";
import { StatementReader } from "./statements.js";
import { tokenize, type Tokenized } from "./tokenizer.js";

export type { Fault } from "./fault.js";

/**
 * The first reason why no CPython from 3.8 to 3.14 compiles a source text; undefined when one of them does.
 *
 * It knows the grammar of all these versions at once and what their compilers refuse beyond it, in doubt on the
 * program's side: what it reports, every version refuses. It takes linear time and needs no syntax tree.
 */
export function findFault(source: string): Fault | undefined {
  // Before 3.12 a null byte ended the line it stood on, and the flag turns '<>' into an operator.
  if (source.includes("\0") || source.includes("barry_as_FLUFL")) return undefined;
  const tokenized = tokenize(source);
  if (tokenized.fault) return tokenized.fault;
  const reader = new StatementReader(tokenized);
  try {
    reader.module();
  } catch (error) {
    if (error instanceof TooDeepError) return undefined;
    if (error instanceof FaultError) return unclosed(source, tokenized, error.fault) ?? error.fault;
    throw error;
  }
  return reader.complaint;
}

/** A bracket that is never closed makes the lines after it part of its own: it is to blame, not they. */
function unclosed(source: string, { unclosed: bracket }: Tokenized, fault: Fault): Fault | undefined {
  if (bracket === undefined || bracket.at >= fault.start) return undefined;
  if (!/[\r\n]/.test(source.slice(bracket.at, fault.start)) && fault.start < source.length) return undefined;
  return { start: bracket.at, end: bracket.at + 1, message: `the opening '${source[bracket.at] ?? ""}' is never closed` };
}
