import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { decode } from "../../src/files/decode.js";
import { compare } from "../../src/testing/compare.js";
import { observe } from "../../src/testing/observe.js";
import { markersIn, outcomeOf } from "../../src/testing/markers.js";
import { FIXTURES } from "./paths.js";
import { runFixture } from "./run-python.js";

/** A program with expectations written in it: a file, or a folder that is scanned as one project. */
export interface Fixture {
  /** Relative to the fixtures' folder: `zmq/rebind/pool.py`, `zmq/rebind/farm`. */
  readonly name: string;
  /** The folder that the paths of its sources start from. */
  readonly root: string;
  readonly sources: ReadonlyMap<string, string>;
}

/** Every fixture whose name begins with, or holds, one of the filters; all of them without filters. */
export function findFixtures(filters: readonly string[] = []): Fixture[] {
  const wanted = filters.map((filter) => filter.replace(/^(\.\/)?fixtures(\/|$)/, "").replace(/\/$/, ""));
  return foldersIn(FIXTURES)
    .flatMap((domain) => foldersIn(path.join(FIXTURES, domain)).map((name) => `${domain}/${name}`))
    .flatMap(fixturesOf)
    .filter(({ name }) => wanted.length === 0 || wanted.some((filter) => name.includes(filter)));
}

/**
 * One line for everything about a fixture that is not as it says: findings, crashes, and how it ends under CPython.
 * The lines begin with the place, relative to the project's root.
 */
export async function problemsOf(fixture: Fixture): Promise<string[]> {
  const markers = [...fixture.sources].flatMap(([file, source]) =>
    markersIn(source).map((marker) => ({ ...marker, path: file })),
  );
  const { seen, failures } = await observe(fixture.sources);
  const known = markers.filter(({ rule }) => RULES.some(({ id }) => id === rule));
  const strange = markers
    .filter((marker) => !known.includes(marker))
    .map(({ path, rule }) => `${path}: there is no rule '${rule}'`);
  const problems = [...compare(known, seen), ...failures, ...new Set(strange)];
  for (const [file, source] of fixture.sources) {
    const outcome = outcomeOf(source);
    const difference = outcome && (await runFixture(path.join(fixture.root, file), outcome));
    if (difference !== undefined) problems.push(`${file}: ${difference}`);
  }
  const prefix = path.relative(path.dirname(FIXTURES), fixture.root);
  return problems.map((problem) => `${prefix}/${problem}`);
}

function fixturesOf(rule: string): Fixture[] {
  const folder = path.join(FIXTURES, rule);
  return readdirSync(folder)
    .sort()
    .filter((entry) => (isFolder(path.join(folder, entry)) ? entry !== "__pycache__" : entry.endsWith(".py")))
    .map((entry) => {
      const root = isFolder(path.join(folder, entry)) ? path.join(folder, entry) : folder;
      return { name: `${rule}/${entry}`, root, sources: root === folder ? sourcesOf(root, [entry]) : sourcesOf(root) };
    });
}

function sourcesOf(
  root: string,
  files = readdirSync(root, { recursive: true, encoding: "utf8" }),
): Map<string, string> {
  const python = files.filter((file) => file.endsWith(".py")).map((file) => file.replaceAll(path.sep, "/"));
  return new Map(python.sort().map((file) => [file, decode(readFileSync(path.join(root, file))).text]));
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .filter((entry) => isFolder(path.join(folder, entry)));
}

function isFolder(file: string): boolean {
  return statSync(file).isDirectory();
}
