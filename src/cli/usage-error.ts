/** The command was called in a way it cannot follow: one line, exit code 2. */
export class UsageError extends Error {}
