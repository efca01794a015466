/** What the process tells its caller. */
export const ExitCode = {
  /** Nothing at or above `--fail-on`. */
  clean: 0,
  findings: 1,
  /** The run cannot be trusted: bad usage, something unreadable, a rule that crashed. */
  untrusted: 2,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
