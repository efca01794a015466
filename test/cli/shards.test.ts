import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import type { Log } from "sarif";
import { scan } from "../../src/engine/scan/scan.js";
import { FIXTURES } from "../support/paths.js";
import { BUGGY, CLEAN, scarlint, workspace, type Outcome } from "./command.js";

const SILENCED = BUGGY.replace("except Exception:", "except Exception:  # scarlint: ignore[errors] known");
const UNUSED = "print()  # scarlint: ignore[zmq/rebind] was needed once\n";

/** Scans the shards of a directory, each as a machine of its own. */
async function shards(cwd: string, count: number, ...args: string[]): Promise<string[]> {
  const files = Array.from({ length: count }, (_, index) => `shard-${String(index + 1)}.sarif`);
  for (const [index, file] of files.entries()) {
    const shard = `${String(index + 1)}/${String(count)}`;
    const { code, stderr } = await scarlint(["--shard", shard, "--format", `sarif=${file}`, "--quiet", ...args], {
      cwd,
    });
    assert.equal(code, 0, stderr);
  }
  return files;
}

/** All of the fixtures, and comments that silence something and nothing. */
function everything(t: TestContext): string {
  const cwd = workspace(t, { "zz/silenced.py": SILENCED, "zz/unused.py": UNUSED });
  mkdirSync(path.join(cwd, ".git"));
  cpSync(FIXTURES, path.join(cwd, "fixtures"), { recursive: true });
  return cwd;
}

describe("scarlint merge", () => {
  it("gives the bytes of a scan that was not shared out, for every number of shards", async (t) => {
    const cwd = everything(t);
    const whole = await scarlint(["--format", "sarif", "--audit"], { cwd });
    const json = await scarlint(["--format", "json", "--audit"], { cwd });
    assert.equal(whole.code, 1);
    for (const count of [1, 2, 3, 8]) {
      const files = await shards(cwd, count, "--audit");
      const merged = await scarlint(
        ["merge", ...files.toReversed(), "--quiet", "--format", "sarif", "--format", "json=m.json"],
        {
          cwd,
        },
      );
      assert.equal(merged.stderr, "");
      assert.ok(merged.stdout === whole.stdout, `${String(count)} shards differ from the whole`);
      assert.equal(merged.code, 1);
      assert.ok(readFileSync(path.join(cwd, "m.json"), "utf8") === json.stdout);
    }
  });

  it("gives them also when files cannot be read, paths are named, and there are more shards than files", async (t) => {
    const cwd = workspace(t, {
      "a/zeros.py": "\0",
      "b/x.py": BUGGY,
      "b/y.py": CLEAN,
      "c/zeros.py": "\0",
      "d.py": BUGGY,
    });
    const args = ["c", "b", "a", "missing"];
    const whole = await scarlint(["--format", "sarif", ...args], { cwd });
    for (const index of [1, 2, 3, 4, 5, 6]) {
      const format = `sarif=s${String(index)}.sarif`;
      const named = index % 2 === 0 ? args : args.toReversed();
      const { code } = await scarlint(["--shard", `${String(index)}/6`, "--format", format, "--quiet", ...named], {
        cwd,
      });
      assert.equal(code, 2);
    }
    const files = [1, 2, 3, 4, 5, 6].map((index) => `s${String(index)}.sarif`);
    const merged = await scarlint(["merge", ...files, "--format", "sarif"], { cwd });
    assert.equal(whole.code, 2);
    assert.deepEqual(merged, whole);
  });

  it("passes judgement, against a baseline too", async (t) => {
    const cwd = workspace(t, { "a.py": BUGGY, "b.py": CLEAN });
    const files = await shards(cwd, 2);
    assert.equal((await scarlint(["merge", ...files], { cwd })).code, 1);
    assert.equal((await scarlint(["merge", ...files, "--fail-on", "high"], { cwd })).code, 0);
    await scarlint(["baseline"], { cwd });
    const { code, stdout } = await scarlint(["merge", ...files, "--baseline", ".scarlint-baseline.json"], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /^No new findings in 2 files, .*; 1 old$/m);
  });
});

