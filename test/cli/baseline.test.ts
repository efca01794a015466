import assert from "node:assert/strict";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { BUGGY, CLEAN, report, scarlint, workspace } from "./command.js";

const FILE = ".scarlint-baseline.json";

/** A handler that drops every error of a call; the comment keeps its line's hash apart from the others'. */
const swallow = (call: string): string =>
  `try:\n    ${call}()\nexcept Exception:\n    pass\n# That was '${call}', ${"and nothing else ".repeat(6)}\n\n`;

const baselineOf = (cwd: string): string => readFileSync(path.join(cwd, FILE), "utf8");

/** A workspace whose findings have all been put aside. */
async function putAside(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const cwd = workspace(t, files);
  const { code, stderr } = await scarlint(["baseline"], { cwd });
  assert.deepEqual([code, stderr], [0, ""]);
  return cwd;
}

/** How many findings a scan against the baseline calls new, old and fixed. */
async function counts(cwd: string, ...args: string[]): Promise<unknown> {
  const { summary } = await report(["--baseline", FILE, ...args], { cwd });
  return { new: summary.findings, ...(summary.baseline as unknown as object) };
}

describe("three commands", () => {
  it("take a code base with a thousand findings to 'only new findings fail'", async (t) => {
    const source = BUGGY.repeat(20);
    const files = Array.from({ length: 50 }, (_, index) => [`package${index % 5}/module${index}.py`, source] as const);
    const cwd = workspace(t, Object.fromEntries(files));
    const first = await scarlint([], { cwd });
    assert.equal(first.code, 1);
    assert.match(first.stdout, /^1,000 findings /m);
    const second = await scarlint(["baseline"], { cwd });
    assert.deepEqual(
      [second.code, second.stdout],
      [0, `${FILE}: 1,000 findings (1,000 findings added, 0 taken out)\n`],
    );
    const third = await scarlint(["--baseline", FILE], { cwd });
    assert.equal(third.code, 0);
    assert.match(third.stdout, /^No new findings in 50 files, .*; 1,000 old$/m);

    writeFileSync(path.join(cwd, "package0/fresh.py"), BUGGY);
    const later = await scarlint(["--baseline", FILE], { cwd });
    assert.equal(later.code, 1);
    assert.match(later.stdout, /^package0\/fresh\.py:3:1 medium errors\/swallowed-exception$/m);
    assert.match(later.stdout, /^1 new finding \(1 medium\) in 51 files, .*; 1,000 old$/m);
    assert.equal(later.stdout.match(/errors\/swallowed-exception$/gm)?.length, 1);

    const lines = source.split("\n");
    writeFileSync(path.join(cwd, "package0/fresh.py"), CLEAN);
    writeFileSync(path.join(cwd, "package0/module0.py"), lines.with(26, "except OSError:").join("\n"));
    const mended = await scarlint(["--baseline", FILE], { cwd });
    assert.equal(mended.code, 0);
    assert.match(mended.stdout, /; 999 old, 1 fixed, which 'scarlint baseline --update' takes out of the baseline$/m);
  });
});

