import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { BUGGY, CLEAN, report, run, COMMAND, scarlint, workspace } from "./command.js";

const UNPICKLES = `import pickle
import socket


def receive(server: socket.socket):
    connection, _ = server.accept()
    data = connection.recv(4096)
    return pickle.loads(data)
`;

describe("--format json", () => {
  it("holds all that docs/json.md says", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY, "jobs.py": UNPICKLES, "zeros.py": "\0" });
    const { code, stdout } = await scarlint(["--format", "json"], { cwd });
    assert.equal(code, 2);
    const { version, tool, root, summary, findings, failures } = JSON.parse(stdout) as Awaited<
      ReturnType<typeof report>
    >;
    assert.equal(version, 1);
    assert.equal(tool.name, "scarlint");
    assert.match(tool.version, /^\d+\.\d+\.\d+$/);
    assert.equal(root, cwd);
    assert.deepEqual(summary, {
      files: 2,
      lines: 12,
      findings: 2,
      critical: 1,
      high: 0,
      medium: 1,
      low: 0,
      suppressed: 0,
      rules: { "deserialize/untrusted-pickle": 1, "errors/swallowed-exception": 1 },
    });
    const [swallowed, unpickled] = findings;
    assert.ok(swallowed && unpickled);
    const { message, lineHash, ...facts } = swallowed;
    assert.match(message, /'except Exception'/);
    assert.match(lineHash, /^[0-9a-f]+:1$/);
    assert.deepEqual(facts, {
      rule: "errors/swallowed-exception",
      severity: "medium",
      path: "app.py",
      start: { line: 3, column: 1 },
      end: { line: 3, column: 18 },
      related: [],
      flow: [],
      fixes: [],
      within: "",
    });
    assert.equal(unpickled.severity, "critical");
    assert.ok(unpickled.flow.length >= 2);
    for (const step of unpickled.flow) assert.deepEqual(Object.keys(step).sort(), ["end", "message", "path", "start"]);
    assert.deepEqual(failures, [{ path: "zeros.py", message: "holds NUL bytes, so it is not Python source" }]);
  });

  it("is the same bytes for the same files, in whichever order they are named", async (t) => {
    const cwd = workspace(t, { "a.py": BUGGY, "b.py": UNPICKLES, "c/d.py": BUGGY });
    const [first, second] = await Promise.all([
      scarlint(["--format", "json", "a.py", "b.py", "c"], { cwd }),
      scarlint(["--format", "json", "c/d.py", "b.py", "a.py"], {
        cwd,
        env: { SCARLINT_PARSER: "wasm", LC_ALL: "sv_SE" },
      }),
    ]);
    assert.equal(first.stdout, second.stdout);
  });
});

describe("--format sarif", () => {
  it("names the rules that ran, with the way a value took", async (t) => {
    const cwd = workspace(t, { "src/jobs.py": UNPICKLES, "zeros.py": "\0" });
    const { code, stdout } = await scarlint(["--format", "sarif", "--select", "deserialize"], { cwd });
    assert.equal(code, 2);
    const log = JSON.parse(stdout) as {
      version: string;
      runs: {
        tool: { driver: { rules: { id: string }[] } };
        results: { ruleId: string; locations: object[]; codeFlows: object[] }[];
        invocations: { executionSuccessful: boolean; toolExecutionNotifications: object[] }[];
      }[];
    };
    assert.equal(log.version, "2.1.0");
    const [run] = log.runs;
    assert.ok(run);
    assert.deepEqual(
      run.tool.driver.rules.map((rule) => rule.id),
      ["deserialize/untrusted-pickle"],
    );
    assert.equal(run.results[0]?.ruleId, "deserialize/untrusted-pickle");
    assert.match(JSON.stringify(run.results[0].locations), /"uri":"src\/jobs\.py","uriBaseId":"%SRCROOT%"/);
    assert.equal(run.results[0].codeFlows.length, 1);
    assert.equal(run.invocations[0]?.toolExecutionNotifications.length, 1);
  });
});

