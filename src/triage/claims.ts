import { allMendedIn, type AllMended } from "./all-mended.js";
import { bugRows } from "./bug-rows.js";
import {
  claimedStatus,
  emptyBug,
  type Axis,
  type ClaimedBug,
  type ClaimedCount,
  type ClaimedTest,
  type Claims,
} from "./claimed.js";
import { committedFilesIn } from "./committed-files.js";
import { CountTables, isTotalRow } from "./count-tables.js";
import { unmarked, type Code, type Heading, type Piece, type Row } from "./document.js";
import { labelledHeadings } from "./labelled-headings.js";
import { Levels, type Level } from "./levels.js";
import { filesIn, filesOfNames, isToldWhyMissing, type NamedFile } from "./named-files.js";
import { isOfFinding, isOfMending, mendedOn } from "./mending-dates.js";
import {
  beginsWithCommit,
  functionsIn,
  isNotYet,
  nodeIdsIn,
  placedFunctionsIn,
  saysCommit,
  functionsBeside,
  testNamesIn,
  testNumbersAcross,
  testNumbersIn,
} from "./mentions.js";
import { FILE_COLUMN, withLines } from "./line-columns.js";
import { OF_A_BRANCH, testsNamed } from "./looked-up.js";
import { Outline } from "./outline.js";
import { staleIn } from "./report-date.js";
import { sideOf } from "./quotes.js";
import { reckoningsIn } from "./reckoning.js";
import {
  BUG_NOUN,
  BUG_SECTION,
  CALLED_IN_IDS,
  FILES_SECTION,
  GRADE_TITLE,
  GRAVITY_WORD,
  GUARD_LABEL,
  LABELS,
  PART_TITLE,
  PLAN_TITLE,
  PLANNED_WORD,
  PRIORITY_WORD,
  REMARK_TITLE,
  REPORT_TITLE,
  RESOLVED_WORD,
  SEVERITY_WORDS,
  STEPS_TITLE,
  SUMMARY_TITLE,
  TIME_TITLE,
  PRIOR_WORD,
  TO_COME_TITLE,
  TOTAL_WORD,
} from "./report-words.js";
import { believeTicks, isTickedHeading } from "./ticked-headings.js";
import { titleRows } from "./title-rows.js";
import { seriesIn } from "./series.js";
import { dateIn, durationIn } from "./times.js";
import {
  commitsIn,
  countKind,
  countsIn,
  fieldsIn,
  idOf,
  isCalledBug,
  labelOf,
  mendedBy,
  numberOfBugs,
  seriesOf,
  shortIdOf,
  statusAlone,
  statusIn,
  wholeIn,
  withoutId,
  type ClaimedStatus,
  type Field,
} from "./wording.js";

/** A document with so many boxes, of which none is ticked, says what is to be done. */
const MANY_BOXES = 10;

const NUMBERED = /^[^\p{L}\p{N}]*\d+(?:\s?[-–]\s?\d+)?[.):、]\s+\S/u;

/** What is read of bugs, line by line. */
type OfBugs = Omit<Claims, "reckonings" | "committed" | "stale">;

/** Finds out what a report says. It is read twice, since what became of a bug may stand behind all that is told of it. */
export function readClaims(pieces: readonly Piece[]): Claims {
  const nothing: Known = { resolved: new Set(), rows: new Map(), labelled: new Set() };
  const first = claimsIn(pieces, nothing);
  const labelled = first.bugs.length > 0 ? nothing.labelled : labelledHeadings(pieces);
  const { bugs } = labelled.size > 0 ? claimsIn(pieces, { ...nothing, labelled }) : first;
  const resolved = bugs.filter((bug) => claimedStatus(bug) === "resolved").map(({ name }) => name);
  const claims = claimsIn(pieces, { resolved: new Set(resolved), rows: titleRows(pieces, bugs), labelled });
  return {
    ...claims,
    reckonings: reckoningsIn(pieces),
    committed: committedFilesIn(pieces),
    stale: staleIn(pieces),
  };
}

/** What is known of a report that was read before. */
interface Known {
  /** Bugs that it calls resolved somewhere. */
  readonly resolved: ReadonlySet<string>;
  /** By what bugs are called that rows of tables name by their titles. */
  readonly rows: ReadonlyMap<Row, string>;
  /** The lines of headings that tell of a bug, since nothing else does. */
  readonly labelled: ReadonlySet<number>;
}

function claimsIn(pieces: readonly Piece[], known: Known): OfBugs {
  const reader = new Reader(pieces, known);
  for (const piece of pieces) reader.read(piece);
  return reader.claims();
}

interface Section extends Heading {
  readonly says: Level | undefined;
  readonly axes: readonly Axis[];
  readonly status: ClaimedStatus | undefined;
  /** Whether it lists bugs, as its heading says. */
  readonly isOfBugs: boolean;
  /** Whether it says what is to be done, as its heading says. */
  readonly isOfSteps: boolean;
  /** Whether it is the whole report. */
  readonly isTitle: boolean;
  readonly bugs: Set<ClaimedBug>;
}

/** How a place is said. */
interface Labelled {
  readonly isLabelled: boolean;
  readonly label?: string;
}

