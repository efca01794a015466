import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { it } from "node:test";
import { Repository } from "../../src/files/git.js";
import { Checkout } from "../../src/triage/checkout.js";
import { History } from "../support/history.js";

it("clears what a walk has left behind that was killed, and nothing else", async (t) => {
  const history = new History(t);
  history.commit({ "a.py": "" });
  const directory = mkdtempSync(path.join(tmpdir(), "scarlint-checkout-test-"));
  const before = process.env.TMPDIR;
  t.after(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(directory, { recursive: true });
  });
  const [head = ""] = history.commits;
  const killed = spawnSync(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { Repository } from ${JSON.stringify(new URL("../../src/files/git.js", import.meta.url).href)};
       import { Checkout } from ${JSON.stringify(new URL("../../src/triage/checkout.js", import.meta.url).href)};
       const repository = await Repository.around(${JSON.stringify(history.root)});
       await Checkout.within(repository, ${JSON.stringify(head)}, async () => process.kill(process.pid, "SIGKILL"));`,
    ],
    { env: { ...process.env, TMPDIR: directory } },
  );
  assert.equal(killed.signal, "SIGKILL");
  const ours = (): string[] => readdirSync(directory).filter((name) => /^scarlint-history-|^precious$/.test(name));
  const [left = ""] = ours();
  const begin = /^scarlint-history-[0-9a-f]+-/.exec(left)?.[0] ?? "";
  assert.notEqual(begin, "");
  const number = left.slice(begin.length).split("-")[0] ?? "";
  // Of a process that is there, of another machine, and a link to somebody's files.
  const others = [`${begin}${String(process.pid)}-abcdef`, `scarlint-history-00000000-${number}-abcdef`, "precious"];
  for (const name of others) mkdirSync(path.join(directory, name));
  writeFileSync(path.join(directory, "precious", "file"), "");
  symlinkSync(path.join(directory, "precious"), path.join(directory, `${begin}${number}-ghijkl`));
  process.env.TMPDIR = directory;
  await Checkout.within(await Repository.around(history.root), head, async ({ root }) => {
    assert.ok(existsSync(root));
    await Promise.resolve();
  });
  assert.deepEqual(ours().sort(), [...others, `${begin}${number}-ghijkl`].sort());
  assert.ok(existsSync(path.join(directory, "precious", "file")));
});
