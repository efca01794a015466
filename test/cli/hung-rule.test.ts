import assert from "node:assert/strict";
import path from "node:path";
import { it, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import type { report } from "./command.js";
import { BUGGY, scarlint, workspace } from "./command.js";

/** Lets whatever is watched go on for a moment only: nobody wants to wait for as long as people are given. */
const IMPATIENT = `import { Script } from "node:vm";
const original = Script.prototype.runInThisContext;
Script.prototype.runInThisContext = function (options) {
  return original.call(this, options?.timeout === undefined ? options : { ...options, timeout: 3000 });
};
`;

const ENDLESS = `export default {
  severity: "low",
  *check(module) {
    yield { at: module.root, message: "It is." };
    while (module.path.startsWith("hang")) if (module === 0) return;
  },
};
`;
const PLAIN = ENDLESS.replace("module.root", "module.root.children[0].children[0]").replace(/while .*/, "");

function impatient(t: TestContext): Readonly<Record<string, string>> {
  const script = path.join(workspace(t, { "impatient.mjs": IMPATIENT }), "impatient.mjs");
  return { NODE_OPTIONS: `--import ${pathToFileURL(script).href}` };
}

const RULES = {
  "package.json": '{ "type": "module" }\n',
  "lint/team/endless.js": ENDLESS,
  "lint/team/plain.js": PLAIN,
};
const ARGS = ["--no-cache", "--rules", "lint", "--select", "team,errors"];
/** So much that a file is a share of its own. */
const LONG = `# ${"x".repeat(840_000)}\n${BUGGY}`;

for (const [manner, text] of [
  ["one thread", BUGGY],
  ["several threads", LONG],
] as const) {
  it(`a rule that hangs in ${manner} is named with its file in a line, and all else goes on`, async (t) => {
    const cwd = workspace(t, { ...RULES, "a.py": text, "hang.py": text, "z.py": text });
    const { code, stdout, stderr } = await scarlint([...ARGS, "--format", "json"], { cwd, env: impatient(t) });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: hang\.py: [^\n]*team\/endless[^\n]*gave up here[^\n]*'--exclude'[^\n]*\n$/);
    const { findings } = JSON.parse(stdout) as Awaited<ReturnType<typeof report>>;
    assert.deepEqual(
      findings.map(({ path: at, rule }) => `${at} ${rule}`).sort(),
      ["a.py", "hang.py", "z.py"].flatMap((at) =>
        ["errors/swallowed-exception", "team/endless", "team/plain"].map((rule) => `${at} ${rule}`),
      ),
    );
  });
}

it("a rule that looks at more than it has steps for is named with its file in a line, and all else goes on", async (t) => {
  const greedy = ENDLESS.replace("module === 0", 'module.root.text === ""');
  const cwd = workspace(t, { ...RULES, "lint/team/endless.js": greedy, "a.py": BUGGY, "hang.py": LONG });
  const { code, stdout, stderr } = await scarlint(ARGS, { cwd });
  assert.equal(code, 2);
  assert.match(stderr, /^scarlint: hang\.py: [^\n]*team\/endless[^\n]*gave up here[^\n]*\n$/);
  assert.match(stdout, /hang\.py:4:1 medium errors\/swallowed-exception/);
});
