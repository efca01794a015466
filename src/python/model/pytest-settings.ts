import { directory, join } from "./import-paths.js";
import type { Leanings, Remembered } from "./leanings.js";

/** What pytest's configuration says of which code is a test. */
export interface PytestSettings {
  /** The names of files, with wildcards. */
  readonly files: readonly string[];
  /** What the names of classes begin with, or look like where there are wildcards in it. */
  readonly classes: readonly string[];
  /** What the names of functions and methods begin with, or look like where there are wildcards in it. */
  readonly functions: readonly string[];
  /** The folders that are searched when none is named, from the root; none where that is not said. */
  readonly folders: readonly string[];
  /** The configuration's file; undefined where there is none, and the defaults hold. */
  readonly file: string | undefined;
}

/** What pytest does without a configuration. */
const DEFAULTS: PytestSettings = {
  files: ["test_*.py", "*_test.py"],
  classes: ["Test"],
  functions: ["test"],
  folders: [],
  file: undefined,
};

/** Where pytest is configured, in the order in which it looks, and the section that it reads. */
const CONFIGURED: readonly (readonly [file: string, section: RegExp])[] = [
  ["pytest.toml", /^\[pytest\][ \t]*$/m],
  [".pytest.toml", /^\[pytest\][ \t]*$/m],
  ["pytest.ini", /^\[pytest\][ \t]*$/m],
  [".pytest.ini", /^\[pytest\][ \t]*$/m],
  ["pyproject.toml", /^\[tool\.pytest(\.ini_options)?\][ \t]*$/m],
  ["tox.ini", /^\[pytest\][ \t]*$/m],
  ["setup.cfg", /^\[tool:pytest\][ \t]*$/m],
];

/** What pytest is told of the files in a folder: by the nearest configuration in there or above. */
export class PytestConfigurations {
  readonly #known: Map<string, Remembered<PytestSettings>>;

  /** @param read the text of a file; undefined when there is none */
  constructor(
    private readonly read: (path: string) => string | undefined,
    private readonly leanings: Leanings,
  ) {
    this.#known = leanings.memory();
  }

  /** What holds for a file. */
  for(path: string): PytestSettings {
    return this.in(directory(path));
  }

  private in(folder: string): PytestSettings {
    const outer = folder === "" ? undefined : directory(folder);
    return this.leanings.remember(
      this.#known,
      folder,
      () => this.saidIn(folder) ?? (outer === undefined ? DEFAULTS : this.in(outer)),
    );
  }

  private saidIn(folder: string): PytestSettings | undefined {
    for (const [file, section] of CONFIGURED) {
      const lines = sectionOf(this.read(join(folder, file)), section);
      if (lines !== undefined) return settingsIn(lines, folder, file);
    }
    return undefined;
  }
}

/** What stands below the head of a section, up to the next one. */
function sectionOf(text: string | undefined, head: RegExp): string | undefined {
  const found = text === undefined ? null : head.exec(text);
  if (text === undefined || !found) return undefined;
  const rest = text.slice(found.index + found[0].length);
  return rest.slice(0, /^\[/m.exec(rest)?.index);
}

function settingsIn(section: string, folder: string, file: string): PytestSettings {
  const said = (key: string): readonly string[] | undefined => valuesOf(section, key);
  return {
    files: said("python_files") ?? DEFAULTS.files,
    classes: said("python_classes") ?? DEFAULTS.classes,
    functions: said("python_functions") ?? DEFAULTS.functions,
    folders: (said("testpaths") ?? []).map((path) => join(folder, path.replace(/^\.\/|\/+$/g, ""))),
    file: join(folder, file),
  };
}

/** `python_files = check_*.py *_spec.py`, also as a list, on several lines, with comments. */
function valuesOf(section: string, key: string): readonly string[] | undefined {
  const lines = section.split("\n");
  const first = lines.findIndex((line) => new RegExp(`^${key}[ \\t]*[=:]`).test(line));
  if (first < 0) return undefined;
  const [head = "", ...rest] = lines.slice(first).map((line) => line.replace(/(^|[ \t])[#;].*$/, ""));
  const value = head.slice(head.search(/[=:]/) + 1);
  const isList = value.trimStart().startsWith("[");
  const end = rest.findIndex((line) => (isList ? line.startsWith("]") : /^\S/.test(line)));
  const more = isList && value.includes("]") ? [] : rest.slice(0, end < 0 ? undefined : end);
  return [value, ...more]
    .join(" ")
    .split(isList ? /[\s,"'[\]]+/ : /[\s,"']+/)
    .filter(Boolean);
}

/** Whether a name looks like a pattern of the shell: `*` stands for anything, `?` for one character, `[ab]` for one of some. */
export function looksLike(name: string, pattern: string): boolean {
  if (pattern.length > LONGEST) return false;
  const parts = pattern.match(/\*|\[[^\]]+\]|[^]/g) ?? [];
  let [at, part] = [0, 0];
  let [again, star] = [0, -1];
  while (at < name.length) {
    if (parts[part] === "*") [star, again, part] = [part, at, part + 1];
    else if (isOne(name[at], parts[part])) [at, part] = [at + 1, part + 1];
    else if (star >= 0) [at, part, again] = [again + 1, star + 1, again + 1];
    else return false;
  }
  return parts.slice(part).every((rest) => rest === "*");
}

/** Nobody's pattern is longer. */
const LONGEST = 100;

function isOne(character = "", part: string | undefined): boolean {
  if (part === undefined) return false;
  if (part.length < 3) return part === "?" || part === character;
  const isNot = /^\[[!^]/.test(part);
  const range = part.slice(isNot ? 2 : 1, -1);
  const holds = Array.from(range).some((from, index) =>
    range[index + 1] === "-" && range[index + 2] !== undefined
      ? from <= character && character <= (range[index + 2] ?? "")
      : from === character,
  );
  return holds !== isNot;
}
