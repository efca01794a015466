import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fillerOf } from "./filler.js";
import { Random } from "./random.js";

const MB = 1_000_000;

/** A tree of Python files. */
export interface Corpus {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root, sorted. */
  readonly files: readonly string[];
  readonly bytes: number;
}

/** A program among the fixtures: a file, or a directory whose files belong together. */
type Unit = ReadonlyMap<string, string>;

/** The domains whose fixtures are programs; the others are about broken files and comments. */
const DOMAINS = ["asyncio", "deserialize", "errors", "inject", "objects", "threads", "web", "zmq"];
/** How long the files of a service are, in bytes. */
const SHORTEST = 4_000;
const LONGEST = 22_000;
/** Programs beside each other in a directory. */
const IN_AREA = 40;

/**
 * Writes a project of a size: the programs of the fixtures again and again, each time with other names, among ordinary
 * code. The same size gives the same project, and no two files of it are the same.
 */
export function generate(root: string, fixtures: string, megabytes: number): Corpus {
  const units = unitsIn(fixtures);
  const files: string[] = [];
  let bytes = 0;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    files.push(path);
    bytes += Buffer.byteLength(text);
  };
  for (let number = 0; bytes < megabytes * MB; number++) {
    const unit = units[number % units.length] ?? new Map<string, string>();
    const random = new Random(number);
    const directory = `area_${String(Math.floor(number / IN_AREA))}/unit_${String(number)}`;
    const renamed = renaming(unit, number);
    for (const [path, text] of unit) {
      const length = SHORTEST + random.below(LONGEST - SHORTEST) - text.length;
      const filler = path.endsWith("__init__.py") ? "" : fillerOf(random, length);
      write(`${directory}/${path}`, `${renamed(text)}${filler}PLACE = "${directory}/${path}"\n`);
    }
    // A quarter of a service's code holds no word that a rule looks for.
    if (number % 3 === 0) write(`${directory}/plain.py`, fillerOf(random, LONGEST / 2));
  }
  return { root, files: files.sort(), bytes };
}

/**
 * Copies the Python files of a directory, as many as make up a size, so that nothing that is measured changes it.
 *
 * @param megabytes all of them unless given
 */
export function copy(root: string, directory: string, megabytes = Infinity): Corpus {
  const files: string[] = [];
  let bytes = 0;
  for (const path of pythonFiles(directory)) {
    if (bytes >= megabytes * MB) break;
    const content = readFileSync(join(directory, path));
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    files.push(path);
    bytes += content.length;
  }
  return { root, files, bytes };
}

/** The Python files below a directory, sorted. */
export function pythonFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".py") && statSync(join(directory, path)).isFile())
    .sort();
}

function unitsIn(fixtures: string): Unit[] {
  const rules = DOMAINS.flatMap((domain) => directoriesIn(join(fixtures, domain)));
  return rules.flatMap((rule) => {
    const directories = directoriesIn(rule).map((directory) => unitOf(directory, pythonFiles(directory)));
    const alone = readdirSync(rule).filter((name) => name.endsWith(".py"));
    return [...directories, ...alone.sort().map((name) => unitOf(rule, [name]))].filter((unit) => unit.size > 0);
  });
}

function directoriesIn(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(directory, entry.name))
    .sort();
}

function unitOf(directory: string, paths: readonly string[]): Unit {
  return new Map(paths.map((path) => [path, endedLine(readFileSync(join(directory, path), "utf8"))]));
}

function endedLine(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

/** Gives the classes and functions of a program other names, in all of its files. */
function renaming(unit: Unit, number: number): (text: string) => string {
  const all = [...unit.values()].join("\n");
  const names = new Set([...all.matchAll(/^(?:class|(?:async )?def) (\w+)/gm)].map(([, name = ""]) => name));
  if (names.size === 0) return (text) => text;
  const words = new RegExp(`\\b(?:${[...names].join("|")})\\b`, "g");
  return (text) => text.replace(words, (name) => `${name}_${String(number)}`);
}
