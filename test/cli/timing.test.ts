import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { generate } from "../../bench/corpus.js";
import { toTiming } from "../../src/report/timing.js";
import { startTiming, takeTimes, timed, type Times } from "../../src/timing.js";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FIXTURES } from "../support/paths.js";
import { scarlint } from "./command.js";

describe("--timing", () => {
  it("says on standard error what time went into, and changes neither report nor exit code", async () => {
    const plain = await scarlint(["--quiet", "rebind"], { cwd: join(FIXTURES, "zmq") });
    const outcome = await scarlint(["--quiet", "--timing", "rebind"], { cwd: join(FIXTURES, "zmq") });
    assert.equal(outcome.stdout, plain.stdout);
    assert.equal(outcome.code, plain.code);
    assert.equal(plain.stderr, "");
    for (const work of ["parsing", "reading files", "report", "rules", "  rule zmq/rebind", "sum of all threads"]) {
      assert.match(outcome.stderr, new RegExp(`^${work} +\\d+\\.\\d ms +\\d+\\.\\d %$`, "m"));
    }
  });

  it("adds up what the threads of a large scan took", async () => {
    const directory = mkdtempSync(join(tmpdir(), "scarlint-timing-"));
    try {
      generate(directory, FIXTURES, 2);
      const { stderr } = await scarlint(["--quiet", "--no-cache", "--timing"], { cwd: directory });
      assert.match(stderr, /^parsing +\d+\.\d ms/m);
      assert.match(stderr, /^ {2}rule threads\/check-then-act +\d+\.\d ms/m);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("counts the time of work within other work once", () => {
    startTiming();
    const started = performance.now();
    const answer = timed("anything else", () => {
      timed("rule a/b", () => timed("parsing", () => spin(4)));
      return timed("parsing", () => spin(4));
    });
    const took = performance.now() - started;
    const times = takeTimes();
    assert.equal(answer, 4);
    const sum = Object.values(times).reduce((total, one) => total + one, 0);
    assert.ok(sum <= took, `${String(sum)} of ${String(took)}`);
    assert.ok((times.parsing ?? 0) >= 8);
    assert.deepEqual(takeTimes(), {});
  });

  it("shows the most time first, and rules below their sum", () => {
    const times: Times = { parsing: 30, report: 10, "rule a/b": 20, "rule a/c": 40 };
    const works = toTiming(times)
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(0, 40).trimEnd());
    assert.deepEqual(works, ["rules", "parsing", "report", "  rule a/c", "  rule a/b", "sum of all threads"]);
    assert.match(toTiming(times), /^rules +60\.0 ms +60\.0 %$/m);
  });
});

function spin(milliseconds: number): number {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
  return milliseconds;
}
