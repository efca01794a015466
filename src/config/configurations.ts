import { dirname, join, resolve } from "node:path";
import { isSlipOf } from "../engine/nearest.js";
import { CONFIGURATION_NAMES } from "../files/discover.js";
import { anchoredCover, type DirectoryExclusions } from "../files/exclusions.js";
import { displayPath, isInside } from "../files/paths.js";
import type { Links } from "../files/read.js";
import { factsBy, NO_FACTS, type Facts } from "../python/model/facts.js";
import { ConfigurationError } from "./error.js";
import type { ConfigurationFile, Parser, Surroundings } from "./parse.js";
import { readConfiguration } from "./read.js";
import type { Layer } from "./settings.js";
import type { Way } from "./toml.js";

/** The configurations of a tree. The parser is loaded only when there is one. */
export class Configurations {
  /** By directory, relative to the root. */
  readonly #files = new Map<string, ConfigurationFile | undefined>();
  readonly #problems = new Set<string>();
  readonly #layers = new Map<ConfigurationFile, FileLayers>();
  #parser: Parser | undefined;

  constructor(private readonly surroundings: Surroundings) {}

  /**
   * Reads the configurations in some directories, and in those above them up to the root.
   *
   * @param directories absolute
   * @returns whether one was read that leaves anything out
   * @throws ConfigurationError when one cannot be followed.
   */
  async read(directories: Iterable<string>): Promise<boolean> {
    const { root, file } = this.surroundings;
    if (file !== undefined) return await this.readOnly(file);
    let excludes = false;
    for (const directory of [...new Set([...directories].flatMap((each) => upTo(each, root)))].sort()) {
      const name = relativeTo(directory, root);
      if (this.#files.has(name)) continue;
      const file = await this.configurationIn(directory);
      this.#files.set(name, file);
      excludes ||= file !== undefined;
    }
    this.refuse();
    return excludes;
  }

  /** Reads the one file that counts. */
  private async readOnly(absolute: string): Promise<boolean> {
    if (this.#files.has("")) return false;
    const shown = displayPath(absolute, this.surroundings.current);
    const text = this.textOf(absolute, "followed");
    const parser = await this.parser();
    const file = text === undefined ? undefined : parser.parse(absolute, text);
    this.#files.set("", file);
    const isNone = text !== undefined && !file && parser.problems.size === 0;
    if (text === undefined && this.#problems.size === 0) this.#problems.add(`${shown}: there is no such file`);
    if (isNone) this.#problems.add(`${shown}: it has no [tool.scarlint]`);
    this.refuse();
    return file !== undefined;
  }

  private refuse(): void {
    const problems = [...this.#problems, ...(this.#parser?.problems ?? [])];
    if (problems.length > 0) throw new ConfigurationError(problems);
  }

  /** The configuration that applies to what is in a directory, which has been read: its own, or the nearest above. */
  nearest(directory: string): ConfigurationFile | undefined {
    for (let at = directory; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
      const found = this.#files.get(at);
      if (found || at === "") return found;
    }
  }

  /** What each configuration leaves out. */
  get exclusions(): readonly DirectoryExclusions[] {
    return [...this.#files].flatMap(([directory, file]) => {
      if (!file) return [];
      const globs = chainOf(file).flatMap((each) =>
        (each.said.exclude ?? []).map((glob) => ({ glob, from: each.directory })),
      );
      return [{ directory, globs }];
    });
  }

  /**
   * What is said of a file: by what is extended, then for the file's path, and what its project knows of itself. Files
   * of which the same is said get the same object.
   */
  saidOf(path: string): SaidOfFile {
    const slash = path.lastIndexOf("/");
    const file = this.nearest(slash < 0 ? "" : path.slice(0, slash));
    if (!file) return NONE;
    let known = this.#layers.get(file);
    if (!known) this.#layers.set(file, (known = new FileLayers(file)));
    return known.for(path);
  }

  /** What is said of any file of a directory, which is absolute and has been read. */
  saidIn(directory: string): SaidOfFile {
    const name = relativeTo(directory, this.surroundings.root);
    return this.saidOf(name === "" ? "*" : `${name}/*`);
  }

  private async configurationIn(directory: string): Promise<ConfigurationFile | undefined> {
    const found: ConfigurationFile[] = [];
    for (const name of CONFIGURATION_NAMES) {
      const absolute = join(directory, name);
      const text = this.textOf(absolute);
      // Most projects have a pyproject.toml, few of them say a word of scarlint in it.
      if (text === undefined || (name === "pyproject.toml" && !mayConfigure(text))) continue;
      const file = (await this.parser()).parse(absolute, text);
      if (file) found.push(file);
    }
    const [first, second] = found;
    if (first && second) {
      this.#problems.add(`${second.path}:${second.lineOf([])}: ${first.path} configures this directory, too; keep one`);
    }
    return first;
  }

  private textOf(absolute: string, links?: Links): string | undefined {
    const { root, current } = this.surroundings;
    try {
      return readConfiguration(absolute, links ?? { within: root });
    } catch (error) {
      this.#problems.add(
        `${displayPath(absolute, current)}: ${error instanceof Error ? error.message : String(error)}`,
      );
      return undefined;
    }
  }

  private async parser(): Promise<Parser> {
    if (!this.#parser) {
      const { Parser } = await import("./parse.js");
      this.#parser = new Parser(this.surroundings);
    }
    return this.#parser;
  }
}

/** What configurations say of a file. */
export interface SaidOfFile {
  /** The weakest first. */
  readonly layers: readonly Layer[];
  readonly facts: Facts;
  /** The configuration and what it extends, the farthest first. */
  readonly chain: readonly SourceFile[];
}

/** A configuration file, to tell people who said what. */
export interface SourceFile {
  readonly path: string;
  readonly absolute: string;
  readonly said: ConfigurationFile["said"];
  /** Where a value is said: `pyproject.toml:12`. */
  readonly at: (way: Way) => string;
}

const NONE: SaidOfFile = { layers: [], facts: NO_FACTS, chain: [] };

/** The layers of one configuration. */
class FileLayers {
  readonly #general: readonly Layer[];
  /** In the order in which they are written, what is extended first: a later one wins over an earlier one. */
  readonly #byPath: readonly { readonly covers: (path: string) => boolean; readonly layer: Layer }[];
  readonly #known = new Map<string, SaidOfFile>();
  readonly #facts: Facts;
  readonly #chain: readonly SourceFile[];

  constructor(file: ConfigurationFile) {
    const chain = chainOf(file);
    this.#facts = factsOf(chain);
    this.#chain = chain.map(({ path, absolute, said, lineOf }) => ({
      ...{ path, absolute, said },
      at: (way) => `${path}:${lineOf(way)}`,
    }));
    this.#general = chain.map((each) => layerOf(each, each.said, []));
    this.#byPath = chain.flatMap((each) => {
      const lineOf = (glob: string): number => each.lineOf(["per-path", glob]);
      const written = Object.entries(each.said["per-path"] ?? {}).sort(([a], [b]) => lineOf(a) - lineOf(b));
      return written.map(([glob, said]) => ({
        covers: anchoredCover({ glob, from: each.directory }),
        layer: layerOf(each, said, ["per-path", glob]),
      }));
    });
  }

  for(path: string): SaidOfFile {
    const applying = this.#byPath.map(({ covers }) => covers(path));
    const key = applying.map(Number).join("");
    let known = this.#known.get(key);
    if (!known) {
      const specific = this.#byPath.filter((_, index) => applying[index]).map(({ layer }) => layer);
      this.#known.set(
        key,
        (known = { layers: [...this.#general, ...specific], facts: this.#facts, chain: this.#chain }),
      );
    }
    return known;
  }
}

/** A configuration and what it extends, the farthest first. */
function chainOf(file: ConfigurationFile): readonly ConfigurationFile[] {
  return file.base ? [...chainOf(file.base), file] : [file];
}

/** What configurations that extend each other know of their project. */
function factsOf(chain: readonly ConfigurationFile[]): Facts {
  const said = chain.flatMap(({ said }): Said[] => (said.knowledge ? [said.knowledge] : []));
  if (said.length === 0) return NO_FACTS;
  return factsBy(({ key, form }) => {
    const each = said.map((one) => one[key]).filter((told) => told !== undefined);
    return form === "sources" ? sources(each as Table[]) : sorted((each as string[][]).flat());
  });
}

type Table = Readonly<Record<string, readonly string[]>>;
type Said = Readonly<Record<string, readonly string[] | Table | undefined>>;

function sources(tables: readonly Table[]): readonly (readonly [label: string, paths: readonly string[]])[] {
  const byLabel = new Map<string, string[]>();
  for (const [label, paths] of tables.flatMap((table) => Object.entries(table))) {
    byLabel.set(label, sorted([...(byLabel.get(label) ?? []), ...paths]));
  }
  return sorted([...byLabel.keys()]).map((label) => [label, byLabel.get(label) ?? []]);
}

/** By code units, the same on every machine, each once. */
function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

type Settable = Pick<ConfigurationFile["said"], "select" | "ignore" | "severity" | "audit" | "require-reason">;

function layerOf(file: ConfigurationFile, said: Settable, around: readonly string[]): Layer {
  const by = (...keys: string[]): string => `${file.path}:${file.lineOf([...around, ...keys])}`;
  const { select, ignore, severity, audit, "require-reason": requireReason } = said;
  return {
    ...(select && { select: { value: select, by: by("select") } }),
    ...(ignore && { ignore: { value: ignore, by: by("ignore") } }),
    ...(severity && {
      severity: Object.entries(severity).map(([name, value]) => ({
        name,
        said: { value, by: by("severity", name) },
      })),
    }),
    ...(audit !== undefined && { audit: { value: audit, by: by("audit") } }),
    ...(requireReason !== undefined && { requireReason: { value: requireReason, by: by("require-reason") } }),
  };
}

/** Whether a `pyproject.toml` has to be parsed: where it has a word of scarlint, or a tool's table that may be meant for it. */
function mayConfigure(text: string): boolean {
  if (text.includes("scarlint")) return true;
  return [...text.matchAll(/^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*["']?([\w-]+)/gm)].some(([, name = ""]) =>
    isSlipOf(name, "scarlint"),
  );
}

/** A directory and those above it, as far as they are in the root. */
function upTo(directory: string, root: string): string[] {
  const all: string[] = [];
  for (let at = resolve(directory); isInside(at, root); at = dirname(at)) {
    all.push(at);
    if (at === dirname(at)) break;
  }
  return all;
}

function relativeTo(directory: string, root: string): string {
  const shown = displayPath(directory, root);
  return shown === "." ? "" : shown;
}
