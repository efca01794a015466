import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { repository } from "../support/git.js";
import { BUGGY, CLEAN, scarlint, workspace } from "./command.js";

const UNPICKLES = `import pickle
import socket


def receive(server: socket.socket):
    connection, _ = server.accept()
    data = connection.recv(4096)
    return pickle.loads(data)
`;

const CRATE = `class Crate:
    def __init__(self, items):
        self.items = items

    def label(self):
        return self.owner

    def weigh(self):
        return self.gross - self.tare


print(Crate([]).weigh())
`;

type Files = Readonly<Record<string, string>>;

/** A rule of one's own. @param body of what it does with a module */
function ownRule(name: string, severity: string, body: string): Files {
  const program = "```python\nx\n```";
  const doc = `It does what a test wants.\n\nNo more.\n\n@bad\n${program}\n@good\n${program}\n@limits None.\n@off Never.`;
  const comment = `/**\n${doc.replace(/^/gm, " * ")}\n */`;
  return {
    "package.json": '{ "type": "module" }\n',
    [`lint/team/${name}.js`]: `${comment}\nexport default { severity: "${severity}", *check(module) { ${body} } };\n`,
  };
}

/** What the command says. */
async function said(t: TestContext, files: Files, ...args: readonly string[]): Promise<string> {
  return saidIn(workspace(t, files), ...args);
}

async function saidIn(cwd: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await scarlint(["why", ...args], { cwd });
  assert.equal(code, 0, stderr);
  return stdout;
}

describe("scarlint why: what was found and is not reported", () => {
  const RULE = "errors/swallowed-exception";

  it("is silenced by a comment", async (t) => {
    const silenced = BUGGY.replace("Exception:", "Exception:  # scarlint: ignore[errors] the caller tries again");
    const text = await said(t, { "app.py": silenced }, "app.py:3");
    assert.match(
      text,
      /^app\.py:3:1 medium errors\/swallowed-exception\n {2}'except Exception' .*\n {2}It is not reported: the comment in line 3 silences it and says: the caller tries again$/m,
    );
  });

  it("is of a rule that does not run there, with who says so", async (t) => {
    const off = /^ {2}It is not reported: the rule does not run here \(scarlint\.toml:1 says so\)\.$/m;
    assert.match(await said(t, { "app.py": BUGGY, "scarlint.toml": 'ignore = ["errors"]\n' }, "app.py:3"), off);
    assert.match(await said(t, { "app.py": BUGGY }, "app.py:3", "--select", "zmq"), /\(the command line says so\)\.$/m);
  });

  it("is merely likely, or in code that nothing runs", async (t) => {
    const likely = "from wire import channel\n\ntry:\n    channel.close()\nexcept Exception:\n    pass\n";
    assert.match(await said(t, { "app.py": likely }, "app.py:5"), /^ {2}It is not reported: .* --audit tells it\.$/m);
    assert.match(await said(t, { "app.py": likely }, "app.py:5", "--audit"), /^ {2}It is reported\.$/m);
    const parts = Array.from({ length: 10 }, (_, part) => [`shop/part_${String(part)}.py`, "import os\n"] as const);
    const idle = {
      ...Object.fromEntries(parts),
      "main.py": 'from shop import orders\n\nif __name__ == "__main__":\n    orders.sell()\n',
      "shop/__init__.py": "",
      "shop/orders.py": `def sell():\n    print("sold")\n\n\ndef cancel_order(order):\n${BUGGY.replace("deliver()", "order.cancel()").replace(/^/gm, "    ").trimEnd()}\n`,
    };
    const text = await said(t, idle, "shop/orders.py:8");
    assert.match(text, /^Nothing that runs uses 'cancel_order'\. What is found in code that nothing runs is told/m);
    assert.match(text, /^ {2}It is not reported: /m);
  });

  it("is less grave than asked for", async (t) => {
    const text = await said(t, { "app.py": BUGGY }, "app.py:3", "--min-severity", "high");
    assert.match(text, /^ {2}It is not reported: it is less grave than --min-severity asks for\.$/m);
  });

  it("is in the baseline", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    await scarlint(["baseline"], { cwd });
    assert.match(await saidIn(cwd, "app.py:3", "--baseline", ".scarlint-baseline.json"), /the baseline holds it\.$/m);
    assert.match(await saidIn(cwd, "app.py:3"), /^ {2}It is reported\.$/m);
  });

  it("is a related place of another finding", async (t) => {
    const text = await said(t, { "crate.py": CRATE }, "crate.py:9", "objects/unknown-member");
    assert.equal(
      text.match(/It is reported as a related place of crate\.py:6:16 objects\/unknown-member/g)?.length,
      2,
      text,
    );
    assert.match(
      await said(t, { "crate.py": CRATE }, "crate.py:6", "objects/unknown-member"),
      /^ {2}It is reported\.$/m,
    );
  });

  it("is told by a rule that says more about the very same place", async (t) => {
    const says = `yield { at: module.root, message: "It is." };`;
    const cwd = workspace(t, {
      ...ownRule("grave", "high", says),
      ...ownRule("light", "low", says),
      "app.py": CLEAN,
    });
    const text = await saidIn(cwd, "app.py:1", "--rules", "lint");
    assert.match(text, /^app\.py:1:1 high team\/grave\n.*\n {2}It is reported\.$/m);
    assert.match(
      text,
      /^app\.py:1:1 low team\/light\n.*\n {2}It is not reported: 'team\/grave' says more about this very place\.$/m,
    );
  });

  it("is nothing: what is reported elsewhere names the line as evidence", async (t) => {
    const text = await said(t, { "inbox.py": UNPICKLES }, "inbox.py:7");
    assert.match(text, /^No rule has found anything at this line\.$/m);
    assert.match(
      text,
      /^inbox\.py:8:12 critical deserialize\/untrusted-pickle\n {2}It is reported there, and names this line as evidence\.$/m,
    );
    assert.match(await said(t, { "app.py": CLEAN }, "app.py:1", RULE), /^'errors\/swallowed-exception' .*$/m);
  });
});

