import type { FailureText } from "./junit.js";

/** A line of a traceback. */
export interface Frame {
  /** As the run wrote it. */
  readonly path: string;
  readonly line: number;
}

/** What a failure says of itself. */
export interface Failure {
  /** `AttributeError`; empty where it cannot be told. */
  readonly error: string;
  /** On one line, without the class of the error. */
  readonly message: string;
  /** From the test down to where it was raised. */
  readonly frames: readonly Frame[];
}

/** `path:line: …` as pytest writes it, and `File "path", line 1` as Python does. */
const FRAME = /^(?:E? +)?(?:([^\s:"'][^:"'\n]{0,500}\.py):(\d{1,7}):(?: |$)|File "([^"\n]{1,500})", line (\d{1,7}))/;
const ERROR = /^(?:[A-Za-z_]\w*\.)*([A-Z]\w*|[a-z]\w*(?:error|timeout|exception))(?=:|$|\()/;
/** What pytest puts before an error that no test raised by itself. */
const STAGE = /^failed on (?:setup|teardown) with "([^]*?)"?$/;

/** What some writers put in the place of a message. */
const SAYS_NOTHING = /^(?:|collection failure|test failure)$/;

/** Reads a failure's message and traceback, in the styles of pytest and of unittest. */
export function readFailure({ message, type, text }: FailureText): Failure {
  const said = STAGE.exec(message)?.[1] ?? message;
  const lines = text.split("\n");
  const error = errorIn(said) ?? errorOf(type) ?? lastError(lines) ?? "";
  const shown = SAYS_NOTHING.test(said) ? lastLine(lines) : said;
  return { error, message: withoutClass(shown, error), frames: framesIn(lines) };
}

function errorIn(message: string): string | undefined {
  if (/^assert\b/.test(message)) return "AssertionError";
  return ERROR.exec(message)?.[1];
}

function errorOf(type: string): string | undefined {
  return /^(?:\w+\.)*([A-Z]\w*(?:Error|Exception|Exit|Interrupt|Timeout|Warning))$/.exec(type)?.[1];
}

/** The last line that names an error: of several, the one that was not handled. */
function lastError(lines: readonly string[]): string | undefined {
  for (const line of lines.toReversed()) {
    const found = ERROR.exec(line.replace(/^E +/, ""))?.[1];
    if (found !== undefined && /Error|Exception|Exit|Timeout|Interrupt/i.test(found)) return found;
    if (/^E +(?:assert\b|fixture )/.test(line)) return line.includes("assert") ? "AssertionError" : undefined;
  }
  return undefined;
}

function lastLine(lines: readonly string[]): string {
  const told = lines.filter((line) => /^E +\S/.test(line)).map((line) => line.replace(/^E +/, ""));
  return told.find((line) => ERROR.test(line)) ?? told[0] ?? lines.findLast((line) => line.trim() !== "")?.trim() ?? "";
}

function withoutClass(message: string, error: string): string {
  const line = message.replace(/\s+/g, " ").trim();
  const start = line.indexOf(`${error}: `);
  return error !== "" && start >= 0 && start < 100 ? line.slice(start + error.length + 2) : line;
}

function framesIn(lines: readonly string[]): Frame[] {
  return lines.flatMap((line) => {
    const found = FRAME.exec(line);
    const [path, number] = [found?.[1] ?? found?.[3], found?.[2] ?? found?.[4]];
    return path === undefined ? [] : [{ path: path.trim(), line: Number(number) }];
  });
}
