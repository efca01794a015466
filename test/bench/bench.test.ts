import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { generate, pythonFiles } from "../../bench/corpus.js";
import { FIXTURES, ROOT } from "../support/paths.js";

const directory = mkdtempSync(join(tmpdir(), "scarlint-bench-test-"));
after(() => {
  rmSync(directory, { recursive: true });
});

describe("the benchmark", () => {
  it("generates the same project each time, no two files of which are the same", () => {
    const [one, two] = ["one", "two"].map((name) => generate(join(directory, name), FIXTURES, 5));
    assert.ok(one && two);
    const textsOf = (root: string): string[] => pythonFiles(root).map((path) => readFileSync(join(root, path), "utf8"));
    const texts = textsOf(one.root);
    assert.deepEqual(textsOf(two.root), texts);
    assert.deepEqual(pythonFiles(one.root), one.files);
    assert.equal(new Set(texts).size, texts.length);
    assert.ok(one.bytes >= 5_000_000 && one.bytes < 5_500_000);
  });

  it("measures everything and writes it down", () => {
    const output = join(directory, "results.md");
    const command = [join(ROOT, "dist/bench/main.js"), "--runs", "1", "--scale", "0.002", "--output", output];
    execFileSync(process.execPath, command, { stdio: ["ignore", "ignore", "ignore"] });
    const results = readFileSync(output, "utf8");
    const rows = results.split("\n").filter((line) => line.startsWith("| "));
    const names = rows.map((row) => row.split(" | ")[0]?.slice(2) ?? "");
    for (const wanted of [
      /^scarlint, cold$/,
      /^scarlint, filling its cache$/,
      /^scarlint, warm$/,
      /^scarlint, one file changed$/,
      /^node -e 0$/,
      /^scarlint, 1 file of/,
      /^scarlint --staged, 1 file$/,
      /^warm, compared with cold$/,
      /^exponent of time over bytes$/,
      /^methods of a class$/,
    ]) {
      assert.ok(
        names.some((name) => wanted.test(name)),
        `${String(wanted)} is not in\n${results}`,
      );
    }
    assert.doesNotMatch(results, /NaN|undefined|Infinity/);
    assert.ok(!results.includes(ROOT) && !results.includes(tmpdir()), "names no place of this machine");
  });
});