describe("scarlint why: what the rules did", () => {
  it("says which looked, which had nothing to ask, and which do not run", async (t) => {
    const files = { "app.py": `${CLEAN}import threading\n`, "scarlint.toml": 'ignore = ["web"]\n' };
    const text = await said(t, files, "app.py:1");
    assert.match(
      text,
      /^Looked, and found nothing at this line, neither proved nor likely: \d+ rules\n {2}.*\bnames\/undefined-name\b/m,
    );
    assert.match(text, /^ {2}zmq\/rebind \(bind, zmq\)$/m);
    assert.match(text, /^Do not run here: \d+ rules\n {2}scarlint\.toml:1 says so: .*\bweb\/wildcard-cors$/m);
  });

  it("says of one rule what it looks for, or what it does not see", async (t) => {
    const ask = async (rule: string): Promise<string> =>
      (await said(t, { "app.py": "import zmq\n" }, "app.py:1", rule)).split("\n\n").slice(1).join("\n");
    assert.match(
      await ask("inject/eval-of-config"),
      /^'inject\/eval-of-config' had nothing to ask: the file holds none of the words that it looks for, which are compile, eval, exec\.\n$/,
    );
    assert.match(
      await ask("zmq/rebind"),
      /^'zmq\/rebind' looked into this file and found nothing at this line that it could prove, nor anything likely\.\nWhat it does not see: \S/,
    );
  });

  it("says that a rule broke off", async (t) => {
    const cwd = workspace(t, { ...ownRule("crash", "low", 'throw new Error("out of luck");'), "app.py": CLEAN });
    const text = await saidIn(cwd, "app.py:1", "--rules", "lint");
    assert.match(text, /^Broke off: 1 rule\n {2}team\/crash: this rule crashed here \(out of luck\)/m);
  });
});

