import type { Source } from "../../files/decode.js";
import { LogicalLines } from "../../python/model/logical-lines.js";
import type { Module } from "../../python/model/module.js";
import type { Directive, Fault, Stretch } from "../directive.js";
import { lineHashes } from "./fingerprint.js";

/** A file without this text has no comments for scarlint. */
export const ADDRESS = "scarlint:";

/** The comments for scarlint in a file: plain data, so that it can cross threads and be cached. */
export interface CommentedFile {
  readonly path: string;
  /** The file does not parse, so that rules may have missed what its comments silence. */
  readonly isBroken: boolean;
  /** How many lines the file has. */
  readonly lines: number;
  readonly comments: readonly SuppressionComment[];
}

/** A comment with at least one directive, and the lines of the statement that it stands in or above. */
export interface SuppressionComment extends Stretch {
  readonly line: number;
  /** Nothing else is on its line. */
  readonly isAlone: boolean;
  /** The text of the whole line, without its end. */
  readonly text: string;
  readonly lineHash: string;
  /** Lines of the statement; none when the comment stands after the last one. */
  readonly statement?: { readonly first: number; readonly last: number };
  readonly directives: readonly Directive[];
}

/** A comment that names more than all the rules there are is no comment of a person. */
const MOST_NAMES = 200;

const DIRECTIVE = /(?<=^|\s)#[ \t]*scarlint:[ \t]*/g;
const VERBS = ["ignore", "ignore-file"];

/** The comments for scarlint in a module; undefined when it has none. Text in strings is no comment. */
export function commentsIn(module: Module, { asUtf8 }: Source): CommentedFile | undefined {
  const found = [...module.mentioning(ADDRESS, "comment")];
  if (found.length === 0) return undefined;
  const statements = new LogicalLines(module);
  const hashes = lineHashes(asUtf8);
  const comments = found.flatMap((node) => {
    const { line, column } = module.lines.position(node.start);
    const directives = directivesIn(node.text, column);
    if (directives.length === 0) return [];
    const statement = statements.at(line);
    const lineHash = hashes[line - 1] ?? "";
    const text = module.lines.text(line);
    const end = column + node.text.trimEnd().length;
    const isAlone = text.slice(0, column - 1).trim() === "";
    return [{ line, start: column, end, isAlone, text, lineHash, ...(statement && { statement }), directives }];
  });
  return comments.length === 0
    ? undefined
    : { path: module.path, isBroken: module.root.isBroken, lines: module.lines.count, comments };
}

/** @param column where the comment begins */
function directivesIn(comment: string, column: number): Directive[] {
  const starts = [...comment.matchAll(DIRECTIVE)];
  return starts.map((match, index) => {
    const from = match.index + match[0].length;
    const rest = comment.slice(from, starts[index + 1]?.index);
    // Another tool's comment may follow: `# scarlint: ignore[…] reason  # noqa`.
    const body = (rest.split(/(?:^|\s)#\s/, 1)[0] ?? "").trimEnd();
    return {
      start: column + match.index,
      end: column + from + body.length,
      ...directiveOf(body, column + from),
    };
  });
}

/** @param column where the text after the address begins */
function directiveOf(body: string, column: number): Omit<Directive, keyof Stretch> {
  const verb = /^[^\s[]*/.exec(body)?.[0] ?? "";
  const faulty = (fault: Fault) => ({ verb, names: [], reason: "", fault });
  if (!VERBS.includes(verb)) return faulty("unknown verb");
  const open = body.length - body.slice(verb.length).trimStart().length;
  if (body[open] !== "[") return faulty("no rules");
  const close = body.indexOf("]", open);
  if (close === -1) return faulty("never closed");
  const names = namesIn(body.slice(open + 1, close), column + open + 1);
  if (names.length === 0) return faulty("no rules");
  if (names.length > MOST_NAMES) return faulty("too many rules");
  const list = { start: column + open + 1, end: column + close };
  const { until, reason } = termIn(body.slice(close + 1));
  if (until !== undefined && !isDay(until)) return faulty("no such day");
  return { verb, names, list, reason: reasonIn(reason), ...(until !== undefined && { until }) };
}

/** `until 2027-01-31`, right behind the brackets, and the reason after it. */
function termIn(rest: string): { readonly until?: string; readonly reason: string } {
  const [all, until] = /^[\s:–—-]*until[ \t]+(\d[\d/.-]*\d)(?![\p{L}\p{N}])[,;:]?/u.exec(rest) ?? [];
  return all === undefined || until === undefined ? { reason: rest } : { until, reason: rest.slice(all.length) };
}

/** Whether a text is a day of the calendar, written as ISO 8601 has it. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

function namesIn(list: string, column: number): Directive["names"] {
  const names = new Map<string, Stretch & { text: string }>();
  for (const match of list.matchAll(/[^\s,](?:[^,]*[^\s,])?/g)) {
    const text = match[0];
    const start = column + match.index;
    if (!names.has(text)) names.set(text, { text, start, end: start + text.length });
  }
  return [...names.values()];
}

/** People put a dash or a colon before it. Punctuation alone gives no reason. */
function reasonIn(rest: string): string {
  return /[\p{L}\p{N}]/u.test(rest) ? rest.replace(/^[\s:–—-]+/, "") : "";
}
