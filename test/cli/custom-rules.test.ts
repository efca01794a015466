import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import type { Log } from "sarif";
import { ROOT } from "../support/paths.js";
import { example, report, run, scarlint, workspace } from "./command.js";

/** A project that has scarlint installed. */
function project(t: TestContext, files: Readonly<Record<string, string>>): string {
  const cwd = workspace(t, { "package.json": '{ "type": "module" }\n', ...files });
  mkdirSync(path.join(cwd, "node_modules"));
  symlinkSync(ROOT, path.join(cwd, "node_modules/scarlint"));
  return cwd;
}

const RULE = { "lint/billing/float-money.js": example("custom-rules.md") };
const APP = { "app.py": "def gross(invoice):\n    return float(invoice.net) * 1.19\n" };
const PLAIN = `export default { severity: "low", *check(module) { yield { at: module.root, message: "It is." }; } };\n`;

describe("--rules", () => {
  it("runs the rule of docs/custom-rules.md beside the others, and tells SARIF about it", async (t) => {
    const cwd = project(t, { ...RULE, ...APP });
    const { findings } = await report(["--rules", "lint"], { cwd });
    assert.deepEqual(
      findings.map(({ rule, severity, message, start }) => ({ rule, severity, message, line: start.line })),
      [
        {
          rule: "billing/float-money",
          severity: "high",
          message: "'invoice.net' is money, and becomes a float.",
          line: 2,
        },
      ],
    );
    assert.equal((await scarlint(["--rules", "lint", "--select", "billing"], { cwd })).code, 1);
    assert.equal((await scarlint(["--rules", "lint", "--ignore", "billing"], { cwd })).code, 0);
    const { stdout } = await scarlint(["--rules", "lint", "--format", "sarif"], { cwd });
    const described = (JSON.parse(stdout) as Log).runs[0]?.tool.driver.rules?.find(
      ({ id }) => id === "billing/float-money",
    );
    assert.equal(described?.shortDescription?.text, "An amount of money is turned into a float.");
  });

  it("runs in the threads of a large scan, too", async (t) => {
    const filler = "x = 1\n".repeat(140_000);
    const big = Object.fromEntries(["a", "b", "c"].map((name) => [`${name}.py`, `${filler}total = float(net)\n`]));
    const cwd = project(t, { ...RULE, ...big });
    const { findings } = await report(["--rules", "lint", "--select", "billing"], { cwd });
    assert.deepEqual(
      findings.map((finding) => finding.path),
      ["a.py", "b.py", "c.py"],
    );
  });

  it("goes with the commands that speak of rules", async (t) => {
    const cwd = project(t, { ...RULE, "lint/team/plain.js": PLAIN, "scarlint.toml": 'select = ["billing"]\n', ...APP });
    const own = async (...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await scarlint([...args, "--rules", "lint"], { cwd });
      assert.deepEqual([code, stderr], [0, ""]);
      return stdout;
    };
    assert.match(await own("explain", "billing/float-money"), /^# billing\/float-money\n\n\*\*high\*\*/);
    assert.match(await own("rules"), /^ {2}billing\/float-money +An amount of money is turned into a float\.$/m);
    assert.match(await own("config", "app.py"), /^ {2}billing\/float-money +high +scarlint\.toml:1$/m);
    await own("baseline");
    assert.match(await own("--baseline", ".scarlint-baseline.json"), /^No new findings .*; 1 old$/m);

    const { code, stderr } = await scarlint(["explain", "team/plain", "--rules", "lint"], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /'team\/plain' has no comment above its default export/);
  });

  it("goes with shards and their merge", async (t) => {
    const cwd = project(t, { ...RULE, ...APP, "b.py": "" });
    const files = ["1", "2"].map((index) => `${index}.sarif`);
    for (const [at, file] of files.entries()) {
      const shard = ["--shard", `${String(at + 1)}/2`, "--format", `sarif=${file}`];
      assert.equal((await scarlint(["--rules", "lint", ...shard], { cwd })).code, 0);
    }
    const whole = await scarlint(["--rules", "lint", "--format", "sarif"], { cwd });
    assert.deepEqual(await scarlint(["merge", ...files, "--rules", "lint", "--format", "sarif"], { cwd }), whole);
    const { code, stderr } = await scarlint(["merge", ...files], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /'1\.sarif' was scanned with a rule 'billing\/float-money' that is not here; give the same/);
  });

  it("finds the words of the vocabulary by any path below scarlint/python", async (t) => {
    const words = `import { quoted } from "scarlint/python";\nimport { isOpen } from "scarlint/python/model/value.js";\n`;
    const drop = `import { drop } from "scarlint/python/edit.js";\n`;
    const cwd = project(t, {
      "lint/team/words.js": `${words}${drop}if (quoted && isOpen) drop.name;\n${PLAIN}`,
      ...APP,
    });
    const { code, stderr } = await scarlint(["--rules", "lint", "--select", "team", "app.py"], { cwd });
    assert.deepEqual([code, stderr], [1, ""]);
  });

  it("says which word there is none of, and what it may be called now", async (t) => {
    const outcome = (word: string): ReturnType<typeof scarlint> => {
      const text = `import { ${word} } from "scarlint/python/edit.js";\n${word};\n${PLAIN}`;
      return scarlint(["--rules", "lint", "app.py"], { cwd: project(t, { "lint/team/words.js": text, ...APP }) });
    };
    const cannot = /^scarlint: the rule '.*words\.js' cannot be used: 'scarlint\/python\/edit\.js' has no /;
    for (const [word, answer] of [
      ["relate", /'relate'; did you mean 'relateEndpoints'\? All words are in https:.*\/docs\/vocabulary\.md\n$/],
      ["replac", /'replac'; did you mean 'replace'/],
      ["zzzzzzzz", /'zzzzzzzz'; all words are in https:.*\/docs\/vocabulary\.md\n$/],
    ] as const) {
      const { code, stdout, stderr } = await outcome(word);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, cannot);
      assert.match(stderr, answer);
      assert.equal(stderr.split("\n").length, 2, stderr);
    }
  });

  it("takes the files in the folder of a rule's name for a part of it", async (t) => {
    const part = `export const severity = "low";\n`;
    const rule = `import { severity } from "./plain/severity.js";\n${PLAIN.replace('severity: "low"', "severity")}`;
    const cwd = project(t, { "lint/team/plain.js": rule, "lint/team/plain/severity.js": part, ...APP });
    const { findings } = await report(["--rules", "lint", "--select", "team"], { cwd });
    assert.deepEqual(
      findings.map(({ rule: id }) => id),
      ["team/plain"],
    );
    const alone = project(t, { "lint/team/plain/severity.js": part, ...APP });
    assert.match(
      (await scarlint(["--rules", "lint", "app.py"], { cwd: alone })).stderr,
      /its path has to be domain\/name\.js, .*; what only one rule asks lies in a folder of its name beside it\n$/,
    );
  });

  it("says in a line which file is no rule, and why", async (t) => {
    const broken: Record<string, readonly [string, RegExp]> = {
      "team/syntax.js": ["export default {", /the rule '.*team\/syntax\.js' cannot be used: .+/],
      "team/nothing.mjs": ["export const a = 1;\n", /default export has to be a rule/],
      "alone.js": [PLAIN, /its path has to be domain\/name\.js/],
      "zmq/rebind.js": [PLAIN, /has a rule 'zmq\/rebind' already/],
      "team/half.js": [`/** It is. */\n${PLAIN}`, /the comment does not say why/],
    };
    for (const [file, [text, expected]] of Object.entries(broken)) {
      const cwd = project(t, { ...APP, [`lint/${file}`]: text });
      const { code, stdout, stderr } = await scarlint(["--rules", "lint", "app.py"], { cwd });
      assert.deepEqual([code, stdout], [2, ""], file);
      assert.match(stderr, expected);
      assert.equal(stderr.split("\n").length, 2, stderr);
    }
    const cwd = project(t, APP);
    assert.match(
      (await scarlint(["--rules", "none"], { cwd })).stderr,
      /^scarlint: the rules in '.*' cannot be read: .*\n$/,
    );
  });
});

