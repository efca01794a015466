import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { ROOT } from "../support/paths.js";
import { BUGGY, CLEAN, filesWithFindings, scarlint, workspace } from "./command.js";
import { onTerminal } from "./terminal.js";

describe("scarlint check", () => {
  it("is a scan, and takes all of its options wherever they stand", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY, "lib.py": CLEAN });
    const plain = await scarlint(["--quiet", "app.py"], { cwd });
    assert.equal(plain.code, 1);
    assert.deepEqual(await scarlint(["check", "--quiet", "app.py"], { cwd }), plain);
    assert.deepEqual(await scarlint(["--quiet", "check", "app.py"], { cwd }), plain);
    assert.deepEqual(await scarlint(["check", "--help"]), await scarlint(["--help"]));
  });

  it("leaves a directory and a file of that name to those who name them as paths", async (t) => {
    const cwd = workspace(t, { "check/app.py": BUGGY, "app.py": BUGGY });
    assert.deepEqual(await filesWithFindings(["./check"], { cwd }), ["check/app.py"]);
    assert.deepEqual(await filesWithFindings(["check", "check"], { cwd }), ["check/app.py"]);
    const file = workspace(t, { check: BUGGY });
    assert.deepEqual(await filesWithFindings(["./check"], { cwd: file }), ["check"]);
  });
});

describe("scarlint help", () => {
  it("shows what --help shows, of all commands and of one", async () => {
    assert.deepEqual(await scarlint(["help"]), await scarlint(["--help"]));
    assert.deepEqual(await scarlint(["help", "check"]), await scarlint(["--help"]));
    for (const command of [["rules"], ["explain"], ["plan"], ["plan", "verify"]]) {
      const shown = await scarlint(["help", ...command]);
      assert.match(shown.stdout, new RegExp(`^Usage: scarlint ${command.join(" ")} `));
      assert.deepEqual(shown, await scarlint([...command, "--help"]));
    }
  });

  it("has each option in a line of 80 columns, below what people want of it", async () => {
    const { stdout } = await scarlint(["help"]);
    const lines = stdout.split("\n");
    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
    const options = lines.filter((line) => /^ {2}-/.test(line));
    assert.ok(options.length > 30);
    for (const option of options) assert.match(option, /^ {2}(-\w, )?--[\w-]+( <\S+>)? {2,}\S/);
    const continued = lines.filter((line) => /^ {20,}\S/.test(line));
    assert.deepEqual(
      continued.map((line) => line.trim()),
      ["(default: .)"],
    );
    assert.ok(lines.filter((line) => /^[A-Z].*:$/.test(line)).length > 8);
  });

  it("shows examples that run", async (t) => {
    const { stdout } = await scarlint(["help"]);
    const [, examples = ""] = stdout.split("\nExamples:\n");
    const commands = [...examples.matchAll(/^ {2}(scarlint\b.*?)(?: {2,}.*)$/gm)].map((match) => match[1] ?? "");
    assert.ok(commands.length > 5);
    const cwd = workspace(t, { "src/app.py": CLEAN });
    for (const command of commands.filter((each) => !each.includes("--staged"))) {
      const { code, stderr } = await scarlint(command.split(" ").slice(1), { cwd });
      assert.equal(code, 0, `${command}: ${stderr}`);
    }
  });

  it("suggests the command that a mistyped one most likely means", async (t) => {
    const cwd = workspace(t, { "app.py": CLEAN });
    for (const [args, message] of [
      [["help", "expalin"], "there is no command 'expalin'; did you mean 'explain'?"],
      [["help", "plan", "shwo"], "there is no command 'shwo'; did you mean 'show'?"],
      [["expalin"], "expalin: no such file or directory; did you mean the command 'explain'?"],
      [["plan", "verfiy"], "verfiy: no such file or directory; did you mean the command 'verify'?"],
      [["daemon"], "daemon: no such file or directory; 'scarlint help' lists the commands"],
      [["help", "--audit"], "'help' is a command, which takes no --audit; to scan a directory, write ./help"],
    ] as const) {
      const { code, stderr } = await scarlint(args, { cwd });
      assert.equal(code, 2);
      assert.equal(stderr, `scarlint: ${message}\n`);
    }
  });
});

describe("short options", () => {
  it("are the long ones", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    const long = await scarlint(["--quiet", "--format", "json", "--jobs", "1"], { cwd });
    assert.equal(long.code, 1);
    assert.deepEqual(await scarlint(["-q", "-f", "json", "-j", "1"], { cwd }), long);
    assert.deepEqual(await scarlint(["-qfjson", "-j1"], { cwd }), long);
    await scarlint(["-f", "json", "-o", "report.json"], { cwd });
    assert.equal(readFileSync(path.join(cwd, "report.json"), "utf8"), long.stdout);
  });

  it("-j takes a number of threads", async (t) => {
    const cwd = workspace(t, { "app.py": CLEAN });
    for (const number of ["0", "-1", "1.5", "many", "1000"]) {
      const { code, stderr } = await scarlint([`--jobs=${number}`], { cwd });
      assert.equal(code, 2);
      assert.match(stderr, /is no number of threads from 1 to 999/);
    }
  });
});

