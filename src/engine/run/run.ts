import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Settings } from "../../config/settings.js";
import type { Source } from "../../files/decode.js";
import { FileProblem, reasonOf } from "../../files/problem.js";
import type { Facts } from "../../python/model/facts.js";
import { Knowledge } from "../../python/model/knowledge.js";
import { NOTHING, type Footprint } from "../../python/model/footprints.js";
import { Project } from "../../python/model/project.js";
import { Texts } from "../../python/model/texts.js";
import { knownText } from "../../syntax/known-text.js";
import { TooHardToParse, TooMuchEffort, withEffort } from "../../syntax/effort.js";
import { loadParser, type PythonParser } from "../../syntax/parser.js";
import { lineCount } from "../../syntax/positions.js";
import { timed } from "../../timing.js";
import { concerns, isFor } from "./concerns.js";
import type { Failure, Finding } from "../finding/finding.js";
import { lineHashes } from "../finding/fingerprint.js";
import { fixOf } from "../finding/fix.js";
import { groupedBy } from "../../grouped.js";
import { Places } from "../finding/place.js";
import { merged, NOTHING_FOUND, type RunResult } from "../finding/run-result.js";
import type { RegisteredRule, Report, Rule } from "../rule.js";
import { atLeast, type Severity } from "../severity.js";
import { ADDRESS, commentsIn } from "../finding/suppression-comments.js";
import { standingOf } from "./standing.js";
import { Tracing, type Traced } from "./traced.js";
import type { TracedFiles } from "./traced-files.js";
import { Hung, watched } from "./watchdog.js";

/** What to look for. */
export interface RunOptions {
  /** The rules that there are; which of them run on a file, its settings say. */
  readonly rules: readonly RegisteredRule[];
  /** Findings below it are left out. */
  readonly minSeverity: Severity;
}

/** What to find out about a file. */
export interface Task {
  readonly path: string;
  /** The ids of the rules to ask; all that apply to the file, and what else there is to say of it, where they are not named. */
  readonly rules?: readonly string[] | undefined;
}

/** UTF-16 units of parsed source after which what is known of them is dropped; it takes some ten bytes each, beside texts and trees. */
const MOST_PARSED = 6 * 1024 * 1024;
/** Answers after which all of them are dropped; some take a kilobyte, with the nodes that they are about. */
const MOST_ANSWERS = 60_000;
/** Facts that are known by their numbers, from which on they are forgotten, too. */
const MOST_FACTS = 500_000;
/** The same for what is known of which answers lean on which facts, in facts of four bytes each. */
const MOST_LEANINGS = 24 * 1024 * 1024;
/**
 * The steps that a rule may take over a file, half a minute's work or more. Of the 4,000 files of eight projects and of
 * Python's own library, none took a rule more than 1.6 million.
 */
const MOST_EFFORT = 300_000_000;
/** How long all rules together may take over a file, in milliseconds: what takes as long counts no steps. */
const LONGEST = 600_000;
/** How long a run keeps the event loop waiting, in milliseconds, if no file takes longer: other threads wait there for work. */
const TURN = 20;

/** Runs rules over the files of one scan, some at a time, and keeps what it has learnt of the project in between. */
export class Run {
  readonly #places = new Places();
  #failures: Failure[] = [];
  /** What the rule at hand has said so far. */
  #saying: Said | undefined;
  /** The file at hand, also while it is told of a rule that has hung there. */
  #visit: Visit | undefined;
  readonly #knowledge = new Map<Facts, Knowledge>();
  /** One for equal facts, whichever configuration said them. */
  readonly #knowledgeByText = new Map<string, Knowledge>();
  #project: Project;

  private constructor(
    private readonly files: TracedFiles,
    private readonly options: RunOptions,
    private readonly texts: Texts,
    private readonly settings: ReadonlyMap<string, Settings>,
  ) {
    this.#project = new Project(texts, files);
  }

  /**
   * @param settings of all the files of the scan: findings elsewhere were not asked for
   * @param texts that an earlier run over the same files has left
   * @throws Error with one readable line when no parser loads.
   */
  static async over(
    files: TracedFiles,
    settings: ReadonlyMap<string, Settings>,
    options: RunOptions,
    parser: Promise<PythonParser> = loadParser(),
    texts?: Texts,
  ): Promise<Run> {
    return new Run(files, options, texts ?? new Texts(timing(await parser)), settings);
  }

