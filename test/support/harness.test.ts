import assert from "node:assert/strict";
import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { compare } from "../../src/testing/compare.js";
import type { Observation } from "../../src/testing/observe.js";
import { markersIn, outcomeOf, type Outcome } from "../../src/testing/markers.js";
import { runFixture } from "./run-python.js";

test("a marker speaks of its own line, or from above of the next line of code", () => {
  const source = [
    "a()  # expect: zmq/rebind",
    'b()  # expect: zmq/rebind "first" # audit: web/cors',
    "    # todo: zmq/rebind",
    '# expect: web/cors "x"',
    "c()",
  ].join("\r");
  assert.deepEqual(markersIn(source), [
    { kind: "expect", rule: "zmq/rebind", line: 1 },
    { kind: "expect", rule: "zmq/rebind", part: "first", line: 2 },
    { kind: "audit", rule: "web/cors", line: 2 },
    { kind: "todo", rule: "zmq/rebind", line: 5 },
    { kind: "expect", rule: "web/cors", part: "x", line: 5 },
  ]);
  assert.throws(() => markersIn("a()\nb()  # expect: rebind"), /line 2: '# expect:.*' names no rule/);
});

test("what differs is missing, noisy, moved or reworded", () => {
  const finding = (line: number, message = "It is.", likely = false): Observation => {
    return { rule: "zmq/rebind", path: "a.py", line, message, likely };
  };
  const differences = (source: string, ...seen: Observation[]): string[] => {
    return compare(
      markersIn(source).map((marker) => ({ ...marker, path: "a.py" })),
      seen,
    );
  };
  const expect = "a()  # expect: zmq/rebind";
  assert.deepEqual(differences(expect, finding(1)), []);
  assert.deepEqual(differences(`${expect} "'s' in pool"`, finding(1, "It is 's' in [pool](1).")), []);
  assert.deepEqual(differences("a()  # todo: zmq/rebind"), []);
  assert.match(differences(expect).join("\n"), /^a\.py:1: missing: /);
  assert.match(differences("a()", finding(1)).join("\n"), /^a\.py:1: noisy: /);
  assert.match(
    differences("a()  # todo: zmq/rebind", finding(1)).join("\n"),
    /^a\.py:1: noisy: .*make its todo an expect/,
  );
  assert.match(differences(expect, finding(3)).join("\n"), /^a\.py:1: moved: .*line 3/);
  assert.match(differences(`${expect} "x"`, finding(1)).join("\n"), /^a\.py:1: reworded: .*"x".*It is\.$/);
  assert.equal(differences(expect, finding(1), finding(1)).length, 1);
  assert.match(differences(expect, finding(1, "It is.", true)).join("\n"), /missing: .*\n.*noisy: /);
  assert.deepEqual(differences("a()  # audit: zmq/rebind", finding(1, "It is.", true)), []);
});

test("a fixture says how it ends on a line of its own", () => {
  assert.deepEqual(outcomeOf("# raises: TypeError\na()\n"), { raises: "TypeError" });
  assert.deepEqual(outcomeOf('"""Doc."""\r\n# runs: clean\r\n'), { clean: true });
  assert.equal(outcomeOf("a()  # raises: TypeError\n"), undefined);
});

test("a program has to end under CPython as it says", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "programs-"));
  const file = path.join(folder, "program.py");
  const ends = async (program: string, outcome: Outcome): Promise<string | undefined> => {
    writeFileSync(file, program);
    return runFixture(file, outcome);
  };
  const group = "raise ExceptionGroup('several', [ValueError('x')])";
  try {
    assert.equal(await ends("None()", { raises: "TypeError" }), undefined);
    assert.equal(await ends(group, { raises: "ValueError" }), undefined);
    assert.equal(await ends("import io; raise io.UnsupportedOperation", { raises: "UnsupportedOperation" }), undefined);
    assert.equal(await ends("print(1)", { clean: true }), undefined);
    assert.match((await ends("None()", { raises: "KeyError" })) ?? "", /should raise KeyError .* TypeError: /);
    assert.match((await ends("print('TypeError')", { raises: "TypeError" })) ?? "", /runs clean/);
    assert.match((await ends("None()", { clean: true })) ?? "", /should run clean .* TypeError: /);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
