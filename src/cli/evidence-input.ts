import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Failure } from "../engine/finding/finding.js";
import { readCoverage, type Coverage } from "../evidence/coverage.js";
import { NotJunit, readJunit, type JunitFile } from "../evidence/junit.js";
import { runOf, type Run } from "../evidence/run.js";
import { LARGEST_EVIDENCE } from "../evidence/xml.js";
import { reasonOf } from "../files/problem.js";
import { readText, whyUnread } from "../files/read.js";
import { UsageError } from "./usage-error.js";

/** Files of a run, as `--run` names them. */
interface RunFiles {
  readonly name: string;
  readonly files: readonly string[];
  /** A directory that they were found in: what is no JUnit there is something else's. */
  readonly within?: string;
}

/** What was read of runs, and what could not be. */
export interface ReadRuns {
  readonly runs: readonly Run[];
  readonly failures: readonly Failure[];
  /** Files in a run's directory that tell of no tests. */
  readonly others: readonly string[];
}

const MOST_FILES = 2000;

/** Reads the runs that `--run` names: a file, several with commas between, or a directory; each may be given a name. */
export function readRuns(specs: readonly string[]): ReadRuns {
  const failures: Failure[] = [];
  const others: string[] = [];
  const runs = specs.flatMap((spec): Run[] => {
    const { name, files, within } = filesOf(spec);
    const documents = files.flatMap((path): JunitFile[] => {
      try {
        return [readJunit(readText(path, LARGEST_EVIDENCE, within === undefined ? "followed" : { within }))];
      } catch (error) {
        if (within !== undefined && error instanceof NotJunit) others.push(path);
        else failures.push({ path, message: whyUnread(error) });
        return [];
      }
    });
    return documents.length === 0 ? [] : [runOf(name, documents)];
  });
  return { runs, failures, others };
}

/** Reads a coverage report; why it cannot be read is a failure. */
export async function readReport(path: string, failures: Failure[]): Promise<Coverage | undefined> {
  try {
    return await readCoverage(readText(path, LARGEST_EVIDENCE));
  } catch (error) {
    failures.push({ path, message: whyUnread(error) });
    return undefined;
  }
}

function filesOf(spec: string): RunFiles {
  const [, name = spec, list = spec] = isThere(spec) ? [] : (/^([^=/\\,]+)=(.+)$/.exec(spec) ?? []);
  if (isDirectory(list)) return { name, files: xmlIn(list), within: list };
  return { name, files: isThere(list) ? [list] : list.split(",").filter((file) => file !== "") };
}

function xmlIn(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".xml"));
    if (files.length > MOST_FILES) throw new Error(`it holds more than ${String(MOST_FILES)} XML files`);
    if (files.length === 0) throw new Error("there is no XML file in it");
    return files.map((entry) => join(entry.parentPath, entry.name)).sort();
  } catch (error) {
    throw new UsageError(`--run '${directory}': ${reasonOf(error)}`);
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
