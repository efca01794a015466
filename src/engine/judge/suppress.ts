import type { Settings } from "../../config/settings.js";
import type { Finding, Step, SuppressedFinding } from "../finding/finding.js";
import type { RegisteredRule, Remark, SuppressedName, Suppression } from "../rule.js";
import { RULES } from "../rules/rules.generated.js";
import { withdrawal } from "./withdrawal.js";
import { currentName } from "../rules/former-names.js";
import { domainOf, nearestName } from "../rules/selection.js";
import { atLeast, type Severity } from "../severity.js";
import type { Directive } from "../directive.js";
import type { CommentedFile, SuppressionComment } from "../finding/suppression-comments.js";

/** What there is to know of a run to judge the comments that silence its findings. */
export interface Judging {
  /** The rules that there are. */
  readonly rules: readonly RegisteredRule[];
  readonly minSeverity: Severity;
  /** Which of them ran on each file of the run, and whether each comment has to give a reason there. */
  readonly settings: ReadonlyMap<string, Settings>;
  /** Whether nothing went wrong: what an incomplete run has not found may be there all the same. */
  readonly isComplete: boolean;
  /** As in `2027-01-31`: what silences until an earlier day does so no more. */
  readonly today: string;
}

/** As much of a finding as decides whether a comment silences it. */
type Locatable = Pick<Finding, "rule" | "path" | "start">;

/** Longer names are not compared with the names of rules. */
const LONGEST_NAME = 100;

/** The domain of the rules about comments, which are silenced like others but never unused. */
const OWN_DOMAIN = "suppression";

/**
 * Says of a run's findings which comments in the code silence, and adds what is wrong with those comments.
 *
 * It works on the findings of all threads together, so that its answer does not depend on who found what.
 *
 * @param hidden what the run found and was not asked for: a comment that silences it is not unused
 */
export function silenced(
  findings: readonly Finding[],
  hidden: readonly Locatable[],
  commented: readonly CommentedFile[],
  judging: Judging,
): readonly (Finding | SuppressedFinding)[] {
  if (commented.length === 0) return findings;
  const files = new Map(commented.map((file) => [file.path, new Silencer(file, judging.today)]));
  for (const finding of hidden) {
    const file = files.get(finding.path);
    if (!file?.silence(finding)) file?.ended(finding);
  }
  const told = (finding: Finding): Finding | SuppressedFinding => {
    const file = files.get(finding.path);
    const suppression = file?.silence(finding);
    if (suppression) return { ...finding, suppression };
    const ended = file?.ended(finding);
    return ended ? { ...finding, related: [...finding.related, ended] } : finding;
  };
  // Of comments can be judged only what they silence before that.
  const said = findings.map(told);
  const names = new Map<Settings, Names>();
  const remarks = [...files].flatMap(([path, file]) => {
    const settings = judging.settings.get(path);
    if (!settings) return [];
    let known = names.get(settings);
    if (!known) names.set(settings, (known = new Names(judging, settings)));
    return file.remarks(known);
  });
  return [...said, ...remarks.filter(({ severity }) => atLeast(severity, judging.minSeverity)).map(told)];
}

/** A rule or domain that a comment names. */
interface Named {
  readonly by: SuppressedFinding["suppression"];
  isUsed: boolean;
}

/** What comments name for one statement, or for the file. */
class Scope {
  readonly named = new Map<string, Named>();
  /** What silenced until a day that is over. */
  readonly ended = new Map<string, Named & { readonly step: Step }>();
  readonly found = new Set<string>();

  constructor(readonly last: number) {}

  /** @param ended says so where the day is over until which it silences */
  add({ names, reason, until }: Directive, line: number, ended: Step | undefined): void {
    for (const name of names.map(({ text }) => currentName(text))) {
      const entry = { by: { line, reason, ...(until !== undefined && { until }) }, isUsed: false };
      if (ended) this.ended.set(name, { ...entry, step: ended });
      else if (!this.named.has(name)) this.named.set(name, entry);
    }
  }

  /** What silenced a rule. */
  endedFor(rule: string): Step | undefined {
    const entries = [this.ended.get(rule), this.ended.get(domainOf(rule))].filter((entry) => entry !== undefined);
    for (const entry of entries) entry.isUsed = true;
    return entries[0]?.step;
  }

  silence(rule: string): SuppressedFinding["suppression"] | undefined {
    this.found.add(rule);
    const entries = [this.named.get(rule), this.named.get(domainOf(rule))].filter((entry) => entry !== undefined);
    for (const entry of entries) entry.isUsed = true;
    return entries[0]?.by;
  }
}

/** The comments of a file at work. */
class Silencer {
  readonly #file = new Scope(Infinity);
  /** By the first line of the statement. */
  readonly #statements = new Map<number, Scope>();
  /** The first lines, sorted. */
  readonly #firsts: readonly number[];