describe("a finding in the baseline", () => {
  it("stays old when lines move, code is indented, and files are renamed, all at once", async (t) => {
    const cwd = await putAside(t, { "jobs/a.py": swallow("a") + swallow("b"), "jobs/b.py": swallow("c") });
    const moved = `from elsewhere import a, b\n\n\ndef run():\n${(swallow("a") + swallow("b")).replace(/^(?=.)/gm, "    ")}`;
    writeFileSync(path.join(cwd, "jobs/a.py"), moved);
    mkdirSync(path.join(cwd, "work"));
    renameSync(path.join(cwd, "jobs/a.py"), path.join(cwd, "work/c.py"));
    assert.deepEqual(await counts(cwd), { new: 0, old: 3, fixed: 0 });
    assert.deepEqual(await counts(cwd, "work"), { new: 0, old: 2, fixed: 0 });
  });

  it("stays old when its file is moved and laid out anew at once, in the function that it was in", async (t) => {
    const top = BUGGY.replace("deliver", "send");
    const before = `from post import deliver\nclass Jobs:\n    def run(self, name):\n        try:\n            deliver(name)\n        except Exception: pass\n`;
    const after = `from post import deliver\n\n\nclass Jobs:\n  def run(\n    self,\n    name,\n  ):\n    try:\n      deliver(\n        name,\n      )\n    except Exception:\n      pass\n`;
    const cwd = await putAside(t, { "jobs/a.py": before, "top/a.py": top });
    for (const [from, to] of [
      ["jobs", "work"],
      ["top", "new"],
    ] as const) {
      mkdirSync(path.join(cwd, to));
      rmSync(path.join(cwd, from), { recursive: true });
    }
    writeFileSync(path.join(cwd, "work/a.py"), after);
    writeFileSync(path.join(cwd, "new/a.py"), `${top.replace("    pass", "  pass")}print("done")\n`);
    assert.deepEqual(await counts(cwd), { new: 0, old: 2, fixed: 0 });
    writeFileSync(path.join(cwd, "work/a.py"), after.replace("def run", "def walk"));
    assert.deepEqual(await counts(cwd), { new: 1, old: 1, fixed: 1 }, "another function has one of its own");
  });

  it("is new in a copy of its file, and fixed when it is gone", async (t) => {
    const cwd = await putAside(t, { "a.py": swallow("a") + swallow("b") });
    writeFileSync(path.join(cwd, "b.py"), swallow("a"));
    assert.deepEqual(await counts(cwd), { new: 1, old: 2, fixed: 0 });
    writeFileSync(path.join(cwd, "a.py"), swallow("b"));
    assert.deepEqual(await counts(cwd), { new: 0, old: 2, fixed: 0 }, "it has moved to the other file");
    rmSync(path.join(cwd, "b.py"));
    assert.deepEqual(await counts(cwd), { new: 0, old: 1, fixed: 1 });
    const { stdout } = await scarlint(["--baseline", FILE], { cwd });
    assert.match(stdout, /; 1 old, 1 fixed, which 'scarlint baseline --update' takes out of the baseline$/m);
  });

  it("is not called fixed by a scan that did not look for it", async (t) => {
    const cwd = await putAside(t, { "a.py": swallow("a"), "b/b.py": swallow("b"), "b/c.py": swallow("c") });
    writeFileSync(path.join(cwd, "b/b.py"), CLEAN);
    rmSync(path.join(cwd, "b/c.py"));
    assert.deepEqual(await counts(cwd, "a.py"), { new: 0, old: 1, fixed: 0 });
    assert.deepEqual(await counts(cwd, "--select", "zmq"), { new: 0, old: 0, fixed: 0 });
    assert.deepEqual(await counts(cwd, "--min-severity", "high"), { new: 0, old: 0, fixed: 0 });
    assert.deepEqual(await counts(cwd, "--exclude", "b"), { new: 0, old: 1, fixed: 1 }, "the file has gone");
    assert.deepEqual(await counts(cwd, "a.py", "no-such-file.py"), { new: 0, old: 1, fixed: 0 });
    assert.deepEqual(await counts(cwd, "b"), { new: 0, old: 0, fixed: 2 });
    assert.deepEqual(await counts(cwd), { new: 0, old: 1, fixed: 2 });
  });
});

