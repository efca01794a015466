import { domainOf } from "../engine/rules/selection.js";
import type { Asked, Fate, WhyAnswer } from "../engine/scan/why/answer.js";
import type { Finding } from "../engine/finding/finding.js";
import { plainText } from "../engine/finding/message.js";
import { measuring } from "./columns.js";
import { findingJson } from "./json.js";
import { count, filled, inert, painted, where, type TextStyle } from "./text.js";
import { visible } from "./visible.js";

/** Words of a rule that are shown where it is one of many. */
const MOST_WORDS = 6;

/** Goes up when a reader of the format has to change; new members alone do not count. */
const VERSION = 1;

/** Why a line is reported or not, as JSON; docs/why.md says what its members mean. */
export function toWhyJson({ root, found, evidence, ...answer }: WhyAnswer): string {
  const document = {
    version: VERSION,
    root,
    ...answer,
    found: found.map(({ finding, fate }) => ({ ...findingJson(finding), fate: fateJson(fate) })),
    evidence: evidence.map(findingJson),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function fateJson(fate: Fate): object {
  return fate.kind === "same-cause" ? { ...fate, as: findingJson(fate.as) } : fate;
}

/**
 * Why a line is reported or not, for people.
 *
 * @param limits what the one rule that was asked for does not see; none where all rules were
 */
export async function toWhy(answer: WhyAnswer, style: TextStyle, limits?: string): Promise<string> {
  return measuring(() => {
    const { bold, dim } = style.colors;
    const number = `${String(answer.line).padStart(6)} | `;
    const code = answer.code === "" ? [] : [`${dim(number)}${visible(answer.code.replaceAll("\t", "    "))}`];
    const title = bold(`${visible(style.pathOf(answer.path))}:${String(answer.line)}`);
    const paragraphs = [[title, ...code], ...aboutFile(answer, style), ...aboutLine(answer, style, limits)];
    const asked = answer.unread === undefined ? aboutRules(answer, style, limits) : [];
    return inert(`${[...paragraphs, ...asked].map((lines) => lines.join("\n")).join("\n\n")}\n`);
  });
}

const PURPOSES = {
  script: "a script that is started by hand",
  test: "a test",
  example: "an example",
  copy: "a copy that was put away",
} as const;

/** What holds for the whole file, whatever a rule says. */
function aboutFile(answer: WhyAnswer, style: TextStyle): string[][] {
  const { leftOut, unread, fault, purpose, unrun, isIncomplete } = answer;
  const sentences = [
    ...(leftOut === undefined
      ? []
      : [
          `A scan of this directory passes the file over: it ${leftOut}. What follows holds when the file is named itself.`,
        ]),
    ...(unread === undefined ? [] : [`The file is not scanned: it ${unread}.`]),
    ...(fault
      ? [
          `The file does not compile (line ${String(fault.line)}: ${fault.message}), so that rules may miss what stands in it.`,
        ]
      : []),
    ...(purpose
      ? [
          `The file is ${PURPOSES[purpose]}: what is found in it ${purpose === "script" ? "is low" : "weighs one severity less"}${purpose === "test" ? ", but for what rules about tests find" : ""}.`,
        ]
      : []),
    ...(unrun === undefined ? [] : [`${unrun} What is found in code that nothing runs is told with --audit only.`]),
    ...(isIncomplete
      ? ["Something went wrong elsewhere in this scan, which 'scarlint' says: more may have been missed."]
      : []),
  ];
  return sentences.map((sentence) => [filled("", visible(sentence), style, "")]);
}

/** What was found at the line, and what became of it. */
function aboutLine({ found, evidence, unread }: WhyAnswer, style: TextStyle, limits: string | undefined): string[][] {
  if (unread !== undefined) return [];
  const entries = found.map(({ finding, fate }) => [
    head(finding, style),
    told(visible(plainText(finding.message, finding.related.length)), style),
    told(visible(fateOf(fate, style)), style),
  ]);
  const others = evidence.map((finding) => [
    head(finding, style),
    told("It is reported there, and names this line as evidence.", style),
  ]);
  // Of the one rule that was asked for is told what it did.
  if (entries.length > 0 || limits !== undefined) return [...entries, ...others];
  return [[filled("", "No rule has found anything at this line.", style, "")], ...others];
}

function head(finding: Finding, style: TextStyle): string {
  return `${where(finding, style)} ${painted(finding.severity, style.colors)} ${finding.rule}`;
}

const told = (sentence: string, style: TextStyle): string => filled("  ", sentence, style, "  ");

function fateOf(fate: Fate, style: TextStyle): string {
  switch (fate.kind) {
    case "reported":
      return "It is reported.";
    case "off":
      return `It is not reported: the rule does not run here (${byWhom(fate.by)}).`;
    case "audit-only":
      return "It is not reported: it is likely, but not proved, or nothing runs it. --audit tells it.";
    case "below-min-severity":
      return "It is not reported: it is less grave than --min-severity asks for.";
    case "covered":
      return `It is not reported: '${fate.rule}' says more about this very place.`;
    case "silenced": {
      const until = fate.until === undefined ? "" : ` until ${fate.until}`;
      const reason = fate.reason === "" ? "and gives no reason" : `and says: ${fate.reason}`;
      return `It is not reported: the comment in line ${String(fate.line)} silences it${until} ${reason}`;
    }
    case "in-baseline":
      return "It is not reported: the baseline holds it.";
    case "same-cause":
      return `It is reported as a related place of ${where(fate.as, style)} ${fate.as.rule}, which has the same cause.`;
  }
}

function byWhom(by: string): string {
  return by === "default"
    ? "it is off unless it is chosen"
    : by === "command line"
      ? "the command line says so"
      : `${by} says so`;
}

type AskedRule = WhyAnswer["rules"][number];

/** What the rules did with the file. */
function aboutRules(answer: WhyAnswer, style: TextStyle, limits: string | undefined): string[][] {
  const { rules, found } = answer;
  const silent = rules.filter(({ id }) => !found.some(({ finding }) => finding.rule === id));
  const [only] = silent;
  if (limits !== undefined) return only ? [aboutRule(only, style, limits)] : [];
  const of = (kind: Asked["kind"]): AskedRule[] => silent.filter(({ asked }) => asked.kind === kind);
  const names = (own: readonly AskedRule[]): string => own.map(({ id }) => id).join(", ");
  const looked = of("looked");
  const paragraph = (title: string, own: readonly AskedRule[], lines: readonly string[]): string[][] =>
    own.length === 0 ? [] : [[style.colors.bold(`${title}: ${count(own.length, "rule")}`), ...lines]];
  return [
    ...paragraph("Looked, and found nothing at this line, neither proved nor likely", looked, [
      told(names(looked), style),
    ]),
    ...paragraph(
      "Had nothing to ask, because the file holds none of their words",
      of("no-words"),
      of("no-words").map((rule) => told(wordsLine(rule), style)),
    ),
    ...paragraph(
      "Do not run here",
      of("off"),
      byOrigin(of("off")).map((line) => told(visible(line), style)),
    ),
    ...paragraph(
      "Broke off",
      of("failed"),
      of("failed").map(({ id, asked }) =>
        told(visible(`${id}: ${asked.kind === "failed" ? asked.message : ""}`), style),
      ),
    ),
  ];
}

/** Some words are looked for with the blanks around them. */
const shownWord = (word: string): string => visible(word.trim());

function wordsLine({ id, asked }: AskedRule): string {
  const words = asked.kind === "no-words" ? asked.words : [];
  const more = words.length > MOST_WORDS ? `, and ${count(words.length - MOST_WORDS, "other")}` : "";
  return `${id} (${words.slice(0, MOST_WORDS).map(shownWord).join(", ")}${more})`;
}

/** The rules that are off, by who says so. */
function byOrigin(rules: readonly AskedRule[]): string[] {
  const origins = new Set(rules.map(({ asked }) => (asked.kind === "off" ? asked.by : "")));
  return [...origins].map((by) => {
    const own = rules.filter(({ asked }) => asked.kind === "off" && asked.by === by);
    return `${byWhom(by)}: ${own.map(({ id }) => id).join(", ")}`;
  });
}

/** What the one rule did that was asked for. */
function aboutRule({ id, asked }: AskedRule, style: TextStyle, limits: string): string[] {
  const sentence = {
    off: () => `'${id}' does not run on this file${asked.kind === "off" ? ` (${byWhom(asked.by)})` : ""}.`,
    "no-words": () => {
      const words = asked.kind === "no-words" ? asked.words.map(shownWord).join(", ") : "";
      return `'${id}' had nothing to ask: the file holds none of the words that it looks for, which are ${words}.`;
    },
    failed: () => `'${id}' broke off: ${asked.kind === "failed" ? asked.message : ""}`,
    looked: () =>
      domainOf(id) === "suppression"
        ? `'${id}' looked at the comments of this file and found nothing wrong with any at this line.`
        : `'${id}' looked into this file and found nothing at this line that it could prove, nor anything likely.`,
  }[asked.kind]();
  const seen =
    asked.kind === "looked" && limits !== ""
      ? [filled("", `What it does not see: ${visible(limits.replace(/\s+/g, " "))}`, style, "")]
      : [];
  return [filled("", visible(sentence), style, ""), ...seen];
}
