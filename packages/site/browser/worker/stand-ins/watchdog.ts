/** In place of `src/engine/run/watchdog.ts`: the page ends a worker that goes on for too long. */
export function watched(work: () => void): void {
  work();
}

export class Hung extends Error {}
