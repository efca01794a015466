import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { SHAPES } from "../../bench/shapes.js";
import type { RegisteredRule } from "../../src/engine/rule.js";
import { rule } from "../../src/engine/rule.js";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { scan } from "../../src/engine/scan/scan.js";
import { effortLeft, parsingBound, spend, textEffort, TooMuchEffort, withEffort } from "../../src/syntax/effort.js";

const directory = mkdtempSync(path.join(tmpdir(), "scarlint-effort-"));
after(() => {
  rmSync(directory, { recursive: true });
});

/** More steps than anything is given. */
const PLENTY = 1e12;

let trees = 0;

function tree(files: ReadonlyMap<string, string>): string {
  const root = path.join(directory, String(trees++));
  mkdirSync(root);
  for (const [name, text] of files) writeFileSync(path.join(root, name), text);
  return root;
}

describe("effort", () => {
  it("is used up by steps", () => {
    withEffort(2, () => {
      spend();
      spend();
      assert.throws(() => {
        spend();
      }, TooMuchEffort);
    });
  });

  it("of work inside is not paid by the work around it", () => {
    withEffort(10, () => {
      withEffort(PLENTY, () => {
        spend(1_000);
      });
      assert.equal(effortLeft(), 10);
    });
  });

  it("is back after what failed inside", () => {
    withEffort(10, () => {
      assert.throws(() => {
        withEffort(0, () => {
          spend();
        });
      }, TooMuchEffort);
      assert.equal(effortLeft(), 10);
    });
  });

  it("of a text grows with its length", () => {
    assert.ok(textEffort(10_000) > 100 && textEffort(0) >= 1);
  });

  it("of parsing is bounded by the length of the text", () => {
    const count = (length: number): number => {
      const isUsedUp = parsingBound(length);
      let asked = 0;
      while (!isUsedUp()) asked++;
      return asked;
    };
    assert.equal(count(20_000) - count(10_000), 5_000);
  });
});

describe("a rule that takes too many steps", () => {
  const endless: RegisteredRule = {
    id: "trial/endless",
    rule: rule({
      severity: "low",
      *check(module) {
        yield { at: module.root, message: "said before" };
        while (module.path === "a.py") spend(1_000);
      },
    }),
  };
  const modest: RegisteredRule = {
    id: "trial/modest",
    rule: rule({
      severity: "low",
      *check(module) {
        yield { at: module.root.children[1] ?? module.root, message: "said after" };
      },
    }),
  };

  it("is named with its file, once, and the rest goes on", async () => {
    const current = tree(
      new Map([
        ["a.py", "x = 1\ny = 2\n"],
        ["b.py", "x = 1\ny = 2\n"],
      ]),
    );
    const { findings, failures } = await scan({ current, rules: [endless, modest], select: ["trial"] });
    assert.deepEqual(
      failures.map(({ path: at, rule: id }) => [at, id]),
      [["a.py", "trial/endless"]],
    );
    assert.match(failures[0]?.message ?? "", /^this rule gave up here .*'--exclude'/);
    assert.deepEqual(
      findings.map(({ path: at, rule: id }) => `${at} ${id}`),
      ["a.py trial/endless", "a.py trial/modest", "b.py trial/endless", "b.py trial/modest"],
    );
  });
});

/** The steps that all rules take over a program, each with the same to begin with. */
async function stepsOver(files: ReadonlyMap<string, string>): Promise<number> {
  let steps = 0;
  const rules = RULES.map((registered) => ({
    ...registered,
    rule: {
      ...registered.rule,
      check: (module: Parameters<typeof registered.rule.check>[0]) =>
        withEffort(PLENTY, () => {
          const reports = [...registered.rule.check(module)];
          steps += PLENTY - effortLeft();
          return reports;
        }),
    },
  }));
  const { failures } = await scan({ current: tree(files), rules, audit: true });
  assert.deepEqual(failures, []);
  return steps;
}

/** The size of a program, with many steps that do not grow with it. */
const SMALL = 120;

/** A little more than 1, for what there is once and what is sorted. */
const POWER = 1.15;
/** What grows faster, and must not grow faster still: each of many uses is followed back through one function. */
const KNOWN: Readonly<Record<string, number>> = {};

describe("the steps of all rules grow no faster than what they look at", () => {
  for (const [what, { size, write }] of Object.entries(SHAPES)) {
    it(what, async () => {
      const sizes = [SMALL, 2 * SMALL].map((count) => Math.min(count, size));
      const programs = sizes.map((count) => {
        const written = write(count);
        return typeof written === "string" ? new Map([["module.py", written]]) : written;
      });
      const [small = NaN, large = NaN] = await Promise.all(programs.map(stepsOver));
      const [few = NaN, many = NaN] = programs.map((files) => [...files.values()].join("").length);
      assert.ok(
        large <= (small + 2_000) * (many / few) ** (KNOWN[what] ?? POWER),
        `${String(small)} steps, then ${String(large)}`,
      );
    });
  }
});