  constructor(
    private readonly commented: CommentedFile,
    today: string,
  ) {
    for (const comment of commented.comments) {
      const { statement, line } = comment;
      if (statement && !this.#statements.has(statement.first)) {
        this.#statements.set(statement.first, new Scope(statement.last));
      }
      for (const directive of comment.directives) {
        const { until } = directive;
        const ended =
          until !== undefined && until < today
            ? { ...this.placeOf(directive, comment), message: `what silenced this ended on ${until}` }
            : undefined;
        this.scopeOf(directive, comment)?.add(directive, line, ended);
      }
    }
    this.#firsts = [...this.#statements.keys()].sort((a, b) => a - b);
  }

  /** What silences a finding. */
  silence({ rule, start }: Locatable): SuppressedFinding["suppression"] | undefined {
    const inStatement = this.statementAt(start.line)?.silence(rule);
    const inFile = this.#file.silence(rule);
    return inStatement ?? inFile;
  }

  /** What silenced a finding until a day that is over. */
  ended({ rule, start }: Locatable): Step | undefined {
    const inStatement = this.statementAt(start.line)?.endedFor(rule);
    const inFile = this.#file.endedFor(rule);
    return inStatement ?? inFile;
  }

  /** What the rules about comments say of these. */
  remarks(names: Names): Finding[] {
    return this.commented.comments.flatMap((comment) =>
      comment.directives.flatMap((directive) => {
        const suppression = this.judged(directive, comment, names);
        return names.ran.flatMap(({ id, rule }) =>
          [...(rule.judge?.(suppression) ?? [])].map(({ at, message, withoutNames }) => ({
            ...this.placeOf(at, comment),
            rule: id,
            severity: names.settings.severity[id] ?? rule.severity,
            message,
            related: [],
            flow: [],
            fixes: withoutNames ? [withdrawal(directive, withoutNames, comment, this.commented)] : [],
            lineHash: comment.lineHash,
          })),
        );
      }),
    );
  }

  private judged(directive: Directive, comment: SuppressionComment, names: Names): Suppression {
    const scope = this.scopeOf(directive, comment);
    return {
      ...directive,
      names: directive.names.map((name) => ({
        ...name,
        ...names.look(name.text),
        isUnused: this.isUnused(currentName(name.text), scope, names),
      })),
      needsReason: names.settings.requireReason,
      found: [...(scope?.found ?? [])].sort(),
    };
  }

  private isUnused(name: string, scope: Scope | undefined, names: Names): boolean {
    return (
      !this.commented.isBroken &&
      !scope?.named.get(name)?.isUsed &&
      !scope?.ended.get(name)?.isUsed &&
      names.areJudged(name)
    );
  }

  private scopeOf({ verb }: Directive, { statement }: SuppressionComment): Scope | undefined {
    if (verb === "ignore-file") return this.#file;
    return statement && this.#statements.get(statement.first);
  }

  /** The statement with comments that a line is part of. */
  private statementAt(line: number): Scope | undefined {
    let low = 0;
    let high = this.#firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#firsts[middle] ?? Infinity) <= line) low = middle + 1;
      else high = middle;
    }
    const scope = this.#statements.get(this.#firsts[low - 1] ?? 0);
    return scope && line <= scope.last ? scope : undefined;
  }

  private placeOf({ start, end }: Remark["at"], { line, text }: SuppressionComment) {
    const { path } = this.commented;
    return { path, start: { line, column: start }, end: { line, column: end }, line: text };
  }
}

/** The names of rules and domains, as comments may use them. */
class Names {
  readonly #ids: readonly string[];
  /** Rules that ran, and domains all of whose rules did. */
  readonly #ran: ReadonlySet<string>;
  readonly #known: ReadonlySet<string>;
  readonly #looked = new Map<string, Pick<SuppressedName, "isKnown" | "suggestion">>();

  /** The rules that ran. */
  readonly ran: readonly RegisteredRule[];

  constructor(
    private readonly options: Judging,
    readonly settings: Settings,
  ) {
    this.ran = options.rules.filter(({ id }) => settings.rules.includes(id));
    const ran = new Set(this.ran.map(({ id }) => id));
    this.#ids = [...new Set([...RULES, ...options.rules].map(({ id }) => id))].sort();
    const missing = this.#ids.filter((id) => !ran.has(id));
    const domains = new Set(this.#ids.map(domainOf));
    this.#known = new Set([...this.#ids, ...domains]);
    for (const domain of missing.map(domainOf)) domains.delete(domain);
    this.#ran = new Set([...ran, ...domains]);
  }

  look(name: string): Pick<SuppressedName, "isKnown" | "suggestion"> {
    let found = this.#looked.get(name);
    if (!found) {
      const isKnown = this.#known.has(currentName(name));
      const suggestion = isKnown || name.length > LONGEST_NAME ? undefined : nearestName(name, [...this.#known]);
      this.#looked.set(name, (found = { isKnown, ...(suggestion === undefined ? {} : { suggestion }) }));
    }
    return found;
  }

  /** Whether all that a name stands for has run to its end. */
  areJudged(name: string): boolean {
    const isOwn = name === OWN_DOMAIN || domainOf(name) === OWN_DOMAIN;
    return this.options.isComplete && this.#ran.has(name) && !isOwn;
  }
}
