import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { BUGGY, CLEAN, report, scarlint, workspace } from "./command.js";
import { onTerminal } from "./terminal.js";

/** One critical finding, whose evidence is in another file. */
const UNPICKLES = `import pickle
import socket


def receive(server: socket.socket):
    connection, _ = server.accept()
    data = connection.recv(4096)
    return pickle.loads(data)
`;

/** Four critical findings, which follow from one place in another file. */
const WIRE = `import socket


def receive(server: socket.socket):
    connection, _ = server.accept()
    return connection.recv(4096)
`;
const READERS = `import pickle

from wire import receive

${Array.from({ length: 4 }, (_, n) => `\ndef read${n}(server):\n    return pickle.loads(receive(server))\n`).join("\n")}`;

/** One finding of medium severity, in a test. */
const TESTS = `class Crate:
    def __init__(self, items):
        self.items = items

    def label(self):
        return self.owner


print(Crate([]).label())
`;

/** A messy tree of 1,700 findings: one is critical, nearly all others swallow errors. */
function messy(t: TestContext): string {
  const swallow = BUGGY.repeat(50);
  const files = Array.from({ length: 34 }, (_, n) => [`shop/${n % 2 ? "api" : "jobs"}/m${n}.py`, swallow] as const);
  const cwd = workspace(t, {
    ...Object.fromEntries(files),
    "shop/jobs/wire.py": WIRE,
    "shop/jobs/readers.py": READERS,
    "tests/test_crate.py": TESTS,
  });
  return cwd;
}

/** What is left of a screen when the command has ended. */
const screen = (stdout: string, rows = 24): string =>
  stdout
    .trimEnd()
    .split("\r\n")
    .slice(1 - rows)
    .join("\n");

describe("a terminal of 80 columns, after a scan of 1,700 findings", () => {
  it("says within one screen what is worst, what is behind most, and what to do next", async (t) => {
    const cwd = messy(t);
    const { code, stdout } = await onTerminal(["--no-color"], cwd, {}, 80);
    assert.equal(code, 1);
    const seen = screen(stdout);
    assert.match(seen, /^ {2}Worst: shop\/jobs\/readers\.py:\d+:12 critical deserialize\/untrusted-pickle$/m);
    assert.match(seen, /^ {2}4 have one cause: shop\/jobs\/wire\.py:6:12 /m);
    assert.match(seen, /^ {2}critical {2}deserialize\/untrusted-pickle +4 +4 +-$/m);
    assert.match(seen, /^ {2}medium {4}objects\/unknown-member +1 +- +1$/m);
    assert.match(seen, /^ {2}medium {4}errors\/swallowed-exception +1,700 +1,700 +-$/m);
    assert.match(seen, /^ {2}Where: shop\/jobs 854, shop\/api 850$/m);
    assert.match(seen, /^Next:\n {2}scarlint --min-severity high {2,}shows the 4 that are critical or high$/m);
    assert.match(seen, /^ {2}scarlint baseline {2,}puts them aside/m);
    for (const line of seen.split("\n")) assert.ok(line.length <= 80, line);
  });

  it("shows the first few of each rule, and how to see the others", async (t) => {
    const cwd = messy(t);
    const { stdout } = await scarlint([], { cwd });
    const shown = (text: string): number => text.match(/^\S+:\d+:\d+ \w+ errors\/swallowed-exception$/gm)?.length ?? 0;
    assert.ok(shown(stdout) < 40, String(shown(stdout)));
    const [, command = ""] = /^… and 1,6\d\d more like these: scarlint (.*)$/m.exec(stdout) ?? [];
    assert.equal(command, "--select errors/swallowed-exception --all");
    assert.equal(shown((await scarlint(command.split(" "), { cwd })).stdout), 1700);
    const all = await scarlint(["--all"], { cwd });
    assert.equal(shown(all.stdout), 1700);
    assert.doesNotMatch(all.stdout, /more like these/);
  });
});

describe("the order of a report", () => {
  it("puts the gravest last, and the findings of one cause after those that stand alone", async (t) => {
    const cwd = workspace(t, {
      "a/wire.py": WIRE,
      "a/readers.py": READERS,
      "b/app.py": BUGGY,
      "b/inbox.py": UNPICKLES,
      "tests/test_crate.py": TESTS,
    });
    const { stdout } = await scarlint(["--quiet"], { cwd });
    const heads = [...stdout.matchAll(/^(\S+):\d+:\d+ (\w+) \S+\/\S+$/gm)].map((head) => head.slice(1).join(" "));
    assert.deepEqual(heads, [
      "b/app.py medium",
      "tests/test_crate.py medium",
      "b/inbox.py critical",
      ...Array.from({ length: 4 }, () => "a/readers.py critical"),
    ]);
  });
});