describe("scarlint/testing", () => {
  it("runs the test of docs/custom-rules.md, which fails when the rule does", async (t) => {
    const test = { "lint/billing/float-money.test.js": example("custom-rules.md", 1) };
    const outcome = (rule: string): ReturnType<typeof run> => {
      const cwd = project(t, { "lint/billing/float-money.js": rule, ...test });
      return run(process.execPath, ["--test", "lint/billing/float-money.test.js"], { cwd });
    };
    const rule = example("custom-rules.md");
    const good = await outcome(rule);
    assert.equal(good.code, 0, good.stdout);
    const bad = await outcome(rule.replace("(net|gross|total)", "ratio"));
    assert.equal(bad.code, 1);
    assert.match(bad.stdout, /app\.py:2: moved: billing\/float-money reports line 3 instead/);
    const fix = `fix: { description: "Drop it", isSafe: false, edits: [] },`;
    const silent = await outcome(rule.replace("at: call.node,", `at: call.node, ${fix}`));
    assert.match(silent.stdout, /billing\/float-money offers a fix that is unsafe, which its 'fixes' do not say/);
  });
});

describe("docs/api.md", () => {
  it("shows a program that runs", async (t) => {
    const cwd = project(t, {
      "main.js": example("api.md"),
      "src/app.py": "import asyncio\nfrom store import save\n\nasync def main():\n    await save()\n",
      "src/store.py": "def save():\n    return 1\n",
    });
    const { code, stdout, stderr } = await run(process.execPath, ["main.js"], { cwd });
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(
      stdout,
      /^src\/app\.py:5: asyncio\/await-of-sync-call: [^[]*\(store\.py:1\)[^[]* \[ "Call 'save' without 'await'" \]\n$/,
    );
  });

  it("shows a program that TypeScript finds nothing wrong with, as it does where there is something", async (t) => {
    const compilerOptions = { strict: true, module: "nodenext", target: "es2022", noEmit: true, types: [] };
    const cwd = project(t, {
      "main.ts": example("api.md"),
      "wrong.ts": example("api.md").replace("start.line", "start.row"),
      "tsconfig.json": JSON.stringify({ compilerOptions: { ...compilerOptions, lib: ["es2023", "dom"] } }),
    });
    const compiler = path.join(ROOT, "node_modules/typescript/bin/tsc");
    const { stdout } = await run(process.execPath, [compiler, "--project", "."], { cwd });
    assert.match(stdout, /^wrong\.ts\(\d+,\d+\): error TS2339: Property 'row' does not exist on type 'Position'\.\n$/);
  });
});
