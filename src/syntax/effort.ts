/**
 * Bounds what one piece of work takes by counting its steps. A clock would answer otherwise on a busy machine; steps
 * are the same wherever the same work is done.
 */
let left = Infinity;

/** The work took more steps than it was given. */
export class TooMuchEffort extends Error {
  constructor() {
    super("it took more steps than any ordinary code does");
  }
}

/** A text took the parser more steps than any text of a person has. */
export class TooHardToParse extends Error {
  constructor() {
    super("parsing it took more steps than any ordinary code does");
  }
}

/**
 * Asked now and then by a parser whether to stop: it is told after so many questions for the length of the text.
 * Ordinary code takes eight for a thousand characters, whatever is broken in it.
 */
export function parsingBound(length: number): () => boolean {
  let left = 5_000 + length / 2;
  return () => --left < 0;
}

/**
 * Takes steps from what the work at hand was given. One is about what looking at a node takes; text that is searched
 * counts by {@link textEffort}.
 *
 * @throws TooMuchEffort when they are used up.
 */
export function spend(steps = 1): void {
  left -= steps;
  if (left < 0) throw new TooMuchEffort();
}

/** The steps of searching a text of a length in UTF-16 units. */
export function textEffort(length: number): number {
  return 1 + (length >> 6);
}

/** Does work with a number of steps, whatever is left to the work around it, which does not pay for it. */
export function withEffort<T>(steps: number, work: () => T): T {
  const before = left;
  left = steps;
  try {
    return work();
  } finally {
    left = before;
  }
}

/** The steps that are left to the work at hand. */
export function effortLeft(): number {
  return left;
}
