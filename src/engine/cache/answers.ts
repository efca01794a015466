import { WordIndex } from "../../files/word-index.js";
import { asQuestion } from "./entry-schema.js";
import { shortened } from "../run/traced-files.js";
import {
  answerBy,
  answerTo,
  holdersAmong,
  type Library,
  type TextAnswer,
  type TextQuestion,
} from "../../python/prefilter/text-question.js";

/** What is known of all texts: answers by the JSON of their questions. */
export type Answers = ReadonlyMap<string, TextAnswer>;

/** Files that are not what they were. */
export interface Changes {
  /** Those that are gone, too. */
  readonly paths: ReadonlySet<string>;
  /** What those hold that are there. */
  readonly texts: ReadonlyMap<string, string>;
  /** What any other file holds. */
  readonly read: (path: string) => string | undefined;
}

/**
 * What the answers are after a change, found out from the changed files and from those that are known to hold a word.
 * Where that is not enough there is none.
 */
export function revised(before: Answers, changes: Changes): Answers {
  const changed = [...changes.texts];
  const index = WordIndex.of(changed.map(([, text], number) => [number, text]));
  const library: Library = {
    paths: [...changes.texts.keys()],
    holding: (word, alongside) => {
      const others = alongside && new Set(alongside.flatMap((other) => index.textsWith(other)));
      const numbers = index.textsWith(word).filter((number) => others?.has(number) ?? true);
      return numbers.flatMap((number) => changed[number]?.[0] ?? []);
    },
    defining: (word) => index.textsDefining(word).flatMap((number) => changed[number]?.[0] ?? []),
    read: (path) => changes.texts.get(path),
  };
  const after = new Map<string, TextAnswer>();
  for (const [key, answer] of before) {
    const question = asQuestion(key);
    const now = question && revisedAnswer(question, answer, changes, library);
    if (now) after.set(key, now);
  }
  return after;
}

function revisedAnswer(
  question: TextQuestion,
  answer: TextAnswer,
  changes: Changes,
  library: Library,
): TextAnswer | undefined {
  const { paths, texts, read } = changes;
  // All that define a name are asked how it is called.
  const before = answer.holders ?? (question.use === "shape" ? answer.files : undefined);
  if (!before) return estimated(question, answer, changes, library);
  const added = holdersAmong(library, question);
  if (added.length === 0 && !before.some((path) => paths.has(path))) return answer;
  const holders = [...before.filter((path) => !paths.has(path)), ...added].sort();
  return shortened(answerBy(holders, question, (path) => texts.get(path) ?? read(path)));
}

/**
 * How many files hold the word is only estimated, as it is not known which of the changed files held it before: it may
 * come out too low where they are too many, and too high where they are not, so that neither is mistaken for the other.
 */
function estimated(
  question: TextQuestion,
  { holding, files }: TextAnswer,
  { paths }: Changes,
  library: Library,
): TextAnswer | undefined {
  const { mostHolding = Infinity } = question;
  if (!files) {
    const atLeast = holding - paths.size + holdersAmong(library, question).length;
    return atLeast > mostHolding ? { holding: atLeast, files } : undefined;
  }
  const kept = files.filter((path) => !paths.has(path));
  const added = answerTo({ ...question, mostHolding: Infinity }, library);
  const atMost = holding - (files.length - kept.length) + added.holding;
  return atMost > mostHolding ? undefined : { holding: atMost, files: [...kept, ...(added.files ?? [])].sort() };
}
