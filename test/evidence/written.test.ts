import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { compare } from "../../src/evidence/compare.js";
import { readFailure } from "../../src/evidence/failure.js";
import { flakyOf } from "../../src/evidence/flaky.js";
import { readJunit } from "../../src/evidence/junit.js";
import { countsOf, runOf, type Run } from "../../src/evidence/run.js";
import { ROOT } from "../support/paths.js";

const FOLDER = path.join(ROOT, "test/evidence/written");

/**
 * What runners wrote of one suite, and what it comes to by what they said on the terminal: a test that failed and then
 * failed to clean up is one that ended in an error, and a tear-down that fails makes one of a test that passed.
 */
const WRITTEN: Readonly<
  Record<
    string,
    readonly [passed: number, failed: number, errors: number, skipped: number, xfailed: number, retried: number]
  >
> = {
  "pytest.xml": [8, 13, 4, 2, 2, 0],
  "pytest-xunit1.xml": [10, 11, 4, 2, 2, 0],
  "pytest-collection-error.xml": [0, 0, 1, 0, 0, 0],
  "pytest-xdist.xml": [9, 12, 4, 2, 2, 0],
  "pytest-rerunfailures-16.6.1.xml": [9, 12, 4, 2, 2, 16],
  // One tear-down that failed each time is all that this one shows of thirty more tries.
  "pytest-rerunfailures-14.xml": [9, 11, 4, 3, 2, 1],
  "pytest-asyncio.xml": [10, 11, 4, 2, 2, 0],
  // The runner itself broke, which is told as a test that ended in an error.
  "pytest-timeout.xml": [0, 2, 1, 0, 0, 0],
  "pytest-7.xml": [8, 12, 4, 3, 2, 0],
  "pytest-flakefinder.xml": [0, 8, 0, 4, 0, 0],
  "pytest-repeat.xml": [0, 6, 0, 3, 0, 0],
  "nose2.xml": [5, 6, 8, 1, 1, 0],
  "unittest-xml-reporting.xml": [1, 1, 1, 1, 1, 0],
  "unittest-xml-reporting": [1, 1, 2, 1, 1, 0],
};

function written(name: string): Run {
  const at = path.join(FOLDER, name);
  const files = statSync(at).isDirectory() ? readdirSync(at).map((file) => path.join(at, file)) : [at];
  return runOf(
    name,
    files.map((file) => readJunit(readFileSync(file, "utf8"))),
  );
}

describe("files that runners wrote", () => {
  for (const [name, expected] of Object.entries(WRITTEN)) {
    it(`are counted as the runner did: ${name}`, () => {
      const { passed, failed, errors, skipped, xfailed, retried } = countsOf(written(name));
      assert.deepEqual([passed, failed, errors, skipped, xfailed, retried], expected);
    });
  }

  it("show nothing to be flaky by themselves, whatever was tried again in them", () => {
    for (const name of Object.keys(WRITTEN)) assert.deepEqual(flakyOf(compare([written(name)])), [], name);
  });

  it("are all there", () => {
    assert.deepEqual(readdirSync(FOLDER).sort(), Object.keys(WRITTEN).sort());
  });

  for (const name of ["pytest.xml", "pytest-xdist.xml", "pytest-7.xml", "nose2.xml"]) {
    it(`say what was raised, and where: ${name}`, () => {
      const [text] = written(name).cases.get("tests.test_cart::test_mean_of_none")?.failures ?? [];
      assert.ok(text);
      const { error, message, frames } = readFailure(text);
      assert.deepEqual([error, message], ["ZeroDivisionError", "division by zero"]);
      assert.deepEqual(
        frames.slice(-2).map((frame) => `${frame.path.replace("/home/ci/shop/", "")}:${String(frame.line)}`),
        ["tests/test_cart.py:28", "shop/cart.py:17"],
      );
    });
  }
});
