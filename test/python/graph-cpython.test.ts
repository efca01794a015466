import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { FlowGraph, type Place } from "../../src/python/cfg/graph.js";
import type { Node } from "../../src/syntax/node.js";
import { loadParser } from "../../src/syntax/parser.js";
import { randomPrograms } from "../support/random-program.js";

/*
 * Random programs run under CPython, which writes down what it does; the graph must allow every one of these runs.
 * `m(7)` does something, `c(7)` is a condition, `r(7)` something to iterate: each may raise, before it is written down.
 */

const RUNNER = `
import contextlib, json, random, sys, warnings
warnings.simplefilter("ignore")
class E1(Exception): pass
class E2(E1): pass
class E3(Exception): pass
class Enough(BaseException): pass
def run(source, seed):
    rng, trace, over = random.Random(seed), [], []
    def mark(k):
        if over: raise Enough
        if len(trace) > 120:
            over.append(1)
            raise Enough
        if rng.random() < 0.12: raise rng.choice([E1, E2, E3])
        trace.append(k)
    def m(k): mark(k); return k
    def c(k): mark(k); return rng.random() < 0.5
    def r(k): mark(k); return range(rng.randrange(3))
    @contextlib.contextmanager
    def cm(k):
        mark(k)
        yield k
    scope = dict(m=m, c=c, r=r, cm=cm, E1=E1, E2=E2, E3=E3, sys=sys, contextlib=contextlib, suppress=contextlib.suppress)
    exec(compile(source, "random", "exec"), scope)
    try:
        scope["f"]()
    except BaseException:
        return trace, "raised"
    return trace, "over" if over else "exit"
def runs(source):
    try:
        compile(source, "random", "exec")
    except SyntaxError:
        return []
    return [run(source, seed) for seed in range(12)]
print(json.dumps([runs(source) for source in json.load(sys.stdin)]))
`;

const parser = await loadParser();

/** Follows a run through the graph; answers the mark that the graph does not allow. */
function refusedMark(graph: FlowGraph, trace: readonly number[], end: string): number | string | undefined {
  const marks = new Map<Node, number | undefined>();
  const markOf = (element: Node): number | undefined => {
    if (!marks.has(element)) {
      const calls = [...graph.partsOf(element)].filter((part) => part.kind === "call");
      const numbers = calls.flatMap((call) => /^(?:m|c|r|cm)\((\d+)\)$/.exec(call.text)?.[1] ?? []);
      assert.ok(numbers.length <= 1, `one element, several marks: ${element.text}`);
      marks.set(element, numbers[0] === undefined ? undefined : Number(numbers[0]));
    }
    return marks.get(element);
  };
  const follow = (from: readonly Place[], mark: number | undefined): { next: Place[]; ends: Set<unknown> } => {
    const next: Place[] = [];
    const ends = new Set<unknown>();
    const seen = new Set<unknown>();
    const queue = from.map(({ block, index }) => ({ block, index: index + 1 }));
    for (const { block, index } of queue) {
      if (index === 0 && seen.has(block)) continue;
      if (index === 0) seen.add(block);
      const at = block.elements.findIndex((element, place) => place >= index && markOf(element) !== undefined);
      const element = block.elements[at];
      if (element) {
        if (markOf(element) === mark) next.push({ block, index: at });
        continue;
      }
      ends.add(block);
      for (const edge of block.out) queue.push({ block: edge.to, index: 0 });
    }
    return { next, ends };
  };
  let places: Place[] = [{ block: graph.entry, index: -1 }];
  for (const mark of trace) {
    places = follow(places, mark).next;
    if (places.length === 0) return mark;
  }
  return end === "exit" && !follow(places, undefined).ends.has(graph.exit) ? "exit" : undefined;
}

test("the graph allows what CPython does", () => {
  const sources = fc.sample(randomPrograms, { numRuns: 250, seed: 20 });
  const run = spawnSync("python3", ["-c", RUNNER], {
    input: JSON.stringify(sources),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  assert.equal(run.status, 0, run.stderr);
  const runs = JSON.parse(run.stdout) as [number[], string][][];
  let followed = 0;
  sources.forEach((source, place) => {
    const [owner] = parser.parse(source).root.descendants("function_definition");
    assert.ok(owner);
    const graph = FlowGraph.of(owner);
    for (const [trace, end] of runs[place] ?? []) {
      const refused = refusedMark(graph, trace, end);
      assert.equal(refused, undefined, `after ${trace.join(" ")} (${end}) in\n${source}`);
      followed += trace.length;
    }
  });
  assert.ok(followed > 5000, `only ${followed} steps followed`);
});
