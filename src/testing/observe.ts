import type { Finding } from "../engine/finding/finding.js";
import { fixOf } from "../engine/finding/fix.js";
import { judge } from "../engine/judge/judge.js";
import { concerns, isFor } from "../engine/run/concerns.js";
import { standingOf } from "../engine/run/standing.js";
import type { Settings } from "../config/settings.js";
import { Places } from "../engine/finding/place.js";
import type { Evidence, RegisteredRule, Report } from "../engine/rule.js";
import { RULES } from "../engine/rules/rules.generated.js";
import { ADDRESS, commentsIn, type CommentedFile } from "../engine/finding/suppression-comments.js";
import { wordsDefinedIn } from "../files/word-index.js";
import { NO_FACTS } from "../python/model/facts.js";
import { Texts } from "../python/model/texts.js";
import { Project, type SourceHost } from "../python/model/project.js";
import {
  answerTo,
  definitionsAt,
  shapesOfName,
  toldBy,
  type Definition,
  type Library,
  type TextQuestion,
} from "../python/prefilter/text-question.js";
import { loadParser } from "../syntax/parser.js";
import { timed } from "../timing.js";

/** Tests of rules come to the same answer on every day. */
const ANY_DAY = "2000-01-01";

/** Python sources by path, with forward slashes: a project of its own. */
export type Sources = ReadonlyMap<string, string>;

/** What a rule said about a line. */
export interface Observation {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly message: string;
  /** Reported with `--audit` only. */
  readonly likely: boolean;
}

/** What all rules said about a project, and one line for each rule that broke on a file. */
export interface Observations {
  readonly seen: readonly Observation[];
  readonly failures: readonly string[];
}

/** What {@link findingsIn} says. */
export interface Findings {
  readonly findings: readonly Finding[];
  readonly failures: readonly string[];
}

/** What rules say about a project, line by line. */
export async function observe(sources: Sources, rules: readonly RegisteredRule[] = RULES): Promise<Observations> {
  const { findings, failures } = await findingsIn(sources, rules);
  return { seen: findings.map(observation), failures };
}

/** Runs rules, with `--audit`, over every file of a project; comments have to give reasons. */
export async function findingsIn(sources: Sources, rules: readonly RegisteredRule[] = RULES): Promise<Findings> {
  const project = new Project(new Texts(await loadParser()), new MemoryHost(sources));
  const places = new Places();
  const seen = new Map<string, Finding>();
  const commented: CommentedFile[] = [];
  const failures: string[] = [];
  for (const [path, source] of sources) {
    for (const { id, rule } of rules) {
      if (!concerns(rule, source, project.knowledge) || !isFor(rule, path, project, true)) continue;
      try {
        const module = project.module(path);
        const reports = module ? timed(`rule ${id}`, () => [...rule.check(module)]) : [];
        for (const report of reports) {
          const { severity = rule.severity } = report;
          const { likely, message } = standingOf(report, rule);
          const place = places.of(report.at);
          const finding = {
            ...place,
            rule: id,
            severity,
            ...(likely && { likely: true as const }),
            message,
            related: [],
            flow: [],
            fixes: fixesOf(report),
            lineHash: "",
          };
          // A finding that two files lead to is one finding.
          seen.set(JSON.stringify([id, place.path, place.start, message]), finding);
          const kind = report.fix?.isSafe ? "safe" : "unsafe";
          if (report.fix && !rule.fixes?.includes(kind)) {
            failures.push(`${path}: ${id} offers a fix that is ${kind}, which its 'fixes' do not say`);
          }
          if (hasDeadLink(report)) failures.push(`${path}: ${id} links to a place that it does not relate: ${message}`);
        }
      } catch (error) {
        failures.push(`${path}: ${id} crashed: ${String(error instanceof Error ? error.stack : error)}`);
      }
    }
    const module = source.includes(ADDRESS) ? project.module(path) : undefined;
    const comments = module && commentsIn(module, { text: source, asUtf8: source });
    if (comments) commented.push(comments);
  }
  const { findings } = judge(
    { findings: [...seen.values()], hidden: [], commented },
    {
      rules,
      minSeverity: "low",
      isComplete: true,
      today: ANY_DAY,
      settings: new Map([...sources.keys()].map((path) => [path, settingsFor(rules)])),
    },
  );
  return { findings, failures };
}

/** All that a test of rules looks at is wanted. */
function settingsFor(rules: readonly RegisteredRule[]): Settings {
  return { rules: rules.map(({ id }) => id), severity: {}, audit: true, requireReason: true, facts: NO_FACTS };
}

function observation({ rule, path, start, message, likely }: Finding): Observation {
  return { rule, path, line: start.line, message, likely: likely === true };
}

const fixesOf = ({ fix }: Report): Finding["fixes"] => (fix ? [fixOf(fix)] : []);

function hasDeadLink({ message, related = [] }: Report): boolean {
  const links: (Evidence | undefined)[] = [...message.matchAll(/\]\((\d+)\)/g)].map(([, n]) => related[Number(n) - 1]);
  return links.includes(undefined);
}

/** A project that exists in memory only. */
class MemoryHost implements SourceHost {
  constructor(private readonly sources: Sources) {}

  read(path: string): string | undefined {
    return this.sources.get(path);
  }

  isFile(path: string): boolean {
    return this.sources.has(path);
  }

  isDirectory(path: string): boolean {
    return path === "" || [...this.sources.keys()].some((file) => file.startsWith(`${path}/`));
  }

  filesWhere(question: TextQuestion): readonly string[] | undefined {
    return toldBy(answerTo(question, this.library), question);
  }

  definitionsOf(name: string): readonly Definition[] | undefined {
    return definitionsAt(answerTo(shapesOfName(name), this.library), name, (path) => this.read(path));
  }

  private get library(): Library {
    const holding = (word: string, alongside?: readonly string[]): string[] => {
      const isHeld = (source: string): boolean => alongside?.some((other) => source.includes(other)) ?? true;
      return [...this.sources].filter(([, source]) => source.includes(word) && isHeld(source)).map(([path]) => path);
    };
    const defining = (word: string): string[] =>
      [...this.sources].filter(([, source]) => [...wordsDefinedIn(source)].includes(word)).map(([path]) => path);
    return { paths: this.sources.keys(), holding, defining, read: (path: string) => this.read(path) };
  }
}