describe("scarlint why: the file", () => {
  it("is passed over, with the reason", async (t) => {
    const cwd = repository(t, {
      ".gitignore": "built.py\n",
      "built.py": BUGGY,
      "venv/pyvenv.cfg": "",
      "venv/lib.py": BUGGY,
      "shop/old.py": BUGGY,
      "notes.txt": BUGGY,
      "scarlint.toml": 'exclude = ["old.py"]\n',
      "real.py": BUGGY,
    });
    symlinkSync("real.py", path.join(cwd, "link.py"));
    for (const [file, reason] of [
      ["built.py", "it is ignored by git"],
      ["venv/lib.py", "it lies in 'venv', which is a virtual environment"],
      ["shop/old.py", "it is matched by an 'exclude'"],
      ["notes.txt", "it does not end in .py"],
      ["link.py", "it is a symbolic link"],
    ] as const) {
      const text = (await saidIn(cwd, `${file}:3`)).replaceAll("\n", " ");
      assert.ok(text.includes(`A scan of this directory passes the file over: ${reason}`), text);
      assert.match(text, /It is reported\./);
    }
  });

  it("cannot be read, or does not compile", async (t) => {
    const files = { "zeros.py": "x = 1\n\0\n", "broken.py": "def f(:\n    pass\n" };
    assert.equal(
      await said(t, files, "zeros.py:1"),
      "zeros.py:1\n\nThe file is not scanned: it holds NUL bytes, so it is not Python source.\n",
    );
    assert.match(
      await said(t, files, "broken.py:2"),
      /^The file does not compile \(line 1: .+\), so that rules may miss what stands in it\.$/m,
    );
  });

  it("is a test", async (t) => {
    const text = await said(t, { "tests/test_app.py": BUGGY }, "tests/test_app.py:3");
    assert.match(
      text,
      /^The file is a test: what is found in it weighs one severity less, but for what rules about tests find\.$/m,
    );
    assert.match(text, /^tests\/test_app\.py:3:1 low /m);
  });

  it("or the line or rule is not there", async (t) => {
    const cwd = workspace(t, { "app.py": BUGGY });
    for (const [args, message] of [
      [["no.py:1"], "'no.py': there is no such file"],
      [["app.py:99"], "'app.py' has no line 99: its last is 5"],
      [["app.py"], "'app.py' names no line; write it as in shop/pool.py:73"],
      [[".:1"], "'.' is a directory; name a file and a line in it"],
      [["app.py:1", "zmq/rebound"], "there is no rule 'zmq/rebound'; did you mean 'zmq/rebind'?"],
      [["app.py:1", "--format", "sarif"], "'why' answers in text, or in JSON with --format json"],
      [["app.py:1", "--fix"], "'why' is a command, which takes no --fix; to scan a directory, write ./why"],
    ] as const)
      assert.deepEqual(await scarlint(["why", ...args], { cwd }), {
        code: 2,
        stdout: "",
        stderr: `scarlint: ${message}\n`,
      });
  });
});

describe("scarlint why --format json", () => {
  it("says the same, and the same twice", async (t) => {
    const cwd = workspace(t, {
      "app.py": BUGGY.replace("Exception:", "Exception:  # scarlint: ignore[errors] why\u202e"),
    });
    const text = await saidIn(cwd, "app.py:3", "--format", "json");
    assert.equal(text, await saidIn(cwd, "app.py:3", "--format", "json"));
    assert.doesNotMatch(text, /\u202e/);
    const answer = JSON.parse(text) as {
      version: number;
      path: string;
      line: number;
      found: { rule: string; fate: object }[];
      rules: { id: string; asked: { kind: string; words?: string[] } }[];
    };
    assert.deepEqual([answer.version, answer.path, answer.line], [1, "app.py", 3]);
    assert.deepEqual(
      answer.found.map(({ rule, fate }) => [rule, fate]),
      [["errors/swallowed-exception", { kind: "silenced", line: 3, reason: "why\u202e" }]],
    );
    const rebind = answer.rules.find(({ id }) => id === "zmq/rebind");
    assert.deepEqual(rebind?.asked, { kind: "no-words", words: ["bind", "zmq"] });
  });
});
