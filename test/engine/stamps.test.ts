import assert from "node:assert/strict";
import fs, { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { Stamps, type Stamped } from "../../src/engine/cache/stamps.js";

/** A file whose times are always what they are said to be, as on a disk whose clock is coarse or wrong. */
function fileOf(t: TestContext, time: number): string {
  const directory = mkdtempSync(path.join(tmpdir(), "scarlint-stamps-"));
  const { statSync } = fs;
  t.mock.method(fs, "statSync", (...args: Parameters<typeof statSync>) => {
    const stats = statSync(...args);
    return stats && Object.assign(stats, { mtimeMs: time, ctimeMs: time });
  });
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
    rmSync(directory, { recursive: true });
  });
  return path.join(directory, "a.py");
}

function look(file: string, before: ReadonlyMap<string, Stamped> = new Map()): Stamps {
  return new Stamps(["a.py"], before, () => file);
}

const HOUR = 60 * 60 * 1000;

for (const [when, offset] of Object.entries({ "just now": 0, "in an hour": HOUR, "in a year": 365 * 24 * HOUR })) {
  test(`a file that was changed ${when} is told by what it holds`, (t) => {
    const file = fileOf(t, Date.now() + offset);
    writeFileSync(file, "a = 1\n");
    const first = look(file).settled("a.py");
    const before = new Map([["a.py", first]]);
    assert.ok(look(file, before).isSame("a.py"));
    writeFileSync(file, "a = 2\n");
    const second = look(file, before);
    assert.ok(!second.isSame("a.py"));
    assert.ok(!second.areUntouched);
    assert.notEqual(second.settled("a.py").hash, first.hash);
  });

  test(`a file that was changed ${when} and again while it was scanned is not known`, (t) => {
    const file = fileOf(t, Date.now() + offset);
    writeFileSync(file, "a = 1\n");
    const stamps = look(file);
    writeFileSync(file, "a = 2\n");
    assert.deepEqual(stamps.settled("a.py"), { stamp: "", hash: "" });
  });
}

test("a file that was changed long ago is not read again", (t) => {
  const file = fileOf(t, Date.now() - HOUR);
  writeFileSync(file, "a = 1\n");
  const before = new Map([["a.py", look(file).settled("a.py")]]);
  // Nothing but its times, its size and its number tells that it is the same.
  writeFileSync(file, "a = 2\n");
  assert.ok(look(file, before).isSame("a.py"));
  writeFileSync(file, "a = 22\n");
  assert.ok(!look(file, before).isSame("a.py"));
});
