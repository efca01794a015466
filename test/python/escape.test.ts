import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { destinationsOf, holdersOf, type Destination } from "../../src/python/dataflow/escape.js";
import { moduleOf } from "../support/program.js";

function spell(destination: Destination): string {
  switch (destination.kind) {
    case "attribute":
      return `${destination.owner.name}.${destination.name}`;
    case "global":
      return `global ${destination.name}`;
    case "self":
      return `self ${destination.owner.name}`;
    default:
      return destination.kind;
  }
}

/** Where what each `make()` of a program gives goes, without repeats. */
async function destinations(main: string): Promise<string[][]> {
  const module = await moduleOf(main);
  return module.callsNamed("make").map(({ node }) => [...new Set(destinationsOf(node).map(spell))]);
}

/** What holds the object of each `use(object)` of a program, without repeats. */
async function holders(main: string): Promise<string[][]> {
  const module = await moduleOf(main);
  return module
    .callsNamed("use")
    .map(({ positional }) => [...new Set(positional.flatMap((object) => holdersOf(object).map(spell)))]);
}

/** The body of a method, in a class whose objects could hold what it makes. */
const method = (...lines: string[]): string =>
  ["class Pool:", "    def fill(self, other):", ...lines.map((line) => `        ${line}`)].join("\n");

describe("an object goes", () => {
  for (const [shape, lines, expected] of [
    ["into an attribute", ["self.worker = make()"], ["Pool.worker"]],
    ["into an attribute by way of a name", ["worker = make()", "self.worker = worker"], ["Pool.worker"]],
    ["into two attributes", ["self.first = self.second = make()"], ["Pool.first", "Pool.second"]],
    ["into a container in an attribute", ["self.workers.append(make())"], ["Pool.workers"]],
    ["under a key of a container in an attribute", ["self.workers['a'] = make()"], ["Pool.workers"]],
    ["into a display that an attribute holds", ["self.workers = [make() for _ in range(2)]"], ["Pool.workers"]],
    [
      "through a local container into an attribute",
      ["found = []", "found.append(make())", "self.workers = tuple(found)"],
      ["Pool.workers"],
    ],
    ["to one of two attributes", ["worker = make()", "self.a, self.b = worker, None"], ["Pool.a", "Pool.b"]],
    ["to the caller", ["return make()"], ["returned"]],
    ["to the caller, among others", ["worker = make()", "return 1, worker"], ["returned"]],
    ["to who iterates", ["yield make()"], ["yielded"]],
    ["to a function", ["register(make())"], ["passed"]],
    ["to a function by keyword", ["register(worker=make())"], ["passed"]],
    ["into somebody else's object", ["other.worker = make()"], ["shared"]],
    ["into somebody else's container", ["other.append(make())"], ["shared"]],
    ["to a function inside", ["worker = make()", "def inner():", "    print(worker)"], ["shared"]],
    ["nowhere", ["make()"], []],
    ["nowhere from a local name", ["worker = make()", "worker.run()"], []],
    ["nowhere when it is only looked at", ["worker = make()", "print(len(worker))"], []],
  ] as const) {
    it(shape, async () => {
      assert.deepEqual(await destinations(method(...lines)), [expected]);
    });
  }

  it("both into an attribute and to the caller", async () => {
    const program = method("worker = make()", "self.worker = worker", "return worker");
    assert.deepEqual(await destinations(program), [["Pool.worker", "returned"]]);
  });

  it("into a name of the module, from its top and from a container there", async () => {
    const program = "first = make()\nworkers = []\ndef add():\n    workers.append(make())\n";
    assert.deepEqual(await destinations(program), [["global first"], ["global workers"]]);
  });
});

describe("an object is held", () => {
  it("by the attribute or container that it is read from", async () => {
    const program = method(
      "use(self.worker)",
      "use(self.workers[0])",
      "use((self.workers.values()))",
      "for worker in list(self.workers):",
      "    use(worker)",
    );
    const expected = [["Pool.worker"], ["Pool.workers"], ["Pool.workers"], ["Pool.workers", "passed"]];
    assert.deepEqual(await holders(program), expected);
  });

  it("by itself, by who gave it, or by a name of the module", async () => {
    const program = `shared = None\n${method("use(self)", "use(other)", "use(shared)", "use(other.part)")}`;
    assert.deepEqual(await holders(program), [["self Pool"], ["shared", "passed"], ["global shared"], ["shared"]]);
  });

  it("by the names that are assigned from each other, once", async () => {
    const program = method("a = b = None", "a = b", "b = a", "a.run()", "self.last = b");
    const module = await moduleOf(program);
    const [run] = module.callsNamed("run");
    assert.ok(run?.receiver);
    assert.deepEqual([...new Set(holdersOf(run.receiver).map(spell))], ["Pool.last"]);
  });
});