describe("sentences", () => {
  it("are broken between words on terminals, and where COLUMNS says how many there are", async (t) => {
    const cwd = workspace(t, { "inbox.py": UNPICKLES });
    const piped = (await scarlint([], { cwd })).stdout;
    const narrow = (await scarlint([], { cwd, env: { COLUMNS: "60" } })).stdout;
    assert.ok(piped.split("\n").some((line) => line.length > 80));
    for (const line of narrow.split("\n")) assert.ok(line.length <= 60, line);
    const words = (text: string): string[] => text.replace(/\d+\.\d s/g, "").split(/[\s^]+/);
    assert.deepEqual(words(narrow), words(piped));
    const wide = await onTerminal(["--no-color"], cwd, { COLUMNS: "200" }, 60);
    assert.ok(
      wide.stdout.split("\r\n").some((line) => line.length > 80),
      wide.stdout,
    );
  });

  it("are as wide as before where COLUMNS is no number of columns", async (t) => {
    const cwd = workspace(t, { "inbox.py": UNPICKLES });
    const piped = (await scarlint(["--quiet"], { cwd })).stdout;
    for (const COLUMNS of ["", "0", "wide", "-5", "99999", "80; rm"])
      assert.equal((await scarlint(["--quiet"], { cwd, env: { COLUMNS } })).stdout, piped);
  });
});

describe("the name of a rule", () => {
  const LINK =
    /\u001b\]8;;https:\/\/\S+\/docs\/rules\/errors\/swallowed-exception\.md\u001b\\errors\/swallowed-exception\u001b\]8;;\u001b\\/;

  it("leads to its page where the terminal can, and nowhere else", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    assert.match((await onTerminal([], cwd, { FORCE_HYPERLINK: "1" })).stdout, LINK);
    assert.doesNotMatch((await onTerminal([], cwd, { FORCE_HYPERLINK: "0" })).stdout, /\u001b\]8/);
    assert.doesNotMatch((await onTerminal([], cwd, { TERM: "dumb" })).stdout, /\u001b\]8/);
    assert.doesNotMatch((await scarlint([], { cwd, env: { VTE_VERSION: "7600" } })).stdout, /\u001b\]8/);
  });
});

describe("evidence", () => {
  it("of one line is shown once, with all its marks", async (t) => {
    const { stdout } = await scarlint(["--quiet"], { cwd: workspace(t, { "inbox.py": UNPICKLES }) });
    assert.equal(stdout.match(/ 7 \| {5}data = connection\.recv\(4096\)/g)?.length, 1);
    assert.match(stdout, / \| {5}\^{4} {3}\^{21}$/m);
    assert.equal(stdout.match(/return pickle\.loads\(data\)/g)?.length, 1);
  });
});

describe("nothing found", () => {
  it("says what was looked at", async (t) => {
    const cwd = workspace(t, { "app.py": CLEAN, "src/b.py": CLEAN });
    const { stdout } = await scarlint(["src", "app.py", "--select", "zmq", "--min-severity", "high"], { cwd });
    assert.match(stdout, /^No findings in 2 files, 2 lines, .* s\n/);
    assert.match(
      stdout,
      /\nLooked at src, app\.py with \d+ rules? for proved bugs of severity high and above; --audit adds what is likely\.\n$/,
    );
    const audit = await scarlint(["--audit"], { cwd });
    assert.match(audit.stdout, /\nLooked at the current directory with \d+ rules for proved and likely bugs\.\n$/);
  });
});

describe("hints", () => {
  it("are commands that can be run, with the options that were given", async (t) => {
    const cwd = messy(t);
    const { stdout } = await scarlint(["shop", "--exclude", "m1*.py", "--audit"], { cwd });
    const commands = [...stdout.matchAll(/^ {2}scarlint (.*?)(?: {2}.*)?$/gm)].map(([, words = ""]) => words);
    assert.deepEqual(commands, [
      "--min-severity high --exclude 'm1*.py' --audit shop",
      "baseline --exclude 'm1*.py' --audit shop",
      "plan --output plan.md --exclude 'm1*.py' --audit shop",
    ]);
    for (const command of commands) {
      const { code, stderr } = await scarlint(command.replaceAll("'", "").split(" "), { cwd });
      assert.notEqual(code, 2, stderr);
    }
  });

  it("are not given where nobody asked for a summary, nor in a commit hook", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    assert.match((await scarlint([], { cwd })).stdout, /^ {2}scarlint explain errors\/swallowed-exception /m);
    for (const outcome of [
      await scarlint(["--quiet"], { cwd }),
      await scarlint([], { cwd, env: { PRE_COMMIT: "1" } }),
      await scarlint(["--output", "out.txt"], { cwd }),
    ])
      assert.doesNotMatch(outcome.stdout + outcome.stderr, /explain/);
  });
});

describe("the cause of several findings", () => {
  it("is in every format", async (t) => {
    const cwd = workspace(t, { "wire.py": WIRE, "readers.py": READERS });
    const { findings } = await report([], { cwd });
    const causes = findings.map(({ sharedCause }) => sharedCause);
    assert.equal(causes.length, 4);
    for (const cause of causes)
      assert.deepEqual(
        [cause?.path, cause?.start.line, cause?.findings, cause?.message],
        ["wire.py", 6, 4, "bytes from a socket"],
      );
    for (const format of ["text", "github", "gitlab", "junit"]) {
      const { stdout } = await scarlint(["--format", format, "--quiet"], { cwd });
      assert.equal(stdout.match(/cause of 4 findings: wire\.py:6:12 bytes from a socket/g)?.length, 4, stdout);
    }
    const sarif = JSON.parse((await scarlint(["--format", "sarif"], { cwd })).stdout) as {
      runs: { results: { properties: { sharedCause: { findings: number } } }[] }[];
    };
    assert.deepEqual(
      sarif.runs[0]?.results.map(({ properties }) => properties.sharedCause.findings),
      [4, 4, 4, 4],
    );
  });
});
