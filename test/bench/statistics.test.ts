import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { growthExponent, median } from "../../bench/statistics.js";

describe("the benchmark's statistics", () => {
  it("takes the number in the middle, or the mean of the two that are", () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([10, 9, 2, 1]), 5.5);
    assert.throws(() => median([]), RangeError);
  });

  it("has as many numbers above the median as below", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 1 }), (numbers) => {
        const middle = median(numbers);
        assert.equal(numbers.filter((one) => one < middle).length, numbers.filter((one) => one > middle).length);
      }),
    );
  });

  it("finds the power that something grows by, whatever its factor", () => {
    for (const power of [0, 0.5, 1, 2]) {
      const points = [3, 10, 30, 150].map((x) => [x, 7 * x ** power] as const);
      assert.ok(Math.abs(growthExponent(points) - power) < 1e-9, String(power));
    }
  });

  it("fits a line through what does not lie on one", () => {
    const [one, two, four] = [1, 3, 4].map((y, index) => [2 ** index, y] as const);
    assert.ok(one && two && four);
    // The least-squares slope through three evenly spaced points is half of what the last has over the first.
    assert.ok(Math.abs(growthExponent([one, two, four]) - Math.log2(4) / 2) < 1e-9);
  });
});
