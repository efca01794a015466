import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import type { ScanRequest } from "../../src/engine/request/request.js";
import { scan } from "../../src/engine/scan/scan.js";
import { selectRules } from "../../src/engine/rules/selection.js";
import { Lines } from "../../src/syntax/positions.js";

const SWALLOWED = "errors/swallowed-exception";

/** Scans one text; answers with what is found and what is silenced, as `line rule`. */
async function told(source: string, options: ScanRequest = {}) {
  const text = { path: "a.py", content: Buffer.from(source) };
  const { findings, suppressed, failures } = await scan({ text, current: tmpdir(), ...options });
  assert.deepEqual(failures, []);
  const spelled = (all: typeof findings) => all.map(({ rule, start }) => `${start.line} ${rule}`);
  return { findings: spelled(findings), suppressed: spelled(suppressed), by: suppressed.map((one) => one.suppression) };
}

const swallowing = (comment = "", above = ""): string =>
  `try:\n    deliver()\n${above}except Exception:  ${comment}\n    pass\n`;

describe("a comment that silences", () => {
  it("is told with its line and reason", async () => {
    const { findings, suppressed, by } = await told(swallowing("# scarlint: ignore[errors] tried again later"));
    assert.deepEqual(findings, []);
    assert.deepEqual(suppressed, [`3 ${SWALLOWED}`]);
    assert.deepEqual(by, [{ line: 3, reason: "tried again later" }]);
  });

  it("may do so until the end of a day, after which it is a finding that says so", async () => {
    const source = swallowing("# scarlint: ignore[errors] until 2027-01-31: tried again later");
    const last = await told(source, { today: "2027-01-31" });
    assert.deepEqual([last.findings, last.by], [[], [{ line: 3, reason: "tried again later", until: "2027-01-31" }]]);
    const after = await told(source, { today: "2027-02-01" });
    assert.deepEqual([after.findings, after.suppressed], [[`3 ${SWALLOWED}`], []]);
    const text = { path: "a.py", content: Buffer.from(source) };
    const { findings } = await scan({ text, current: tmpdir(), today: "2027-02-01" });
    assert.deepEqual(
      findings[0]?.related.map(({ start, message }) => `${start.line} ${message}`),
      ["3 what silenced this ended on 2027-01-31"],
    );
  });

  it("is unused when it ended and nothing is left to silence, and gives way to one that has not", async () => {
    const fine = "deliver()  # scarlint: ignore[errors] until 2020-01-31 until it is mended\n";
    assert.deepEqual((await told(fine, { today: "2027-01-01" })).findings, ["1 suppression/unused"]);
    const both = `${swallowing("# scarlint: ignore[errors] until 2020-01-31 old")}# scarlint: ignore-file[errors] new\n`;
    assert.deepEqual((await told(both, { today: "2027-01-01" })).suppressed, [`3 ${SWALLOWED}`]);
  });

  it("until no day of the calendar silences nothing", async () => {
    for (const day of ["2027-02-30", "2027-13-01", "31.01.2027", "2027-1-31", "2027"]) {
      const { findings } = await told(swallowing(`# scarlint: ignore[errors] until ${day} why`));
      assert.deepEqual(findings, [`3 ${SWALLOWED}`, "3 suppression/malformed"], day);
    }
    const words = await told(swallowing("# scarlint: ignore[errors] until they answer"), { today: "2999-01-01" });
    assert.deepEqual(words.by, [{ line: 3, reason: "until they answer" }]);
  });

  it("for a while has to give a reason, too, where reasons are asked for", async () => {
    const source = swallowing("# scarlint: ignore[errors] until 2999-01-31");
    assert.deepEqual((await told(source, { requireReason: true })).findings, ["3 suppression/missing-reason"]);
  });

  it("speaks of the statement below it, or of the file", async () => {
    const above = await told(swallowing("", "# scarlint: ignore[errors/swallowed-exception]\n\n# Why not.\n"));
    assert.deepEqual(above.by, [{ line: 3, reason: "" }]);
    const file = await told(`${swallowing()}\n\n# scarlint: ignore-file[errors] a script\n`);
    assert.deepEqual([file.findings, file.by], [[], [{ line: 7, reason: "a script" }]]);
  });

  it("has the same meaning whatever the lines end with", async () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const source = swallowing("# scarlint: ignore[errors] retried").replaceAll("\n", end);
      assert.deepEqual((await told(source)).by, [{ line: 3, reason: "retried" }], JSON.stringify(end));
    }
  });

  it("covers the lines of one statement and no others", async () => {
    const source = [
      "@route(",
      "    '/',",
      ")  # scarlint: ignore[zmq] 3",
      "@login",
      "def index(",
      "    a=1,  # scarlint: ignore[zmq] 6",
      "):",
      "    x = a + \\",
      "        1  # scarlint: ignore[zmq] 9",
      "    # scarlint: ignore[zmq] 10",
      "    if (x and",
      "            y):",
      "        pass",
    ].join("\n");
    const text = { path: "a.py", content: Buffer.from(source) };
    const { findings } = await scan({ text, current: tmpdir() });
    assert.deepEqual(
      findings.map(({ rule, start }) => [rule, start.line]),
      [3, 6, 9, 10].map((line) => ["suppression/unused", line]),
    );
  });

  it("is not unused because its rule did not run, or its finding was not asked for", async () => {
    const source = swallowing("# scarlint: ignore[errors/swallowed-exception]");
    const unused = (options: ScanRequest) => told(source.replace("Exception:", "OSError:"), options);
    assert.deepEqual((await unused({})).findings, ["3 suppression/unused"]);
    assert.deepEqual((await unused({ rules: selectRules({ ignore: ["errors"] }) })).findings, []);
    assert.deepEqual((await unused({ rules: selectRules({ ignore: ["suppression"] }) })).findings, []);
    assert.deepEqual((await unused({ minSeverity: "medium" })).findings, []);
    assert.deepEqual(await told(source, { minSeverity: "high" }), { findings: [], suppressed: [], by: [] });
    const partly = source.replace("Exception:", "OSError:").replace("errors/swallowed-exception", "threads");
    assert.deepEqual((await told(partly)).findings, ["3 suppression/unused"]);
    assert.deepEqual((await told(partly, { rules: selectRules({ ignore: ["threads/coarse-sweep"] }) })).findings, []);
  });

  it("is not unused when it silences what only --audit reports", async () => {
    const likely =
      "class Link:\n    def close(self):\n        try:\n            self.transport.close()\n        except Exception:\n            pass\n";
    const plain = { findings: [], suppressed: [], by: [] };
    assert.deepEqual(await told(likely), plain);
    const audited = (await told(likely, { audit: true })).findings;
    assert.deepEqual(audited, [`5 ${SWALLOWED}`]);
    const commented = likely.replace("Exception:", "Exception:  # scarlint: ignore[errors] it is gone anyway");
    assert.deepEqual(await told(commented), plain);
    assert.deepEqual((await told(commented, { audit: true })).suppressed, audited);
  });

  it("needs a reason only when that is demanded", async () => {
    const source = swallowing("# scarlint: ignore[errors]");
    assert.deepEqual((await told(source)).findings, []);
    assert.deepEqual((await told(source, { requireReason: true })).findings, ["3 suppression/missing-reason"]);
  });

  it("of an incomplete scan is never called unused", async () => {
    const text = { path: "a.py", content: Buffer.from(swallowing("# scarlint: ignore[zmq] r")) };
    const { findings, failures } = await scan({ text, current: tmpdir(), paths: ["no-such-file.py"] });
    assert.equal(failures.length, 1);
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      [SWALLOWED],
    );
  });
});

