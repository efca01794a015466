import assert from "node:assert/strict";
import { it, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import path from "node:path";
import { BUGGY, scarlint, workspace } from "./command.js";

/** Ends the thread, not the process, that reads a file called `deadly.py`, or lets it take all memory for `greedy.py`. */
const DEADLY = `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { isMainThread } from "node:worker_threads";
for (const name of ["readFileSync", "openSync"]) {
  const original = fs[name];
  fs[name] = (file, ...more) => {
    if (!isMainThread && String(file).endsWith("deadly.py")) process.exit(9);
    if (!isMainThread && String(file).endsWith("greedy.py")) for (const hoard = [[]]; ; ) hoard.push(Array(1e5).fill(hoard));
    return original(file, ...more);
  };
}
syncBuiltinESMExports();
`;

const ARGS = ["--no-cache", "--select", "errors", "--format", "json"];

function deadly(t: TestContext): Readonly<Record<string, string>> {
  const script = path.join(workspace(t, { "deadly.mjs": DEADLY }), "deadly.mjs");
  return { NODE_OPTIONS: `--import ${pathToFileURL(script).href}` };
}

function pathsIn(json: string): string[] {
  const { findings } = JSON.parse(json) as { readonly findings: readonly { readonly path: string }[] };
  return findings.map((finding) => finding.path);
}

/** So much that a file is a share of its own; the first ones go to other threads than the one that started them. */
const LONG = `${"x = 1\n".repeat(140_000)}${BUGGY}`;

for (const name of ["0/deadly.py", "0/greedy.py"]) {
  it(`a thread that dies of ${name} costs its own files only, a line and the exit code 2`, async (t) => {
    const cwd = workspace(t, { "a.py": LONG, [name]: LONG, "z.py": LONG });
    const { code, stdout, stderr } = await scarlint([...ARGS, "--jobs", "2"], { cwd, env: deadly(t) });
    assert.equal(code, 2);
    const line = new RegExp(
      `^scarlint: ${name}: a worker died here \\([^\n]*\\); it was not scanned, try --exclude\n$`,
    );
    assert.match(stderr, line);
    assert.deepEqual(pathsIn(stdout), ["a.py", "z.py"]);
  });
}

it("when every other thread dies, every file that was not scanned is accounted for", async (t) => {
  const names = ["a/deadly.py", "b/deadly.py", "c/deadly.py"];
  const files: Record<string, string> = { "e/one.py": "", "e/two.py": BUGGY };
  for (const name of names) files[name] = LONG;
  const cwd = workspace(t, files);
  const { code, stdout, stderr } = await scarlint([...ARGS, "--jobs", "4"], { cwd, env: deadly(t) });
  assert.equal(code, 2);
  const lines = stderr.trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => /^scarlint: (\S+): a worker died [^\n]* not scanned, try --exclude$/.exec(line)?.[1]),
    names,
  );
  assert.deepEqual(pathsIn(stdout), ["e/two.py"]);
});
