import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Solver, type Question } from "../../src/python/model/solver.js";

const TOP = -1;

/** What is reachable: an answer grows by those of the things that it leans on. */
const REACHABLE: Question<ReadonlySet<number>> = {
  nothing: new Set(),
  same: (a, b) => a.size === b.size && [...a].every((item) => b.has(item)),
  giveUp: (last) => new Set([...last, TOP]),
};

/** Things, each with those that its answer leans on. */
type Graph = readonly (readonly number[])[];

/** A solver that is asked about a graph, and counts how often it computes. */
class Asked {
  readonly #solver = new Solver();
  readonly #things: readonly object[];
  computed = 0;

  constructor(private readonly graph: Graph) {
    this.#things = graph.map(() => ({}));
  }

  reachable(thing: number): ReadonlySet<number> {
    return this.#solver.ask(REACHABLE, this.#things[thing] ?? this, () => {
      this.computed++;
      const leansOn = this.graph[thing] ?? [];
      return new Set([thing, ...leansOn.flatMap((other) => [...this.reachable(other)])]);
    });
  }
}

function reachableIn(graph: Graph, thing: number): ReadonlySet<number> {
  const found = new Set([thing]);
  for (const at of found) for (const next of graph[at] ?? []) found.add(next);
  return found;
}

const graphs = fc
  .integer({ min: 1, max: 9 })
  .chain((size) =>
    fc.array(fc.array(fc.nat({ max: size - 1 }), { maxLength: 3 }), { minLength: size, maxLength: size }),
  );

describe("a question that leans on others", () => {
  it("has the least answer, or is given up, whichever is asked first", () => {
    fc.assert(
      fc.property(graphs, fc.infiniteStream(fc.nat()), (graph, choices) => {
        const asked = new Asked(graph);
        for (let turn = 0; turn < 6; turn++) {
          const thing = (choices.next().value ?? 0) % graph.length;
          const answer = asked.reachable(thing);
          const expected = reachableIn(graph, thing);
          assert.ok([...expected].every((item) => answer.has(item)) || answer.has(TOP));
          if (!answer.has(TOP)) assert.deepEqual([...answer].sort(), [...expected].sort());
        }
      }),
    );
  });

  it("is computed a bounded number of times, however many circles it is in", () => {
    for (const size of [5, 20, 80]) {
      // Each leans on the next and on all before it: as many circles inside of circles as there are things.
      const graph = Array.from({ length: size }, (_, at) => [
        ...(at + 1 < size ? [at + 1] : []),
        ...Array.from({ length: at + 1 }, (_, before) => before),
      ]);
      const asked = new Asked(graph);
      assert.equal(asked.reachable(0).size, size);
      assert.ok(asked.computed <= 5 * size, `${String(size)} took ${String(asked.computed)}`);
    }
  });

  it("is not kept when what it leans on was nested too deep", () => {
    const size = 400;
    const asked = new Asked(Array.from({ length: size }, (_, at) => (at + 1 < size ? [at + 1] : [])));
    assert.ok(asked.reachable(0).has(TOP));
    assert.ok(!asked.reachable(size - 100).has(TOP));
    assert.deepEqual([...asked.reachable(size - 3)].sort(), [size - 3, size - 2, size - 1]);
  });
});
