/** A number as somebody wrote it down. */
export interface Amount {
  readonly value: number;
  /** Behind the point. */
  readonly digits: number;
  /** Whether it is at least so much, or at most, or just so much. */
  readonly bound: "least" | "most" | "exact";
  readonly isEstimate: boolean;
  /** Where it ends, of a range. */
  readonly upTo?: number;
  /** Where it stands in its text. */
  readonly index: number;
  readonly text: string;
}

const PERCENT =
  /(?<![\w.]|[A-Za-z]-)(?:(>=|≥|>|at least|over|above|more than|minimum)|(<=|≤|<|at most|under|below|less than)|(~|≈|about|approx(?:\.|imately)?|around|roughly|estimated|est\.))?[ \t]{0,3}(\d{1,3}(?:\.\d{1,6})?)(?:[ \t]{0,2}(?:%?[ \t]{0,2}[-–—]|to)[ \t]{0,2}(\d{1,3}(?:\.\d{1,6})?))?[ \t]{0,2}%(\+)?/gi;

/** The percentages of a text. Where `from 25 % to 50 %` goes from one to the other, they are two. */
export function percentsIn(text: string): readonly Amount[] {
  return [...text.matchAll(PERCENT)].map(([whole, least, most, about, number = "", upTo, plus], index, all) => ({
    value: Number(number),
    digits: number.split(".")[1]?.length ?? 0,
    bound: least !== undefined || plus !== undefined ? "least" : most !== undefined ? "most" : "exact",
    isEstimate: about !== undefined || /\b(?:estimated?|estimation|approx\w*)\b/i.test(text),
    ...(upTo !== undefined && { upTo: Number(upTo) }),
    index: all[index]?.index ?? 0,
    text: whole.trim(),
  }));
}

/** Whether what somebody wrote is so of a number, as far as it was written down. */
export function fits({ value, digits, bound, isEstimate, upTo }: Amount, actual: number): boolean {
  const step = 10 ** -digits;
  if (upTo !== undefined) return actual >= value - step && actual <= upTo + step;
  if (bound === "least") return actual >= value - 1e-9;
  if (bound === "most") return actual <= value + 1e-9;
  if (isEstimate) return Math.abs(actual - value) <= 1 + step;
  // All or nothing is not what comes near it.
  if (value === 100 || value === 0) return Math.abs(actual - value) < 1e-9;
  return Math.abs(actual - value) <= step / 2 + 1e-9 || (actual >= value && actual < value + step);
}
