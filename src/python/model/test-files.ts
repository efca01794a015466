import type { SourceHost } from "./project.js";

const USUAL = /(^|\/)(tests?|testing)\/|(^|\/)(test_[^/]*|[^/]*_test|tests|conftest)\.py$/;

/** Where pytest is configured, in the order in which it looks, and the section that it reads. */
const CONFIGURED: readonly (readonly [file: string, section: RegExp])[] = [
  ["pytest.ini", /^\[pytest\][ \t]*$/m],
  ["pyproject.toml", /^\[tool\.pytest\.ini_options\][ \t]*$/m],
  ["tox.ini", /^\[pytest\][ \t]*$/m],
  ["setup.cfg", /^\[tool:pytest\][ \t]*$/m],
];

/** Tells tests from the program, by the names of files: the usual ones, and those that pytest is configured to look for. */
export class TestFiles {
  #patterns: readonly RegExp[] | undefined;

  constructor(private readonly host: Pick<SourceHost, "read">) {}

  holds(path: string): boolean {
    if (USUAL.test(path)) return true;
    const name = path.slice(path.lastIndexOf("/") + 1);
    return (this.#patterns ??= this.readPatterns()).some((pattern) => pattern.test(name));
  }

  private readPatterns(): readonly RegExp[] {
    for (const [file, section] of CONFIGURED) {
      const text = this.host.read(file);
      const from = text === undefined ? -1 : text.search(section);
      if (text === undefined || from < 0) continue;
      const rest = text.slice(text.indexOf("\n", from) + 1);
      return patternsIn(rest.slice(0, /^\[/m.exec(rest)?.index));
    }
    return [];
  }
}

/** `python_files = check_*.py *_spec.py`, also as a list, on several lines. */
function patternsIn(section: string): readonly RegExp[] {
  const [, value = ""] = /^python_files[ \t]*=((?:[^\n]*\n?)(?:[ \t\]][^\n]*\n?)*)/m.exec(section) ?? [];
  return value
    .split(/[\s,"'[\]]+/)
    .filter((pattern) => PLAIN.test(pattern))
    .map((pattern) => new RegExp(`^${pattern.replaceAll(".", "\\.").replace("*", ".*")}$`));
}

/** A name with at most one `*`, which is not all there is: `*.py` says nothing. */
const PLAIN = /^(?=.*\w.*\.py$)(?!\*\.py$)[\w.-]*\*?[\w.-]*$/;
