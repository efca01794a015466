import { claimedStatus, levelOf, type ClaimedBug, type Said } from "./claimed.js";
import type { Level, Levels } from "./levels.js";
import { BUG_NOUN, RESOLVED_WORD } from "./report-words.js";

/** All bugs of a report, of a section or of some severities, which are said to be mended. */
export interface AllMended extends Said<ReadonlySet<Level>> {
  /** How many they are, where that is said. */
  readonly number: number | undefined;
  /** The bugs of the section whose heading says so. */
  readonly within: ReadonlySet<ClaimedBug> | undefined;
}

/** `all 6 fixed`, `all critical and high issues are resolved`. @param within of the section whose heading it is */
export function allMendedIn(
  text: string,
  line: number,
  levels: Levels,
  within?: ReadonlySet<ClaimedBug>,
): readonly AllMended[] {
  const [, inChinese] = IN_CHINESE.exec(text) ?? [];
  if (inChinese !== undefined && !NOT_YET_IN_CHINESE.test(text))
    return [{ value: new Set(), line, number: Number(inChinese), within }];
  const [, number, words = ""] = ALL_MENDED.exec(text) ?? [];
  const named = words.split(/[^\p{L}\d]+/u).filter((word) => word !== "" && !OF_ALL.test(word));
  const graded = named.map((word) => levels.of(word));
  const known = graded.filter((level) => level !== undefined);
  const isSaid = ALL_MENDED.test(text) && known.length === graded.length;
  // `All fixed` alone may be about whatever the line is about.
  const isTold = within !== undefined || number !== undefined || NOUN.test(words);
  if (!isSaid || !isTold || NOT_YET.test(text)) return [];
  return [{ value: new Set(known), line, number: number === undefined ? undefined : Number(number), within }];
}

const RESOLVED = RESOLVED_WORD.source.replace("|✅", "");
const ALL_MENDED = new RegExp(
  String.raw`(?<![\p{L}\d] )(?<!\p{L})all (?:of )?(?:the |these )?(?:(\d{1,5}) )?((?:[\p{L}\d/&,-]{1,15} ){0,5}?)(?:(?:are|were|have|been|now) ){0,3}(?:verified )?(?:${RESOLVED})`,
  "iu",
);
/** `4 个缺陷已全部修复`. */
const IN_CHINESE =
  /(?<![\d.])(\d{1,5}) ?个(?:缺陷|问题|漏洞|bug) ?(?:已经?|都|均){0,2}(?:全部|都|均)?(?:已经?)?(?:修复|解决)/iu;
const NOT_YET_IN_CHINESE = /如果|目标|应|将|待|需要|除|后再/u;
/** Words that leave none out. */
const OF_ALL = new RegExp(
  `^(?:${BUG_NOUN}|and|known|found|identified|reported|confirmed|listed|severity|priority)$`,
  "iu",
);
const NOUN = new RegExp(`(?<!\\p{L})${BUG_NOUN}(?!\\p{L})`, "iu");
/** What makes a goal or an exception of it. */
const NOT_YET =
  /(?<!\p{L})(?:until|once|when|after|before|if|should|must|will|to be|goal|target|except|but|not|of which|apart|besides|other than|unless|ensure)(?!\p{L})/iu;

/** The first bug that is open, as its own line says, where all are said to be mended. */
export function openAmong({ value, number, within }: AllMended, bugs: readonly ClaimedBug[]): ClaimedBug | undefined {
  const all = [...(within ?? bugs)].filter((bug) => {
    const level = levelOf(bug);
    return value.size === 0 || (level !== undefined && value.has(level));
  });
  // A number of others is about others.
  if (number !== undefined && number !== all.length) return undefined;
  const isOpen = ({ firm }: ClaimedBug): boolean => firm.length > 0 && firm.every((said) => said.value === "open");
  return all.find((bug) => bug.isRetold !== true && isOpen(bug) && claimedStatus(bug) === "open");
}