class Reader {
  readonly #levels: Levels;
  readonly #bugs = new Map<string, ClaimedBug>();
  readonly #counts: ClaimedCount[] = [];
  readonly #allMended: AllMended[] = [];
  readonly #rest = emptyBug("", 1, true);
  readonly #times = new Map<Level, number>();
  /** Bugs that have a heading of their own. */
  readonly #headed: ReadonlySet<string>;
  /** The same by what they are known by here. */
  readonly #toldOf: ReadonlySet<string>;
  /** Letters of ids that several things are called by. */
  readonly #series: ReadonlySet<string>;
  /** Those that the place being read is in. */
  #sections: Section[] = [];
  readonly #all: Section[] = [];
  /** How often labels stand there that nobody here knows. */
  readonly #unread = new Map<string, number>();
  /** The same outside of all bugs: where there are none, they may be what tells of them. */
  readonly #stray = new Map<string, number>();
  readonly #tables: CountTables;
  /** Numbers of bugs by the lines of the headings that they stand below. */
  readonly #besides = new Map<number, readonly ClaimedCount[]>();
  readonly #parts = new Set<ClaimedCount>();
  /** Files that are still to be written, as the report says. */
  readonly #planned = new Set<string>();
  /** What is looked up already, by the line that names it. */
  readonly #named = new Set<string>();
  /** The last numbered heading that told of a bug: the next number on its level tells of the next one. */
  #numbered: { readonly number: number; readonly level: number } | undefined;
  /** The lines of headings with others below them. */
  readonly #parents: ReadonlySet<number>;
  readonly #outline: Outline;
  /** By what bugs are called that tables alone number. */
  readonly #rows: ReadonlyMap<Row, string>;
  /** Whether the report names files of other repositories that lie beside this one. */
  #isOfSeveral = false;
  /** Whether headings of bugs stand in what is code to Markdown, so that not all bugs are known. */
  #isTorn = false;
  /** How many boxes are ticked, and how many are not. */
  #ticked = 0;
  #unticked = 0;
  /** The line before, and whether it announces something that is to be made. */
  #before = "";
  /** The same where the line being read goes on with it. */
  #wrapped = "";
  #lastLine = 0;
  #heading = "";
  #isToMake = false;
  #bug: { readonly claimed: ClaimedBug; readonly level: number } | undefined;
  #label = "";
  /** Whether a heading stands between the bug being read and what is read of it: it may tell of something of its own. */
  #isInPart = false;
  /** Whether what is read stands in a list within another: it may be about that one's item alone. */
  #isNested = false;
  /** Whether the bug being read has come to what ought to be done. */
  #isToCome = false;

