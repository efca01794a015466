import { isUtf8 } from "node:buffer";
import { decode } from "../../src/files/decode.js";
import { findFault } from "../../src/python/grammar/check.js";
import type { Case, Complaint } from "./case.js";
import type { Interpreter, Refusal } from "./interpreters.js";

/** What became of the mutants that an interpreter and the recogniser both judged. */
export interface Figures {
  compiled: number;
  refused: number;
  /** What all interpreters refuse and nobody says, by what the newest says of it. */
  readonly missed: Map<string, number>;
}

/**
 * What a version that is new enough says only of programs that none compiles. Whatever is merely "invalid syntax" may be
 * the syntax of a version that is not installed.
 */
const MEANT = [
  ...[/'(?:return|break)' outside|not properly in loop/, /never closed/, /unterminated/],
  ...[/unindent does not match/, /unexpected indent/, /expected an indented block/, /inconsistent use of tabs/],
  ...[/keyword argument repeated/, /duplicate argument/, /cannot assign to/, /is parameter and/, /duplicate key/],
  ...[/assigned to before global|used prior to global/, /no binding for nonlocal/, /after line continuation/],
  ...[/invalid (?:non-printable )?character/, /too many nested (?:parentheses|f-strings)/, /bytes can only contain/],
  ...[/positional argument follows/, /leading zeros/, /invalid decimal literal/, /default 'except:' must be last/],
  ...[/multiple assignments to name/, /alternative patterns bind/, /makes remaining patterns unreachable/],
  ...[/closing parenthesis/, /unmatched/, /nested too deeply/, /not a future feature|future feature .* is not/],
];
const UNJUDGED = "too many statically nested blocks";
/** The version from which on these messages say so: until then f-strings could not hold what they hold now. */
const TELLING = 12;

/** Who says what compiles. */
export type Compiler = Pick<Interpreter, "minor" | "refusals">;

/** Compares what is a syntax error with what the installed interpreters compile. */
export class GrammarJudge {
  /** @param interpreters - the newest first */
  constructor(private readonly interpreters: readonly Compiler[]) {}

  async judge({ before }: Case, figures?: Figures): Promise<readonly Complaint[]> {
    if (this.interpreters.length === 0) return [];
    const paths = [...before.keys()];
    const refusals = await this.#refusals([...before.values()]);
    return paths.flatMap((path, index) => {
      const bytes = before.get(path) ?? Buffer.alloc(0);
      const found = this.#compare(bytes, refusals[index], figures);
      return found ? [{ ...found, paths: [path] }] : [];
    });
  }

  /** What the newest interpreter says of programs that all of them refuse. */
  async #refusals(programs: readonly Buffer[]): Promise<readonly Refusal[]> {
    const [newest, ...others] = this.interpreters;
    const refusals = [...((await newest?.refusals(programs)) ?? [])];
    for (const interpreter of others) {
      const refused = [...refusals.keys()].filter((index) => refusals[index] !== undefined);
      const again = await interpreter.refusals(refused.map((index) => programs[index] ?? Buffer.alloc(0)));
      for (const [at, index] of refused.entries()) {
        // A version that would compile it but for a limit that the recogniser does not judge has the last word, too.
        if (again[at] === undefined || again[at].includes(UNJUDGED)) refusals[index] = again[at];
      }
    }
    return refusals;
  }

  #compare(bytes: Buffer, refusal: Refusal, figures?: Figures): Omit<Complaint, "paths"> | undefined {
    const said = verdictOf(bytes);
    if (refusal === undefined) {
      if (figures) figures.compiled++;
      // There are more encodings than anybody writes programs in, and 'compile' overlooks in a comment what no file may hold.
      if (said === undefined || (said.isUnreadable && (namesEncoding(bytes) || !isUtf8(bytes)))) return undefined;
      return { kind: said.isUnreadable ? "unreadable" : "false syntax error", detail: said.message };
    }
    if (figures) figures.refused++;
    if (said) return undefined;
    figures?.missed.set(refusal, (figures.missed.get(refusal) ?? 0) + 1);
    const isTelling = (this.interpreters[0]?.minor ?? 0) >= TELLING;
    if (!isTelling || !MEANT.some((pattern) => pattern.test(refusal))) return undefined;
    return { kind: `missed: ${refusal.replace(/'[^']*'|\d+/g, "…")}`, detail: refusal };
  }
}

interface Verdict {
  readonly message: string;
  readonly isUnreadable: boolean;
}

/** Why scarlint says that a file does not compile. */
function verdictOf(bytes: Buffer): Verdict | undefined {
  let text: string;
  try {
    ({ text } = decode(bytes));
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error), isUnreadable: true };
  }
  const fault = findFault(text);
  return fault && !fault.isOld ? { message: fault.message, isUnreadable: false } : undefined;
}

function namesEncoding(bytes: Buffer): boolean {
  return /coding[:=]/.test(
    bytes
      .toString("latin1")
      .split(/\r\n?|\n/, 2)
      .join("\n"),
  );
}
