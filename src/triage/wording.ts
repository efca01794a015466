import { unmarked } from "./document.js";
import type { Level, Levels } from "./levels.js";
import {
  ACCEPTED_WORD,
  BUG_NOUN,
  COUNT_TITLES,
  OPEN_WORD,
  RESOLVED_WORD,
  SEVERITY_WORDS,
  TOTAL_WORD,
} from "./report-words.js";

export type ClaimedStatus = "open" | "accepted" | "resolved";

/** How many bugs there are, as a line says. */
export interface Counted {
  readonly level: Level | undefined;
  readonly of: "all" | ClaimedStatus;
  readonly value: number;
  /** Whether there may be more, as in `12+`. */
  readonly isAtLeast?: boolean;
}

/** Ids like `BUG-001`, `Bug #7`, `BUG-L01`, `BUG-SEC-2`, `P0-3`, `D-12`, `#4`, `CRITICAL-2`, `BUG-2030-01-002`, `P1-2030-01-31-mail-is-lost`. */
const ID =
  /^[^\p{L}\p{N}#]*((?:(?:critical|blocker|high|major|medium|moderate|low|minor) )?(?:BUG|ISSUE|FINDING|DEFECT|DEF|FIX|PROBLEMA?|FEHLER|FALLO|ERRO|问题|缺陷|漏洞)(?:-[A-Z]{1,10}\d{0,2}-|-[A-Z]{1,10}|[-_ ]?#?)(?:20\d\d(?:-?\d\d){0,2}-\d{1,4}|\d+)|P[0-3]-20\d\d-\d\d-\d\d-[\w-]{1,100}|P[0-3][-_.#]\d+|\p{Lu}{3,12} #\d+|\p{Lu}{1,10}(?:-\p{Lu}{1,10}\d{0,2}){1,2}-\d{1,4}|\p{Lu}{1,10}-(?:20\d\d(?:-?\d\d){0,2}-\d{1,4}|\d+(?:-\d{1,4})?(?:-(?:bis|ter))?)|#\d+)(?![\d.%]|(?<=#\d+)\p{L})/iu;
/** What of the above has to be in capitals. */
const CAPITALS = /^(?:\p{Lu}+(?:-\p{Lu}+\d{0,2}){0,2}(?:-| #)\d|#)/u;
const WORDY =
  /^(?:(?:critical|blocker|high|major|medium|moderate|low|minor) )?(?:bug|issue|finding|defect|def|fix|problema?|fehler|fallo|erro|问题|缺陷|漏洞)(?:-[a-z]{1,10}\d{0,2}-|-[a-z]{1,10}|[-_ ]?#?)\d|^P[0-3]/i;
/** What looks like an id and is none. */
const NO_ID =
  /^(CWE|CVE|UTF|SHA|ISO|RFC|PEP|GPT|COVID|TOP|PHASE|STEP|SPRINT|DAY|WEEK|PR|PULL|ROUND|VERSION|ITERATION|TASK)[- ]/i;
const SHORT = /^[^\p{L}\p{N}]*(\p{Lu}{1,2}\d{1,3})(?:[):]|\.\s| [—–-] )/u;

/** The id that a text begins with. */
export function idOf(text: string): string | undefined {
  const id = ID.exec(text)?.[1];
  if (id === undefined || NO_ID.test(id) || !(CAPITALS.test(id) || WORDY.test(id))) return undefined;
  return id.toUpperCase().replace(/[ _]/g, "-");
}

/** Whether an id says by a word that it is a bug's; others may be names of whatever is numbered. */
export function isCalledBug(id: string): boolean {
  return WORDY.test(id) || SEVERITY_WORDS.some((word) => word.exec(seriesOf(id))?.[0] === seriesOf(id).slice(0, -1));
}

/** An id like `A1:` or `C2)`, as headings have it in a section of bugs. */
export function shortIdOf(text: string): string | undefined {
  return SHORT.exec(text)?.[1];
}

/** What stands behind the id. */
export function withoutId(text: string): string {
  return text.replace(ID, "");
}

/** The letters of an id, which tell lists of bugs apart: `TD` of `TD-3`. */
export function seriesOf(id: string): string {
  return /^[^\d#]*/.exec(id)?.[0] ?? "";
}

/**
 * How many bugs a heading is about: two for `FIX-009-010`, eight for `BUG-010 through BUG-017` and `3-10. Lines`, six for
 * `FIX-001: … (6 instances)`.
 */
export function numberOfBugs(heading: string): number {
  const [, first, last] = RANGE.exec(heading) ?? /^\W*(\d{1,5})\s?[-–]\s?(\d{1,5})[.):]\s/.exec(heading) ?? [];
  const instances = /\((\d{1,5}) (?:instances|occurrences|cases|places|stellen|vorkommen)\)/i.exec(heading)?.[1];
  if (instances !== undefined) return Number(instances);
  // `BUG-P2-05` is the fifth of a list, and not the second to the fifth.
  if (/^\W*[A-Z]+-[A-Z]{1,10}\d{1,2}-\d/i.test(heading)) return 1;
  const range = first === undefined || last === undefined ? 1 : Number(last) - Number(first) + 1;
  return range > 1 && range < 1000 ? range : 1;
}

const RANGE =
  /^\W*[A-Z]+(?:-[A-Z]+)?(?:-|[ -]#)[A-Z]?(\d{1,5})\s?(?:-|–|\.\.|to|through|thru|bis)\s?(?:[A-Z]+(?:-[A-Z]+)?(?:-|[ -]#)[A-Z]?)?#?(\d{1,5})\b/i;

/** What a label says. */
export interface Field {
  readonly label: string;
  readonly value: string;
  /** The same as it is written, with what makes it bold or code. */
  readonly raw: string;
}

/** `**Label:** value` as often as a line has it, or `Label: value`. */
export function fieldsIn(raw: string): Field[] {
  const bold = [
    ...raw.matchAll(/(?:\*\*|__)([^*_][^*]{0,200}?)(?:[:：](?:\*\*|__)|(?:\*\*|__)\s*[:：]|\.(?:\*\*|__))\s*/g),
  ];
  if (bold.length > 0) {
    return bold.map((found, index) => {
      const said = raw.slice(found.index + found[0].length, bold[index + 1]?.index ?? raw.length);
      const value = unmarked(said).replace(/(?<![\s|·•,;/])[\s|·•,;/]+$/, "");
      return { label: labelOf(found[1] ?? ""), value, raw: said };
    });
  }
  const [, label, value = ""] = PLAIN_FIELD.exec(unmarked(raw)) ?? [];
  return label === undefined ? [] : [{ label, value, raw: raw.slice(raw.search(/[:：]/) + 1) }];
}

const PLAIN_FIELD = /^([\p{Lu}\p{Lo}][\p{L} /_-]{1,30}?)\s*[:：](?!:)\s*(.*)$/u;

/** A label without pictures before it. */
export function labelOf(text: string): string {
  return unmarked(text).replace(/^[^\p{L}#]+(?=\p{L})/u, "");
}

/** The names of commits in a text. */
export function commitsIn(text: string): string[] {
  if (OF_ANOTHER_REPOSITORY.test(text)) return [];
  const found = [
    ...text
      .replace(/(?<=\b(?:fixed|resolved|closed|done|mended))@/gi, " ")
      .matchAll(/(?<![\w/.#@-])([0-9a-f]{7,40})(?![\w-]|\.\w)/gi),
  ].map(([, name = ""]) => name.toLowerCase());
  // What is digits alone is a number or a day far more often than a commit, and seven letters may be a word.
  return found.filter((name) => (/[a-f]/.test(name) && (/\d/.test(name) || name.length > 7)) || name.length === 40);
}

/** The commits of a sentence that begins with what they did: `Fixed in commit 1a2b3c4`. */
export function mendedBy(text: string): string[] {
  return MENDED_IN.test(text) ? commitsIn(text) : [];
}

const MENDED_IN =
  /^[^\p{L}]*(?:(?:fixed|resolved|mended) (?:in|by|with)|behoben (?:in|mit|durch)|corrigée? (?:dans|par)|corregid[oa] en|corrigid[oa] em|исправлено в)(?!\p{L})/iu;

/** `https://…`, `fork of`, `taken from`: the commit beside it may be one of another repository, or have gone with a branch. */
const OF_ANOTHER_REPOSITORY = new RegExp(
  [
    String.raw`https?:\/\/|(?<![\w/.-])[a-z\d][\w-]*\/[\w-]+(?![\w/.-])`,
    String.raw`(?<!\p{L})(?:upstream|plugins?|librar(?:y|ies)|dependenc(?:y|ies)|forked|fork|vendor(?:ed)?|submodules?|remotes?|third[- ]party|repo(?:sitory|s)?|projects?|proyectos?|projetos?|projekt|dépôt|ported|adapted|copied|cherry-picked)(?!\p{L})`,
    String.raw`\b(?:before (?:the |it was |being )?merg|squash|rebas|amended)`,
    "репозитори|проект|远程|上游|仓库|移植|项目",
  ].join("|"),
  "iu",
);

/** The one status that a text names. */
export function statusIn(text: string): ClaimedStatus | undefined {
  if (OPEN_WORD.test(text)) return "open";
  if (ACCEPTED_WORD.test(text)) return "accepted";
  return RESOLVED_WORD.test(text) ? "resolved" : undefined;
}

/** The status that a label or a column gives: it is the first thing that stands there, and nothing else is said of it. */
export function statusAlone(text: string): ClaimedStatus | undefined {
  const [said = ""] =
    /^[^,.:;|(（。；，—–@]{0,60}?(?= - |[,.:;|(（。；，—–@]|$| in | by | en | em | dans | am | on )/u.exec(text) ?? [];
  const words = said.replace(/[^\p{L}' ]/gu, "").trim();
  const isAlone = [OPEN_WORD, ACCEPTED_WORD, RESOLVED_WORD].some(
    (word) => words.replace(new RegExp(word.source, "giu"), "").trim() === "",
  );
  return isAlone ? statusIn(said) : undefined;
}

/** What a column counts, by its title. */
export function countKind(title: string): Counted["of"] | undefined {
  return (["all", "open", "resolved", "accepted"] as const).find((kind) => COUNT_TITLES[kind].test(title));
}

const LEVEL = `(?:P[0-3]|${SEVERITY_WORDS.map(({ source }) => `(?:${source})`).join("|")})`;
const STATE = "(?:open|resolved|fixed)";
/** `Critical bugs: 3`, `- **P1**: 4 open`, and nothing behind it. */
const AFTER_COLON = new RegExp(
  String.raw`^[^:：\d]{0,40}?(?:P[0-3](?!\d))?[^:：\d]{0,30}[:=：]\s*(\d{1,6})(?: (${STATE}))?(?: ${BUG_NOUN})?(?: (open|resolved|fixed|found|total))?(?: \([^()]{0,60}\))?[.,;]?$`,
  "iu",
);
/** `Fixed: 3`, `Remaining bugs: 2 (of the mail)`. */
const STATE_ALONE = new RegExp(
  String.raw`^([^:：\d]{1,40})[:：]\s*(\d{1,6})(?: ${BUG_NOUN})?(?: \([^()]{0,60}\))?[.,;]?$`,
  "iu",
);
/** `P0 files inspected: 127`. */
const OF_OTHERS = /^[^:：]*\b(?:files?|modules?|lines?|tests?|commits?|rules?|hours?|days?)\b[^:：]*[:：]/iu;
/** `Minor bugs documented: 2`: of those that something was done with that is no status. */
const OF_STAGE =
  /^[^:：]*(?<!\p{L})(?:documented|deferred|skipped|verified|analy[sz]ed|reviewed|tested|introduced|prevented|addressed|detected)(?!\p{L})[^:：]*[:：]/iu;
/** `Fixed critical bugs: 3/4`. */
const PART_OF = new RegExp(
  String.raw`^[^:：\d]{0,60}[:：]\s*(\d{1,6}) ?(?:\/|of|out of) ?(\d{1,6})(?: ${BUG_NOUN})?(?: \(\d{1,3} ?%\))?[.,;]?$`,
  "iu",
);
/** `3 critical bugs`, `2 open P1 issues`, at the beginning of an item. */
const AT_START = new RegExp(
  String.raw`^[^\p{L}\p{N}]{0,6}(\d{1,6}) (${STATE} )?(${LEVEL})(?:[- ](?:severity|priority|risk))?(?: ${BUG_NOUN}(?!\p{L})|$)`,
  "iu",
);
/** `HIGH (5 bugs): …`, at the beginning of an item. */
const IN_BRACKETS = new RegExp(String.raw`^[^\p{L}\p{N}]{0,6}(${LEVEL}) \((\d{1,6}) ${BUG_NOUN}\)`, "iu");
/** `Total bugs: 12`. */
const TOTAL = new RegExp(
  String.raw`^(?:the )?(?:total|gesamt|всего)(?: confirmed)?(?: (?:${BUG_NOUN}|number of bugs|найдено багов|найдено ошибок))?(?: (?:found|identified|reported|discovered|documented|listed))?\s*[:=：]\s*(\d{1,6})(\+)?[.,;]?$`,
  "iu",
);
/** `Total bugs fixed: 12`. */
const TOTAL_MENDED = new RegExp(
  String.raw`^(?:the )?total ${BUG_NOUN} (?:fixed|resolved|closed)\s*[:=：]\s*(\d{1,6})[.,;]?$`,
  "iu",
);

/** What stands before a colon and calls what is counted: `Open security issues (4)`. */
const CALLED = new RegExp(`^([^:：]{0,80}?)${BUG_NOUN}(?!\\p{L})[^:：]{0,40}[:：]`, "iu");
/** What may stand before bugs that are all of those of a severity or a status. */
const ALL_OF_THEM = new RegExp(
  [
    LEVEL,
    TOTAL_WORD.source,
    RESOLVED_WORD.source,
    OPEN_WORD.source,
    ACCEPTED_WORD.source,
    String.raw`(?<!\p{L})(?:total|all|the|our|known|remaining|active|unique|unfixed|outstanding|real|actual|reported|listed|identified|verified|found|discovered|number|count|of|severity|priority|risk|level|prio|impact|${STATE})(?!\p{L})`,
    String.raw`(?<!\p{L})(?:anzahl|alle|bekannte?|gefundene?|verbleibende?|schwere|nombre|tous|connus|trouvés|restants|número|cantidad|todos|conocidos|encontrad[oa]s|restantes|quantidade|numero|количество|всего|найден\p{L}*|уровн\p{L}*)(?!\p{L})`,
  ].join("|"),
  "giu",
);

/** Whether a line counts bugs of some kind alone, such as those of security, which nobody lists with the others. */
function isOfKind(text: string): boolean {
  const before = CALLED.exec(text)?.[1] ?? "";
  // Those that are new stand among others that were known.
  return /\bnew\b/i.test(before) || /\p{L}{3}/u.test(withoutKinds(before));
}

const NO_KIND = new RegExp(`${BUG_NOUN}|[^\\p{L}]`, "giu");

/** What is left of what bugs are called, without words for all of them, those of a severity and those of a status. */
function withoutKinds(text: string): string {
  return text.replace(ALL_OF_THEM, " ").replace(NO_KIND, " ");
}

/** `Initial state (May 3): 12 critical bugs`, `Target: 0 critical bugs`: of a day that is not the report's. */
const OF_ANOTHER_DAY =
  /^\W*(?:initial(?:ly)?|previous(?:ly)?|before|original(?:ly)?|baseline|target|goal|last)(?!\p{L})[^:：]{0,40}[:：]/iu;

/** How many bugs a label or the beginning of an item says there are. Sentences say that of whatever they are about. */
export function countsIn(text: string, levels: Levels, isItem: boolean): Counted[] {
  if (OF_ANOTHER_DAY.test(text)) return [];
  const total = TOTAL.exec(text);
  if (total) return [{ level: undefined, of: "all", value: Number(total[1]), isAtLeast: total[2] !== undefined }];
  const mended = TOTAL_MENDED.exec(text);
  if (mended) return [{ level: undefined, of: "resolved", value: Number(mended[1]) }];
  if (isOfKind(text)) return [];
  const graded = gradesIn(text, levels);
  if (graded.length > 0) return graded;
  // What stands in brackets behind a number is a note.
  const level = levels.of(text.replace(/(?<=\d) \([^()]{0,60}\)(?=[.,;]?$)/, ""));
  const part =
    RESOLVED_WORD.test(text) && (level !== undefined || TOTAL_WORD.test(text)) ? PART_OF.exec(text) : undefined;
  if (part)
    return [
      { level, of: "resolved", value: Number(part[1]) },
      { level, of: "all", value: Number(part[2]) },
    ];
  const [, kind = "", number] = (level === undefined ? STATE_ALONE.exec(text) : undefined) ?? [];
  const stated = statusIn(kind.replace(/\b(?:remaining|outstanding)\b/i, "open"));
  if (stated && withoutKinds(kind).trim() === "") return [{ level: undefined, of: stated, value: Number(number) }];
  const alone = OF_OTHERS.test(text) || OF_STAGE.test(text) ? undefined : AFTER_COLON.exec(text);
  if (level !== undefined && alone)
    return [{ level, of: statusIn(alone[2] ?? alone[3] ?? statusWord(text)) ?? "all", value: Number(alone[1]) }];
  const [, heading = "", inBrackets] = (isItem ? IN_BRACKETS.exec(text) : undefined) ?? [];
  const headed = inBrackets === undefined ? undefined : levels.of(heading);
  if (headed !== undefined) return [{ level: headed, of: "all", value: Number(inBrackets) }];
  const [, value, state = "", named = ""] = (isItem ? AT_START.exec(text) : undefined) ?? [];
  const called = levels.of(named);
  return called === undefined ? [] : [{ level: called, of: statusIn(state) ?? "all", value: Number(value) }];
}

/** `All 16 bugs are fixed`, where it is said of the whole report. */
export function wholeIn(text: string): Counted[] {
  const number = WHOLE.exec(text)?.[1];
  return number === undefined ? [] : [{ level: undefined, of: "all", value: Number(number) }];
}

const WHOLE = new RegExp(String.raw`(?<!\p{L})all (\d{1,6}) (?:\p{L}{4,12} )?${BUG_NOUN}(?!\p{L})`, "iu");

/** `Counts: 0 critical · 3 high · 9 medium`: nothing but numbers of severities stands behind the label. */
function gradesIn(text: string, levels: Levels): Counted[] {
  const [, list = ""] = /^[^:：\d]{0,40}[:：]\s*(\d[^:：]{0,200})$/u.exec(text) ?? [];
  const parts = list
    .split(/\s*[·,;|/•]\s*/)
    .map((part) => /^(\d{1,6}) (\p{L}[\p{L}\d]{1,14})$/u.exec(part.replace(/[.]$/, "")));
  if (parts.length < 2) return [];
  const counts = parts.flatMap((part): Counted[] => {
    const level = part ? levels.of(part[2] ?? "") : undefined;
    return level === undefined ? [] : [{ level, of: "all", value: Number(part?.[1]) }];
  });
  return counts.length === parts.length ? counts : [];
}

/** What is said of those that are counted: `Open critical bugs: 3`. */
function statusWord(text: string): string {
  const said =
    /^\W*(open|resolved|fixed|remaining)\b|^[^:：]{0,40}\b(fixed|resolved|remaining)\b[^:：]{0,10}[:：]/i.exec(text);
  return (said?.[1] ?? said?.[2] ?? "").replace(/remaining/i, "open");
}
