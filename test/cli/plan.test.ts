import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { ROOT } from "../support/paths.js";
import { BUGGY, CLEAN, COMMAND, run, scarlint, workspace, type Outcome } from "./command.js";

const POOL = `import zmq

def get_reply_socket(port):
    socket = zmq.Context.instance().socket(zmq.REP)
    socket.bind(f"tcp://*:{port}")
    return socket
`;

const agent = (name: string): string => `from pool import get_reply_socket

class ${name}:
    def setup(self, port):
        self.socket = get_reply_socket(port)
        self.socket.bind(f"tcp://*:{port}")
`;

const FIXED = agent("Fixed").replace(/ +self\.socket\.bind.*\n/, "");

const UNPICKLES = `import pickle
import socket

def answer(connection: socket.socket):
    data = connection.recv(4096)
    return pickle.loads(data)
`;

/** Two agents behind one pool and an unpickled message (critical), and two swallowed exceptions (medium). */
const SERVICE = {
  "pool.py": POOL,
  "agents/one.py": agent("One"),
  "agents/two.py": agent("Two"),
  "wire.py": UNPICKLES,
  "jobs.py": BUGGY,
  "mail.py": BUGGY,
};

/** A service with a plan for it. */
async function planned(t: TestContext, files: Readonly<Record<string, string>> = SERVICE, file = "plan.md") {
  const cwd = workspace(t, files);
  const plan = (...args: string[]): Promise<Outcome> => scarlint(["plan", ...args], { cwd });
  const form = file.endsWith(".md") ? [] : ["--format", "json"];
  assert.deepEqual(await plan(...form, "--output", file), { code: 0, stdout: "", stderr: "" });
  const write = (name: string, content: string): void => {
    writeFileSync(path.join(cwd, name), content);
  };
  return { cwd, plan, write, read: (name: string) => readFileSync(path.join(cwd, name), "utf8") };
}