describe("scarlint baseline", () => {
  it("writes the same bytes for the same findings, one a line, whatever line they are on", async (t) => {
    const cwd = await putAside(t, { "a.py": swallow("a") + swallow("b"), "b.py": BUGGY });
    const first = baselineOf(cwd);
    assert.equal(first.match(/^ {4}\{"path":"[ab]\.py","rule":"errors\/swallowed-exception",.*\},?$/gm)?.length, 3);
    const lines = `import os\n\n\n`;
    writeFileSync(path.join(cwd, "a.py"), lines + swallow("a") + swallow("b"));
    await scarlint(["baseline"], { cwd });
    assert.equal(baselineOf(cwd), first);
    rmSync(path.join(cwd, FILE));
    await scarlint(["baseline", "b.py", "a.py"], { cwd });
    assert.equal(baselineOf(cwd), first);
  });

  it("--update only shrinks it, unless new findings are allowed", async (t) => {
    const cwd = await putAside(t, { "a.py": swallow("a") + swallow("b") + swallow("c") });
    const lines = baselineOf(cwd).split("\n");
    writeFileSync(path.join(cwd, "a.py"), swallow("a") + swallow("new") + swallow("c"));
    const update = await scarlint(["baseline", "--update"], { cwd });
    assert.equal(update.code, 0);
    assert.equal(update.stdout, `${FILE}: 2 findings (0 findings added, 1 taken out; 1 new finding left out)\n`);
    assert.deepEqual(
      baselineOf(cwd).split("\n"),
      lines.filter((line) => !line.includes("'b'")),
    );
    assert.deepEqual(await counts(cwd), { new: 1, old: 2, fixed: 0 });
    const grown = await scarlint(["baseline", "--update", "--allow-new"], { cwd });
    assert.equal(grown.stdout, `${FILE}: 3 findings (1 finding added, 0 taken out)\n`);
    assert.deepEqual(await counts(cwd), { new: 0, old: 3, fixed: 0 });
  });

  it("follows a renamed file, and keeps what it did not look at", async (t) => {
    const cwd = await putAside(t, { "a.py": swallow("a"), "b.py": swallow("b"), "c.py": swallow("c") });
    renameSync(path.join(cwd, "a.py"), path.join(cwd, "d.py"));
    writeFileSync(path.join(cwd, "b.py"), CLEAN);
    writeFileSync(path.join(cwd, "c.py"), CLEAN);
    await scarlint(["baseline", "--update", "d.py", "b.py"], { cwd });
    assert.deepEqual(
      [...baselineOf(cwd).matchAll(/"path":"(.*?)"/g)].map((match) => match[1]),
      ["c.py", "d.py"],
    );
    await scarlint(["baseline", "d.py"], { cwd });
    assert.match(baselineOf(cwd), /"path":"c\.py"/);
    await scarlint(["baseline", "--select", "zmq"], { cwd });
    assert.match(baselineOf(cwd), /"path":"c\.py"/);
  });

  it("--check writes nothing, and fails while something in it is fixed", async (t) => {
    const cwd = await putAside(t, { "a.py": swallow("a"), "b.py": swallow("b") });
    const before = baselineOf(cwd);
    const check = (...args: string[]) => scarlint(["baseline", "--check", ...args], { cwd });
    assert.deepEqual(await check(), { code: 0, stdout: `${FILE}: all that is in it is still found\n`, stderr: "" });
    writeFileSync(path.join(cwd, "c.py"), swallow("c"));
    assert.equal((await check()).code, 0, "what is new is for a scan to say");
    writeFileSync(path.join(cwd, "b.py"), CLEAN);
    const { code, stdout } = await check();
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^b\.py errors\/swallowed-exception 'except Exception' .*\n\S+: 1 finding in it is fixed; 'scarlint baseline --update' takes it out\n$/,
    );
    assert.equal((await check("a.py")).code, 0, "b.py was not looked at");
    writeFileSync(path.join(cwd, "a.py"), Buffer.from([0xff, 0xfe, 0x00]));
    assert.equal((await check()).code, 2);
    assert.equal(baselineOf(cwd), before);
    assert.match((await check("--update")).stderr, /^scarlint: --check only looks; leave out --update\n$/);
  });

  it("takes nothing out when the scan is incomplete", async (t) => {
    const cwd = await putAside(t, { "a.py": swallow("a"), "b.py": swallow("b") });
    const before = baselineOf(cwd);
    writeFileSync(path.join(cwd, "a.py"), CLEAN);
    writeFileSync(path.join(cwd, "b.py"), Buffer.from([0xff, 0xfe, 0x00]));
    const { code, stderr } = await scarlint(["baseline", "--update"], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: b\.py: .*\n$/);
    assert.equal(baselineOf(cwd), before);
  });

  it("holds no finding that a comment silences", async (t) => {
    const cwd = await putAside(t, { "a.py": BUGGY });
    writeFileSync(path.join(cwd, "a.py"), BUGGY.replace("Exception:", "Exception:  # scarlint: ignore[errors] r"));
    assert.deepEqual(await counts(cwd), { new: 0, old: 0, fixed: 1 });
  });

  it("writes where --output says, and heeds --exclude, --ignore and --audit", async (t) => {
    const cwd = workspace(t, { "a.py": BUGGY, "b.py": BUGGY });
    const written = async (...args: string[]) => {
      rmSync(path.join(cwd, "x.json"), { force: true });
      const { code, stdout } = await scarlint(["baseline", "--output", "x.json", ...args], { cwd });
      assert.equal(code, 0);
      return /: (.*) findings? \(/.exec(stdout)?.[1];
    };
    assert.equal(await written(), "2");
    assert.equal(await written("--exclude", "b.py"), "1");
    assert.equal(await written("--ignore", "errors"), "0");
    assert.equal(await written("--audit", "--ignore", "names"), "2");
    assert.match(readFileSync(path.join(cwd, "x.json"), "utf8"), /^ {2}"audit": true,$/m);
    assert.equal((await scarlint(["--baseline", "x.json", "--quiet"], { cwd })).stdout, "");
  });
});