describe("--shard", () => {
  it("gives each file to one shard, and each shard its share of the bytes", async () => {
    const all = (await scan({ paths: [FIXTURES] })).files;
    for (const count of [2, 5]) {
      const parts = await Promise.all(
        Array.from({ length: count }, (_, index) => scan({ paths: [FIXTURES], shard: { index: index + 1, count } })),
      );
      assert.equal(
        parts.reduce((sum, { files }) => sum + files, 0),
        all,
      );
      const lines = parts.map((part) => part.lines);
      assert.ok(Math.max(...lines) < 1.5 * Math.min(...lines), lines.join());
      assert.equal(new Set(parts.map(({ part }) => part?.digest)).size, 1);
    }
  });

  const REFUSED: readonly [string, readonly string[], RegExp][] = [
    ["no number", ["--shard", "x", "--format", "sarif"], /Write it like 2\/8/],
    ["a shard that there is not", ["--shard", "3/2", "--format", "sarif"], /Write it like 2\/8/],
    ["other formats", ["--shard", "1/2"], /--shard goes with --format sarif=FILE alone/],
    ["what needs all findings", ["--shard", "1/2", "--format", "sarif", "--baseline", "x"], /--baseline does not go/],
    ["fixing", ["--shard", "1/2", "--format", "sarif", "--fix"], /--fix does not go with --shard/],
    ["a change", ["--shard", "1/2", "--format", "sarif", "--diff", "HEAD"], /--diff does not .* leave --shard out/],
    ["standard input", ["--shard", "1/2", "--format", "sarif", "-"], /standard input is not one/],
  ];
  for (const [what, args, message] of REFUSED) {
    it(`refuses ${what}`, async (t) => {
      const { code, stdout, stderr } = await scarlint([...args], { cwd: workspace(t, { "a.py": CLEAN }) });
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }
});

describe("scarlint merge refuses", () => {
  /** What becomes of a merge of two shards, the second of which was changed. */
  async function mergedWith(t: TestContext, change: (log: Log) => unknown): Promise<Outcome> {
    const cwd = workspace(t, { "a.py": BUGGY, "b.py": BUGGY });
    const files = await shards(cwd, 2);
    const file = path.join(cwd, "shard-2.sarif");
    const changed = change(JSON.parse(readFileSync(file, "utf8")) as Log);
    writeFileSync(file, typeof changed === "string" ? changed : JSON.stringify(changed));
    return scarlint(["merge", ...files], { cwd });
  }

  /** A change of what the second shard says to the others. */
  function inShard(change: (shard: Record<string, unknown>) => void): (log: Log) => Log {
    return (log) => {
      const shard = log.runs[0]?.properties?.shard as Record<string, unknown>;
      change(shard);
      return log;
    };
  }

  const CHANGES: readonly [string, (log: Log) => unknown, RegExp][] = [
    ["what is not JSON", () => "<xml/>", /'shard-2\.sarif' is not JSON/],
    ["nothing", () => "", /'shard-2\.sarif' is not JSON/],
    ["other JSON", () => "[1]", /'shard-2\.sarif' is no SARIF file of scarlint/],
    ["null", () => "null", /'shard-2\.sarif' is no SARIF file of scarlint/],
    [
      "another tool's log",
      (log) => JSON.parse(JSON.stringify(log).replace('"name":"scarlint"', '"name":"other"')) as Log,
      /is no SARIF file of scarlint/,
    ],
    [
      "another version",
      (log) => JSON.parse(JSON.stringify(log).replace(/"version":"0[^"]*"/, '"version":"9.9.9"')) as Log,
      /written by scarlint 9\.9\.9, and this is/,
    ],
    [
      "a whole scan",
      (log) => {
        delete log.runs[0]?.properties;
        return log;
      },
      /is of a whole scan; only shards can be merged/,
    ],
    ["a shard of another number", inShard((shard) => (shard.count = 3)), /are of different scans: another number/],
    ["other files", inShard((shard) => (shard.digest = "0")), /are of different scans: other files/],
    [
      "other options",
      inShard((shard) => (shard.request = { paths: [], minSeverity: "high", config: true })),
      /are of different scans: other options/,
    ],
    ["the same shard twice", inShard((shard) => (shard.index = 1)), /are both shard 1\/2/],
    ["a shard beyond the last", inShard((shard) => (shard.index = 3)), /there is no shard 3\/2/],
    [
      "what is no result",
      inShard((shard) => (shard.found = { findings: [{}] })),
      /'shard-2\.sarif' is broken: 'found\./,
    ],
    [
      "findings in files that were not scanned",
      inShard((shard) => {
        const { findings } = shard.found as { findings: { path: string }[] };
        for (const finding of findings) finding.path = "../../etc/\u001b[31mpasswd";
      }),
      /it speaks of '\.\.\/\.\.\/etc\/\\x1b\[31mpasswd', which was not scanned/,
    ],
    [
      "options that no shard has",
      inShard((shard) => (shard.request = { paths: [], minSeverity: "low", config: true, fix: true })),
      /'shard-2\.sarif' is broken: 'request\.fix' is not what a shard writes/,
    ],
  ];
  for (const [what, change, message] of CHANGES) {
    it(what, async (t) => {
      const { code, stdout, stderr } = await mergedWith(t, change);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
      assert.match(stderr, /^scarlint: [^\n]+\n$/);
    });
  }

  it("a missing shard, a missing file, and other files than the shards had", async (t) => {
    const cwd = workspace(t, { "a.py": BUGGY, "b.py": BUGGY });
    const files = await shards(cwd, 2);
    const cases: [string[], RegExp][] = [
      [files.slice(0, 1), /^scarlint: shard 2\/2 is missing/],
      [files.slice(1), /^scarlint: shard 1\/2 is missing/],
      [["no.sarif"], /^scarlint: 'no\.sarif' cannot be read/],
    ];
    for (const [named, message] of cases) assert.match((await scarlint(["merge", ...named], { cwd })).stderr, message);
    writeFileSync(path.join(cwd, "c.py"), CLEAN);
    const { code, stderr } = await scarlint(["merge", ...files], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: the shards were made of other files than are here/);
  });
});
