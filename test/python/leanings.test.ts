import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Leanings } from "../../src/python/model/leanings.js";
import { question, Solver } from "../../src/python/model/solver.js";

const SUM = question(0);

/** Things, each with those that its answer leans on. The fact that it leans on itself has its number. */
type Graph = readonly (readonly number[])[];

const graphs = fc
  .integer({ min: 1, max: 9 })
  .chain((size) => fc.array(fc.array(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }));

/** Answers to questions about a graph, and what they lean on. */
class Asked {
  readonly leanings = new Leanings();
  readonly #solver = new Solver(this.leanings);
  readonly #things: readonly object[];
  readonly computed = new Set<number>();

  constructor(private readonly graph: Graph) {
    this.#things = graph.map(() => ({}));
  }

  private ask(thing: number): number {
    return this.#solver.ask(SUM, this.#things[thing] ?? this, () => {
      this.computed.add(thing);
      this.leanings.note(thing);
      for (const other of this.graph[thing] ?? []) this.ask(other);
      return 1;
    });
  }

  facts(thing: number): readonly number[] {
    const { footprint } = this.leanings.during(() => this.ask(thing));
    return [...this.leanings.factsOf(footprint)];
  }
}

function reachable(graph: Graph, from: number): readonly number[] {
  const found = new Set([from]);
  for (const thing of found) for (const other of graph[thing] ?? []) found.add(other);
  return [...found].sort((a, b) => a - b);
}

describe("what an answer leans on", () => {
  it("is all that led to it, whoever has asked for it before, be it in a circle", () => {
    fc.assert(
      fc.property(graphs, fc.array(fc.nat(8), { minLength: 1, maxLength: 12 }), (graph, asked) => {
        const answers = new Asked(graph);
        for (const one of asked) {
          const thing = one % graph.length;
          assert.deepEqual(answers.facts(thing), reachable(graph, thing));
        }
      }),
    );
  });

  it("is told of a question that leant on one that has been answered, and leans on another one by now", () => {
    const answers = new Asked([[2, 1], [3], [3, 0], [2]]);
    for (const thing of [0, 1]) assert.deepEqual(answers.facts(thing), [0, 1, 2, 3]);
  });

  it("decides what is found out anew, and nothing else does", () => {
    fc.assert(
      fc.property(graphs, fc.nat(8), fc.nat(8), (graph, one, other) => {
        const [thing, gone] = [one % graph.length, other % graph.length];
        const answers = new Asked(graph);
        for (const each of graph.keys()) answers.facts(each);
        answers.computed.clear();
        answers.leanings.forget(new Set([gone]));
        answers.facts(thing);
        const anew = reachable(graph, thing).filter((each) => reachable(graph, each).includes(gone));
        assert.deepEqual([...answers.computed].sort(), anew);
      }),
    );
  });

  it("is noted by those who keep answers of their own", () => {
    const leanings = new Leanings();
    const memory = leanings.memory<string, number>();
    const find = (): number => leanings.remember(memory, "a", () => (leanings.note(7), 3));
    for (const turn of [1, 2]) {
      const { value, footprint } = leanings.during(find);
      assert.deepEqual([turn, value, [...leanings.factsOf(footprint)]], [turn, 3, [7]]);
    }
    leanings.forget(new Set([6]));
    assert.equal(memory.size, 1);
    leanings.forget(new Set([7]));
    assert.equal(memory.size, 0);
  });

  it("is not lost when work is broken off in the middle", () => {
    const leanings = new Leanings();
    const { footprint } = leanings.during(() => {
      leanings.begin();
      leanings.note(1);
      leanings.begin();
      leanings.note(2);
    });
    assert.deepEqual([...leanings.factsOf(footprint)], [1, 2]);
  });
});
