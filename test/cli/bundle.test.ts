import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import Module from "node:module";
import path from "node:path";
import { describe, it } from "node:test";
import { Script } from "node:vm";
import { FIXTURES, ROOT } from "../support/paths.js";
import { report, run, scarlint, workspace, type JsonReport } from "./command.js";

/** The command as it is before it is bundled. */
const MODULES = path.join(ROOT, "dist/src/cli/main.js");
const BUNDLE = path.join(ROOT, "dist/bundle/scarlint.cjs");

/** Finds something where what it is given is what it imports. */
const RULE = `import { Module } from "scarlint/python/module.js";

export default {
  severity: "low",
  *check(module) {
    if (module instanceof Module) yield { at: module.root, message: "It is one of them." };
  },
};
`;

describe("the bundle", () => {
  it("does what the modules do", async () => {
    for (const args of [
      ["--no-cache", "--audit", "--format", "json", FIXTURES],
      ["explain", "zmq/rebind"],
      ["--help"],
      ["--nothing"],
    ]) {
      const bundled = await scarlint(args);
      assert.deepEqual(bundled, await run(process.execPath, [MODULES, ...args], {}));
    }
  });

  it("has been compiled for this Node by the build", () => {
    const kept = `scarlint.cjs.${process.version}-${process.arch}`;
    assert.ok(readdirSync(path.dirname(BUNDLE)).includes(kept));
    const cachedData = readFileSync(path.join(path.dirname(BUNDLE), kept));
    const script = new Script(Module.wrap(readFileSync(BUNDLE, "latin1")), { cachedData });
    assert.equal(script.cachedDataRejected, false);
  });

  it("leaves rules of one's own to the modules that they import", async (t) => {
    const big = "x = 1\n".repeat(140_000);
    const files = { "lint/team/same.js": RULE, "app.py": "x = 1\n", "big/a.py": big, "big/b.py": big };
    const cwd = workspace(t, { "package.json": '{ "type": "module" }\n', ...files });
    mkdirSync(path.join(cwd, "node_modules"));
    symlinkSync(ROOT, path.join(cwd, "node_modules/scarlint"));
    const rulesIn = ({ findings }: JsonReport): readonly string[] => findings.map((finding) => finding.path);
    assert.deepEqual(rulesIn(await report(["--rules", "lint", "app.py"], { cwd })), ["app.py"]);
    assert.deepEqual(rulesIn(await report(["--rules=lint"], { cwd })), ["app.py", "big/a.py", "big/b.py"]);
  });
});
