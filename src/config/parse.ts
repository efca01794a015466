import { basename, dirname, resolve } from "node:path";
import * as v from "valibot";
import { didYouMean, isSlipOf } from "../engine/nearest.js";
import { SEVERITIES } from "../engine/severity.js";
import { displayPath, isInside } from "../files/paths.js";
import { FORMATS } from "./formats.js";
import { readConfiguration } from "./read.js";
import { CONFIGURATION, KEYS, type Configuration } from "./schema.js";
import { readToml, TomlError, type Table, type TomlDocument, type Way } from "./toml.js";

/** A valid configuration file, and the one that it extends. */
export interface ConfigurationFile {
  /** As people see it from where they are. */
  readonly path: string;
  readonly absolute: string;
  /** Relative to the root, empty for the root itself. */
  readonly directory: string;
  readonly said: Configuration;
  /** The line of a value. */
  readonly lineOf: (way: Way) => number;
  readonly base: ConfigurationFile | undefined;
}

/** What configuration files are read with. */
export interface Surroundings {
  /** Absolute; nothing outside is read. */
  readonly root: string;
  /** Absolute; people see paths from here. */
  readonly current: string;
  /** Absolute: the one file that counts, wherever it is, in place of all those of the tree. */
  readonly file?: string | undefined;
  /** What is wrong with the name of a rule or domain, in one line; undefined when nothing is. */
  readonly problemOf: (name: string) => string | undefined;
}

/** How many configurations may extend each other. */
const LONGEST_CHAIN = 10;

/**
 * Parses configuration files and checks them, each once.
 *
 * What is wrong with them is collected in {@link problems}.
 */
export class Parser {
  readonly problems = new Set<string>();
  readonly #known = new Map<string, Parsed>();

  constructor(private readonly surroundings: Surroundings) {}

  /** A file's configuration; undefined when it has none, or is wrong. */
  parse(absolute: string, text: string): ConfigurationFile | undefined {
    const parsed = this.parsed(absolute, text, []);
    return typeof parsed === "object" ? parsed : undefined;
  }

  private parsed(absolute: string, text: string, extending: readonly string[]): Parsed {
    let known = this.#known.get(absolute);
    if (known === undefined) this.#known.set(absolute, (known = this.checked(absolute, text, extending)));
    return known;
  }

  private checked(absolute: string, text: string, extending: readonly string[]): Parsed {
    const path = displayPath(absolute, this.surroundings.current);
    let document: TomlDocument;
    try {
      document = readToml(text);
    } catch (error) {
      if (!(error instanceof TomlError)) throw error;
      this.problems.add(`${path}:${error.line}: this is not TOML: ${lowerFirst(error.message)}`);
      return "wrong";
    }
    const prefix = basename(absolute) === "pyproject.toml" ? ["tool", "scarlint"] : [];
    const value = memberOf(document.value, prefix);
    const isMistyped = prefix.length > 0 && this.complainOfSlips(document, path);
    if (value === undefined) return isMistyped ? "wrong" : "none";
    const lineOf = (way: Way): number => document.lineOf([...prefix, ...way]);
    const complaints: { readonly line: number; readonly message: string }[] = [];
    const complain = (way: Way, message: string): void => {
      complaints.push({ line: lineOf(way), message });
    };
    const said = validated(value, prefix, complain);
    if (said) this.checkNames(said, complain);
    for (const { line, message } of complaints.sort((a, b) => a.line - b.line)) {
      this.problems.add(`${path}:${line}: ${message}`);
    }
    if (!said) return "wrong";
    const directory = this.directoryOf(absolute);
    const base =
      said.extend === undefined ? undefined : this.base(absolute, said.extend, extending, lineOf(["extend"]));
    return { path, absolute, directory, said, lineOf, base };
  }

  /** What was meant to be `[tool.scarlint]`, and would be ignored in silence. */
  private complainOfSlips(document: TomlDocument, path: string): boolean {
    const { value } = document;
    const slips: Way[] = Object.keys(memberOf(value, ["tool"]) ?? {})
      .filter((name) => isSlipOf(name, "scarlint"))
      .map((name) => ["tool", name]);
    if ("scarlint" in value) slips.push(["scarlint"]);
    for (const way of slips)
      this.problems.add(
        `${path}:${document.lineOf(way)}: there is no table '${shownWay(way)}'; did you mean 'tool.scarlint'?`,
      );
    return slips.length > 0;
  }

  /** What the globs of a file are relative to. One that is named itself counts as if it lay in the root. */
  private directoryOf(absolute: string): string {
    const { file, root } = this.surroundings;
    const directory = file === undefined ? displayPath(dirname(absolute), root) : ".";
    return directory === "." ? "" : directory;
  }

