import { TOKEN } from "../support/mutants.js";
import type { Case, Complaint, Judge, Project } from "./case.js";

/** How long to go on shrinking. */
export class Budget {
  readonly #end: number;

  constructor(
    private tries: number,
    seconds: number,
  ) {
    this.#end = performance.now() + seconds * 1000;
  }

  /** Takes one try; answers whether there was one. */
  take(): boolean {
    return this.tries-- > 0 && performance.now() < this.#end;
  }
}

type Fails = (given: Case) => Promise<boolean>;

/** The smallest case found in which a judge still has the same complaint: fewer files, fewer lines, fewer tokens, fewer words in them. */
export async function shrink(given: Case, { kind, paths }: Complaint, judge: Judge, budget: Budget): Promise<Case> {
  const fails: Fails = async (smaller) =>
    budget.take() && (await judge(smaller, true)).some((found) => found.kind === kind);
  const guess = only(given, paths);
  let least = paths.length > 0 && (await fails(guess)) ? guess : given;
  least = only(least, await minimal([...least.before.keys()], (kept) => fails(only(least, kept))));
  for (const path of least.before.keys()) {
    for (const pattern of [/[^\n]*\n|[^\n]+$/g, TOKEN, /\w+|\W/g]) {
      least = await shrinkText(least, "before", path, pattern, fails);
      least = await shrinkText(least, "after", path, pattern, fails);
    }
  }
  return least;
}

function only({ before, after }: Case, paths: readonly string[]): Case {
  const kept = (project: Project): Project => new Map([...project].filter(([path]) => paths.includes(path)));
  return { before: kept(before), after: kept(after) };
}

/** Leaves out parts of one file's text. A file that does not change stays one that does not. */
async function shrinkText(given: Case, side: keyof Case, path: string, pattern: RegExp, fails: Fails): Promise<Case> {
  const bytes = given[side].get(path);
  const isSame = bytes === given[side === "before" ? "after" : "before"].get(path);
  if (bytes === undefined || (side === "after" && isSame)) return given;
  const withParts = (parts: readonly string[]): Case => {
    const smaller = Buffer.from(parts.join(""), "latin1");
    const put = (project: Project): Project => new Map(project).set(path, smaller);
    return isSame ? { before: put(given.before), after: put(given.after) } : { ...given, [side]: put(given[side]) };
  };
  const parts = bytes.toString("latin1").match(pattern) ?? [];
  return withParts(await minimal(parts, (kept) => fails(withParts(kept))));
}

/** Delta debugging (ddmin): the parts that are left when no run of them can go without the failure going, too. */
async function minimal<T>(
  parts: readonly T[],
  fails: (parts: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let least = parts;
  for (let size = least.length >> 1; size > 0; size >>= 1) {
    for (let from = least.length - size; from > -size; from -= size) {
      const rest = [...least.slice(0, Math.max(from, 0)), ...least.slice(from + size)];
      if (rest.length < least.length && (await fails(rest))) least = rest;
    }
  }
  return least;
}
