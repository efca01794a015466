import { groupedBy } from "../grouped.js";
import { unmarked, type Heading, type Piece, type Row } from "./document.js";
import { Levels, type Level } from "./levels.js";
import { reckoningsIn, type Reckoning } from "./reckoning.js";
import {
  BUG_NOUN,
  BUG_SECTION,
  CALLED_IN_IDS,
  FILES_SECTION,
  GUARD_LABEL,
  LABELS,
  TIME_TITLE,
  TOTAL_WORD,
} from "./report-words.js";
import { dateIn, durationIn, type Span } from "./times.js";
import {
  commitsCalled,
  commitsIn,
  countKind,
  countsIn,
  fieldsIn,
  idOf,
  labelOf,
  numberOfBugs,
  seriesOf,
  shortIdOf,
  statusIn,
  withoutId,
  type ClaimedStatus,
  type Counted,
} from "./wording.js";

/** Something that a report says, on a line of it. */
export interface Said<T> {
  readonly value: T;
  readonly line: number;
}

/** What a report says of a bug's tests. */
export interface ClaimedTest extends Said<string> {
  /** Whether it says that they guard against it, whatever its status. */
  readonly isFirm: boolean;
}

/** A bug, as a report tells of it. */
export interface ClaimedBug {
  /** Its id, or its title when it has none. */
  readonly name: string;
  readonly line: number;
  /** How many bugs its heading is about. */
  number: number;
  /** The severity of the section that it stands in. */
  section?: Level;
  readonly severities: Said<Level>[];
  readonly statuses: Said<ClaimedStatus>[];
  /** Those of its statuses that a label, a column or a tick gives it. */
  readonly firm: Said<ClaimedStatus>[];
  firstSeen?: Said<Span>;
  reopened?: Said<Span>;
  readonly deadlines: Said<string>[];
  /** Commits that are said to have mended it. */
  readonly fixes: Said<string>[];
  /** When it is said to have been mended, beside the commit. */
  fixedOn?: Said<Span>;
  /** Other commits of its life. */
  readonly commits: Said<string>[];
  tests: ClaimedTest[];
  /** Whether it was mended in time, as is said. */
  inTime?: Said<boolean>;
  readonly places: ClaimedPlace[];
  /** All that is said of it. */
  readonly words: string[];
}

/** Where a bug is said to be. */
export interface ClaimedPlace {
  readonly path: string;
  readonly line: number | undefined;
  /** The line of the report. */
  readonly saidOn: number;
  /** Whether it has to be there: not what is somewhere else on a disk, like something, or missing as a title says. */
  readonly isCertain: boolean;
}

/** How many bugs there are, as a report says: of a severity or of all, in all or of a status. */
export interface ClaimedCount extends Counted {
  readonly line: number;
  /** The bugs of the section whose heading says so. */
  readonly within?: ReadonlySet<ClaimedBug>;
}

/** What a report says that can be checked. */
export interface Claims {
  readonly bugs: readonly ClaimedBug[];
  readonly counts: readonly ClaimedCount[];
  /** What is said of no bug in particular: files, commits and tests. */
  readonly rest: ClaimedBug;
  /** What it adds up, divides and ticks off. */
  readonly reckonings: readonly Reckoning[];
  /** Labels that say something of a bug which nobody here knows how to read, each once. */
  readonly unread: readonly string[];
  /** The time to fix by level, in milliseconds, where the report names it. */
  readonly times: ReadonlyMap<Level, number>;
}

const NUMBERED = /^[^\p{L}\p{N}]*\d+(?:\s?[-–]\s?\d+)?[.):、]\s+\S/u;

/** Finds out what a report says. */
export function readClaims(pieces: readonly Piece[]): Claims {
  const reader = new Reader(pieces);
  for (const piece of pieces) reader.read(piece);
  return { ...reader.claims(), reckonings: reckoningsIn(pieces) };
}

interface Section extends Heading {
  readonly says: Level | undefined;
  readonly status: ClaimedStatus | undefined;
  /** Whether it lists bugs, as its heading says. */
  readonly isOfBugs: boolean;
  /** Whether it is the whole report. */
  readonly isTitle: boolean;
  readonly bugs: Set<ClaimedBug>;
}