/** The text after the first fix of each finding but the overlapping ones, from the last to the first. */
async function mended(source: string): Promise<string> {
  const text = { path: "a.py", content: Buffer.from(source) };
  const { findings } = await scan({ text, current: tmpdir() });
  const lines = new Lines(source);
  const offset = ({ line, column }: { line: number; column: number }): number => lines.start(line) + column - 1;
  const edits = findings.flatMap(({ fixes }) => fixes[0]?.edits ?? []).reverse();
  let result = source;
  let reached = Infinity;
  for (const { start, end, text } of edits) {
    if (offset(end) > reached) continue;
    reached = offset(start);
    result = result.slice(0, reached) + text + result.slice(offset(end));
  }
  return result;
}

describe("a comment that silences nothing", () => {
  const used = "# scarlint: ignore[errors] retried";
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    ["behind code", "x = 1  # scarlint: ignore[zmq] was bound\ny = 2\n", "x = 1\ny = 2\n"],
    ["at the end of the file", "x = 1\t# scarlint: ignore[zmq]", "x = 1"],
    ["alone", "\n\ndef f():\n    # scarlint: ignore[zmq] r\n    return 1\n", "\n\ndef f():\n    return 1\n"],
    ["alone, with other ends of lines", "\r\n\r\n# scarlint: ignore[zmq]\r\nx = 1\r\n", "\r\n\r\nx = 1\r\n"],
    ["alone at the end", "x = 1\ny = 2\n# scarlint: ignore-file[zmq]", "x = 1\ny = 2\n"],
    [
      "before a line with an encoding",
      "#!/x\n# scarlint: ignore-file[zmq]\n# coding: ascii\n",
      "#!/x\n\n# coding: ascii\n",
    ],
    ["before another comment", "x = 1  # scarlint: ignore[zmq] r  # noqa\n", "x = 1  # noqa\n"],
    ["behind another comment", "x = 1  # noqa  # scarlint: ignore[zmq] r\n", "x = 1  # noqa\n"],
    ["alone before another", "\n\n  # scarlint: ignore[zmq] r  # noqa\n", "\n\n  # noqa\n"],
    ["twice on a line", "x = 1  # scarlint: ignore[zmq] # scarlint: ignore[web] r\n", "x = 1\n"],
    ["line by line", "\n\n# scarlint: ignore[zmq]\n# scarlint: ignore[web]\nx = 1\n", "\n\nx = 1\n"],
    ["in part", swallowing("# scarlint: ignore[zmq, errors ,web] retried"), swallowing(used)],
    ["in part, repeatedly", swallowing("# scarlint: ignore[errors,zmq,zmq] retried"), swallowing(used)],
    ["not at all", swallowing(used), swallowing(used)],
    [
      "with a name that is not known",
      "x = 1  # scarlint: ignore[zmq,no/such] r\n",
      "x = 1  # scarlint: ignore[no/such] r\n",
    ],
  ];
  for (const [what, before, after] of cases) {
    it(`is taken away: ${what}`, async () => {
      assert.equal(await mended(before), after);
      assert.equal(await mended(after), after);
    });
  }
});