const headings = (markdown: string): string[] => markdown.match(/^#+ .*$/gm) ?? [];

/** What a plan shows in blocks for a shell. */
const commandsIn = (markdown: string): string[] =>
  [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap((block) =>
    (block[1] ?? "")
      .replace(/ \\\n +/g, " ")
      .trim()
      .split("\n"),
  );

describe("scarlint plan", () => {
  it("sorts findings into phases and tasks, which are numbered from one", async (t) => {
    const { read } = await planned(t);
    assert.deepEqual(headings(read("plan.md")), [
      "# Remediation plan",
      "## Phase 0: Set-up",
      "### How to work this plan",
      "## Phase 1: Critical (P0): fix within 24 hours",
      "### 1. A ZeroMQ socket that is already bound is bound again",
      "### 2. Bytes that came from outside the process are unpickled",
      "### Conclude phase 1",
      "## Phase 2: Medium (P2): fix within one week",
      "### 3. A handler catches every exception and does nothing about it",
      "#### 3.1 `jobs.py`",
      "#### 3.2 `mail.py`",
      "### Conclude phase 2",
    ]);
  });

  it("names itself by its own name when it is written outside of the project", async (t) => {
    const cwd = workspace(t, SERVICE);
    const elsewhere = workspace(t, {});
    const file = path.join(elsewhere, "plan.md");
    await scarlint(["plan", "--output", file], { cwd });
    const plan = readFileSync(file, "utf8");
    assert.match(plan, /Keep this file as `plan\.md` in the project's root/);
    assert.deepEqual(
      commandsIn(plan).filter((command) => command.includes(elsewhere)),
      [],
    );
  });

  it("makes one task of what one helper is behind, the helper first", async (t) => {
    const { read } = await planned(t);
    const task = read("plan.md").split("### 1.")[1]?.split("###")[0] ?? "";
    assert.match(task, /^`zmq\/rebind`, 2 places in 2 files, in files that nothing imports\. Effort: small\.$/m);
    assert.match(task, /\*\*Context \(root cause and impact\)\.\*\* \w/);
    assert.match(task, /\*\*Proposed fix\.\*\*/);
    assert.match(task, /\*\*Shared cause\.\*\* Both places go through `pool\.py:\d` \(.*get_reply_socket/);
    assert.match(
      task,
      /\*\*The bug\.\*\*\n\n- `agents\/one\.py:6`, `agents\/two\.py:6`: `self\.socket` is bound again/,
    );
    const [, locations = ""] = task.split("**Locations.**\n\n");
    assert.deepEqual(locations.trim().split("\n"), [
      "- `pool.py`",
      "  - line 3, `get_reply_socket` is defined here: `def get_reply_socket(port):`",
      '  - line 5, bound here: `socket.bind(f"tcp://*:{port}")`',
      "- `agents/one.py`",
      '  - line 6, **the bug**: `self.socket.bind(f"tcp://*:{port}")`',
      "- `agents/two.py`",
      '  - line 6, **the bug**: `self.socket.bind(f"tcp://*:{port}")`',
    ]);
  });

  it("shows the way of a value from where it comes from to where it does harm", async (t) => {
    const cwd = workspace(t, {
      "a.py": "import pickle\n\ndef decode(data):\n    return pickle.loads(data)\n",
      "main.py": "from z import read\nfrom a import decode\n\ndef main(link):\n    return decode(read(link))\n",
      "z.py": "import socket\n\ndef read(link: socket.socket):\n    return link.recv(64)\n",
    });
    const { stdout } = await scarlint(["plan"], { cwd });
    const [, locations = ""] = stdout.split("**Locations.**\n\n");
    assert.deepEqual(locations.split("\n\n")[0]?.split("\n"), [
      "- `z.py`",
      "  - line 4, step 1: bytes from a socket: `return link.recv(64)`",
      "- `main.py`",
      "  - line 5, step 2: returned by `read`; step 3: passed to `decode` as `data`: `return decode(read(link))`",
      "- `a.py`",
      "  - line 4, **the bug**; step 4: unpickled by `pickle.loads`: `return pickle.loads(data)`",
    ]);
  });

  it("breaks a command that takes more than a line", async (t) => {
    const names = Array.from({ length: 9 }, (_, index) => `agents/listens_for_${"x".repeat(9)}_${String(index)}.py`);
    const source =
      "import zmq\n\nsocket = zmq.Context().socket(zmq.REP)\nsocket.bind('tcp://*:1')\nsocket.bind('tcp://*:1')\n";
    const cwd = workspace(t, Object.fromEntries(names.map((name) => [name, source])));
    const { stdout } = await scarlint(["plan"], { cwd });
    const [, command = ""] = /^This command mends all of this; .*\n\n```sh\nscarlint ([^]*?)\n```$/m.exec(stdout) ?? [];
    const lines = command.split(" \\\n");
    assert.ok(lines.length > 2 && lines.every((line) => line.length <= 100), command);
    assert.equal(
      (
        await scarlint(
          lines.flatMap((line) => line.trim().split(" ")),
          { cwd },
        )
      ).code,
      0,
    );
  });

  it("says what --fix can mend, with a command that does", async (t) => {
    const { cwd, plan, read } = await planned(t);
    const [, command = ""] = /^`scarlint (--fix [^`]*)` mends all of this/m.exec(read("plan.md")) ?? [];
    assert.match(command, /--select zmq\/rebind agents\/one\.py agents\/two\.py$/);
    await scarlint(command.split(" "), { cwd });
    assert.doesNotMatch((await plan("verify", "plan.md")).stdout, /zmq\/rebind/);
  });

  it("is the same bytes, whichever order the paths are in and wherever the project lies", async (t) => {
    const [first, second] = [workspace(t, SERVICE), workspace(t, SERVICE)];
    for (const form of [[], ["--format", "json"], ["--todo", "--date", "2030-01-31"]]) {
      const one = await scarlint(["plan", ...form, "agents", "pool.py", "jobs.py"], { cwd: first });
      const other = await scarlint(["plan", ...form, "jobs.py", "agents", "./pool.py"], { cwd: second });
      assert.equal(one.code, 0);
      assert.deepEqual(one, other);
    }
  });

  it("takes its date and commit from git, or the date from --date", async (t) => {
    const cwd = workspace(t, SERVICE);
    assert.match(
      (await scarlint(["plan"], { cwd })).stdout,
      /^scarlint read 6 Python files and found 5 places in 5 files/m,
    );
    const env = { GIT_COMMITTER_DATE: "2029-05-06T07:08:09Z", GIT_AUTHOR_DATE: "2029-05-06T07:08:09Z" };
    const identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    await run("git", ["init", "-q"], { cwd });
    await run("git", ["add", "."], { cwd });
    await run("git", [...identity, "commit", "-qm", "Begin"], { cwd, env });
    const { stdout: id } = await run("git", ["rev-parse", "HEAD"], { cwd });
    const dated = `scarlint read 6 Python files at commit \`${id.slice(0, 12)}\` of `;
    assert.ok((await scarlint(["plan"], { cwd })).stdout.includes(`${dated}2029-05-06 and`));
    assert.ok((await scarlint(["plan", "--date", "2030-01-31"], { cwd })).stdout.includes(`${dated}2030-01-31 and`));
    const { code, stderr } = await scarlint(["plan", "--date", "tomorrow"], { cwd });
    assert.deepEqual(
      [code, stderr],
      [2, "scarlint: --date 'tomorrow' is no date; write it like 2030-12-31 or 2030-12-31T18:00:00Z\n"],
    );
  });

  it("says so when there is nothing to do", async (t) => {
    const { plan, read } = await planned(t, { "app.py": CLEAN });
    assert.match(read("plan.md"), /^# Remediation plan\n\nscarlint read 1 Python file and found nothing to do\.\n/);
    const { code, stdout } = await plan("verify", "plan.md");
    assert.deepEqual([code, stdout], [0, "There is nothing to do in this plan\n"]);
  });

  it("writes what it can and exits with 2 when a file cannot be read", async (t) => {
    const cwd = workspace(t, { ...SERVICE, "zeros.py": "\0" });
    const { code, stdout, stderr } = await scarlint(["plan"], { cwd });
    assert.equal(code, 2);
    assert.match(stdout, /^## Phase 2/m);
    assert.match(stderr, /^scarlint: zeros\.py: holds NUL bytes/);
  });

  it("plans for what is asked for only, and says how to make that plan again", async (t) => {
    const cwd = workspace(t, SERVICE);
    const options = ["--select", "zmq,errors", "--min-severity", "high", "--exclude", "one.py"];
    const { stdout } = await scarlint(["plan", ...options, "agents"], { cwd });
    assert.deepEqual(
      headings(stdout).filter((heading) => heading.startsWith("## ")),
      ["## Phase 0: Set-up", "## Phase 1: Critical (P0): fix within 24 hours"],
    );
    const [, anew = ""] = /make the plan anew: `(scarlint [^`]+)`/.exec(stdout) ?? [];
    const again = await scarlint(anew.split(" ").slice(1), { cwd });
    assert.deepEqual(again, { code: 0, stdout: "", stderr: "" });
    assert.equal(readFileSync(path.join(cwd, "remediation-plan.md"), "utf8"), stdout);
  });
});

describe("the commands that a plan shows", () => {
  it("work when they are pasted, and succeed when the work is done", async (t) => {
    const { cwd, plan } = await planned(
      t,
      Object.fromEntries(Object.entries(SERVICE).map(([name, text]) => [`it's $here/${name}`, text])),
    );
    const bin = path.join(workspace(t), "bin");
    mkdirSync(bin);
    writeFileSync(path.join(bin, "scarlint"), `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
    chmodSync(path.join(bin, "scarlint"), 0o755);
    await plan("it's $here", "--output", "-odd plan.md");
    const commands = commandsIn(readFileSync(path.join(cwd, "-odd plan.md"), "utf8"));
    assert.equal(commands.length, 11);
    const paste = async (): Promise<(number | null)[]> => {
      const runs = commands.map((command) =>
        run("sh", ["-c", command], { cwd, env: { PATH: `${bin}:${process.env.PATH ?? ""}` } }),
      );
      const outcomes = await Promise.all(runs);
      assert.deepEqual([...new Set(outcomes.map(({ stderr }) => stderr))], [""]);
      return outcomes.map(({ code }) => code);
    };
    // Show, next and verify; then of each phase what is left, show, verify and conclude.
    assert.deepEqual(await paste(), [0, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1]);
    for (const [name, text] of [
      ["pool.py", POOL],
      ["agents/one.py", FIXED],
      ["agents/two.py", FIXED],
      ["wire.py", CLEAN],
      ["jobs.py", CLEAN],
      ["mail.py", CLEAN],
    ] as const) {
      writeFileSync(path.join(cwd, "it's $here", name), text);
    }
    assert.deepEqual(await paste(), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe("scarlint plan --format json", () => {
  it("follows its schema", async (t) => {
    const schema = JSON.parse(readFileSync(path.join(ROOT, "docs/plan.schema.json"), "utf8")) as object;
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    for (const [files, args] of [
      [SERVICE, []],
      [SERVICE, ["--date", "2030-01-31", "--audit"]],
      [{ "app.py": CLEAN }, []],
    ] as const) {
      const { stdout } = await scarlint(["plan", "--format", "json", ...args], { cwd: workspace(t, files) });
      assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
    }
  });

  it("can be asked like a plan in Markdown", async (t) => {
    const { plan, write } = await planned(t, SERVICE, "plan.json");
    write("wire.py", CLEAN);
    const { code, stdout } = await plan("verify", "plan.json", "--phase", "1");
    assert.equal(code, 1);
    assert.doesNotMatch(stdout, /unpickle/);
    assert.match(stdout, /^2 of 3 places left, 1 of 2 tasks done$/m);
  });
});

interface TodoList {
  readonly id: string;
  readonly description: string;
  readonly todos: readonly { readonly text: string; readonly done: boolean }[];
  readonly status: string;
  readonly created: string;
  readonly updated: string;
}

describe("scarlint plan --todo", () => {
  it("is a task whose to-dos are the phases, done when their findings are gone", async (t) => {
    const { plan, write, read } = await planned(t);
    const list = (): TodoList => {
      const tasks = JSON.parse(read("todo.json")) as TodoList[];
      assert.equal(tasks.length, 1);
      return tasks[0] as TodoList;
    };
    const stateOf = ({ status, todos, created, updated }: TodoList): unknown => [
      status,
      todos.map(({ done }) => done),
      ...[created, updated].map((date) => date.slice(0, 10)),
    ];
    await plan("--todo", "--output", "todo.json", "--date", "2030-01-31");
    const begun = list();
    assert.deepEqual(Object.keys(begun).slice(0, 6), ["id", "description", "todos", "status", "created", "updated"]);
    assert.deepEqual(stateOf(begun), ["pending", [false, false, false], "2030-01-31", "2030-01-31"]);
    assert.match(
      begun.todos[1]?.text ?? "",
      /^Phase 1: Critical \(P0\): fix within 24 hours \(3 places in 3 files\)\n/,
    );
    assert.equal((await plan("verify", "todo.json")).code, 1);

    write("jobs.py", CLEAN);
    write("mail.py", CLEAN);
    const update = ["show", "todo.json", "--todo", "--output", "todo.json", "--date"];
    assert.equal((await plan(...update, "2030-02-01")).code, 0);
    assert.deepEqual(stateOf(list()), ["in_progress", [true, false, true], "2030-01-31", "2030-02-01"]);
    assert.deepEqual(
      list().todos.map(({ text }) => text),
      begun.todos.map(({ text }) => text),
    );

    for (const name of ["wire.py", "agents/one.py", "agents/two.py"]) write(name, CLEAN);
    await plan(...update, "2030-02-02");
    assert.deepEqual(stateOf(list()), ["completed", [true, true, true], "2030-01-31", "2030-02-02"]);
    assert.equal((await plan("verify", "todo.json")).code, 0);
  });

  it("needs a date", async (t) => {
    const { code, stderr } = await scarlint(["plan", "--todo"], { cwd: workspace(t, SERVICE) });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: a task list needs a date, [^\n]*--date 2030-12-31\n$/);
  });
});

describe("a plan that is being worked", () => {
  it("is done when its findings are gone, and says what is left until then", async (t) => {
    const { plan, write } = await planned(t);
    const before = await plan("verify", "plan.md");
    assert.equal(before.code, 1);
    assert.match(before.stdout, /^5 of 5 places left, 0 of 4 tasks done$/m);

    write("agents/one.py", FIXED);
    write("jobs.py", CLEAN);
    const halfway = await plan("verify", "plan.md");
    assert.equal(halfway.code, 1);
    assert.doesNotMatch(halfway.stdout, /agents\/one|jobs/);
    assert.match(halfway.stdout, /agents\/two\.py:6 'self\.socket' is bound again/);
    const { stdout: shown } = await plan("show", "plan.md");
    assert.match(shown, /^ {2}\[x\] 3\.1 errors\/swallowed-exception/m);
    assert.match(shown, /^ {2}\[ \] 3\.2 errors\/swallowed-exception/m);
    assert.match(halfway.stdout, /^ {2}\[x\] 1 task done: 3\.1$/m);
    assert.equal((await plan("verify", "plan.md", "--phase", "2")).code, 1);

    write("mail.py", CLEAN);
    assert.equal((await plan("verify", "plan.md", "--phase", "2")).code, 0);
    assert.equal((await plan("verify", "plan.md", "--phase", "1")).code, 1);
    write("agents/two.py", FIXED);
    write("wire.py", CLEAN);
    const after = await plan("verify", "plan.md");
    assert.deepEqual([after.code, after.stdout], [0, "Done: none of the 5 places has its bug any more\n"]);
  });

  it("says what to do next, with what is left of it", async (t) => {
    const { plan, write } = await planned(t);
    assert.match((await plan("next", "plan.md")).stdout, /^### 1\. A ZeroMQ socket/);
    write("agents/one.py", FIXED);
    const { stdout } = await plan("next", "plan.md");
    assert.match(stdout, /^### 1\. A ZeroMQ socket/);
    assert.match(stdout, /\*\*The bug\.\*\* `self\.socket` is bound again/);
    assert.doesNotMatch(stdout, /agents\/one/);
    write("agents/two.py", FIXED);
    assert.match((await plan("next", "plan.md")).stdout, /^### 2\. Bytes that came from outside/);
    assert.match((await plan("next", "plan.md", "--phase", "2")).stdout, /^### 3\.1\. A handler/);
  });

  it("survives what people do to its prose, and CRLF", async (t) => {
    const { plan, read, write } = await planned(t);
    const whole = read("plan.md");
    const own = `\ufeffMy own words\n${whole.replace(/^#.*$/gm, "~~done~~").replaceAll("[ ]", "[x]")}\n- and more`;
    const expected = await plan("verify", "plan.md");
    for (const edited of [own, whole.replaceAll("\n", "\r\n"), whole.slice(whole.indexOf("<!-- scarlint:plan"))]) {
      write("edited.md", edited);
      assert.deepEqual(await plan("verify", "edited.md"), expected);
    }
  });

  it("finds a bug again that has moved, was re-indented, edited or renamed", async (t) => {
    const { cwd, plan, write } = await planned(t, { "jobs.py": BUGGY });
    const isLeft = async (name: string, text: string): Promise<void> => {
      write(name, text);
      const { code, stdout } = await plan("verify", "plan.md");
      assert.equal(code, 1);
      assert.match(stdout, /^1 of 1 place left/m);
      assert.doesNotMatch(stdout, /New since/);
    };
    await isLeft("jobs.py", `import os\n\n${BUGGY}`);
    await isLeft("jobs.py", `from mail import deliver\n\ndef work():\n${BUGGY.replace(/^/gm, "    ")}`);
    await isLeft("jobs.py", BUGGY.replace("deliver()", "deliver(now)").replace("pass", "pass  # later"));
    rmSync(path.join(cwd, "jobs.py"));
    await isLeft("tasks.py", BUGGY);
    await isLeft("tasks.py", BUGGY.replace("pass", "pass  # later"));
    write("jobs.py", CLEAN);
    write("tasks.py", CLEAN);
    assert.equal((await plan("verify", "plan.md")).code, 0);
  });

  it("does not count what is silenced as done", async (t) => {
    const { plan, write } = await planned(t, { "jobs.py": BUGGY });
    write(
      "jobs.py",
      BUGGY.replace("Exception:", "Exception:  # scarlint: ignore[errors/swallowed-exception] it is fine"),
    );
    const { code, stdout } = await plan("verify", "plan.md");
    assert.equal(code, 1);
    assert.match(stdout, /jobs\.py:3 .* \[silenced, not fixed: it is fine\]$/m);
  });

  it("does not count what cannot be seen as done", async (t) => {
    const { plan, write } = await planned(t);
    write("wire.py", `${CLEAN}def f(:\n`);
    const { code, stdout } = await plan("verify", "plan.md", "--phase", "1");
    assert.equal(code, 1);
    assert.match(stdout, /wire\.py:6 .* \[cannot be checked while wire\.py does not compile\]$/m);
    write("wire.py", UNPICKLES);
    write("pool.py", POOL.replace("socket(zmq.REP)", "socket(zmq.REP"));
    assert.match((await plan("verify", "plan.md", "--phase", "1")).stdout, /while pool\.py does not compile/);
  });

  it("looks at files that are ignored by now", async (t) => {
    const { cwd, plan, write } = await planned(t, { "jobs.py": BUGGY, "mail.py": CLEAN });
    await run("git", ["init", "-q"], { cwd });
    write(".gitignore", "jobs.py\n");
    const { code, stdout } = await plan("verify", "plan.md");
    assert.equal(code, 1);
    assert.match(stdout, /^1 of 1 place left/m);
  });

  it("looks at files and rules that the configuration leaves out by now", async (t) => {
    const { plan, write } = await planned(t, { "jobs.py": BUGGY, "mail.py": CLEAN });
    for (const setting of ['ignore = ["errors"]', 'exclude = ["jobs.py"]']) {
      write("scarlint.toml", `${setting}\n`);
      const { code, stdout } = await plan("verify", "plan.md");
      assert.equal(code, 1);
      assert.match(stdout, /^1 of 1 place left/m);
    }
  });

  it("lists apart what is new, which does not keep it from being done", async (t) => {
    const { plan, write } = await planned(t, { "jobs.py": BUGGY });
    write("jobs.py", CLEAN);
    write("wire.py", UNPICKLES);
    const { code, stdout } = await plan("verify", "plan.md");
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^New since the plan, and no part of it:\n {2}wire\.py:6 critical deserialize\/untrusted-pickle '/m,
    );
    assert.match(stdout, /^Done: the place does not have its bug any more$/m);
  });

  it("exits with 2 when a file cannot be read", async (t) => {
    const { plan, write } = await planned(t, { "jobs.py": BUGGY });
    write("jobs.py", "\0");
    const { code, stderr } = await plan("verify", "plan.md");
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: jobs\.py: holds NUL bytes/);
  });

  it("is refused where none of its files is", async (t) => {
    const { cwd } = await planned(t, { "jobs.py": BUGGY });
    const elsewhere = workspace(t, { "app.py": CLEAN });
    const { code, stderr } = await scarlint(["plan", "verify", path.join(cwd, "plan.md")], { cwd: elsewhere });
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: '[^\n]+plan\.md': none of the plan's files is in '[^\n]+\n$/);
  });
});

describe("a file that is no plan", () => {
  const HEAD = `{"version":1,"scope":{"paths":["."],"rules":["zmq/rebind"],"exclude":[],"minSeverity":"low","audit":false}}`;
  const ENTRY = `{"phase":1,"severity":"high","task":"2","rule":"zmq/rebind","path":"app.py","start":{"line":1,"column":1},"lineHash":"1:1","message":"m","through":[]}`;
  const remembered = (...lines: string[]): string => ["<!-- scarlint:plan", ...lines, "-->", ""].join("\n");
  const CASES: Readonly<Record<string, readonly [content: string | Uint8Array, reason: RegExp]>> = {
    "an empty file": ["", /there is no plan in it/],
    "other Markdown": ["# Plan\n\n- [x] all of it\n", /there is no plan in it/],
    "other JSON": ['{"phases": []}', /there is no plan in it/],
    "broken JSON": ['{"plan": ', /it is no JSON/],
    "JSON that is too deep": ["[".repeat(200_000), /it is no JSON/],
    bytes: [Uint8Array.of(0xff, 0xfe, 0x00), /: it is not UTF-8; save it as that\n$/],
    "a broken line": [remembered(HEAD, "{"), /line 3 is damaged/],
    "no end": [`<!-- scarlint:plan\n${HEAD}\n`, /from line 1 on has no end/],
    "two plans": [remembered(HEAD) + remembered(HEAD), /it holds 2 plans, on lines 1, 4; keep one/],
    "another version": [remembered(HEAD.replace("1", "9")), /another version of scarlint/],
    "no scope": [remembered('{"version":1}'), /damaged at 'scope'/],
    "a head that is a list": [remembered("[]"), /damaged at/],
    "a path outside": [remembered(HEAD, ENTRY.replace("app.py", "../../etc/passwd")), /damaged at 'entries\.0\.path'/],
    "an absolute path": [remembered(HEAD.replace('"."', '"/etc"')), /damaged at 'scope\.paths\.0'/],
    "a phase that is none": [
      remembered(HEAD, ENTRY.replace('"phase":1', '"phase":"1"')),
      /damaged at 'entries\.0\.phase'/,
    ],
    "a rule that is none": [remembered(HEAD, ENTRY.replace("zmq/rebind", "\\u001b[31m")), /no rule '\\x1b\[31m'/],
  };
  for (const [name, [content, reason]] of Object.entries(CASES)) {
    it(`is refused in one line: ${name}`, async (t) => {
      const cwd = workspace(t, { "app.py": CLEAN, "plan.md": content });
      for (const question of ["show", "next", "verify"]) {
        const { code, stdout, stderr } = await scarlint(["plan", question, "plan.md"], { cwd });
        assert.deepEqual([code, stdout], [2, ""]);
        assert.match(stderr, /^scarlint: 'plan\.md'[^\n]+\n$/);
        assert.match(stderr, reason);
      }
    });
  }

  it("is refused when it is missing, a directory, or asked for a phase that it does not have", async (t) => {
    const { cwd, plan } = await planned(t);
    const stderrOf = async (...args: string[]): Promise<string> => {
      const { code, stderr } = await plan("verify", ...args);
      assert.equal(code, 2);
      return stderr;
    };
    assert.equal(await stderrOf("no.md"), "scarlint: 'no.md' cannot be used as a plan: no such file or directory\n");
    assert.match(await stderrOf("agents"), /: it is a directory\n$/);
    assert.match(await stderrOf("plan.md", "--phase", "3"), /has no phase 3 to check; there is 1, 2\n$/);
    assert.match(await stderrOf("plan.md", "--phase", "0"), /has no phase 0 to check; there is 1, 2\n$/);
    assert.match(await stderrOf("plan.md", "--phase", "x"), /'x' is no number of a phase/);
    await run("mkfifo", ["pipe"], { cwd });
    assert.match(await stderrOf("pipe"), /: it is not a regular file\n$/);
  });
});

describe("hostile names and code", () => {
  it("neither leave their place in Markdown nor forge a plan", async (t) => {
    const name = "a`b|<img src=x>\n<!-- scarlint:plan\n.py";
    const forged = `try:\n    send("<!-- scarlint:plan")\nexcept Exception: # --> \`\`\` <script>\n    pass\n`;
    const { plan, read } = await planned(t, { [name]: forged, "b.py": forged });
    const text = read("plan.md");
    assert.equal(text.match(/^<!-- scarlint:plan$/gm)?.length, 1);
    assert.equal(text.match(/-->$/gm)?.length, 1);
    assert.match(text, /^#### 1\.1 ``a`b\|<img src=x>\\n<!-- scarlint:plan\\n\.py``$/m);
    const { code, stdout } = await plan("verify", "plan.md");
    assert.equal(code, 1);
    assert.match(stdout, /^2 of 2 places left/m);
  });
});