class Reader {
  readonly #levels: Levels;
  readonly #bugs = new Map<string, ClaimedBug>();
  readonly #counts: ClaimedCount[] = [];
  readonly #rest = emptyBug("", 1);
  readonly #times = new Map<Level, number>();
  /** Bugs that have a heading of their own. */
  readonly #headed: ReadonlySet<string>;
  /** Those that the place being read is in. */
  #sections: Section[] = [];
  readonly #all: Section[] = [];
  /** How often labels stand there that nobody here knows. */
  readonly #unread = new Map<string, number>();
  /** The same outside of all bugs: where there are none, they may be what tells of them. */
  readonly #stray = new Map<string, number>();
  /** Tables, by their columns, with several rows of one severity: each counts bugs of some part. */
  readonly #split: ReadonlySet<readonly string[]>;
  /** Those whose rows or columns are severities or statuses throughout: the total of others is one of other things, too. */
  readonly #sorted: ReadonlySet<readonly string[]>;
  /** Files that are still to be written, as the report says. */
  readonly #planned = new Set<string>();
  /** The last numbered heading that told of a bug: the next number on its level tells of the next one. */
  #numbered: { readonly number: number; readonly level: number } | undefined;
  /** The lines of headings with others below them. */
  readonly #parents: ReadonlySet<number>;
  #bug: { readonly claimed: ClaimedBug; readonly level: number } | undefined;
  #label = "";

