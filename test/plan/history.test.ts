import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { scarlint, type Outcome } from "../cli/command.js";
import type { History } from "../support/history.js";
import { longHistory } from "../support/long-history.js";

/** A history whose commits are checked out one after the other, with a plan that git does not know of. */
class Work {
  constructor(readonly history: History) {}

  /** Puts the files of a commit, by its number, into the working tree. */
  goTo(number: number): void {
    this.history.git("checkout", "--quiet", "--detach", this.history.commits[number] ?? "");
  }

  plan(...args: string[]): Promise<Outcome> {
    return scarlint(["plan", ...args], { cwd: this.history.root });
  }

  /** Makes a plan for what is checked out, twice, and answers its text. */
  async make(file: string): Promise<string> {
    const texts: string[] = [];
    for (let times = 0; times < 2; times++) {
      assert.deepEqual(await this.plan("--output", file), { code: 0, stdout: "", stderr: "" });
      texts.push(readFileSync(path.join(this.history.root, file), "utf8"));
    }
    const [first = "", second] = texts;
    assert.equal(first, second);
    return first;
  }

  /** What a plan says of the commit: the exit code of `verify`, of its first phase alone, and how much is left. */
  async verify(file: string, number: number): Promise<readonly (number | string | null)[]> {
    this.goTo(number);
    const [all, one] = [await this.plan("verify", file), await this.plan("verify", file, "--phase", "1")];
    assert.equal(all.stderr, "");
    const left = /^(\d+) of \d+ places? left/m.exec(all.stdout)?.[1] ?? "0";
    const fresh = /^New since the plan.*\n((?: {2}.*\n)+)/m.exec(all.stdout)?.[1] ?? "";
    const paths = [...fresh.matchAll(/^ {2}(\S+?):\d+ /gm)].map(([, name = ""]) => name);
    return [number, all.code, one.code, Number(left), paths.join(" ")];
  }
}

/** The commits at which a plan is verified, each with what is right about it. */
type Expected = readonly (readonly [number: number, all: number, phase1: number, left: number, added: string])[];

const EARLY: Expected = [
  [8, 1, 1, 2, ""],
  [9, 1, 0, 1, ""], // the unpickling was mended
  [11, 0, 0, 0, ""], // and the swallowed exception
  [20, 1, 1, 1, ""], // the first is back
  [21, 1, 1, 1, ""], // its file was renamed
  [25, 1, 1, 1, "other.py"],
  [30, 1, 1, 1, "feature.py other.py"], // a merge brings another
  [35, 1, 1, 1, "feature.py"], // and a merge mends one
  [36, 1, 1, 1, ""],
];

const LATE: Expected = [
  [39, 1, 1, 2, ""],
  [40, 1, 1, 2, "broken.py"], // it does not compile: nobody can say that its bug is gone
  [36, 1, 1, 1, ""], // before there was the other
];

describe("plans on a long history", () => {
  it("are right about every commit that they are verified on, and byte-stable", async (t) => {
    const work = new Work(longHistory(t));
    assert.ok(work.history.commits.length >= 50);
    for (const [file, expected] of [
      ["early.md", EARLY],
      ["late.md", LATE],
    ] as const) {
      work.goTo(expected[0]?.[0] ?? 0);
      await work.make(file);
      const seen: unknown[] = [];
      for (const [number] of expected) seen.push(await work.verify(file, number));
      assert.deepEqual(seen, expected, file);
    }
  });
});