  /** Scans some of the files, one after the other in this thread. */
  async scan(paths: readonly string[], onProgress?: (done: number) => void): Promise<RunResult> {
    const tasks = paths.map((path) => ({ path }));
    return merged((await this.trace(tasks, onProgress)).slices.map(({ result }) => result));
  }

  /** Scans some of the files like {@link scan}, and tells of all that was found what it leans on. */
  async trace(tasks: readonly Task[], onProgress?: (done: number) => void): Promise<Traced> {
    const tracing = new Tracing();
    const waiting = tasks.values();
    for (let done = 0; done < tasks.length; onProgress?.(done)) {
      if (done > 0) await nextTurn();
      done += this.turn(waiting, tracing);
    }
    return { facts: tracing.facts, slices: tracing.slices };
  }

  /**
   * Does the next of some tasks until its time is over; where a rule hangs, the next turn goes on with the rule behind it.
   *
   * @returns how many it has done
   */
  private turn(waiting: Iterator<Task, undefined>, tracing: Tracing): number {
    const ends = Date.now() + TURN;
    let done = 0;
    const work = (): void => {
      do {
        const visit = (this.#visit ??= this.begun(waiting.next()));
        if (!visit) return;
        this.go(visit, tracing);
        this.#visit = undefined;
        done++;
      } while (Date.now() < ends);
    };
    try {
      // Setting a clock takes longer than most files do.
      withEffort(Infinity, () => {
        watched(work, LONGEST);
      });
    } catch (error) {
      const { path, rule } = this.#visit ?? {};
      if (!(error instanceof Hung) || path === undefined || !rule) throw error;
      // What it has leant on is not known: a file that has failed is not remembered.
      if (this.#saying) this.take(rule, this.#saying, NOTHING);
      this.fail(path, rule.id, error);
    }
    return done;
  }

  private begun({ done, value: task }: IteratorResult<Task, undefined>): Visit | undefined {
    if (done) return undefined;
    if (this.knowsMuch || this.isFull) this.startAfresh();
    const { path, rules: asked } = task;
    const begun = this.files.leanings.begin();
    const { rules = [], audit = false } = this.settings.get(path) ?? {};
    const wanted = new Set(asked ? rules.filter((id) => asked.includes(id)) : rules);
    return {
      path,
      begun,
      isWhole: !asked,
      isLikelyWanted: audit || this.hasComments(path),
      waiting: this.options.rules.filter(({ id }) => wanted.has(id)).values(),
      rule: undefined,
      said: new Map(),
    };
  }

  /** Scans a file, or goes on with it. */
  private go(visit: Visit, tracing: Tracing): void {
    const { path } = visit;
    const { leanings } = this.files;
    const source = this.files.load(path);
    if (!(source instanceof FileProblem)) timed("anything else", () => this.file(visit));
    const { value: itself, footprint } = leanings.during(() => this.itself(visit));
    leanings.end(visit.begun);
    if (itself) tracing.add({ path, rules: [], result: itself }, this.files.factsIn(footprint));
    const hashed = new Map<Source, Hashes>();
    for (const [leansOn, { rules, findings, hidden }] of visit.said) {
      const isSilent = findings.length === 0 && hidden.length === 0;
      const result = isSilent
        ? NOTHING_FOUND
        : {
            ...NOTHING_FOUND,
            findings: withLineHashes(findings, this.files, hashed),
            hidden: hidden.map(({ rule, path: at, start }) => ({ rule, path: at, start })),
          };
      tracing.add({ path, rules, result }, this.files.factsIn(leansOn));
    }
  }

  /** What there is to say of a file beside what rules do; nothing where that is known already, and nothing has failed. */
  private itself({ path, isWhole }: Visit): RunResult | undefined {
    const source = this.files.load(path);
    if (source instanceof FileProblem) this.#failures.push({ path, message: source.message });
    const failures = this.#failures.splice(0);
    if (!isWhole || source instanceof FileProblem)
      return failures.length > 0 ? { ...NOTHING_FOUND, failures } : undefined;
    const module = this.hasComments(path) ? this.#project.module(path) : undefined;
    const commented = module && commentsIn(module, source);
    return {
      ...NOTHING_FOUND,
      failures,
      files: 1,
      lines: lineCount(source.text),
      commented: commented ? [commented] : [],
    };
  }

  /**
   * Forgets what leans on files that have changed, or on questions about all texts that have another answer now; what does
   * not is known still when the next file is scanned.
   */
  forget(paths: ReadonlySet<string>, otherwise: ReadonlySet<string>): this {
    this.files.expire(paths, otherwise);
    return this;
  }

  /** Whether so much is known of the project that it is forgotten. */
  private get knowsMuch(): boolean {
    return this.#project.size > MOST_PARSED || this.#project.answers > MOST_ANSWERS;
  }

  /** Whether so much was asked of the files that it is forgotten. */
  private get isFull(): boolean {
    return this.files.size > MOST_FACTS || this.files.leanings.size > MOST_LEANINGS;
  }

  /** What is known of a project only speeds up what is asked of it next: forgetting it bounds the memory. */
  private startAfresh(): void {
    this.files.forget();
    this.renew();
  }

  /** Takes a project that knows nothing in place of the one at hand. */
  private renew(knowledge = this.#project.knowledge): void {
    this.files.leanings.forgetAll();
    this.#project = new Project(this.texts, this.files, knowledge);
  }

  /** Runs over a file every rule that it mentions a word of. */
  private file(visit: Visit): void {
    const settings = this.settings.get(visit.path);
    if (!settings) return;
    const knowledge = this.knowledgeOf(settings.facts);
    if (this.#project.knowledge !== knowledge) this.renew(knowledge);
    for (const rule of visit.waiting) {
      visit.rule = rule;
      this.apply(rule, visit);
    }
    visit.rule = undefined;
  }

  /** What a configuration says of the project: of a file that came later, too. */
  private knowledgeOf(facts: Facts): Knowledge {
    const known = this.#knowledge.get(facts);
    if (known) return known;
    const text = JSON.stringify(facts);
    const knowledge = this.#knowledgeByText.get(text) ?? new Knowledge(facts);
    this.#knowledgeByText.set(text, knowledge);
    this.#knowledge.set(facts, knowledge);
    return knowledge;
  }

  /** Whether a file may have comments that silence findings. */
  private hasComments(path: string): boolean {
    const source = this.files.load(path);
    return !(source instanceof FileProblem) && knownText(source.text).includes(ADDRESS);
  }

  private apply(rule: RegisteredRule, visit: Visit): void {
    const { value, footprint } = this.files.leanings.during(() => this.ask(rule, visit));
    this.take(rule, value, footprint);
  }

  private take({ id }: RegisteredRule, { findings, hidden, isWhole }: Said, footprint: Footprint): void {
    const said = this.#visit?.said;
    const slice = said?.get(footprint) ?? { rules: [], findings: [], hidden: [] };
    said?.set(footprint, slice);
    if (isWhole) slice.rules.push(id);
    slice.findings.push(...findings);
    slice.hidden.push(...hidden);
    this.#saying = undefined;
  }

  /** What a rule says of a file. */
  private ask({ id, rule }: RegisteredRule, { path, isLikelyWanted }: Visit): Said {
    const said = { findings: [], hidden: [], isWhole: true };
    this.#saying = { ...said, isWhole: false };
    const module = this.#project.module(path);
    const { knowledge } = this.#project;
    if (!module || !concerns(rule, module.source, knowledge) || !isFor(rule, path, this.#project, isLikelyWanted))
      return said;
    try {
      timed(`rule ${id}`, () =>
        withEffort(MOST_EFFORT, () => {
          for (const report of rule.check(module)) this.add(said, id, rule, report);
        }),
      );
    } catch (error) {
      this.fail(path, id, error);
      return { ...said, isWhole: false };
    }
    return said;
  }

  private fail(path: string, rule: string, error: unknown): void {
    // Questions that were being answered when it happened would stay without an answer.
    this.renew();
    if (!(error instanceof TooHardToParse)) this.#failures.push({ path, rule, message: messageOf(error) });
    // Every other rule would say it again.
    else if (!this.#failures.some((known) => known.path === path && known.message === TOO_HARD)) {
      this.#failures.push({ path, message: TOO_HARD });
    }
  }

  private add(said: Said, id: string, rule: Rule, report: Report): void {
    const place = this.#places.of(report.at);
    // A rule may find the bug's place in a file that it was led to: that file's settings count, if it is scanned at all.
    const settings = this.settings.get(place.path);
    if (!settings) return;
    const weight = settings.severity[id] ?? report.severity ?? rule.severity;
    const standing = standingOf(report, rule);
    const severity = standing.severity(weight);
    const isWanted =
      settings.rules.includes(id) &&
      (!standing.likely || settings.audit) &&
      atLeast(severity, this.options.minSeverity);
    if (!isWanted && !this.hasComments(place.path)) return;
    (isWanted ? said.findings : said.hidden).push({
      ...place,
      rule: id,
      within: this.#places.within(report.at),
      severity,
      ...(standing.likely && { likely: true }),
      message: standing.message,
      related: this.#places.steps(report.related),
      flow: this.#places.steps(report.flow),
      fixes: report.fix ? [fixOf(report.fix)] : [],
      ...(!report.fix && report.advice !== undefined && { advice: report.advice }),
      ...(report.cause && { cause: this.#places.cause(report.cause) }),
      ...(standing.purpose && { purpose: standing.purpose }),
    });
  }
}

const TOO_HARD =
  "what it holds, or leads to, would have taken too long to parse, so that much may have been missed; '--exclude' leaves the file out";

/** Why a rule has stopped before its end, for people. */
function messageOf(error: unknown): string {
  return error instanceof TooMuchEffort || error instanceof Hung
    ? "this rule gave up here (it would have taken too long) and may have missed something; '--exclude' leaves the file out"
    : `this rule crashed here (${reasonOf(error)}) and may have missed something; please report this`;
}

/** A parser whose time is told apart from that of whatever asks for a tree. */
function timing(parser: PythonParser): PythonParser {
  return { backend: parser.backend, parse: (source) => timed("parsing", () => parser.parse(source)) };
}

/** Files with fewer lines may well be the same by chance. */
const SHORTEST_COPY = 30;

interface Hashes {
  /** Of its lines. */
  readonly hashes: readonly string[];
  /** Of all of it, where that is long. */
  readonly text: string | undefined;
}

function hashesOf({ asUtf8 }: Source): Hashes {
  const hashes = lineHashes(asUtf8);
  const text = hashes.length < SHORTEST_COPY ? undefined : createHash("sha256").update(asUtf8).digest("hex");
  return { hashes, text };
}

/**
 * Hashes the lines of findings, of one file after the other: that looks at the whole of a file.
 *
 * @param hashed the files that have been by then: what is said of one comes in parts
 */
function withLineHashes(findings: readonly Located[], files: TracedFiles, hashed: Map<Source, Hashes>): Finding[] {
  return [...groupedBy(findings, ({ path }) => path)].flatMap(([path, own]) => {
    const source = files.load(path);
    if (source instanceof FileProblem) return own.map((finding) => ({ ...finding, lineHash: "" }));
    const { hashes, text } = hashed.get(source) ?? hashesOf(source);
    hashed.set(source, { hashes, text });
    return own.map((finding) => ({
      ...finding,
      lineHash: hashes[finding.start.line - 1] ?? "",
      ...(text !== undefined && { text }),
    }));
  });
}

/** A file that is being scanned. */
interface Visit {
  readonly path: string;
  /** Where {@link Leanings} began to take down what it leans on. */
  readonly begun: number;
  /** Whether all is asked that there is to say of it. */
  readonly isWhole: boolean;
  /** Whether rules are asked for what is merely likely: a comment may speak of it, though nobody is told. */
  readonly isLikelyWanted: boolean;
  /** The rules that have not been asked yet. */
  readonly waiting: IterableIterator<RegisteredRule>;
  /** The one that is being asked. */
  rule: RegisteredRule | undefined;
  /** What rules have said so far, by what they lean on. */
  readonly said: Map<Footprint, SaidTogether>;
}

/** What rules have said that lean on the same. */
interface SaidTogether {
  readonly rules: string[];
  readonly findings: Located[];
  readonly hidden: Located[];
}

/** A finding whose line has not been hashed yet. */
type Located = Omit<Finding, "lineHash">;

/** What a rule has said of a file. */
interface Said {
  readonly findings: Located[];
  readonly hidden: Located[];
  /** It has not been broken off. */
  readonly isWhole: boolean;
}
