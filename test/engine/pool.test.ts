import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, it } from "node:test";
import { scan } from "../../src/engine/scan.js";
import { FIXTURES } from "../support/paths.js";

// Large enough to be shared out: the fixtures five times, which also repeats every name in five trees.
const tree = mkdtempSync(path.join(tmpdir(), "scarlint-pool-"));
for (const copy of ["a", "b", "c", "d", "e"]) cpSync(FIXTURES, path.join(tree, copy), { recursive: true });
after(() => {
  rmSync(tree, { recursive: true });
});

it("the answer does not depend on the number of workers", async () => {
  const scans = [1, 3].map((workers) => scan({ current: tree, audit: true, workers }));
  const [alone, shared] = await Promise.all(scans);
  assert.ok(alone && alone.findings.length > 100);
  assert.deepEqual(shared, alone);
});

it("progress counts up to all the files", async () => {
  const seen: number[] = [];
  const { files } = await scan({ current: tree, workers: 2, onProgress: (done) => seen.push(done) });
  assert.equal(seen.at(-1), files);
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  );
});
