import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fillsAttribute, NONE_USED, unsetAttributes } from "../../src/python/prefilter/none.js";
import { mayStoreAt } from "../../src/python/prefilter/occurrences.js";
import { resultLookedInto } from "../../src/python/prefilter/results.js";
import { KEEPS_NONE } from "../../rules/objects/none-then-used/results.js";
import { relianceIn } from "../../src/python/prefilter/reliance.js";

/** However it is written, what a rule looks for must not be taken for something else by the text alone. */
describe("a text that is not parsed", () => {
  for (const [body, may] of [
    ["x = y = None\nx.z()", true],
    ["x: Socket | None = None\nx.close()", true],
    ["x = \\\n  None\nx[0]", true],
    ["a, b = None, None\nb.z()", true],
    ["[a, b] = [None, None]\nb.z()", true],
    ["x = None\nwith lock, x:\n    pass", true],
    ["x = None\nwith (\n    x,\n):\n    pass", true],
    ["x = None\nreturn [i for i in x]", true],
    ["for part in parts:\n    x.add(part)\n    x = None", true],
    ["größe = None\ngröße.x", true],
    ["y = None\nx.z()", false],
    ["x.close()\nx = None", false],
    ["send(timeout=None)\nsend.retry = 3", false],
  ] as const) {
    it(`${may ? "may" : "cannot"} look into None: ${JSON.stringify(body)}`, () => {
      assert.equal(NONE_USED.mayHold(body), may);
    });
  }

  for (const [text, may] of [
    ["x = find(1)", true],
    ["x = await self.store.find(1)", true],
    ["x = \\\n  store.find(1)", true],
    ["x = (  # the first\n  store.find(1)\n)", true],
    ["x = open_store(path)[0].find(1)", true],
    ["store.find(1).name", true],
    ["store.find(\n  key(1),\n)[0]", true],
    ["(await store.find(1)).name", true],
    ["for row in store.find(1): show(row)", true],
    ["with store.find(1) as row: show(row)", true],
    ["with lock, store.find(1): pass", true],
    ["show(*store.find(1))", true],
    ["store.find(1)  # the first\n.name", true],
    ["store.find", false],
    ["store.find(1)", false],
    ["return store.find(1)", false],
    ["if store.find(1): pass", false],
    ["show(store.find(1), 2)", false],
    ["def find(key): pass", false],
    ["x.find_all(1).name", false],
  ] as const) {
    it(`${may ? "may" : "cannot"} look into what is found: ${JSON.stringify(text)}`, () => {
      const found = resultLookedInto("find");
      const places = [...text.matchAll(/\bfind\b/g)];
      assert.equal(
        places.some(({ index }) => found.mayStandAt(text, index)),
        may,
      );
    });
  }

  for (const [text, may] of [
    ["rows = rows.sort()", true],
    ["x: list = rows.append(1)", true],
    ["x = y = rows.sort()", true],
    ["thread = Thread(\n  target=work,\n).start()", true],
    ["x = \\\n  self.rows \\\n  .sort()", true],
    ["x = (  # all\n  rows.sort()\n)", true],
    ["x = await self.queue.put(1)", true],
    ["with thread.start() as x: pass", true],
    ["rows.sort()", false],
    ["x = sorted(rows)\nrows.append(x)", false],
    ["if rows:\n    rows.append(1)", false],
  ] as const) {
    it(`${may ? "may" : "cannot"} keep what is None: ${JSON.stringify(text)}`, () => {
      assert.equal(KEEPS_NONE.mayHold(text), may);
    });
  }

  it("names the attributes that are set to None, and those that are looked into after", () => {
    assert.deepEqual(unsetAttributes("self.a = self.b = None\nx = self.c = None\nf(d=None)")?.all, ["b", "a", "c"]);
    assert.deepEqual(unsetAttributes("self.a.close()\nself.a = None\nself.b = None\nself.b.close()")?.used, ["b"]);
    assert.equal(
      unsetAttributes(`self.${"a".repeat(300)} = None`),
      undefined,
      "of names that are too long, nothing is said",
    );
  });

  it("fills an attribute only with something else than None", () => {
    assert.ok(fillsAttribute("self.a: Socket = connect()", "a"));
    assert.ok(!fillsAttribute("self.a = None", "a"));
    assert.ok(!fillsAttribute("self.a = self.b = None", "a"));
    assert.ok(!fillsAttribute("self.a == b", "a"));
  });

  for (const [body, may] of [
    ["if self.jobs:\n    self.jobs.pop()", true],
    ["if key in self.jobs:\n    return self.jobs[key]", true],
    ["while len(self . jobs) > 0:\n    self . jobs . popleft()", true],
    ["if (self.jobs):\n    (self.jobs).pop()", true],
    ["if self.heap:\n    heapq.heappop(self.heap)", true],
    ["return self.jobs and self.jobs[-1]", true],
    ["if SHARED:\n    SHARED.pop()", true],
    ["if jobs:\n    jobs.pop()", false],
    ["self.jobs.pop()", false],
    ["for job in self.jobs:\n    job.run()", false],
  ] as const) {
    it(`${may ? "may" : "cannot"} rely on a test: ${JSON.stringify(body)}`, () => {
      assert.equal(relianceIn(`SHARED = []\n\ndef take(jobs):\n    ${body}\n`).mayHold(body), may);
    });
  }

  for (const [text, may] of [
    ["self.a = 1", true],
    ["self.a += 1", true],
    ["self.a: int", true],
    ["self . a, other = pair", true],
    ["head, self.a, \\\n    tail = parts", true],
    ["(\n    self.a,  # the first\n    self.b,\n) = pair", true],
    ["(\n    self.a\n    , self.b\n) = pair", true],
    ['self.a, table["key"], row[at + 1] = parts', true],
    ["self.a, self.b = self.c = pair", true],
    ["for self.a, self.b in pairs:\n    pass", true],
    ["with open(path) as self.a:\n    pass", true],
    ["del self.a", true],
    ['setattr(self, "a", 1)', true],
    ["self.a == 1", false],
    ["f(self.a, self.b)\nc = 1", false],
    ["f(self.a, 'x = 1')", false],
    ["return self.a, self.b", false],
  ] as const) {
    it(`${may ? "may" : "cannot"} assign: ${JSON.stringify(text)}`, () => {
      assert.equal(mayStoreAt(text, "a", text.search(/\ba\b/)), may);
    });
  }

  it("may assign an attribute among more targets than are looked through", () => {
    const targets = Array.from({ length: 40 }, (_, number) => `self.attribute_${String(number)}`).join(",\n");
    assert.ok(mayStoreAt(`(${targets}) = values`, "attribute_0", "(self.".length));
  });
});