describe("comments by the thousand", () => {
  it("in one statement, in one comment and in one list are read", async () => {
    const many = 20_000;
    const list = `x = [\n${"    1,  # scarlint: ignore[zmq] r\n".repeat(many)}]\n`;
    assert.equal((await told(list)).findings.length, many);
    const line = `x = 1  ${"# scarlint: ignore[zmq] r ".repeat(many)}\n`;
    assert.equal((await told(line)).findings.length, many);
    const names = Array.from({ length: many }, (_, index) => `a/b${index}`).join(",");
    assert.deepEqual((await told(`x = 1  # scarlint: ignore[${names}]\n`)).findings, ["1 suppression/malformed"]);
    // Of lines of comments one below the other, only as many as a person may write.
    const above = `${"# scarlint: ignore[zmq] r\n".repeat(many)}x = 1\n`;
    assert.equal((await told(above)).findings.length, 200);
    const licence = "# All rights are reserved.\n".repeat(500);
    const amid = `${licence}# scarlint: ignore-file[errors] r\n${licence}\n${swallowing()}`;
    assert.deepEqual((await told(amid)).suppressed, ["1005 errors/swallowed-exception"]);
    const spaces = `x = 1  # scarlint: ignore${" ".repeat(many)}[zmq${" ".repeat(many)}x${" #".repeat(many)}\n`;
    assert.deepEqual((await told(spaces)).findings, ["1 suppression/malformed"]);
  });
});

describe("with several threads", () => {
  const tree = mkdtempSync(path.join(tmpdir(), "scarlint-suppress-"));
  after(() => {
    rmSync(tree, { recursive: true });
  });

  it("the same findings are silenced", async () => {
    const filler = `VALUES = [\n${"    'a value that only takes up room',\n".repeat(3_000)}]\n`;
    for (let index = 0; index < 24; index++) {
      const comment = ["# scarlint: ignore[errors] r", "# scarlint: ignore[zmq] r", "# scarlint: ignore", ""][
        index % 4
      ];
      writeFileSync(path.join(tree, `m${index}.py`), swallowing(comment) + filler);
    }
    const [alone, shared] = await Promise.all([1, 3].map((workers) => scan({ current: tree, workers })));
    assert.deepEqual([alone?.suppressed.length, alone?.findings.length], [6, 30]);
    assert.deepEqual(shared, alone);
  });
});
