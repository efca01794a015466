import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Queues } from "../../src/engine/share/queues.js";

describe("queues", () => {
  it("deal out everything once, whoever asks when", () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.nat(4)), (count, owners, turns) => {
        const items = Array.from({ length: count }, (_, item) => item);
        const queues = new Queues(items, owners);
        const dealt: number[] = [];
        for (const turn of turns) {
          const item = queues.next(turn % owners);
          if (item === undefined) break;
          dealt.push(item);
        }
        assert.deepEqual(
          dealt.sort((a, b) => a - b),
          items,
        );
      }),
    );
  });

  it("give each owner neighbours, in their order", () => {
    const queues = new Queues(["a", "b", "c", "d"], 2);
    assert.deepEqual([queues.next(0), queues.next(1), queues.next(0), queues.next(1)], ["a", "c", "b", "d"]);
  });

  it("let who has none left take the last of the longest run", () => {
    const queues = new Queues(["a", "b", "c", "d", "e", "f"], 2);
    const first = ["a", "b", "c"].map(() => queues.next(0));
    assert.deepEqual(first, ["a", "b", "c"]);
    assert.deepEqual([queues.next(0), queues.next(1), queues.next(0), queues.next(1)], ["f", "d", "e", undefined]);
  });
});