describe("--exit-zero", () => {
  it("makes findings no failure, and nothing else", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    const { code, stdout } = await scarlint(["--exit-zero", "--quiet"], { cwd });
    assert.equal(code, 0);
    assert.equal(stdout, (await scarlint(["--quiet"], { cwd })).stdout);
    assert.equal((await scarlint(["--exit-zero", "gone.py"], { cwd })).code, 2);
  });
});

describe("--show-files", () => {
  it("lists the files that a scan looks at, as seen from here, and scans none", async (t) => {
    const cwd = workspace(t, {
      ".git/HEAD": "ref: refs/heads/main\n",
      ".gitignore": "made.py\n",
      "src/app.py": BUGGY,
      "src/made.py": BUGGY,
      "src/run": "#!/usr/bin/env python3\n",
      "src/notes.txt": "",
      "tests/app.py": BUGGY,
    });
    const all = { code: 0, stdout: "src/app.py\nsrc/run\ntests/app.py\n", stderr: "" };
    assert.deepEqual(await scarlint(["--show-files"], { cwd }), all);
    assert.deepEqual(await scarlint(["--show-files", "--exclude", "tests"], { cwd }), {
      ...all,
      stdout: "src/app.py\nsrc/run\n",
    });
    const inside = { cwd: path.join(cwd, "src") };
    assert.equal(
      (await scarlint(["check", "--show-files", "../tests", "made.py"], inside)).stdout,
      `made.py\n${cwd}/tests/app.py\n`,
    );
  });

  it("says what cannot be looked at, and that there is nothing", async (t) => {
    const cwd = workspace(t, { "app.py": CLEAN, "docs/index.md": "" });
    const missing = { code: 2, stdout: "app.py\n", stderr: "scarlint: gone.py: no such file or directory\n" };
    assert.deepEqual(await scarlint(["--show-files", "app.py", "gone.py"], { cwd }), missing);
    const { code, stderr } = await scarlint(["--show-files", "docs"], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: no Python file was found in 'docs'; /);
    assert.equal((await scarlint(["--show-files", "--allow-empty", "docs"], { cwd })).code, 0);
    const { stderr: refused } = await scarlint(["--show-files", "--fix"], { cwd });
    assert.equal(refused, "scarlint: --show-files lists files and scans none; leave out --fix\n");
  });
});

interface RuleJson {
  readonly id: string;
  readonly severity: string;
  readonly summary: string;
  readonly fixes: readonly string[];
  readonly bad?: readonly string[];
}

describe("--format json of what there is to read", () => {
  it("has every rule with what the list says", async () => {
    const { code, stdout } = await scarlint(["rules", "--format", "json"]);
    assert.equal(code, 0);
    const { version, rules } = JSON.parse(stdout) as { version: number; rules: readonly RuleJson[] };
    assert.equal(version, 1);
    assert.deepEqual(
      rules.map(({ id, severity, fixes }) => ({ id, severity, fixes })),
      RULES.map(({ id, rule }) => ({ id, severity: rule.severity, fixes: rule.fixes ?? [] })),
    );
    const list = (await scarlint(["rules"])).stdout;
    for (const { summary } of rules) assert.ok(list.includes(summary), summary);
  });

  it("has the sections of a rule's page", async () => {
    const { rule } = JSON.parse((await scarlint(["explain", "zmq/rebind", "-f", "json"])).stdout) as { rule: RuleJson };
    const page = (await scarlint(["explain", "zmq/rebind"])).stdout;
    assert.equal(rule.id, "zmq/rebind");
    assert.ok(rule.bad?.[0] !== undefined && page.includes(rule.bad[0]));
  });

  it("is the only other one", async () => {
    for (const args of [["rules"], ["explain", "zmq/rebind"]]) {
      const { code, stderr } = await scarlint([...args, "--format", "sarif"]);
      assert.equal(code, 2);
      assert.match(stderr, /^scarlint: '\w+' has no --format sarif, but text and json\n$/);
    }
  });
});

describe("scarlint explain on a terminal", () => {
  it("has headings, sentences that end where the terminal does, and code that stands out", async (t) => {
    const cwd = workspace(t);
    const { code, stdout } = await onTerminal(["explain", "errors/swallowed-exception"], cwd);
    assert.equal(code, 0);
    const bare = stdout.replaceAll("\r", "").replaceAll(/\u001b\[\d+m/g, "");
    assert.match(stdout, /\u001b\[1mWhat it does\u001b\[22m/);
    assert.doesNotMatch(bare, /^#|\*\*|^```/m);
    assert.match(stdout, /^ {4}\u001b\[36m {4}except Exception:\u001b\[39m/m);
    const sentences = bare.split("\n").filter((line) => /^ {2}(- )?\S/.test(line));
    assert.ok(sentences.length > 10);
    for (const line of sentences.filter((each) => !each.includes("://"))) assert.ok(line.length <= 60, line);
    const page = readFileSync(path.join(ROOT, "docs/rules/errors/swallowed-exception.md"), "utf8");
    const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];
    const prose = page.replaceAll(/^```\w*$/gm, "");
    assert.deepEqual(words(bare).sort(), words(prose).sort());
  });
});
