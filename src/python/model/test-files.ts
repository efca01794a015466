import { looksLike, PytestConfigurations, type PytestSettings } from "./pytest-settings.js";
import type { Leanings, Remembered } from "./leanings.js";
import type { SourceHost } from "./project.js";

const USUAL =
  /(^|\/)(tests?|testing|tests_\w+|\w+_tests|(unit|integration|functional|e2e|smoke|system|acceptance|regression)_test)\/|(^|\/)(test_[^/]*|[^/]*_test|tests|conftest|pytest_fixtures?)\.py$/;

/** Tells tests from the program, by the names of files: the usual ones, and those that pytest is configured to look for. */
export class TestFiles {
  readonly #configurations: PytestConfigurations;
  readonly #configured: Map<string, Remembered<boolean>>;

  constructor(
    host: Pick<SourceHost, "read">,
    private readonly leanings: Leanings,
  ) {
    this.#configured = leanings.memory();
    this.#configurations = new PytestConfigurations((path) => host.read(path), leanings);
  }

  holds(path: string): boolean {
    return USUAL.test(path) || this.leanings.remember(this.#configured, path, () => this.isConfigured(path));
  }

  private isConfigured(path: string): boolean {
    const { files } = this.settingsFor(path);
    return files.some((pattern) => SAYING.test(pattern) && isMatch(path, pattern));
  }

  /** What pytest is told of a file. */
  settingsFor(path: string): PytestSettings {
    return this.#configurations.for(path);
  }

  /** Whether pytest looks into a file for tests, by its name. */
  isCollected(path: string): boolean {
    return this.settingsFor(path).files.some((pattern) => isMatch(path, pattern));
  }
}

/** A pattern that means some files, and not all: `*.py` says nothing. */
const SAYING = /^(?=.*\w.*\.py$)(?!\*\.py$)/;

/** Whether a pattern means a file: its name, or its path where there is a slash in it. */
function isMatch(path: string, pattern: string): boolean {
  const name = pattern.includes("/") ? `/${path}` : path.slice(path.lastIndexOf("/") + 1);
  return looksLike(name, pattern.includes("/") ? `*/${pattern}` : pattern);
}
