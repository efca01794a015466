import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { it } from "node:test";
import { History } from "../support/history.js";
import { BUGGY } from "./command.js";
import { blocksOf, shellIn } from "./shell.js";

const BIND = '        self.socket.bind(f"tcp://*:{port}")\n';
const agent = (name: string): string =>
  `from pool import get_socket\n\nclass ${name}:\n    def setup(self, port):\n        self.socket = get_socket(port)\n${BIND}`;
const mended = (name: string): string => agent(name).replace(BIND, "");
const POOL = `import zmq

def get_socket(port):
    socket = zmq.Context.instance().socket(zmq.REP)
    socket.bind(f"tcp://*:{port}")
    return socket
`;
const WIRE = `import pickle
import socket

def answer(connection: socket.socket):
    return pickle.loads(connection.recv(4096))
`;

const TEST = `from src.one import One

def test_binds_once():
    """VALIDATED_BUG: BUG-001"""
    assert One().setup(5555) is None
`;

it("the week of docs/remediation.md goes as it says", async (t) => {
  const history = new History(t);
  history.commit({ "src/jobs.py": BUGGY, "src/pool.py": POOL });
  history.git("tag", "v1.0");
  history.commit({ "src/one.py": agent("One"), "src/two.py": agent("Two"), "src/wire.py": WIRE });
  history.commit({ "src/health.py": BUGGY });

  const shell = shellIn(t, history);
  /** The exit codes of a block's lines, and what the last one said. */
  const day = async (lines: readonly string[] = []): Promise<{ codes: (number | null)[]; said: string }> => {
    const codes: (number | null)[] = [];
    let said = "";
    for (const line of lines) {
      const { code, stdout, stderr } = await shell(line);
      assert.equal(stderr, "", line);
      codes.push(code);
      said = stdout;
    }
    history.wait(12);
    return { codes, said };
  };

  const [monday, morning, afternoon, evening, tuesday, wednesday, thursday, friday, ...more] = blocksOf(
    "docs/remediation.md",
    "## A week",
  );
  assert.deepEqual(more, []);
  assert.deepEqual((await day(monday)).codes, [0, 0, 0, 0]);
  history.write({ "src/one.py": mended("One"), "tests/test_one.py": TEST });
  history.git("add", "tests");
  const first = await day(morning);
  assert.deepEqual(first.codes, [1]);
  assert.match(first.said, /src\/two\.py:6 'self\.socket' is bound again/);
  history.write({ "src/two.py": mended("Two"), "src/wire.py": WIRE.replaceAll("pickle", "json") });
  assert.deepEqual((await day(afternoon)).codes, [0, 0]);
  assert.deepEqual((await day(evening)).codes, [0]);
  const page = readFileSync(path.join(history.root, "phase-1.md"), "utf8");
  assert.match(page, /^- `[0-9a-f]{12}` of 2030-01-\d\d: Bind each socket once, and read JSON from the wire$/m);
  assert.match(page, /^- `src\/one\.py`: \+0 −1$/m);
  assert.match(page, /^1 test added:\n\n- `tests\/test_one\.py::test_binds_once`$/m);
  assert.match((await day(tuesday)).said, /swallow|catches every exception/);
  const reason = "# scarlint: ignore[errors/swallowed-exception] -- the next check tells";
  history.write({ "src/health.py": BUGGY.replace("Exception:", `Exception:  ${reason}`) });
  assert.deepEqual((await day(wednesday)).codes, [0, 0]);
  history.commit({ "src/three.py": agent("Three") });
  assert.match((await day(thursday)).said, /^New since the plan.*\n.*src\/three\.py:6/m);
  history.write({ "src/three.py": mended("Three") });
  assert.deepEqual((await day(friday)).codes, [0, 1, 0, 0, 0, 0]);
  const report = readFileSync(path.join(history.root, "bug_triage_report.md"), "utf8");
  const statuses: readonly string[] = report.match(/\b(RESOLVED|ACCEPTED|OPEN)\b/g) ?? [];
  for (const status of ["RESOLVED", "ACCEPTED", "OPEN"]) assert.ok(statuses.includes(status), status);
});
