import { unmarked, type Heading, type Piece, type Row } from "./document.js";
import { Levels, type Level } from "./levels.js";
import { reckoningsIn, type Reckoning } from "./reckoning.js";
import { dateIn, durationIn, type Span } from "./times.js";

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
  /** The severity of the section that it stands in. */
  section?: Level;
  readonly severities: Said<Level>[];
  readonly statuses: Said<ClaimedStatus>[];
  firstSeen?: Said<Span>;
  reopened?: Said<Span>;
  readonly deadlines: Said<string>[];
  /** Commits that are said to have mended it. */
  readonly fixes: Said<string>[];
  /** Other commits of its life. */
  readonly commits: Said<string>[];
  readonly tests: ClaimedTest[];
  /** Whether it was mended in time, as is said. */
  inTime?: Said<boolean>;
  readonly places: { readonly path: string; readonly line: number | undefined }[];
  /** All that is said of it. */
  readonly words: string[];
}

export type ClaimedStatus = "open" | "accepted" | "resolved";

/** How many bugs there are, as a report says: of a severity or of all, in all or of a status. */
export interface ClaimedCount {
  readonly level: Level | undefined;
  readonly of: "all" | ClaimedStatus;
  readonly value: number;
  readonly line: number;
}

/** What a report says that can be checked. */
export interface Claims {
  readonly bugs: readonly ClaimedBug[];
  readonly counts: readonly ClaimedCount[];
  /** What it adds up, divides and ticks off. */
  readonly reckonings: readonly Reckoning[];
  /** Labels that say something of a bug which nobody here knows how to read, each once. */
  readonly unread: readonly string[];
  /** The time to fix by level, in milliseconds, where the report names it. */
  readonly times: ReadonlyMap<Level, number>;
}

/** Bugs have ids like `BUG-001`, `Bug #7`, `P0-3`, `ISSUE-12`, or headings with a number in a severity's section. */
const ID =
  /^\W*((?:(?:critical|blocker|high|major|medium|moderate|low|minor) )?(?:BUG|ISSUE|DEFECT|DEF|FIX)[-_ ]?#?\d+|P[0-3][-_.#]\d+|[A-Z]{2,8}-\d+|#\d+)(?![\d.])/i;
const NUMBERED = /^\W*\d+[.):]\s+\S/;

/** Finds out what a report says. */
export function readClaims(pieces: readonly Piece[]): Claims {
  const reader = new Reader(pieces);
  for (const piece of pieces) reader.read(piece);
  return { ...reader.claims(), reckonings: reckoningsIn(pieces) };
}

interface Section extends Heading {
  readonly says: Level | undefined;
  readonly status: ClaimedStatus | undefined;
}

class Reader {
  readonly #levels: Levels;
  readonly #bugs = new Map<string, ClaimedBug>();
  readonly #counts: ClaimedCount[] = [];
  readonly #times = new Map<Level, number>();
  /** Bugs that have a heading of their own. */
  readonly #headed: ReadonlySet<string>;
  #sections: Section[] = [];
  /** The bugs of each section that names a severity. */
  readonly #within = new Map<Section, Set<ClaimedBug>>();
  readonly #unread = new Set<string>();
  #bug: { readonly claimed: ClaimedBug; readonly level: number } | undefined;
  #label = "";

  constructor(pieces: readonly Piece[]) {
    const texts = pieces.flatMap((piece) =>
      piece.kind === "heading" ? piece.text : piece.kind === "row" ? (piece.cells[0] ?? "") : [],
    );
    this.#levels = new Levels(texts.map(unmarked));
    const ids = pieces.flatMap((piece) => (piece.kind === "heading" ? (idOf(unmarked(piece.text)) ?? []) : []));
    this.#headed = new Set(ids);
  }