  private checkNames(said: Configuration, complain: Complain): void {
    const check = (settings: Pick<Configuration, "select" | "ignore" | "severity">, around: Way): void => {
      for (const key of ["select", "ignore"] as const) {
        for (const [index, name] of (settings[key] ?? []).entries())
          this.checkName(name, [...around, key, index], complain);
      }
      for (const name of Object.keys(settings.severity ?? {}))
        this.checkName(name, [...around, "severity", name], complain);
    };
    check(said, []);
    for (const [glob, settings] of Object.entries(said["per-path"] ?? {})) check(settings, ["per-path", glob]);
  }

  private checkName(name: string, way: Way, complain: Complain): void {
    const problem = this.surroundings.problemOf(name);
    if (problem !== undefined) complain(way, `'${shownWay(way.slice(0, -1))}': ${problem}`);
  }

  private base(
    absolute: string,
    extend: string,
    extending: readonly string[],
    line: number,
  ): ConfigurationFile | undefined {
    const { file, current } = this.surroundings;
    // What is named from outside of the repository goes by its own directory.
    const root = file === undefined || isInside(file, this.surroundings.root) ? this.surroundings.root : dirname(file);
    const target = resolve(dirname(absolute), extend);
    const chain = [...extending, absolute];
    const refuse = (reason: string): undefined => {
      this.problems.add(`${displayPath(absolute, current)}:${line}: 'extend' names '${extend}', but ${reason}`);
    };
    if (!isInside(target, root)) return refuse("that is outside of the repository, where nothing is read");
    if (chain.includes(target)) {
      const circle = [...chain.slice(chain.indexOf(target)), target].map((each) => displayPath(each, current));
      return refuse(`these extend each other in a circle: ${circle.join(" → ")}`);
    }
    if (chain.length >= LONGEST_CHAIN) return refuse(`more than ${LONGEST_CHAIN} configurations extend each other`);
    let text: string | undefined;
    try {
      text = readConfiguration(target, { within: root });
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error));
    }
    if (text === undefined) return refuse("there is no such file");
    const base = this.parsed(target, text, chain);
    if (base === "none") return refuse("that has no [tool.scarlint]");
    return typeof base === "object" ? base : undefined;
  }
}

/** What there is to a file: a configuration, none, or one that has been complained about. */
type Parsed = ConfigurationFile | "none" | "wrong";

type Complain = (way: Way, message: string) => void;

function memberOf(table: Table, way: readonly string[]): unknown {
  let at: unknown = table;
  for (const key of way) at = typeof at === "object" && at !== null ? (at as Table)[key] : undefined;
  return at;
}

/** What a table says when it is valid; else complains about everything that is not. */
function validated(value: unknown, prefix: readonly string[], complain: Complain): Configuration | undefined {
  const foreign = [...odd(value, [])];
  for (const way of foreign) complain(way, `'${shownWay(way)}': no key may have this name`);
  const result = v.safeParse(CONFIGURATION, value);
  for (const issue of result.issues ?? []) {
    const way = (issue.path ?? []).map(({ key }) => key as string | number);
    complain(way, messageOf(issue, way, prefix));
  }
  return result.success && foreign.length === 0 ? result.output : undefined;
}

/** Keys that every JavaScript object seems to have: libraries overlook them. */
function* odd(value: unknown, way: Way): Generator<Way> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key in Object.prototype && !Array.isArray(value)) yield [...way, key];
    else yield* odd(inner, [...way, key]);
  }
}

function messageOf(issue: v.BaseIssue<unknown>, way: Way, prefix: readonly string[]): string {
  if (issue.type !== "strict_object" || issue.expected !== "never") {
    const name = way.length === 0 ? prefix.join(".") : shownWay(way);
    return `'${name}' must be ${issue.message}, not ${shownValue(issue.input)}${nearby(issue)}`;
  }
  const key = String(way.at(-1) ?? "");
  const known = keysAround(way.slice(0, -1));
  const where = way.length > 1 ? ` in '${shownWay(way.slice(0, -1))}'` : "";
  return `there is no key '${shorten(key)}'${where}${didYouMean(key, known) || `; there are ${known.join(", ")}`}`;
}

/** The keys that a table may have. */
function keysAround([first, second]: Way): readonly string[] {
  if (first === "knowledge") return KEYS.knowledge;
  return first === "per-path" && second !== undefined ? KEYS.path : KEYS.file;
}

function nearby(issue: v.BaseIssue<unknown>): string {
  return issue.type === "picklist" && typeof issue.input === "string"
    ? didYouMean(issue.input, [...SEVERITIES, ...FORMATS])
    : "";
}

function shownValue(value: unknown): string {
  if (typeof value === "string") return `"${shorten(value)}"`;
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  return typeof value === "object" && value !== null ? "a table" : shorten(String(value));
}

/** `per-path."tests/**".severity`, as TOML writes it. */
function shownWay(way: Way): string {
  return way
    .map((key) => (typeof key === "number" ? `[${key + 1}]` : /^[\w-]+$/.test(key) ? `.${key}` : `."${shorten(key)}"`))
    .join("")
    .replace(/^\./, "");
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
