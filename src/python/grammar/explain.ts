import { shown as quoted, shownCharacter } from "./shown.js";
import { isKeyword, Token, type Tokens } from "./token.js";

/** A message, and the token it is shown at. */
interface Explanation {
  readonly message: string;
  readonly token: number;
}

/** Tokens after which a keyword was meant to be a name. */
const NAME_FOLLOWS: ReadonlySet<Token> = new Set([
  Token.Def,
  Token.Class,
  Token.Dot,
  Token.Import,
  Token.From,
  Token.As,
  Token.Global,
  Token.Nonlocal,
]);

/** What is said of a line that version control wrote. */
export const CONFLICT = "a merge conflict marker stands in the program";

/** Says what is wrong with the token at `at`, in the words a person needs most. */
export function explain(tokens: Tokens, at: number, statementStart: number, wanted?: string): Explanation {
  const said = (message: string, token = at): Explanation => ({ message, token });
  const kind = tokens.kind(at);
  const before = tokens.kind(at - 1);
  const shown = quoted(tokens.text(at));
  const touches = at > 0 && tokens.end(at - 1) === tokens.start(at);

  if (startsConflict(tokens, statementStart)) return said(CONFLICT, statementStart);
  if (kind === Token.Indent) return said("the indent is unexpected");
  if (kind === Token.Name && before === Token.Number && touches) {
    return said(`the number ${quoted(tokens.text(at - 1) + tokens.text(at))} is malformed`, at - 1);
  }
  if (kind === Token.String && before === Token.Name && touches) {
    return said(`${quoted(tokens.text(at - 1))} is no prefix of a string`, at - 1);
  }
  const old = python2(tokens, at, statementStart);
  if (old) return said(old.message, old.token);
  if (kind === Token.Stray)
    return said(`the character ${shownCharacter(tokens.text(at))} cannot stand in a program outside of strings`);
  if (wanted?.startsWith("'") === true) return said(`${wanted} is expected before ${subject(tokens, at)}`);
  if (isKeyword(kind) && NAME_FOLLOWS.has(before)) return said(`${shown} is a keyword and cannot be a name`);
  if (wanted !== undefined) return said(`${wanted} is expected, not ${subject(tokens, at)}`);
  if (kind === Token.Newline || kind === Token.End) return said(`the ${ending(tokens, at)} comes too early`);
  return said(`the syntax is invalid at ${shown}`);
}

function subject(tokens: Tokens, at: number): string {
  const kind = tokens.kind(at);
  if (kind === Token.Newline || kind === Token.End) return `the ${ending(tokens, at)}`;
  if (kind === Token.Indent) return "the indent";
  if (kind === Token.Dedent) return "the end of the block";
  return quoted(tokens.text(at));
}

function ending(tokens: Tokens, at: number): string {
  return tokens.kind(at) === Token.Newline && tokens.kind(at + 1) !== Token.End ? "end of the line" : "end of the file";
}

/** Whether a line that version control wrote into a conflict begins with this token. */
export function startsConflict(tokens: Tokens, token: number): boolean {
  const start = tokens.start(token);
  return /^(?:<{7}|={7}|>{7})(?![<=>])/.test(tokens.source.slice(start, start + 8));
}

/** What Python 2 had and Python 3 dropped. */
function python2(tokens: Tokens, at: number, statementStart: number): Explanation | undefined {
  const kind = tokens.kind(at);
  const first = tokens.kind(statementStart);
  if (first === Token.Name && at === statementStart + 1) {
    for (const word of ["print", "exec"]) {
      if (tokens.spells(statementStart, word)) {
        return {
          message: `'${word}' is a function in Python 3: its argument needs parentheses`,
          token: statementStart,
        };
      }
    }
  }
  if (kind === Token.OldUnequal) return { message: "'<>' is no operator in Python 3: it is '!='", token: at };
  if (kind === Token.Stray && tokens.text(at) === "`") {
    return { message: "backquotes are no syntax in Python 3: it is 'repr()'", token: at };
  }
  if (kind === Token.Comma && first === Token.Raise) {
    return { message: "'raise' takes one exception in Python 3, not an exception and a value", token: at };
  }
  return undefined;
}
