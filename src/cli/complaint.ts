import { ConfigurationError } from "../config/error.js";
import { reasonOf } from "../files/problem.js";
import { visible } from "../report/visible.js";

/** An error for people: each problem in one line, safe for a terminal. */
export function complaint(error: unknown): string {
  const lines = error instanceof ConfigurationError ? error.problems : [reasonOf(error)];
  return lines.map((line) => `scarlint: ${visible(line)}\n`).join("");
}