describe("--format text", () => {
  it("shows the code, and the steps of a flow with theirs", async (t) => {
    const { stdout } = await scarlint(["--quiet"], { cwd: workspace(t, { "jobs.py": UNPICKLES }) });
    const [head, message, ...frame] = stdout.trimEnd().split("\n");
    assert.equal(head, "jobs.py:8:12 critical deserialize/untrusted-pickle");
    assert.match(message ?? "", /^ {2}\S.*\.$/);
    assert.deepEqual(frame.slice(0, 2), [
      "     8 |     return pickle.loads(data)",
      "       |            ^^^^^^^^^^^^^^^^^^",
    ]);
    const steps = frame
      .filter((line) => line.startsWith("  step "))
      .map((line) => line.split(" ").slice(3, 5).join(" "));
    assert.deepEqual(steps, ["1: jobs.py:7:12", "2: jobs.py:7:5", "3: jobs.py:8:12"]);
    assert.ok(frame.includes("     7 |     data = connection.recv(4096)"));
  });
});

describe("--audit", () => {
  it("adds what is likely, one severity lower", async (t) => {
    const cwd = workspace(t, {
      "app.py": "from wire import channel\n\ntry:\n    channel.close()\nexcept Exception:\n    pass\n",
    });
    assert.deepEqual((await report([], { cwd })).findings, []);
    const { findings } = await report(["--audit"], { cwd });
    assert.deepEqual(
      findings.map(({ rule, severity }) => [rule, severity]),
      [["errors/swallowed-exception", "low"]],
    );
  });
});

describe("--select and --ignore", () => {
  it("take rules and domains, with commas and repeatedly", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY, "jobs.py": UNPICKLES });
    const rules = async (...args: string[]): Promise<string[]> =>
      (await report(args, { cwd })).findings.map(({ rule }) => rule);
    const [errors, pickle] = ["errors/swallowed-exception", "deserialize/untrusted-pickle"];
    assert.deepEqual(await rules("--select", "errors"), [errors]);
    assert.deepEqual(await rules("--select", pickle), [pickle]);
    assert.deepEqual(await rules("--select", `errors, ${pickle}`), [errors, pickle]);
    assert.deepEqual(await rules("--select", "errors", "--select", "deserialize"), [errors, pickle]);
    assert.deepEqual(await rules("--ignore", "deserialize,zmq"), [errors]);
    assert.deepEqual(await rules("--select", "errors,deserialize", "--ignore", errors), [pickle]);
  });
});

describe("--output", () => {
  it("writes the report to the file and a summary to standard error", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    const { code, stdout, stderr } = await scarlint(["--format", "json", "--output", "out.json"], { cwd });
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^out\.json: 1 finding \(1 medium\) in 1 file, 4 lines, \d+\.\d s\n$/);
    assert.equal(
      readFileSync(path.join(cwd, "out.json"), "utf8"),
      (await scarlint(["--format", "json"], { cwd })).stdout,
    );
    assert.deepEqual(readdirSync(cwd).sort(), ["app.py", "out.json"]);
  });

  it("says nothing more with --quiet, and never colors a file", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    const args = ["--output", "out.txt", "--quiet"];
    assert.deepEqual(await scarlint(args, { cwd, env: { FORCE_COLOR: "1" } }), { code: 1, stdout: "", stderr: "" });
    assert.match(readFileSync(path.join(cwd, "out.txt"), "utf8"), /^app\.py:3:1 medium /);
  });

  it("keeps the old file when the command is refused", async (t) => {
    const cwd = workspace(t, { "out.json": "old", "app.py": BUGGY });
    assert.equal((await scarlint(["--output", "out.json", "--select", "nothing"], { cwd })).code, 2);
    assert.equal(readFileSync(path.join(cwd, "out.json"), "utf8"), "old");
  });

  it("keeps the old file when the new one cannot be written whole", async (t) => {
    const cwd = workspace(t, { "out.json": "old", "app.py": BUGGY });
    const limited = `ulimit -f 0; trap '' XFSZ; exec "$0" "$1" --output out.json --format json app.py`;
    const { code, stderr } = await run("sh", ["-c", limited, process.execPath, COMMAND], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: --output 'out\.json' cannot be written: [^\n]+\n$/);
    assert.equal(readFileSync(path.join(cwd, "out.json"), "utf8"), "old");
    assert.deepEqual(readdirSync(cwd).sort(), ["app.py", "out.json"]);
  });

  it("replaces what a symbolic link leads to, and writes into a device", async (t) => {
    const cwd = workspace(t, { "real/out.json": "old", "app.py": CLEAN });
    symlinkSync("real/out.json", path.join(cwd, "link.json"));
    await scarlint(["--output", "link.json", "--format", "json"], { cwd });
    assert.match(readFileSync(path.join(cwd, "real/out.json"), "utf8"), /^\{/);
    assert.equal((await scarlint(["--output", "/dev/null"], { cwd })).code, 0);
    assert.ok(statSync("/dev/null").isCharacterDevice());
  });

  it("leaves nothing beside the file when its directory takes no more files", async (t) => {
    const cwd = workspace(t, { "app.py": CLEAN });
    mkdirSync(path.join(cwd, "out"));
    const { code, stderr } = await scarlint(["--output", `out/${"x".repeat(255)}`], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: --output '[^\n]+the path is too long\n$/);
    assert.deepEqual(readdirSync(path.join(cwd, "out")), []);
  });
});

