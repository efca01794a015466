import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, it } from "node:test";
import { scan } from "../../src/engine/scan/scan.js";
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

it("every worker heeds the configurations", async () => {
  const files = {
    "scarlint.toml": 'exclude = ["b"]\nseverity = { zmq = "low" }\n[per-path."c/zmq/**"]\nignore = ["zmq"]\n',
    "d/scarlint.toml": 'select = ["threads"]\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(tree, name), text);
  const scans = [1, 3].map((workers) => scan({ current: tree, workers }));
  const [alone, shared] = await Promise.all(scans);
  for (const name of Object.keys(files)) rmSync(path.join(tree, name));
  assert.ok(alone);
  assert.deepEqual(shared, alone);
  const of = (folder: string): typeof alone.findings => alone.findings.filter((each) => each.path.startsWith(folder));
  assert.deepEqual(of("b/"), []);
  assert.deepEqual(
    of("c/zmq/").filter(({ rule }) => rule.startsWith("zmq/")),
    [],
  );
  assert.ok(of("a/zmq/").some(({ rule, severity }) => rule === "zmq/rebind" && severity === "low"));
  assert.deepEqual([...new Set(of("d/").map(({ rule }) => rule.split("/")[0]))], ["threads"]);
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
