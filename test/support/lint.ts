import { Places } from "../../src/engine/place.js";
import type { Evidence, Report } from "../../src/engine/rule.js";
import { RULES } from "../../src/engine/rules.generated.js";
import { Project, type SourceHost } from "../../src/python/project.js";
import { loadParser } from "../../src/syntax/parser.js";

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

/** Runs every rule, with `--audit`, over every file of a project. */
export async function observe(sources: Sources): Promise<Observations> {
  const project = new Project(await loadParser(), new MemoryHost(sources));
  const places = new Places();
  const seen = new Map<string, Observation>();
  const failures: string[] = [];
  for (const [path, source] of sources) {
    for (const { id, rule } of RULES) {
      if (rule.mentions && !rule.mentions.some((word) => source.includes(word))) continue;
      try {
        const module = project.module(path);
        for (const report of module ? rule.check(module) : []) {
          const { path, start } = places.of(report.at);
          const { message, likely = false } = report;
          // A finding that two files lead to is one finding.
          seen.set(JSON.stringify([id, path, start, message]), { rule: id, path, line: start.line, message, likely });
          if (hasDeadLink(report)) failures.push(`${path}: ${id} links to a place that it does not relate: ${message}`);
        }
      } catch (error) {
        failures.push(`${path}: ${id} crashed: ${String(error instanceof Error ? error.stack : error)}`);
      }
    }
  }
  return { seen: [...seen.values()], failures };
}

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

  filesMentioning(word: string): readonly string[] {
    return [...this.sources].filter(([, source]) => source.includes(word)).map(([path]) => path);
  }
}
