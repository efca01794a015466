import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { wrongCallsIn } from "../../src/concepts/calls/misfits.js";
import { projectOf } from "../support/program.js";

describe("a call of a function whose name many files define", () => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, number) => [
      `reports/part_${String(number)}.py`,
      "def main(day):\n    return day\n",
    ]),
  );

  async function wrongCalls(run: string): Promise<number> {
    const module = (await projectOf({ "reports/__init__.py": "", ...many, "run.py": run })).module("run.py");
    assert.ok(module);
    return [...wrongCallsIn(module)].length;
  }

  it("is judged where an import says which is meant", async () => {
    assert.equal(await wrongCalls("from reports.part_7 import main\n\nmain(1, 2)\n"), 1);
    assert.equal(await wrongCalls("from reports.part_7 import main\n\nmain(1)\n"), 0);
  });

  it("is not looked into where nothing does", async () => {
    assert.equal(await wrongCalls("def run(part):\n    part.main(1, 2)\n"), 0);
  });
});
