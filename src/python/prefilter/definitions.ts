import { COMMENT } from "../../syntax/comment.js";
import { groupedBy } from "../../grouped.js";
import { knownText } from "../../syntax/known-text.js";
import { OPENERS } from "../tables/resources.js";
import { asksForRows } from "./rows.js";
import { takingAt, type Taking } from "./shapes.js";

/** What a text defines under a name, as far as it shows how that is called. */
export interface Defined {
  readonly name: string;
  readonly taking: Taking;
  /** The last name of a decorator that may give something else to call, if there is one. */
  readonly decorator: string | undefined;
  /** The last names of the bases that a class has its constructor from; none where it has its own. */
  readonly bases: readonly string[];
  /** Whether it may return None on one path, and something else on another. */
  readonly isOptional: boolean;
  /** Whether it calls what may open a resource. */
  readonly mayOpen: boolean;
  /** Whether it may ask a database for rows, and return something. */
  readonly mayReadRows: boolean;
}

interface Head {
  readonly name: string;
  readonly isClass: boolean;
  /** Offset of its line, and whether it is the first on that. */
  readonly start: number;
  readonly isFirst: boolean;
  /** Offset behind the name. */
  readonly end: number;
  readonly indent: number;
}

const HEAD = /\b(def|class)[\s\\]+([\w\x80-\uffff]+)/g;
const OPENS = /[\s\\]*\(/y;
const BASES = new RegExp(String.raw`[\s\\]*(?:\(((?:[^)#]|${COMMENT}){0,4000})\)[\s\\]*)?:`, "y");
const COMMENTS = /#[^\r\n]*/g;
const DECORATOR = /^[ \t\f]*@[ \t\f\r\n\\]*((?:[\w\x80-\uffff]+[ \t\f\r\n\\]*\.[ \t\f\r\n\\]*)*)([\w\x80-\uffff]+)/;

/** Decorators behind which a function takes what it says. */
const KEEPS =
  /^(staticmethod|classmethod|abstractmethod|override|final|lru_cache|cache|contextmanager|asynccontextmanager|wraps|no_type_check)$/;
/** Decorators behind which there is nothing to call by the name, or nothing that says what it takes. */
const HIDES = /^(property|cached_property|abstractproperty|setter|deleter|getter|overload)$/;
/** Bases whose classes are made in ways of their own. */
const MADE_OTHERWISE =
  /\b(BaseModel|BaseSettings|SQLModel|Enum|IntEnum|StrEnum|Flag|IntFlag|TypedDict|Protocol|metaclass)\b/;

/** What a text defines under a name, as {@link definitionsIn}; remembered for the texts that were asked about last. */
export function definedAs(text: string, name: string): readonly Defined[] {
  return knownText(text).once(definitionsByName).get(name) ?? [];
}

function definitionsByName(text: string): ReadonlyMap<string, readonly Defined[]> {
  return groupedBy(definitionsIn(text), (one) => one.name);
}

/** What a text defines by `def` and `class`, whatever stands around it; what only looks like a definition may be among it. */
export function definitionsIn(text: string): readonly Defined[] {
  const heads = headsIn(text);
  return heads.flatMap((head, index): readonly Defined[] => {
    const decorators = decoratorsAbove(text, head);
    if (decorators.some((name) => HIDES.test(name))) return [];
    const decorator = decorators.find((name) => !KEEPS.test(name));
    const { name } = head;
    if (!head.isClass) {
      const body = text.slice(head.end, endOf(heads, index));
      const isOptional = !head.isFirst || returnsNoneAndMore(body);
      const mayOpen = OPENING.test(body);
      const mayReadRows = (!head.isFirst || SOMETHING_RETURNED.test(body)) && asksForRows(body);
      const taking = ofFunction(text, head, decorators);
      return [{ name, taking, decorator, bases: [], isOptional, mayOpen, mayReadRows }];
    }
    const taking = ofClass(text, head, inside(heads, index), decorators);
    const bases = taking === NOTHING ? basesOf(text, head) : [];
    return taking ? [{ name, taking, decorator: undefined, bases, ...OF_CLASS }] : [];
  });
}

/** What is asked of functions alone. */
const OF_CLASS = { isOptional: false, mayOpen: false, mayReadRows: false };

/** The last names of the bases of the classes in a text. */
export function basesIn(text: string): ReadonlySet<string> {
  return new Set(headsIn(text).flatMap((head) => (head.isClass ? basesOf(text, head) : [])));
}

/** The names of the classes in a text. */
export function classesIn(text: string): readonly string[] {
  return headsIn(text).flatMap(({ isClass, name }) => (isClass ? [name] : []));
}

/** A base whose constructor takes the annotated fields. */
const MADE_OF_FIELDS = /\bNamedTuple\b/;

const LAST_NAMES = /[\w\x80-\uffff]+(?=[\s\\]*(?:$|[,[]))/g;

function headsIn(text: string): readonly Head[] {
  let start = 0;
  return Array.from(text.matchAll(HEAD), ({ 0: whole, 1: word, 2: name = "", index }) => {
    for (let end = text.indexOf("\n", start); end >= 0 && end < index; end = text.indexOf("\n", start)) start = end + 1;
    const before = text.slice(start, Math.min(index, start + DEEPEST));
    const isFirst = /^\s*(?:async[\s\\]+)?$/.test(before);
    const indent = before.search(/\S|$/);
    return { name, isClass: word === "class", start, isFirst, end: index + whole.length, indent };
  });
}

/** UTF-16 units at the beginning of a line in which its indentation ends. */
const DEEPEST = 200;

/** The definitions that stand further in than one, right behind it. */
function inside(heads: readonly Head[], index: number): readonly Head[] {
  const { indent = 0 } = heads[index] ?? {};
  let end = index + 1;
  while ((heads[end]?.indent ?? indent) > indent) end++;
  return heads.slice(index + 1, end);
}

/** Where the next definition begins that does not stand further in than one, which may be far behind its end. */
function endOf(heads: readonly Head[], index: number): number | undefined {
  const { indent = 0 } = heads[index] ?? {};
  for (let next = index + 1; next < heads.length; next++) {
    const head = heads[next];
    if (head?.isFirst && head.indent <= indent) return head.start;
  }
  return undefined;
}

const NOTHING_RETURNED = /\breturn\b(?:[\s\\(]*(?:None\b|#)|[ \t\f\\]*(?:[;\r\n]|$))/;
const SOMETHING_RETURNED = /\breturn\b(?![\s\\(]*None\b|[ \t\f]*(?:[;\r\n]|$))/;

const returnsNoneAndMore = (body: string): boolean => NOTHING_RETURNED.test(body) && SOMETHING_RETURNED.test(body);

const OPENING = new RegExp(String.raw`\b(?:${[...OPENERS].join("|")})[\s\\]*[(#]`);

function ofFunction(text: string, head: Head, decorators: readonly string[]): Taking {
  const open = bracketBehind(text, head.end);
  if (open === undefined) return "unclear";
  const taking = takingAt(text, open, "nothing");
  if (taking === "unclear" || decorators.includes("staticmethod")) return taking;
  if (decorators.includes("classmethod")) return { ...taking, binds: "anything" };
  return /^_?(self|cls)_?$/.test(taking.places[0] ?? "") ? { ...taking, binds: "objects" } : taking;
}

/** What a class's own constructor takes, {@link NOTHING} without one; nothing to say of one that is made otherwise. */
function ofClass(
  text: string,
  head: Head,
  members: readonly Head[],
  decorators: readonly string[],
): Taking | undefined {
  const bases = basesBehind(text, head);
  const indent = members.reduce((least, member) => Math.min(least, member.indent), Infinity);
  const made = members.filter(({ name }) => name === "__init__" || name === "__new__");
  const [init] = made;
  if (init && (made.length > 1 || init.name === "__new__" || init.indent !== indent)) return "unclear";
  if (init) {
    const open = bracketBehind(text, init.end);
    return open === undefined || decoratorsAbove(text, init).length > 0 ? "unclear" : takingAt(text, open, "anything");
  }
  if (bases !== undefined && MADE_OTHERWISE.test(bases)) return undefined;
  if (bases !== undefined && MADE_OF_FIELDS.test(bases)) return "unclear";
  return bases !== undefined && decorators.length === 0 ? NOTHING : "unclear";
}

function basesOf(text: string, head: Head): readonly string[] {
  return basesBehind(text, head)?.match(LAST_NAMES) ?? [];
}

/** What stands in the brackets of a class, without comments: nothing where there are none; undefined where that is not clear. */
function basesBehind(text: string, { end }: Head): string | undefined {
  BASES.lastIndex = end;
  const match = BASES.exec(text);
  return match ? (match[1] ?? "").replace(COMMENTS, "") : undefined;
}

const NOTHING: Taking = {
  places: [],
  names: new Set(),
  required: [],
  takesMore: false,
  takesAnyName: false,
  binds: "nothing",
};

function bracketBehind(text: string, at: number): number | undefined {
  OPENS.lastIndex = at;
  return OPENS.test(text) ? OPENS.lastIndex - 1 : undefined;
}

/** The last names of the decorators above a definition, the nearest first; {@link LONG} for one over several lines. */
function decoratorsAbove(text: string, { start, isFirst }: Head): readonly string[] {
  const names: string[] = [];
  if (!isFirst) return names;
  for (let end = start - 1; end > 0;) {
    const begin = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(begin, end);
    const name = DECORATOR.exec(line)?.[2];
    // What closes a bracket right above may close the decorator's; behind a blank line it closes something else.
    const isLong = name === undefined && end === start - 1 && /[)\]}][ \t]*(?:#.{0,400})?\r?$/.test(line);
    if (name === undefined && !isLong && !/^\s*(#.*)?$/.test(line)) return names;
    if (name !== undefined || isLong) names.push(name ?? LONG);
    if (isLong) return names;
    end = begin - 1;
  }
  return names;
}

/** Stands for a decorator whose name is further up. */
export const LONG = "?";
