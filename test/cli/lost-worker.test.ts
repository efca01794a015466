import assert from "node:assert/strict";
import { it } from "node:test";
import { pathToFileURL } from "node:url";
import path from "node:path";
import { BUGGY, scarlint, workspace } from "./command.js";

/** Ends the thread, not the process, that reads a file called `deadly.py`. */
const DEADLY = `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { isMainThread } from "node:worker_threads";
for (const name of ["readFileSync", "openSync"]) {
  const original = fs[name];
  fs[name] = (file, ...more) => {
    if (!isMainThread && String(file).endsWith("deadly.py")) process.exit(9);
    return original(file, ...more);
  };
}
syncBuiltinESMExports();
`;

/** So much that a file is a share of its own. */
const LONG = `${"x = 1\n".repeat(140_000)}${BUGGY}`;

it("a thread that dies costs its own files only, a line and the exit code 2", async (t) => {
  const cwd = workspace(t, { "a.py": LONG, "deadly.py": LONG, "z.py": LONG });
  const script = path.join(workspace(t, { "deadly.mjs": DEADLY }), "deadly.mjs");
  const env = { NODE_OPTIONS: `--import ${pathToFileURL(script).href}` };
  const args = ["--no-cache", "--select", "errors", "--format", "json"];
  const { code, stdout, stderr } = await scarlint(args, { cwd, env });
  assert.equal(code, 2);
  assert.match(stderr, /^scarlint: deadly\.py: a worker died here[^\n]*; they were not scanned, try --exclude\n$/);
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly path: string }[] };
  assert.deepEqual(
    findings.map(({ path: file }) => file),
    ["a.py", "z.py"],
  );
});
