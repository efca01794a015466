import { Script } from "node:vm";

/** Where the script below finds its work. */
const WORK = "scarlint: the work at hand";
const script = new Script(`globalThis[${JSON.stringify(WORK)}]()`);

/** Work that went on for longer than it may. */
export class Hung extends Error {}

/**
 * Does some work and breaks it off, wherever it is, when it goes on for too long: a loop that takes no counted step ends in
 * no other way. Nothing in the work runs any more then, `finally` included.
 *
 * @param milliseconds by the clock, so many that no machine is busy enough to need them
 * @throws Hung when it was broken off.
 */
export function watched(work: () => void, milliseconds: number): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  scope[WORK] = work;
  try {
    script.runInThisContext({ timeout: milliseconds });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") throw new Hung();
    throw error;
  } finally {
    scope[WORK] = undefined;
  }
}