  claims(): Omit<Claims, "reckonings"> {
    for (const [{ says }, bugs] of this.#within)
      if (isMisread(says, [...bugs])) for (const bug of bugs) delete bug.section;
    return { bugs: [...this.#bugs.values()], counts: this.#counts, times: this.#times, unread: [...this.#unread] };
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
    const inSection = this.#sections.some(({ says, status }) => says !== undefined || status !== undefined);
    const id = idOf(text) ?? (inSection && !this.#bug && NUMBERED.test(text) ? text : undefined);
    if (id !== undefined) {
      this.#bug = { claimed: this.bug(id, heading.line), level: heading.level };
      const rest = text.replace(ID, "");
      const own = /^\W*[a-z]+ (?:bug|issue|defect|fix)\b/i.test(text)
        ? this.#levels.of(ID.exec(text)?.[1] ?? "")
        : undefined;
      const level = own ?? (/[[(]\s*P[0-3]|\bP[0-3]\b/.test(rest) ? this.#levels.of(rest) : undefined);
      if (level !== undefined) this.#bug.claimed.severities.push({ value: level, line: heading.line });
      this.status(this.#bug.claimed, /[[(]([A-Z][A-Za-z ]+)[\])]/.exec(text)?.[1] ?? "", heading.line);
      return;
    }
    if (this.#bug) return;
    const says = this.#levels.of(text);
    this.#sections.push({ ...heading, says, status: statusIn(text) });
    const counted =
      /\((\d{1,6})(?: (?:bugs?|issues?|findings?|total))?\)|[:–—]\s*(\d{1,6}) (?:bugs?|issues?|findings?)$/i.exec(text);
    const number = counted?.[1] ?? counted?.[2];
    if (number !== undefined && (says !== undefined || /\b(bugs?|issues?)\b/i.test(text))) {
      this.count(says, statusIn(text) ?? "all", number, heading.line);
    }
  }

  private row({ columns, cells, line }: Row): void {
    const titles = columns.map(unmarked);
    const values = cells.map(unmarked);
    const id = values
      .slice(0, 2)
      .map(idOf)
      .find((found) => found !== undefined);
    if (id !== undefined) {
      const bug = this.bug(id, line);
      titles.forEach((title, index) => this.field(bug, title, values[index] ?? "", line));
      bug.words.push(...values);
      return;
    }
    if (this.#bug) {
      this.field(this.#bug.claimed, values[0] ?? "", values.slice(1).join(" "), line);
      this.#bug.claimed.words.push(...values);
      return;
    }
    this.summary(titles, values, line);
  }

  /** A row that says how many bugs there are, or how much time to fix them. */
  private summary(titles: readonly string[], values: readonly string[], line: number): void {
    const [name = ""] = values;
    const isTotal = /^(grand )?(total|all|sum|overall)\b/i.test(name);
    const level = isTotal ? undefined : this.#levels.of(name);
    if (level === undefined && !isTotal) return;
    titles.slice(1).forEach((title, index) => {
      const value = values[index + 1] ?? "";
      const kind = countKind(title);
      if (kind && /^\d{1,6}$/.test(value)) this.count(level, kind, value, line);
      else if (level !== undefined && /sla|within|fix|time|deadline|target/i.test(title)) this.time(level, value);
    });
  }

  private text(raw: string, line: number, isItem: boolean): void {
    const text = unmarked(raw);
    const id = isItem ? idOf(text) : undefined;
    if (id !== undefined && !this.#bug && !this.#headed.has(id)) {
      const bug = this.bug(id, line);
      bug.words.push(text);
      const rest = text.replace(ID, "");
      const level = /\bP[0-3]\b/.test(rest) ? this.#levels.of(rest) : undefined;
      if (level !== undefined) bug.severities.push({ value: level, line });
      this.status(bug, rest, line);
      this.freely(bug, rest, line);
      this.places(bug, rest);
      return;
    }
    if (this.#bug) this.inBug(this.#bug.claimed, raw, text, line);
    else if (!id) this.freeCount(text, line);
  }

  private inBug(bug: ClaimedBug, raw: string, text: string, line: number): void {
    bug.words.push(text);
    const fields = fieldsIn(raw);
    for (const [label, value] of fields) this.field(bug, label, value, line);
    // A label on a line of its own is about the list below it.
    if (fields.length === 1 && fields[0]?.[1] === "") this.#label = fields[0][0];
    else if (fields.length === 0 && this.#label !== "" && raw.trim() !== "") this.field(bug, this.#label, text, line);
    else if (fields.length > 0) this.#label = "";
    if (fields.length === 0) {
      this.freely(bug, text, line);
      if (/^[*_]*[\w ]{1,30}[*_]+$/.test(raw.trim())) this.#label = text;
    }
  }

  private field(bug: ClaimedBug, label: string, value: string, line: number): void {
    if (value === "" || value === "-" || value === "–" || value === "—") return;
    if (/^(severity|priority|class|level|prio)\b/i.test(label)) {
      const level = this.#levels.of(value);
      if (level !== undefined) bug.severities.push({ value: level, line });
    } else if (/^(status|state|resolution|current status)$/i.test(label)) {
      this.status(bug, value, line);
      if (statusIn(value) === "resolved") this.fixes(bug, value, line);
      else for (const commit of commitsIn(value)) bug.commits.push({ value: commit, line });
      const date = /^reopened/i.test(value) ? dateIn(value) : undefined;
      if (date) bug.reopened = { value: date, line };
    } else if (
      /^(first seen|discovered|found|reported|opened|detected|introduced|created|date|seen|logged)\b/i.test(label)
    ) {
      const date = dateIn(value);
      if (date) bug.firstSeen ??= { value: date, line };
      for (const commit of commitsIn(value)) bug.commits.push({ value: commit, line });
    } else if (/^(deadline|due|fix by|sla|target|resolve by)\b/i.test(label)) bug.deadlines.push({ value, line });
    else if (
      /^(fix(ed)? (commit|in|by|with)|fix commits?|commits?|resolved (in|by|with|at)|resolved|fixed|resolution|sha|hash)\b/i.test(
        label,
      )
    ) {
      this.fixes(bug, value, line);
    } else if (/^(regression )?tests?\b|^(guard|covered|validated|verified)\b|^test (case|coverage)/i.test(label)) {
      bug.tests.push({ value, line, isFirm: /regression|guard|covered/i.test(label) });
    } else if (/^(locations?|files?|paths?|where|affected|modules?|sources?|components?)\b/i.test(label))
      this.places(bug, value);
    else if (!/^[\p{ASCII}]+$/u.test(label) || FOREIGN.test(label)) this.#unread.add(label);
  }

  private fixes(bug: ClaimedBug, value: string, line: number): void {
    for (const commit of commitsIn(value)) bug.fixes.push({ value: commit, line });
    const late = /(after|past|missed|outside|beyond) (of )?(the |its )?(deadline|sla)|\bsla (missed|breached)/i.test(
      value,
    );
    const inTime = /(inside|within|before|met) (of )?(the |its )?(deadline|sla)|\bsla met\b|\bon time\b/i.test(value);
    if (late !== inTime) bug.inTime = { value: inTime, line };
  }

  /** What a sentence says of commits. */
  private freely(bug: ClaimedBug, text: string, line: number): void {
    for (const [, commit = ""] of text.matchAll(
      /\b(?:fixed|resolved|mended|commit|landed|merged)\b[^.;]{0,40}?\b([0-9a-f]{7,40})\b/gi,
    )) {
      if (/\d/.test(commit)) bug.fixes.push({ value: commit.toLowerCase(), line });
    }
  }

  private places(bug: ClaimedBug, value: string): void {
    for (const [, path = "", line] of value.matchAll(
      /(?<![\w./-])([\w./-]+\.py)(?:(?::|#L| line | \(line )(\d+))?/gi,
    )) {
      bug.places.push({ path: path.replace(/^\.\//, ""), line: line === undefined ? undefined : Number(line) });
    }
  }

  private status(bug: ClaimedBug, text: string, line: number): void {
    const value = statusIn(text);
    if (value) bug.statuses.push({ value, line });
  }

  /** A sentence or item outside of any bug: how many there are, or how much time. */
  private freeCount(text: string, line: number): void {
    const { level, of, value } = countIn(text, this.#levels) ?? {};
    if (value !== undefined) this.count(level, of ?? "all", value, line);
    const named = this.#levels.of(text);
    if (named !== undefined) this.time(named, text);
  }

  private time(level: Level, text: string): void {
    const time = durationIn(text);
    if (time !== undefined && !this.#times.has(level)) this.#times.set(level, time);
  }

  private count(level: Level | undefined, of: ClaimedCount["of"], value: string, line: number): void {
    this.#counts.push({ level, of, value: Number(value), line });
  }

  private bug(name: string, line: number): ClaimedBug {
    let bug = this.#bugs.get(name);
    if (!bug) {
      const lists = {
        severities: [],
        statuses: [],
        deadlines: [],
        fixes: [],
        commits: [],
        tests: [],
        places: [],
        words: [],
      };
      bug = { name, line, ...lists };
      this.#bugs.set(name, bug);
    }
    const within = this.#sections.findLast((section) => section.says !== undefined);
    const says = within?.says;
    if (within && bug.section === undefined) this.#within.set(within, (this.#within.get(within) ?? new Set()).add(bug));
    const status = this.#sections.findLast((section) => section.status !== undefined);
    if (says !== undefined) bug.section ??= says;
    if (status?.status) bug.statuses.push({ value: status.status, line });
    return bug;
  }
}

/** Whether no bug of a section is of its severity, as they say themselves: its word means something else then. */
function isMisread(says: Level | undefined, bugs: readonly ClaimedBug[]): boolean {
  return bugs.length > 1 && bugs.every(({ severities }) => severities.length > 0 && severities[0]?.value !== says);
}

/** Labels in other languages than English that are written in plain letters. */
const FOREIGN =
  /^(schweregrad|schwere|stand|fundort|datei|behoben|gefunden|frist|severidad|estado|fecha|archivo|prioridad|gravidade|arquivo|statut|fichier|gravit|stato|gravita|data)\b/i;

const NOUN = "(?:bugs?|issues?|findings?|defects?)";
/** `Critical bugs: 3`, `- **P1**: 4 open`, and nothing behind it. */
const AFTER_COLON = new RegExp(
  String.raw`^[^:\d]{0,40}?(?:P[0-3]\b)?[^:\d]{0,30}[:=]\s*(\d{1,6})(?: (open|resolved|fixed))?(?: ${NOUN})?(?: (open|resolved|fixed|found|total))?(?: \([^()]{0,60}\))?[.,;]?$`,
  "i",
);
/** `3 critical bugs`, `2 open P1 issues`. */
const BEFORE_LEVEL = new RegExp(
  String.raw`(?<![\d.,:/–-])\b(\d{1,6}) (open |resolved |fixed )?(?:P[0-3]|critical|high|medium|low)(?:[- ](?:severity|priority))? ${NOUN}\b`,
  "gi",
);
/** `Total bugs: 12`, `12 bugs in total`. */
const TOTAL = new RegExp(
  String.raw`^(?:the )?total(?: (?:${NOUN}|number of bugs))?\s*[:=]\s*(\d{1,6})[.,;]?$|^(\d{1,6}) ${NOUN} (?:in total|found in total)\b`,
  "i",
);

/** How many bugs a line says there are: only where the number stands right beside what it counts. */
function countIn(
  text: string,
  levels: Levels,
): { level: Level | undefined; of: ClaimedCount["of"]; value: string } | undefined {
  const total = TOTAL.exec(text);
  if (total) return { level: undefined, of: "all", value: total[1] ?? total[2] ?? "" };
  const level = levels.of(text);
  if (level === undefined) return undefined;
  const alone = AFTER_COLON.exec(text);
  if (alone) return { level, of: statusIn(alone[2] ?? alone[3] ?? statusWord(text)) ?? "all", value: alone[1] ?? "" };
  const [found, ...more] = text.matchAll(BEFORE_LEVEL);
  return found && more.length === 0
    ? { level, of: statusIn(found[2] ?? "") ?? "all", value: found[1] ?? "" }
    : undefined;
}

/** What is said of those that are counted: `Open critical bugs: 3`. */
function statusWord(text: string): string {
  return /^\W*(open|resolved|fixed|remaining)\b/i.exec(text)?.[1]?.replace(/remaining/i, "open") ?? "";
}

function idOf(text: string): string | undefined {
  const id = ID.exec(text)?.[1];
  return id === undefined || /^(CWE|CVE|UTF|SHA|ISO|RFC|PEP)-/i.test(id)
    ? undefined
    : id.toUpperCase().replace(/[ _]/g, "-");
}

/** `**Label:** value` as often as a line has it, or `Label: value`. */
function fieldsIn(raw: string): [string, string][] {
  const bold = [...raw.matchAll(/(?:\*\*|__)([^*_][^*]{0,200}?)(?::(?:\*\*|__)|(?:\*\*|__)\s*:|\.(?:\*\*|__))\s*/g)];
  if (bold.length > 0) {
    return bold.map((found, index) => {
      const end = bold[index + 1]?.index ?? raw.length;
      const value = unmarked(raw.slice(found.index + found[0].length, end)).replace(/(?<![\s|·•,;/])[\s|·•,;/]+$/, "");
      return [unmarked(found[1] ?? ""), value];
    });
  }
  const plain = /^([A-Z][A-Za-z /_-]{1,30}?)\s*:(?!:)\s*(.*)$/.exec(unmarked(raw));
  return plain ? [[plain[1] ?? "", plain[2] ?? ""]] : [];
}

function commitsIn(text: string): string[] {
  const found = [...text.matchAll(/(?<![\w/.#-])([0-9a-f]{7,40})(?![\w-]|\.\w)/gi)].map(([, name = ""]) =>
    name.toLowerCase(),
  );
  return found.filter((name) => /[a-f]/.test(name) || !/^(19|20)\d{6}$/.test(name));
}

function statusIn(text: string): ClaimedStatus | undefined {
  if (
    /\b(?:not (?:yet )?(?:resolved|fixed|closed|done)|unresolved|partially|to be fixed|reopened|open|in progress|new|confirmed|pending)\b/i.test(
      text,
    )
  )
    return "open";
  if (/\b(?:accepted|won'?t fix|wontfix|deferred|suppressed)\b/i.test(text)) return "accepted";
  return /\b(?:resolved|fixed|closed|done|completed?)\b|✅/i.test(text) ? "resolved" : undefined;
}

function countKind(title: string): ClaimedCount["of"] | undefined {
  if (
    /^(count|bugs?|total|number|#|no\.?|issues?|findings?|found|qty|reported|bug count|number of bugs|total bugs)$/i.test(
      title,
    )
  )
    return "all";
  if (/^(open|active|remaining|unresolved)( bugs)?$/i.test(title)) return "open";
  if (/^(resolved|fixed|closed)( bugs)?$/i.test(title)) return "resolved";
  return /^accepted$/i.test(title) ? "accepted" : undefined;
}

/** The level by which a bug is counted: that of its section, or what is said of it. */
export function levelOf(bug: ClaimedBug): Level | undefined {
  return bug.section ?? bug.severities[0]?.value;
}

/** What a bug is said to be; what its own line says comes before what its section says. */
export function claimedStatus(bug: ClaimedBug): ClaimedStatus {
  return bug.statuses.at(-1)?.value ?? "open";
}