describe("several of --format", () => {
  it("writes each report as alone, to its file or to standard output", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    const args = ["--format", "sarif=a=b.sarif", "--format", "json", "--format", "text=out.txt"];
    const { code, stdout, stderr } = await scarlint(args, { cwd, env: { FORCE_COLOR: "1" } });
    assert.equal(code, 1);
    assert.match(stderr, /^a=b\.sarif, out\.txt: 1 finding \(1 medium\) in 1 file, 4 lines, \d+\.\d s\n$/);
    assert.equal(stdout, (await scarlint(["--format", "json"], { cwd })).stdout);
    const text = (await scarlint(["--quiet"], { cwd })).stdout;
    assert.equal(readFileSync(path.join(cwd, "out.txt"), "utf8"), text);
    const sarif = (await scarlint(["--format", "sarif"], { cwd })).stdout;
    assert.equal(readFileSync(path.join(cwd, "a=b.sarif"), "utf8"), sarif);
  });

  it("shows people their report beside the one in a file", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    const { stdout, stderr } = await scarlint(["--format", "sarif=a.sarif", "--format", "text"], { cwd });
    assert.equal(stderr, "");
    assert.match(stdout, /^app\.py:3:1 medium [^]*\n1 finding \(1 medium\)/);
  });

  const REFUSED: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      "two for standard output",
      ["--format", "json", "--format", "text"],
      /'json' and 'text' cannot both go to one place/,
    ],
    ["two for one file", ["--format", "json=x", "--format", "text=./x"], /another report goes to this file/],
    ["no file", ["--format", "json="], /Name a file after 'json='/],
    ["--output with nothing left for it", ["--format", "json=x", "--output", "y"], /nothing is left for --output/],
    ["a missing directory", ["--format", "json=no/x"], /--format 'no\/x': there is no directory 'no'/],
    ["several for a plan", ["--format", "json=x", "plan"], /this writes one report/],
  ];
  for (const [what, args, message] of REFUSED) {
    it(`refuses ${what}`, async (t) => {
      const { code, stdout, stderr } = await scarlint([...args], { cwd: workspace(t, { "app.py": CLEAN }) });
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
      assert.match(stderr, /^scarlint: [^\n]+\n$/);
    });
  }
});

describe("--statistics", () => {
  it("shows the number of findings by rule and severity, the gravest first", async (t) => {
    const cwd = workspace(t, {
      "a.py": BUGGY + BUGGY,
      "b.py": BUGGY.replace("Exception:", "OSError:  # scarlint: ignore[errors]"),
    });
    const { code, stdout } = await scarlint(["--statistics"], { cwd });
    assert.equal(code, 1);
    const [table, summary] = stdout.split("\n\n");
    assert.equal(table, "2  medium    errors/swallowed-exception\n1  low       suppression/unused");
    assert.match(summary ?? "", /^3 findings \(2 medium, 1 low\) in 2 files/);
  });

  it("shows nothing when nothing is found, and is refused where it would be lost", async (t) => {
    const cwd = workspace(t, { "a.py": CLEAN });
    assert.match((await scarlint(["--statistics"], { cwd })).stdout, /^No findings in 1 file.*\nLooked at .*\n$/);
    const { code, stderr } = await scarlint(["--statistics", "--format", "sarif"], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: --statistics goes with --format text; .*\n$/);
  });
});