describe("a baseline that cannot be used", () => {
  const entry = { path: "a.py", rule: "a/b", lineHash: "ab:1", message: "It is." };
  const broken: readonly (readonly [content: string, says: RegExp])[] = [
    ["", /is broken: Unexpected end of JSON input/],
    ["<<<<<<< ours\n", /is broken: /],
    ["[]", /it holds no list of 'findings'/],
    ['{"version":1,"findings":{}}', /it holds no list of 'findings'/],
    ['{"version":2,"findings":[]}', /its version is 2, this scarlint reads 1/],
    ['{"version":1,"findings":[null]}', /finding 1 has no valid 'path'/],
    [JSON.stringify({ version: 1, findings: [entry, { ...entry, rule: 7 }] }), /finding 2 has no valid 'rule'/],
    [JSON.stringify({ version: 1, findings: [{ ...entry, lineHash: "x" }] }), /finding 1 has no valid 'lineHash'/],
    [JSON.stringify({ version: 1, findings: [{ ...entry, path: "/etc/passwd" }] }), /finding 1 has no valid 'path'/],
    [JSON.stringify({ version: 1, findings: [{ ...entry, path: "a/../../b" }] }), /leads out of the project/],
  ];

  it("is refused in one clear line, and left as it is", async (t) => {
    const cwd = workspace(t, { "a.py": BUGGY });
    const commands = [["--baseline", FILE], ["baseline"], ["baseline", "--update"]];
    for (const [index, [content, says]] of broken.entries()) {
      writeFileSync(path.join(cwd, FILE), content);
      const { code, stdout, stderr } = await scarlint(commands[index % commands.length] ?? [], { cwd });
      assert.deepEqual([code, stdout], [2, ""], content);
      assert.match(stderr, says);
      assert.match(stderr, /^scarlint: the baseline '\.scarlint-baseline\.json' is broken: .*\n$/);
      assert.equal(baselineOf(cwd), content);
    }
  });

  it("is missed when there is none", async (t) => {
    const cwd = workspace(t, { "a.py": BUGGY });
    for (const args of [
      ["--baseline", FILE],
      ["baseline", "--update"],
    ]) {
      const { code, stderr } = await scarlint(args, { cwd });
      assert.equal(code, 2);
      assert.match(stderr, /cannot be read: no such file or directory; 'scarlint baseline' writes one\n$/);
    }
    const { code, stderr } = await scarlint(["baseline", "--allow-new"], { cwd });
    assert.deepEqual([code, stderr.includes("--allow-new goes with --update")], [2, true]);
    assert.equal((await scarlint(["baseline", "--format", "json"], { cwd })).code, 2);
  });
});
