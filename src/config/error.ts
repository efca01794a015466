/** Configuration that cannot be followed: nothing is scanned, rather than something else than was asked for. */
export class ConfigurationError extends Error {
  /** @param problems one line each, with the file and the line, what was expected and the way out */
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}
