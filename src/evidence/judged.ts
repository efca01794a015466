import type { Program } from "./program.js";
import type { Evidence } from "./evidence.js";
import type { Statement } from "./statements.js";
import type { EvidenceEntry } from "./trend.js";

/** What became of a statement: nothing to say of it, or what is wrong with it, or why nobody can tell. */
export type Judgement =
  | { readonly is: "true" }
  | { readonly is: "untrue"; readonly rule: string; readonly message: string }
  | { readonly is: "unchecked"; readonly why: string };

/** What a summary says that is not so. */
export interface Untruth {
  readonly line: number;
  /** What kind of statement it is, as `evidence/tests`. */
  readonly rule: string;
  readonly message: string;
}

/** What statements are held against. */
export interface Facts {
  readonly evidence: Evidence;
  readonly program: Program;
  /** What was known before today. */
  readonly trend: readonly EvidenceEntry[];
}

/** A judge of one kind of statement: answers with nothing where it is of another kind. */
export type Judge = (statement: Statement, facts: Facts) => readonly Judgement[];

export const TRUE: Judgement = { is: "true" };

export function untrue(rule: string, message: string): Judgement {
  return { is: "untrue", rule: `evidence/${rule}`, message };
}

export function unchecked(why: string): Judgement {
  return { is: "unchecked", why };
}

/** The words of statements about all tests; any other says that it is about some of them. */
const GENERAL = new Set(
  (
    "a all also an and any are as at average be been by check checks code combined complete completed confirmed consecutive consistent count coverage current " +
    "currently detected each entire error errors every exceeded execution expected fail failed failing failure failures final flaky found for full green has have in is it line met mean no none not now " +
    "number of ok on only or our out outcome overall pass passed passes passing percent percentage project pytest rate rates ran regression requirement result results run runs showed shows skip skipped so " +
    "stable statement statements status success successful successfully suite suites test tested testing tests that the their there these they this three times to today total totals two under unchanged using value verified was we were " +
    "whole with xfail xfailed across achieved after above below branch branches measured minutes seconds time duration report summary approx approximately around by change changed climbed dropped estimate estimated fell from gained grew improved improvement increase increased lines now percentage points point pp raised rise rose up went executive overview metric metrics verification quality details analysis validation performance findings reliability accomplishments numbers figures key stability file files"
  ).split(" "),
);

/** Whether a statement is about all tests, or all of the code: it says so, or neither it nor its headings name a part. */
export function isGeneral({ text, sections }: Statement): boolean {
  const heading = sections.at(-1) ?? "";
  if (WHOLE.test(text))
    return !namesPart(text.replace(/\b[A-Z]{1,4}-\d+\b|\([^()]*\)/g, "")) && !/\bphase\b/i.test(heading);
  return !namesPart(text) && !namesPart(heading);
}

const WHOLE = /\b(?:total|overall|entire|whole|full (?:test )?suite|all (?:the |of the |\d+\+? )?tests)\b/i;

function namesPart(text: string): boolean {
  if (/[\w-]\.py\b|::/.test(text)) return true;
  const words = text.toLowerCase().match(/[a-z][a-z'_-]*/g) ?? [];
  return words.some((word) => !GENERAL.has(word));
}

/** The number of the run that a statement is about, from 1; undefined where it is about none in particular. */
export function runNumber({ text, sections }: Statement): number | undefined {
  const found = RUN.exec(text) ?? RUN.exec(sections.at(-1) ?? "");
  return found?.[1] === undefined ? undefined : Number(found[1]);
}

const RUN = /\b(?:run|attempt|iteration|pass)[ #]{1,2}#?(\d{1,3})\b(?! ?(?:%|\/|tests?))/i;