  constructor(
    pieces: readonly Piece[],
    private readonly known: Known,
  ) {
    const texts = pieces.flatMap((piece) =>
      piece.kind === "heading" ? piece.text : piece.kind === "row" ? (piece.cells[0] ?? "") : [],
    );
    const fields = pieces.flatMap((piece) => (piece.kind === "text" ? fieldsIn(piece.text) : []));
    const graded = fields.flatMap(({ label, value }) => (LABELS.severity.test(label) ? [value] : []));
    this.#levels = new Levels([...texts, ...graded].map(unmarked));
    const rows = pieces.filter((piece) => piece.kind === "row");
    this.#tables = new CountTables(pieces, this.#levels);
    this.#series = seriesIn(pieces);
    const ids = pieces.flatMap((piece) => (piece.kind === "heading" ? (this.idOf(unmarked(piece.text)) ?? []) : []));
    this.#headed = new Set(ids);
    this.#toldOf = new Set(ids.map((id) => id.replace(/-?#/, "-")));
    this.#outline = new Outline(pieces);
    const headings = pieces.filter((piece) => piece.kind === "heading");
    const isTold = ids.length > 0 || headings.some(({ text }) => NUMBERED.test(unmarked(text)));
    this.#rows = bugRows(pieces, isTold || rows.some((row) => this.rowId(row) !== undefined));
    this.#parents = new Set(
      headings.flatMap(({ line, level }, index) => ((headings[index + 1]?.level ?? 0) > level ? [line] : [])),
    );
  }

  claims(): OfBugs {
    for (const section of this.#all) {
      const { says, bugs } = section;
      for (const bug of isMisread(section) ? bugs : []) {
        if (says === undefined || bug.section !== says) continue;
        bug.under = says;
        delete bug.section;
      }
    }
    believeTicks([...this.#bugs.values()]);
    // What is to be written is no test yet.
    const isPlanned = ({ value }: ClaimedTest): boolean =>
      filesIn(value).some(({ path }) => this.#planned.has(nameIn(path)));
    for (const bug of [this.#rest, ...this.#bugs.values()]) bug.tests = bug.tests.filter((test) => !isPlanned(test));
    return {
      bugs: [...this.#bugs.values()],
      isOfSeveral: this.#isOfSeveral,
      isPlan: this.isPlan(),
      counts: this.#isTorn ? [] : this.#counts.filter((count) => !this.#parts.has(count) && !this.isPart(count)),
      allMended: this.#allMended,
      rest: this.#rest,
      times: this.#times,
      hasUnknown: this.#all.some(
        ({ isOfBugs, isTitle, bugs, line }) =>
          isOfBugs && !isTitle && bugs.size === 0 && this.#outline.below(line).heads.length > 0,
      ),
      mixed: new Set(this.#all.flatMap((section) => (this.holdsMore(section) ? (section.says ?? []) : []))),
      unread: [...(this.#bugs.size > 0 ? this.#unread : this.#stray)].flatMap(([label, times]) =>
        times > 1 ? [label] : [],
      ),
    };
  }

  /** What a plan names may be still to be made, unless most of what it plans is done. What stands in brackets may be what a report goes by. */
  private isPlan(): boolean {
    const done = [...this.#bugs.values()].filter((bug) => this.isDone(bug)).length;
    if (done > 0 && done * 2 > this.#bugs.size) return false;
    if (this.#ticked === 0 && this.#unticked >= MANY_BOXES) return true;
    const title = this.#all.find(({ isTitle }) => isTitle)?.text.replace(/\([^()]{0,200}\)/g, " ") ?? "";
    return PLAN_TITLE.test(title) && !REPORT_TITLE.test(title);
  }

  /** Whether a section that says how grave its bugs are holds anything else. */
  private holdsMore({ bugs, isTitle, line }: Section): boolean {
    const { heads, items, rows, leads } = this.#outline.below(line);
    const held = [heads.length, items, rows, leads].filter((number) => number > 0);
    return bugs.size > 0 && !isTitle && (held.length !== 1 || held[0] !== bugs.size);
  }

  read(piece: Piece): void {
    if (piece.kind === "text" && piece.text.trim() !== "") {
      this.#isToMake = this.#before.endsWith(":") && TO_MAKE.test(this.#before);
      this.#wrapped = piece.isStart || piece.line !== this.#lastLine + 1 ? "" : this.#before;
      this.#lastLine = piece.line;
      this.#before = unmarked(piece.text);
    } else if (piece.kind === "heading") [this.#isToMake, this.#before] = [false, ""];
    if (piece.kind === "heading") {
      this.heading(piece);
      this.mentions(piece.text, piece.line);
    } else if (piece.kind === "row") {
      const row = withLines(piece);
      this.row(piece, row.cells);
      this.mentions(row.cells.join(" | "), piece.line);
      this.functionsOf(row);
    } else if (piece.kind === "code") this.code(piece);
    else {
      this.#isNested = piece.depth > 1;
      this.text(piece.text, piece.line, piece.isItem);
      this.mentions(piece.text, piece.line);
    }
  }

  private heading(heading: Heading): void {
    const whole = unmarked(heading.text);
    this.#heading = whole;
    if (saysCommit(whole)) this.named(this.#rest, heading.text, heading.line);
    // `✅ FIXED: BUG-003 - …`
    const [, before = ""] = /^(\P{L}{0,10}\p{Lu}[\p{Lu} ]{3,20}\s?[:—–-]\s)/u.exec(whole) ?? [];
    const isStated = statusIn(before) !== undefined && this.idOf(whole.slice(before.length)) !== undefined;
    const text = isStated ? whole.slice(before.length) : whole;
    this.#isInPart = this.#bug !== undefined && this.#bug.level < heading.level;
    this.#label = this.#isInPart && FILES_SECTION.test(text) ? "files" : "";
    this.#isToCome = this.#isInPart && TO_COME_TITLE.test(text);
    this.#sections = this.#sections.filter(({ level }) => level < heading.level);
    if (this.#bug && this.#bug.level >= heading.level) this.#bug = undefined;
    const inSection = this.#sections.findLast(({ isOfBugs, isOfSteps }) => isOfBugs || isOfSteps)?.isOfBugs ?? false;
    const isListed = inSection || (!this.#parents.has(heading.line) && this.#levels.of(asideIn(text)) !== undefined);
    const number = NUMBERED.test(text) ? Number(/\d+/.exec(text)?.[0]) : undefined;
    const isNext = number === (this.#numbered?.number ?? NaN) + 1 && heading.level === this.#numbered?.level;
    const isUnnamed = (isListed || isNext) && !this.#bug;
    const short = isUnnamed ? shortIdOf(text) : undefined;
    const isOne = isUnnamed && number !== undefined && !this.#outline.isOfSeveral(heading.line);
    const isLabelled = !this.#bug && this.known.labelled.has(heading.line);
    const id = this.toldOf(text) ?? this.idOf(text) ?? short ?? (isOne || isLabelled ? text : undefined);
    if (id !== undefined) {
      if (id === text && number !== undefined) this.#numbered = { number, level: heading.level };
      const isNamed = id !== text || this.idOf(text) !== undefined;
      this.#bug = { claimed: this.bug(id, heading.line, { isHeading: true, isNamed }), level: heading.level };
      this.titled(this.#bug.claimed, text, heading.line);
      if (isTickedHeading(heading.text)) this.#bug.claimed.tickedOn ??= heading.line;
      const others = isStated ? text.split(/ ?(?:&|,|\/| and ) ?/).slice(1) : [];
      for (const other of [id, ...others.flatMap((part) => this.idOf(part) ?? [])])
        if (isStated) this.status(this.bug(other, heading.line), before, heading.line, true);
      return;
    }
    if (this.#bug) return;
    this.section(heading, text);
  }

  /** The bug that a heading goes on about: `Fix 3: Lines that are lost (BUG-003)`, `3. Lines that are lost (BUG-003)`. */
  private toldOf(heading: string): string | undefined {
    const named = this.idOf(asideIn(heading));
    const own = this.idOf(heading);
    const isOther = own !== undefined && !/^FIX\W/.test(own);
    return named !== undefined && !isOther && this.#bugs.has(this.keyOf(named)) ? named : undefined;
  }

  /** What a bug's own heading says of it. */
  private titled(bug: ClaimedBug, text: string, line: number): void {
    bug.number = numberOfBugs(text);
    const rest = withoutId(text);
    const called = /^\W*([\p{L}]+)(?:-\d| (?:bug|issue|defect|fix)\b)/iu.exec(text)?.[1] ?? "";
    const level =
      this.#levels.of(called) ?? (/[[(]\s*P[0-3]|\bP[0-3]\b/.test(rest) ? this.#levels.of(rest) : undefined);
    if (level !== undefined) this.graded(bug, level, rest, line);
    else this.marked(bug, text, line);
    this.status(
      bug,
      /[[(](\p{Lu}[\p{L} ]+)[\])]/u.exec(text)?.[1] ?? MARKED.exec(text)?.[1] ?? ENDED.exec(text)?.[1] ?? "",
      line,
      true,
    );
    if (/^\P{L}*✅/u.test(text)) this.say(bug, "resolved", line, false);
    this.places(bug, rest, line, { isLabelled: false });
  }

  /** `🔴 HIGH`, `(critical)`, `[Low]`: what a heading says of its own bug is nearer than the section that it stands in. */
  private marked(bug: ClaimedBug, heading: string, line: number): void {
    const marks = [MARKED.exec(heading)?.[1], asideIn(heading), /^\P{L}{0,20}\[(\p{L}{3,12})\]/u.exec(heading)?.[1]];
    const said = marks.find((mark) => mark !== undefined && GRADE.test(mark) && !/\brisk\b/i.test(mark));
    const level = said === undefined ? undefined : this.#levels.of(said);
    if (level === undefined) return;
    this.graded(bug, level, said ?? "", line);
    bug.isGraded = true;
    delete bug.section;
  }

  private section(heading: Heading, text: string): void {
    const [says, status] = [this.#levels.of(text), statusIn(text)];
    const isTitle = this.#all.length === 0 && heading.level === 1;
    const isCalled = BUG_SECTION.test(text);
    const isDone =
      status !== undefined && /fix|resol|repar|behob|gelöst|corri|solu|исправ|решен|устран|修复|解决/iu.test(text);
    const isOfSteps = !isTitle && !isCalled && STEPS_TITLE.test(text);
    const isOfBugs = !isOfSteps && (says !== undefined || isDone || (!isTitle && isCalled));
    // `P2 (medium, and one critical)` is no word about how grave its bugs are.
    const isMixed = SEVERITY_WORDS.filter((word) => word.test(text)).length > 1;
    const axes = isMixed ? (["priority"] as const) : axesOf(text);
    const section = { ...heading, says, axes, status, isOfBugs, isOfSteps, isTitle, bugs: new Set<ClaimedBug>() };
    this.#sections.push(section);
    this.#all.push(section);
    const number = IN_HEADING.exec(text)
      ?.slice(1)
      .find((group) => (group as string | undefined) !== undefined);
    if (isOfBugs && !isTitle) this.#allMended.push(...allMendedIn(text, heading.line, this.#levels, section.bugs));
    // Of what is left, reports name what comes first.
    const isLeft = /\bremaining\b/i.test(text);
    if (number !== undefined && !isLeft && (says !== undefined || BUG_SECTION.test(text)))
      this.#counts.push({
        level: says,
        of: status ?? "all",
        value: Number(number),
        line: heading.line,
        within: section.bugs,
        held: this.#outline.below(heading.line),
      });
  }

  /** Code that a bug is told of with, behind a line or below a heading that says which. */
  private code({ text, line }: Code): void {
    // A fence within a fence ends it, and makes code of what stands behind.
    this.#isTorn ||= text.split("\n").some((each) => /^#{2,6} /.test(each) && this.isTold(each));
    const side = sideOf(this.#before === "" ? this.#heading : this.#before, text);
    if (this.#bug && side) this.#bug.claimed.quotes.push({ code: text, line, side });
  }

  private isTold(heading: string): boolean {
    return this.idOf(unmarked(heading.replace(/^#+ /, ""))) !== undefined;
  }

  /** The id that one of a row's first cells begins with. */
  private rowId({ cells }: Row): string | undefined {
    const ids = cells.slice(0, 2).map((cell) => this.idOf(unmarked(cell)));
    return ids.find((id) => id !== undefined);
  }

  /** @param cells those of the row, with the lines of files behind these */
  private row(row: Row, cells: readonly string[]): void {
    const { columns, line } = row;
    const titles = columns.map(labelOf);
    const values = cells.map(unmarked);
    const id = this.rowId(row) ?? this.#rows.get(row) ?? this.known.rows.get(row);
    if (id !== undefined) {
      // Another report's bugs may have the same numbers.
      const above = this.#sections.flatMap(({ text, isTitle }) => (isTitle ? [] : [text]));
      if ([...titles.slice(0, 2), ...above].some((text) => PRIOR_WORD.test(text))) return;
      const bug = this.bug(id, line);
      titles.forEach((label, index) =>
        this.field(bug, { label, value: values[index] ?? "", raw: cells[index] ?? "" }, line),
      );
      bug.lines = Math.max(bug.lines, ...values.map(linesIn));
      bug.words.push(...values);
      return;
    }
    if (this.#bug) {
      const [label = "", ...rest] = cells;
      const said = { label: labelOf(label), value: values.slice(1).join(" "), raw: rest.join(" ") };
      this.field(this.#bug.claimed, said, line);
      this.#bug.claimed.words.push(...values);
      return;
    }
    if (!this.#tables.isSplit(columns)) this.summary(titles, values, line, this.#tables.isSorted(columns));
    this.files(titles, { cells, line });
  }

  /** A row of no bug that says which file, or which test. */
  private files(titles: readonly string[], { cells, line }: Pick<Row, "cells" | "line">): void {
    if (isToldWhyMissing(cells.join(" "))) return;
    for (const [index, title] of titles.entries()) {
      const raw = cells[index] ?? "";
      if (FILE_COLUMN.test(title)) this.places(this.#rest, raw, line, { isLabelled: true, label: title });
      // Names alone may be cut short, where there is room for no more.
      else if (COMMIT_COLUMN.test(title)) this.named(this.#rest, raw, line);
      else if (TEST_COLUMN.test(title) && raw.includes(".py")) this.test(this.#rest, title, unmarked(raw), line);
    }
  }

  /** Functions that a row tells of beside their file. */
  private functionsOf({ columns, cells, line }: Row): void {
    const at = columns.findIndex((title) => FILE_COLUMN.test(labelOf(title)));
    const raw = cells.join(" | ");
    if (at < 0 || isToldWhyMissing(raw) || isNotYet(raw) || this.isProposed()) return;
    const others = cells.filter((_, index) => index !== at);
    for (const { name, path } of functionsBeside(cells[at] ?? "", others))
      this.#rest.functions.push({ value: name, line, path });
  }

  /** A row that says how many bugs there are, or how much time to fix them. */
  private summary(titles: readonly string[], values: readonly string[], line: number, isOfBugs: boolean): void {
    const [name = ""] = values;
    if (titles.length === 2 && VALUE_COLUMN.test(titles[1] ?? "")) return this.measure(name, values[1] ?? "", line);
    const isTotal = isTotalRow(name);
    if (isTotal && !isOfBugs) return;
    const level = isTotal ? undefined : this.#levels.of(name);
    if (level === undefined && !isTotal) return;
    titles.slice(1).forEach((title, index) => {
      const value = values[index + 1] ?? "";
      const kind = countKind(title);
      if (kind && /^\d{1,6}$/.test(value)) this.count({ level, of: kind, value: Number(value), line });
      else if (level !== undefined && TIME_TITLE.test(title)) this.time(level, value);
    });
  }

  /** A row that is read as a label with its value. */
  private measure(name: string, value: string, line: number): void {
    if (!BUG_WORD.test(name) && !this.isSummary()) return;
    for (const count of countsIn(`${name}: ${value}`, this.#levels, false)) this.count({ ...count, line });
  }

  /** What a text names that can be looked up wherever it stands: lines of files, and tests by their names. */
  private mentions(raw: string, line: number): void {
    const isDone = this.#bug !== undefined && this.isDone(this.#bug.claimed);
    if (isToldWhyMissing(raw) || this.isProposed(isDone) || OF_A_BRANCH.test(raw)) return;
    const isNew = (name: string): boolean => !this.#named.has(`${String(line)} ${name}`);
    for (const file of filesIn(raw))
      if (file.line !== undefined && isNew(file.path)) this.place(this.#rest, file, line, { isLabelled: true });
    const cells = raw.split(" | ").filter((cell) => !isNotYet(cell));
    for (const file of cells.flatMap(filesOfNames))
      if (isNew(file.path)) this.place(this.#rest, file, line, { isLabelled: true });
    for (const { name, path } of isNotYet(raw) ? [] : placedFunctionsIn(raw))
      this.#rest.functions.push({ value: name, line, path });
    for (const value of isNotYet(raw) ? [] : testNamesIn(raw))
      if (isNew(value)) this.#rest.tests.push({ value, line, isFirm: false });
  }

  private text(raw: string, line: number, isItem: boolean): void {
    const whole = unmarked(raw);
    const tick = isItem ? /^\[([ xX])\] /.exec(whole)?.[1] : undefined;
    if (tick === " ") this.#unticked++;
    else if (tick !== undefined) this.#ticked++;
    const text = tick === undefined ? whole : whole.slice(4);
    const id = isItem ? this.idOf(text) : undefined;
    const place = isItem && id === undefined && !this.#bug ? this.placeNaming(text) : undefined;
    if (place !== undefined) return this.placed(place, raw, line);
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

  private placed(place: string, raw: string, line: number): void {
    let name = place;
    for (let number = 2; this.#bugs.has(name); number++) name = `${place} (${String(number)})`;
    const bug = this.bug(name, line);
    bug.words.push(unmarked(raw));
    // What stands behind it is of something else.
    const [file, ...others] = filesIn(raw);
    if (file) this.place(bug, file, line, { isLabelled: true });
    for (const other of others) this.place(bug, other, line, { isLabelled: false });
  }

  /** A bug that an item tells of. */
  private item(bug: ClaimedBug, text: string, line: number): void {
    bug.words.push(text);
    const rest = withoutId(text);
    const level = /\bP[0-3]\b/.test(rest) ? this.#levels.of(rest) : undefined;
    if (level !== undefined) this.graded(bug, level, rest, line);
    this.status(bug, rest, line);
    this.places(bug, rest, line, { isLabelled: false });
  }

  private inBug(bug: ClaimedBug, raw: string, text: string, line: number): void {
    bug.words.push(text);
    const [, tick, ticked = ""] = /^\[([ xX])\] \W*(\p{L}+)\W*$/u.exec(text) ?? [];
    if (statusIn(ticked) === "resolved") this.say(bug, tick === " " ? "open" : "resolved", line, true);
    const fields = fieldsIn(raw);
    for (const field of fields) this.field(bug, field, line);
    if (!fields.some(({ label }) => LABELS.test.test(label))) this.guards(bug, raw, line);
    if (fields.some(({ label }) => TO_COME_TITLE.test(label) && !LABELS.fix.test(label))) this.#isToCome = true;
    // A label on a line of its own is about the list below it.
    if (fields.length === 1 && fields[0]?.value === "") this.#label = fields[0].label;
    else if (fields.length === 0 && this.#label !== "" && raw.trim() !== "") this.listed(bug, text, raw, line);
    else if (fields.length > 0) this.#label = "";
    if (
      fields.every(({ label }) => !LABELS.fix.test(label)) &&
      mendedBy(text).length === 0 &&
      (saysCommit(text) || beginsWithCommit(raw))
    )
      this.named(bug, raw, line);
    if (fields.length === 0) {
      for (const commit of mendedBy(text)) bug.fixes.push({ value: commit, line });
      if (/^[*_]*[\p{L} ]{1,30}[*_]+$/u.test(raw.trim())) this.#label = text;
    }
  }

  /** What stands below a label: no sentence is a status. */
  private listed(bug: ClaimedBug, value: string, raw: string, line: number): void {
    const isStatus = LABELS.status.test(this.#label);
    if (!isStatus || value.length < 30) this.field(bug, { label: this.#label, value, raw }, line);
  }

  private field(bug: ClaimedBug, { label, value, raw }: Field, line: number): void {
    if (value === "" || value === "-" || value === "–" || value === "—") return;
    // What is struck out was said at another time.
    if (raw.includes("~~") || ((this.#isInPart || this.#isNested) && LABELS.severity.test(label))) return;
    if (LABELS.severity.test(label) || /^labels?$/i.test(label)) {
      const level = this.#levels.of(/^labels?$/i.test(label) ? (/\bP[0-3]\b/.exec(value)?.[0] ?? "") : value);
      if (level !== undefined) this.graded(bug, level, `${label} ${value}`, line);
    } else if (LABELS.status.test(label)) this.stated(bug, value, line);
    else if (LABELS.firstSeen.test(label)) {
      const date = dateIn(value);
      if (date) bug.firstSeen ??= { value: date, line };
      if (date && isOfFinding(label)) bug.foundOn ??= { value: date, line };
      for (const commit of commitsIn(value)) bug.commits.push({ value: commit, line });
    } else if (LABELS.deadline.test(label)) bug.deadlines.push({ value, line });
    else if (LABELS.fix.test(label)) {
      this.fixes(bug, value, line);
      const date = isOfMending(label) && /^\W*(?:\d{4}-|\p{L}{3,9}\.? \d)/u.test(value) ? dateIn(value) : undefined;
      if (date) bug.mendedOn ??= { value: date, line };
    } else if (LABELS.test.test(label)) this.test(bug, label, value, line);
    else if (LABELS.code.test(label)) this.functions(bug, raw, line, raw.includes("()"));
    else if (LABELS.place.test(label)) {
      this.places(bug, raw, line, { isLabelled: true, label });
      this.functions(bug, raw, line, true);
    } else if (isStrange(label)) this.#unread.set(label, (this.#unread.get(label) ?? 0) + 1);
  }

  /** Commits that a text names as such, whatever they did. */
  private named(bug: ClaimedBug, raw: string, line: number): void {
    for (const commit of commitsIn(unmarked(raw))) bug.commits.push({ value: commit, line });
  }

  /** Tests in a sentence, as pytest is given them between backticks. */
  private guards(bug: ClaimedBug, raw: string, line: number): void {
    const text = unmarked(raw);
    const numbers = [...testNumbersIn(text), ...testNumbersAcross(this.#wrapped, text)];
    for (const { number, path } of this.isProposed(this.isDone(bug)) ? [] : numbers)
      bug.testNumbers.push({ value: number, line, path });
    if (isToldWhyMissing(raw) || isNotYet(raw)) return;
    for (const value of nodeIdsIn(raw)) this.test(bug, "", value, line);
  }

  /** A test that is said to be there: what is required, or part of what ought to be done, is still to be written. */
  private test(bug: ClaimedBug, label: string, value: string, line: number): void {
    if (!TO_COME_TITLE.test(label) && !this.isProposed(this.isDone(bug))) {
      bug.tests.push({ value, line, isFirm: GUARD_LABEL.test(label) });
      for (const name of testsNamed(value)) this.#named.add(`${String(line)} ${name}`);
    }
  }

  private graded(bug: ClaimedBug, value: Level, text: string, line: number): void {
    bug.severities.push({ value, line, axes: axesOf(text) });
  }

  private stated(bug: ClaimedBug, value: string, line: number): void {
    if (PLANNED_WORD.test(value)) bug.isPlanned = true;
    // What comes behind the first words tells how it came to be.
    const [said = ""] = /^[^.;。；]{0,60}/u.exec(value) ?? [];
    const alone = statusAlone(value);
    // `✅ Better than before` does not say that it is mended.
    if (alone) this.say(bug, alone, line, !this.#isInPart);
    else if (!said.includes("✅") || statusIn(said.replaceAll("✅", "")) !== undefined) this.status(bug, said, line);
    if (statusIn(said) === "resolved") this.fixes(bug, value, line);
    else for (const commit of commitsIn(value)) bug.commits.push({ value: commit, line });
    const date = /^reopened/i.test(value) ? dateIn(value) : undefined;
    if (date) bug.reopened = { value: date, line };
    const mended = alone === "resolved" ? mendedOn(value) : undefined;
    if (mended) bug.mendedOn ??= { value: mended, line };
  }

  private fixes(bug: ClaimedBug, value: string, line: number): void {
    const commits = commitsIn(value);
    for (const commit of commits) bug.fixes.push({ value: commit, line });
    // Other days may be those of a review, or of a release.
    const date = commits.length > 0 && /^\W*\d{4}-\d\d-\d\d/.test(value) ? dateIn(value) : undefined;
    if (date) bug.fixedOn ??= { value: date, line };
    const late = /(after|past|missed|outside|beyond) (of )?(the |its )?(deadline|sla)|\bsla (missed|breached)/i.test(
      value,
    );
    const inTime = /(inside|within|before|met) (of )?(the |its )?(deadline|sla)|\bsla met\b|\bon time\b/i.test(value);
    if (late !== inTime) bug.inTime = { value: inTime, line };
  }

  private places(bug: ClaimedBug, raw: string, saidOn: number, how: Labelled): void {
    for (const file of filesIn(raw)) this.place(bug, file, saidOn, how);
  }

  /** Functions by their names between backticks. */
  private functions(bug: ClaimedBug, raw: string, line: number, isBesidePlaces: boolean): void {
    if (isToldWhyMissing(raw) || this.isProposed()) return;
    for (const value of functionsIn(raw, isBesidePlaces)) bug.functions.push({ value, line });
  }

  private place(bug: ClaimedBug, file: NamedFile, saidOn: number, { isLabelled, label = "" }: Labelled): void {
    const { path, line, others, isWhole, isAtRoot, isPlanned, isHere } = file;
    if (path.startsWith("../")) this.#isOfSeveral = true;
    if (isPlanned) this.#planned.add(nameIn(path));
    if (isLabelled) this.#named.add(`${String(saidOn)} ${path}`);
    const isNamed = isLabelled && isHere && !TO_COME_TITLE.test(label) && !this.isProposed(this.isDone(bug));
    const isCertain = isNamed && (isWhole || (isAtRoot && label !== ""));
    for (const at of [line, ...others]) bug.places.push({ path, line: at, saidOn, isLabelled, isCertain, isNamed });
  }

  private isDone(bug: ClaimedBug): boolean {
    return this.known.resolved.has(bug.name) || claimedStatus(bug) === "resolved";
  }

  /** Whether files are named here that somebody is to make. @param isDone whether what the bug's own text proposes was done */
  private isProposed(isDone = false): boolean {
    const isIn = ({ isOfSteps, isTitle, isOfBugs, text }: Section): boolean =>
      isOfSteps || TO_MAKE.test(unmarked(text)) || (!isDone && !isTitle && !isOfBugs && TO_COME_TITLE.test(text));
    return (this.#isToCome && !isDone) || this.#isToMake || this.#sections.some(isIn);
  }

  private status(bug: ClaimedBug, text: string, line: number, isFirm = false): void {
    const value = statusIn(text);
    if (value) this.say(bug, value, line, isFirm && statusAlone(text) === value);
  }

  private say(bug: ClaimedBug, value: ClaimedStatus, line: number, isFirm: boolean): void {
    bug.statuses.push({ value, line });
    if (isFirm) bug.firm.push({ value, line });
  }

  /** A line outside of any bug: how many there are, how much time there is, which files and tests. */
  private free(raw: string, text: string, line: number, isItem: boolean): void {
    const isTotal = TOTAL_WORD.test(text) && RESOLVED_WORD.test(text);
    // What is not ticked is what ought to be.
    const isGoal = isItem && text.startsWith("[ ]");
    const isOfBugs = !isGoal && (isTotal || BUG_WORD.test(text) || this.isSummary());
    for (const count of isOfBugs ? countsIn(text, this.#levels, isItem) : []) this.count({ ...count, line });
    const isOfWhole = this.#sections.every(({ isTitle }) => isTitle);
    for (const count of isOfWhole ? wholeIn(text) : []) this.count({ ...count, line });
    const mended = allMendedIn(text, line, this.#levels);
    // Below a heading it may be about what that tells of, unless it says how many there are.
    this.#allMended.push(...mended.filter(({ number = 0 }) => isOfWhole || number > 2));
    const named = this.#levels.of(text);
    if (named !== undefined && TIME_TITLE.test(text)) this.time(named, text);
    this.guards(this.#rest, raw, line);
    if (saysCommit(text) || (isItem && beginsWithCommit(raw))) this.named(this.#rest, raw, line);
    for (const { label, value, raw: said } of fieldsIn(raw)) {
      if (LABELS.place.test(label)) this.places(this.#rest, said, line, { isLabelled: true, label });
      if (LABELS.test.test(label)) this.test(this.#rest, label, value, line);
      const isKnown = Object.values(LABELS).some((known) => known.test(label));
      if (!isKnown && isStrange(label)) this.#stray.set(label, (this.#stray.get(label) ?? 0) + 1);
    }
    if (!isItem || !FILES_SECTION.test(this.#sections.at(-1)?.text ?? "")) return;
    const [file] = FIRST_FILE.test(text) ? filesIn(raw) : [];
    if (file) this.place(this.#rest, file, line, { isLabelled: true });
  }

  /** Whether a number that does not say what it counts counts bugs here, and not what some tool has found. */
  private isSummary(): boolean {
    const section = this.#sections.at(-1);
    if (!section || section.isTitle || section.isOfBugs) return true;
    return SUMMARY_TITLE.test(section.text) || BUG_WORD.test(section.text);
  }

  private time(level: Level, text: string): void {
    const time = durationIn(text);
    if (time !== undefined && !this.#times.has(level)) this.#times.set(level, time);
  }

  /** The id that a text begins with: by a word for bugs, or by letters that number several things. */
  private idOf(text: string): string | undefined {
    const id = idOf(text);
    return id !== undefined && (isCalledBug(id) || this.#series.has(seriesOf(id))) ? id : undefined;
  }

  private keyOf(name: string): string {
    const key = name.replace(/-?#/, "-");
    if (!name.startsWith("#")) {
      // `Bug 4` of a table that numbers its rows.
      const bare = key.replace(/^[A-Z]+(?=-\d+$)/, "");
      return CALLED_IN_IDS.some((word) => key === word + bare) && this.#bugs.has(bare) ? bare : key;
    }
    const isTold = (called: string): boolean => this.#bugs.has(called) || this.#toldOf.has(called);
    return CALLED_IN_IDS.map((word) => word + key).find(isTold) ?? key;
  }

  /** A number of bugs that stands below a heading: not what is in a part of the whole, or was there before. */
  private count(count: ClaimedCount): void {
    if (this.#sections.some(({ text, isTitle }) => !isTitle && PART_TITLE.test(unmarked(text)))) return;
    const line = this.#sections.at(-1)?.line ?? 0;
    const beside = this.#besides.get(line) ?? [];
    this.#besides.set(line, [...beside, count]);
    // What is counted twice below a heading, and not alike, is counted in parts.
    const others = beside.filter(
      ({ level, of, value }) => level === count.level && of === count.of && value !== count.value,
    );
    for (const part of others.length > 0 ? [...others, count] : []) this.#parts.add(part);
    this.#counts.push(count);
  }

  /** Whether the report counts the same in three ways or more: each is of a part of it, or of another day. */
  private isPart({ level, of, within }: ClaimedCount): boolean {
    if (within) return false;
    const alike = this.#counts.filter((other) => !other.within && other.level === level && other.of === of);
    return new Set(alike.map(({ value }) => value)).size > 2;
  }

  /** @param isHeading whether it is told of here, and not only named */
  private bug(name: string, line: number, { isHeading = false, isNamed = true } = {}): ClaimedBug {
    const key = this.keyOf(name);
    let bug = this.#bugs.get(key);
    const isNew = !bug;
    if (!bug) {
      bug = emptyBug(name, line, isNamed);
      this.#bugs.set(key, bug);
    }
    for (const section of this.#sections) section.bugs.add(bug);
    const status = this.#sections.findLast((section) => section.status !== undefined)?.status;
    if (status) bug.statuses.push({ value: status, line });
    if (isHeading && bug.isHeaded) bug.isRetold = true;
    bug.isHeaded ||= isHeading;
    // A plan that sorts bugs by what comes first is no place where they are told of.
    if (isNew || isHeading) {
      const hasId = this.idOf(name) !== undefined;
      // Numbers below a title may be of steps, or of whatever else the report tells of.
      const above = this.#sections.findLast((section) => section.says !== undefined && (hasId || !section.isTitle));
      if (above?.says !== undefined && bug.section === undefined && bug.isGraded !== true) {
        bug.section = above.says;
        bug.sectionAxes = above.axes;
      }
      if (this.#sections.some(({ isTitle, text }) => !isTitle && REMARK_TITLE.test(text))) bug.isRemark = true;
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

/** What a heading, or a label with its value, grades by: `High` is how grave a bug is, where nothing says otherwise. */
function axesOf(text: string): readonly Axis[] {
  const isNumbered = /\bP[0-3]\b/.test(text);
  const isUrgent = PRIORITY_WORD.test(text);
  const isGrave = GRAVITY_WORD.test(text) || (!isUrgent && SEVERITY_WORDS.some((word) => word.test(text)));
  return [...(isNumbered || isUrgent ? (["priority"] as const) : []), ...(isGrave ? (["severity"] as const) : [])];
}

/** What stands in brackets at a heading's end. */
function asideIn(heading: string): string {
  return /[[(]([^()[\]]{1,40})[\])]\s*$/.exec(heading)?.[1] ?? "";
}

const BUG_WORD = new RegExp(String.raw`(?<!\p{L})(?:${BUG_NOUN}|concerns?)(?!\p{L})`, "iu");
const TEST_COLUMN = /^(?:(?:regression )?tests?(?: files?)?|test files?|covered by)$/iu;
const COMMIT_COLUMN = /^(?:(?:fix |git )?commits?|sha|hash|提交)$/iu;
/** The second column of a table of measures. */
const VALUE_COLUMN = /^(?:values?|wert|valor|valeur|значение|值|数值)$/iu;
/** The file that an item begins with. */
const FIRST_FILE = /^[^\p{L}\p{N}/._]*([\w./-]+\.\w{1,5})(?![\w/])/u;
/** `shop/pool.py:41 - `. */
const PLACED = /^([\w./-]*\w\.\w{1,5}:\d{1,6})(?::| [-–—:]) \S/;
/** `✅ FIXED` at a heading's end. */
const MARKED = /[\p{Extended_Pictographic}\ufe0f]\s*(\p{Lu}[\p{Lu} ']{2,30})$/u;
/** `- FIXED` there. */
const ENDED = / [-–—] (\p{Lu}[\p{Lu} ]{3,20})$/u;
/** `(3)`, `(3 bugs)`, `(3 open)`, `: 3 bugs` at a heading's end. */
const IN_HEADING = new RegExp(
  String.raw`\((\d{1,6})(?: (?:${BUG_NOUN}|total|open|fixed|resolved|remaining))?\)|[:–—]\s*(\d{1,6}) ${BUG_NOUN}$|（(\d{1,6})(?:个)?）`,
  "iu",
);
/** What begins what announces something to be made. */
const TO_MAKE = /^\W*(?:\d+\W+)?(?:add|create|implement|write|introduce|new)(?!\p{L})/iu;
/** A severity, and nothing else. */
const GRADE = /^\P{L}*(?:\p{L}+)(?: (?:severity|priority|risk|impact))?\P{L}*$/iu;
const nameIn = (path: string): string => path.split("/").at(-1) ?? path;

/**
 * Whether the word of a section's heading means something else: few of its bugs are of that severity, as they say
 * themselves, or not all of a report's. Where a heading says more than how grave bugs are, all but one have to agree.
 */
function isMisread({ says, bugs, isTitle, text }: Section): boolean {
  const graded = [...bugs].filter(({ severities }) => severities.length > 0);
  const others = graded.filter(({ severities }) => severities[0]?.value !== says).length;
  if (says === undefined || others === 0) return false;
  const isGrade = text.length < 200 && GRADE_TITLE.test(unmarked(text));
  const isOdd = others === 1 && graded.length > 2;
  return isTitle || (isGrade ? bugs.size > 1 && others > bugs.size / 2 : !isOdd);
}