  constructor(pieces: readonly Piece[]) {
    const texts = pieces.flatMap((piece) =>
      piece.kind === "heading" ? piece.text : piece.kind === "row" ? (piece.cells[0] ?? "") : [],
    );
    const fields = pieces.flatMap((piece) => (piece.kind === "text" ? fieldsIn(piece.text) : []));
    const graded = fields.flatMap(([label, value]) => (LABELS.severity.test(label) ? [value] : []));
    this.#levels = new Levels([...texts, ...graded].map(unmarked));
    const rows = pieces.filter((piece) => piece.kind === "row");
    const tables = [...groupedBy(rows, ({ columns }) => columns)].map(([columns, own]) => {
      const names = own.map(({ cells }) => unmarked(cells[0] ?? ""));
      const levels = names.flatMap((name) => (TOTAL_ROW.test(name) ? [] : [this.#levels.of(name)]));
      const isSorted =
        levels.every((level) => level !== undefined) ||
        names.every((name) => TOTAL_ROW.test(name) || statusIn(name) !== undefined) ||
        columns.filter((title) => this.#levels.of(unmarked(title)) !== undefined).length > 1;
      return { columns, known: levels.filter((level) => level !== undefined), isSorted };
    });
    this.#split = new Set(
      tables.flatMap(({ columns, known }) => (new Set(known).size < known.length ? [columns] : [])),
    );
    this.#sorted = new Set(tables.flatMap(({ columns, isSorted }) => (isSorted ? [columns] : [])));
    const ids = pieces.flatMap((piece) => (piece.kind === "heading" ? (idOf(unmarked(piece.text)) ?? []) : []));
    this.#headed = new Set(ids);
    const headings = pieces.filter((piece) => piece.kind === "heading");
    this.#parents = new Set(
      headings.flatMap(({ line, level }, index) => ((headings[index + 1]?.level ?? 0) > level ? [line] : [])),
    );
  }

  claims(): Omit<Claims, "reckonings"> {
    for (const { says, bugs, isTitle } of this.#all) {
      if (isMisread(says, [...bugs], isTitle)) for (const bug of bugs) if (bug.section === says) delete bug.section;
    }
    // What is to be written is no test yet.
    const isPlanned = ({ value }: ClaimedTest): boolean =>
      [...value.matchAll(PLACE)].some(([, path = ""]) => this.#planned.has(nameIn(path)));
    for (const bug of [this.#rest, ...this.#bugs.values()]) bug.tests = bug.tests.filter((test) => !isPlanned(test));
    return {
      bugs: [...this.#bugs.values()],
      counts: this.#counts,
      rest: this.#rest,
      times: this.#times,
      unread: [...(this.#bugs.size > 0 ? this.#unread : this.#stray)].flatMap(([label, times]) =>
        times > 1 ? [label] : [],
      ),
    };
  }

  read(piece: Piece): void {
    if (piece.kind === "heading") this.heading(piece);
    else if (piece.kind === "row") this.row(piece);
    else this.text(piece.text, piece.line, piece.isItem);
  }

  private heading(heading: Heading): void {
    const text = unmarked(heading.text);
    this.#label = "";
    this.#sections = this.#sections.filter(({ level }) => level < heading.level);
    if (this.#bug && this.#bug.level >= heading.level) this.#bug = undefined;
    const inSection = this.#sections.some(({ isOfBugs }) => isOfBugs);
    const isListed = inSection || (!this.#parents.has(heading.line) && this.#levels.of(asideIn(text)) !== undefined);
    const number = NUMBERED.test(text) ? Number(/\d+/.exec(text)?.[0]) : undefined;
    const isNext = number === (this.#numbered?.number ?? NaN) + 1 && heading.level === this.#numbered?.level;
    const isUnnamed = (isListed || isNext) && !this.#bug;
    const unnamed = isUnnamed ? (shortIdOf(text) ?? (number === undefined ? undefined : text)) : undefined;
    const id = idOf(text) ?? unnamed;
    if (id !== undefined) {
      if (id === text && number !== undefined) this.#numbered = { number, level: heading.level };
      this.#bug = { claimed: this.bug(id, heading.line, true), level: heading.level };
      this.titled(this.#bug.claimed, text, heading.line);
      return;
    }
    if (this.#bug) return;
    this.named(commitsCalled(text), heading.line);
    this.section(heading, text);
  }

  /** What a bug's own heading says of it. */
  private titled(bug: ClaimedBug, text: string, line: number): void {
    bug.number = numberOfBugs(text);
    const rest = withoutId(text);
    const called = /^\W*([\p{L}]+)(?:-\d| (?:bug|issue|defect|fix)\b)/iu.exec(text)?.[1] ?? "";
    const level =
      this.#levels.of(called) ?? (/[[(]\s*P[0-3]|\bP[0-3]\b/.test(rest) ? this.#levels.of(rest) : undefined);
    if (level !== undefined) bug.severities.push({ value: level, line });
    this.status(bug, /[[(](\p{Lu}[\p{L} ]+)[\])]/u.exec(text)?.[1] ?? MARKED.exec(text)?.[1] ?? "", line, true);
    if (/^\P{L}*✅/u.test(text)) this.say(bug, "resolved", line, false);
    this.places(bug, rest, line, false);
  }

  private section(heading: Heading, text: string): void {
    const [says, status] = [this.#levels.of(text), statusIn(text)];
    const isTitle = this.#all.length === 0 && heading.level === 1;
    const isOfBugs = says !== undefined || status !== undefined || (!isTitle && BUG_SECTION.test(text));
    const section = { ...heading, says, status, isOfBugs, isTitle, bugs: new Set<ClaimedBug>() };
    this.#sections.push(section);
    this.#all.push(section);
    const number = IN_HEADING.exec(text)
      ?.slice(1)
      .find((group) => (group as string | undefined) !== undefined);
    if (number !== undefined && (says !== undefined || BUG_SECTION.test(text)))
      this.#counts.push({
        level: says,
        of: status ?? "all",
        value: Number(number),
        line: heading.line,
        within: section.bugs,
      });
  }

  private row({ columns, cells, line }: Row): void {
    const titles = columns.map(labelOf);
    const values = cells.map(unmarked);
    const id = values
      .slice(0, 2)
      .map(idOf)
      .find((found) => found !== undefined);
    if (id !== undefined) {
      const bug = this.bug(id, line);
      titles.forEach((title, index) => this.field(bug, title, values[index] ?? "", line));
      bug.number = Math.max(bug.number, ...values.map(linesIn));
      bug.words.push(...values);
      return;
    }
    if (this.#bug) {
      this.field(this.#bug.claimed, labelOf(cells[0] ?? ""), values.slice(1).join(" "), line);
      this.#bug.claimed.words.push(...values);
      return;
    }
    this.named(
      titles.flatMap((title, index) => (LABELS.fix.test(title) ? commitsIn(values[index] ?? "") : [])),
      line,
    );
    if (!this.#split.has(columns)) this.summary(titles, values, line, this.#sorted.has(columns));
  }

  /** A row that says how many bugs there are, or how much time to fix them. */
  private summary(titles: readonly string[], values: readonly string[], line: number, isOfBugs: boolean): void {
    const [name = ""] = values;
    const isTotal = TOTAL_ROW.test(name);
    if (isTotal && !isOfBugs) return;
    const level = isTotal ? undefined : this.#levels.of(name);
    if (level === undefined && !isTotal) return;
    titles.slice(1).forEach((title, index) => {
      const value = values[index + 1] ?? "";
      const kind = countKind(title);
      if (kind && /^\d{1,6}$/.test(value)) this.#counts.push({ level, of: kind, value: Number(value), line });
      else if (level !== undefined && TIME_TITLE.test(title)) this.time(level, value);
    });
  }

  private text(raw: string, line: number, isItem: boolean): void {
    const whole = unmarked(raw);
    const tick = isItem ? /^\[([ xX])\] /.exec(whole)?.[1] : undefined;
    const text = tick === undefined ? whole : whole.slice(4);
    const id = isItem ? idOf(text) : undefined;
    const place = isItem && id === undefined && !this.#bug ? this.placeNaming(text) : undefined;
    if (place !== undefined) return this.placed(place, text, line);
    if (id !== undefined && !this.#bug) {
      if (tick !== undefined && /^(?:$|\s?[:.—–-]\s|\s?\()/.test(withoutId(text))) {
        this.say(this.bug(id, line), tick === " " ? "open" : "resolved", line, true);
      }
      if (!this.#headed.has(id)) this.item(this.bug(id, line), text, line);
      return;
    }
    if (this.#bug) this.inBug(this.#bug.claimed, raw, whole, line);
    else if (!id) this.free(raw, whole, line, isItem);
  }

  /** The place that an item begins with, in a section of bugs of some severity: there it is all that a bug is called by. */
  private placeNaming(text: string): string | undefined {
    const section = this.#sections.at(-1);
    return section?.says !== undefined && BUG_SECTION.test(section.text) ? PLACED.exec(text)?.[1] : undefined;
  }

  private placed(place: string, text: string, line: number): void {
    let name = place;
    for (let number = 2; this.#bugs.has(name); number++) name = `${place} (${String(number)})`;
    const bug = this.bug(name, line);
    bug.words.push(text);
    this.places(bug, text, line);
  }

  /** A bug that an item tells of. */
  private item(bug: ClaimedBug, text: string, line: number): void {
    bug.words.push(text);
    const rest = withoutId(text);
    const level = /\bP[0-3]\b/.test(rest) ? this.#levels.of(rest) : undefined;
    if (level !== undefined) bug.severities.push({ value: level, line });
    this.status(bug, rest, line);
    for (const commit of commitsCalled(rest)) bug.fixes.push({ value: commit, line });
    this.places(bug, rest, line);
  }

  private inBug(bug: ClaimedBug, raw: string, text: string, line: number): void {
    bug.words.push(text);
    const [, tick, ticked = ""] = /^\[([ xX])\] \W*(\p{L}+)\W*$/u.exec(text) ?? [];
    if (statusIn(ticked) === "resolved") this.say(bug, tick === " " ? "open" : "resolved", line, true);
    const fields = fieldsIn(raw);
    for (const [label, value] of fields) this.field(bug, label, value, line);
    // A label on a line of its own is about the list below it.
    if (fields.length === 1 && fields[0]?.[1] === "") this.#label = fields[0][0];
    else if (fields.length === 0 && this.#label !== "" && raw.trim() !== "") this.field(bug, this.#label, text, line);
    else if (fields.length > 0) this.#label = "";
    if (fields.length === 0) {
      for (const commit of commitsCalled(text)) bug.fixes.push({ value: commit, line });
      if (/^[*_]*[\p{L} ]{1,30}[*_]+$/u.test(raw.trim())) this.#label = text;
    }
  }

  private field(bug: ClaimedBug, label: string, value: string, line: number): void {
    if (value === "" || value === "-" || value === "–" || value === "—") return;
    if (LABELS.severity.test(label) || /^labels?$/i.test(label)) {
      const level = this.#levels.of(/^labels?$/i.test(label) ? (/\bP[0-3]\b/.exec(value)?.[0] ?? "") : value);
      if (level !== undefined) bug.severities.push({ value: level, line });
    } else if (LABELS.status.test(label)) this.stated(bug, value, line);
    else if (LABELS.firstSeen.test(label)) {
      const date = dateIn(value);
      if (date) bug.firstSeen ??= { value: date, line };
      for (const commit of commitsIn(value)) bug.commits.push({ value: commit, line });
    } else if (LABELS.deadline.test(label)) bug.deadlines.push({ value, line });
    else if (LABELS.fix.test(label)) this.fixes(bug, value, line);
    else if (LABELS.test.test(label)) bug.tests.push({ value, line, isFirm: GUARD_LABEL.test(label) });
    else if (LABELS.place.test(label)) this.places(bug, value, line);
    else if (isStrange(label)) this.#unread.set(label, (this.#unread.get(label) ?? 0) + 1);
  }

  private stated(bug: ClaimedBug, value: string, line: number): void {
    this.status(bug, value, line, true);
    if (statusIn(value) === "resolved") this.fixes(bug, value, line);
    else for (const commit of commitsIn(value)) bug.commits.push({ value: commit, line });
    const date = /^reopened/i.test(value) ? dateIn(value) : undefined;
    if (date) bug.reopened = { value: date, line };
  }

  private fixes(bug: ClaimedBug, value: string, line: number): void {
    const commits = commitsIn(value);
    for (const commit of commits) bug.fixes.push({ value: commit, line });
    const date = commits.length > 0 ? dateIn(value) : undefined;
    if (date) bug.fixedOn ??= { value: date, line };
    const late = /(after|past|missed|outside|beyond) (of )?(the |its )?(deadline|sla)|\bsla (missed|breached)/i.test(
      value,
    );
    const inTime = /(inside|within|before|met) (of )?(the |its )?(deadline|sla)|\bsla met\b|\bon time\b/i.test(value);
    if (late !== inTime) bug.inTime = { value: inTime, line };
  }

  private places(
    bug: ClaimedBug,
    value: string,
    saidOn: number,
    isCertain = !/\bor similar\b|\be\.g\./i.test(value),
  ): void {
    for (const found of value.matchAll(PLACE)) {
      const [, said = "", line] = found;
      const path = said.replace(/^\.?\//, "");
      const isPlanned = PLANNED.test(value.slice(found.index + found[0].length));
      if (isPlanned) this.#planned.add(nameIn(path));
      const place = { path, line: line === undefined ? undefined : Number(line), saidOn };
      bug.places.push({ ...place, isCertain: isCertain && !isPlanned && !NO_PLACE.test(said) });
    }
  }

  private status(bug: ClaimedBug, text: string, line: number, isFirm = false): void {
    const value = statusIn(text);
    if (value) this.say(bug, value, line, isFirm);
  }

  private say(bug: ClaimedBug, value: ClaimedStatus, line: number, isFirm: boolean): void {
    bug.statuses.push({ value, line });
    if (isFirm) bug.firm.push({ value, line });
  }

  /** A sentence or item outside of any bug: how many there are, how much time there is, which files and commits. */
  private free(raw: string, text: string, line: number, isItem: boolean): void {
    for (const count of countsIn(text, this.#levels)) this.#counts.push({ ...count, line });
    const named = this.#levels.of(text);
    if (named !== undefined) this.time(named, text);
    this.named(commitsCalled(text), line);
    for (const [label, value] of fieldsIn(raw)) {
      if (LABELS.place.test(label)) this.places(this.#rest, value, line);
      if (LABELS.test.test(label)) this.#rest.tests.push({ value, line, isFirm: GUARD_LABEL.test(label) });
      const isKnown = Object.values(LABELS).some((known) => known.test(label));
      if (!isKnown && isStrange(label)) this.#stray.set(label, (this.#stray.get(label) ?? 0) + 1);
    }
    const file =
      isItem && this.#sections.some((section) => FILES_SECTION.test(section.text)) ? FIRST_FILE.exec(text)?.[1] : "";
    if (file) this.places(this.#rest, file, line);
  }

  private named(commits: readonly string[], line: number): void {
    for (const value of commits) this.#rest.commits.push({ value, line });
  }

  private time(level: Level, text: string): void {
    const time = durationIn(text);
    if (time !== undefined && !this.#times.has(level)) this.#times.set(level, time);
  }

  private keyOf(name: string): string {
    const key = name.replace(/-?#/, "-");
    if (!name.startsWith("#")) return key;
    return CALLED_IN_IDS.map((word) => word + key).find((called) => this.#bugs.has(called)) ?? key;
  }

  /** @param isHeading whether it is told of here, and not only named */
  private bug(name: string, line: number, isHeading = false): ClaimedBug {
    const key = this.keyOf(name);
    let bug = this.#bugs.get(key);
    const isNew = !bug;
    if (!bug) {
      bug = emptyBug(name, line);
      this.#bugs.set(key, bug);
    }
    for (const section of this.#sections) section.bugs.add(bug);
    const status = this.#sections.findLast((section) => section.status !== undefined)?.status;
    if (status) bug.statuses.push({ value: status, line });
    // A plan that sorts bugs by what comes first is no place where they are told of.
    if (isNew || isHeading) {
      const isNamed = idOf(name) !== undefined;
      // Numbers below a title may be of steps, or of whatever else the report tells of.
      const says = this.#sections.findLast(
        (section) => section.says !== undefined && (isNamed || !section.isTitle),
      )?.says;
      if (says !== undefined) bug.section ??= says;
    }
    return bug;
  }
}

/** Whether a label is in a language whose words may not be known here. */
function isStrange(label: string): boolean {
  return !/^\p{ASCII}+$/u.test(label) && !LABELS.prose.test(label);
}

/** How many lines a place has: two for `validator.py:140, 372`. */
function linesIn(text: string): number {
  return (/\.\w{1,4}:(\d{1,6}(?:, ?\d{1,6}){1,20})(?![\d-])/.exec(text)?.[1] ?? "").split(",").length;
}

/** What stands in brackets at a heading's end. */
function asideIn(heading: string): string {
  return /[[(]([^()[\]]{1,40})[\])]\s*$/.exec(heading)?.[1] ?? "";
}

function emptyBug(name: string, line: number): ClaimedBug {
  const lists = {
    severities: [],
    statuses: [],
    firm: [],
    deadlines: [],
    fixes: [],
    commits: [],
    tests: [],
    places: [],
    words: [],
  };
  return { name, line, number: 1, ...lists };
}

/** The file that an item begins with. */
const FIRST_FILE = /^[^\p{L}\p{N}/._]*([\w./-]+\.\w{1,5})(?![\w/])/u;
/** `shop/pool.py:41 - `. */
const PLACED = /^([\w./-]*\w\.\w{1,5}:\d{1,6})(?::| [-–—:]) \S/;
const PLACE =
  /(?<![\w./-])([\w./-]*\w\.(?:pyi?|[jt]sx?|vue|html|css|ya?ml|toml|json|sql|sh|cfg|ini|md|txt|xml))(?![\w/])(?:(?::|#L| line | \(line )(\d+))?/gi;
/** `✅ FIXED` at a heading's end. */
const MARKED = /[\p{Extended_Pictographic}\ufe0f]\s*(\p{Lu}[\p{Lu} ']{2,30})$/u;
/** `(3)`, `(3 bugs)`, `(3 open)`, `: 3 bugs` at a heading's end. */
const IN_HEADING = new RegExp(
  String.raw`\((\d{1,6})(?: (?:${BUG_NOUN}|total|open|fixed|resolved|remaining))?\)|[:–—]\s*(\d{1,6}) ${BUG_NOUN}$|（(\d{1,6})(?:个)?）`,
  "iu",
);
/** What says behind a file that it is still to be written. */
const PLANNED =
  /^[`'"*_]*\s*\((?:new|to be (?:created|added|written)|(?:to )?(?:create|add)|planned|proposed)(?: file| test)?\)/i;
/** What is somewhere else on a disk, stands for any file, or is installed, which no repository keeps. */
const NO_PLACE = /^\/|^(?:path\/to|your)\b|\.\.\.|(?:^|\/)(?:\.?venv|site-packages|node_modules)\//i;
const nameIn = (path: string): string => path.split("/").at(-1) ?? path;
const TOTAL_ROW = new RegExp(`^\\P{L}*(?:${TOTAL_WORD.source})(?: ${BUG_NOUN})?\\P{L}*$`, "iu");

/** Whether few bugs of a section, or not all of a report, are of its severity, as they say themselves: its word means something else then. */
function isMisread(says: Level | undefined, bugs: readonly ClaimedBug[], isTitle: boolean): boolean {
  if (says === undefined || bugs.length < 2) return false;
  const others = bugs.filter(({ severities }) => severities.length > 0 && severities[0]?.value !== says);
  return others.length > (isTitle ? 0 : bugs.length / 2);
}

/** The level by which a bug is counted: that of its section, or what is said of it. */
export function levelOf(bug: ClaimedBug): Level | undefined {
  return bug.section ?? bug.severities[0]?.value;
}

/** The letters of a bug's id. */
export function listOf({ name }: ClaimedBug): string {
  return seriesOf(name);
}

/** Whether nothing is said of a bug that could be looked up or that stands in two places. */
export function saysNothing({
  section,
  severities,
  firm,
  deadlines,
  fixes,
  commits,
  tests,
  places,
}: ClaimedBug): boolean {
  const looked = [deadlines, fixes, commits, tests, places.filter(({ isCertain }) => isCertain)];
  const told = [firm.length, severities.length + (section === undefined ? 0 : 1)];
  return looked.every(({ length }) => length === 0) && told.every((number) => number < 2);
}

/** What a bug is said to be; what its own line says comes before what its section says. */
export function claimedStatus(bug: ClaimedBug): ClaimedStatus {
  return bug.statuses.at(-1)?.value ?? "open";
}
