import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { ledgerComment, readLedger } from "../../src/triage/ledger.js";
import { notesSection, readNotes, WHOLE } from "../../src/triage/notes.js";
import { COMMAND, scarlint, workspace, type Outcome } from "../cli/command.js";
import { History } from "../support/history.js";

const swallowing = (what: string): string =>
  `def run_${what}(deliver_${what}, log):\n    try:\n        deliver_${what}()\n    except Exception:\n        pass\n\n\n`;

const FILE = "report.md";

function write(history: History, ...args: string[]): Promise<Outcome> {
  return scarlint(["triage", "--report", FILE, "--date", "2030-01-09T12:00:00Z", ...args], { cwd: history.root });
}

const read = (history: History, file = FILE): string => readFileSync(path.join(history.root, file), "utf8");

/** A report with notes on something. */
function noted(report: string, about: string, text: string): string {
  const end = `<!-- end of notes on ${about} -->`;
  assert.equal(report.split(`\n\n${end}`).length, 2);
  return report.replace(`\n\n${end}`, () => `\n${text}${end}`);
}

describe("notes", () => {
  const line = fc.constantFrom(
    "- a",
    "",
    "<!-- notes on BUG-001: x -->",
    " <!-- end of notes on BUG-001 -->",
    "$& $1",
    "é\u2028\0",
  );
  const text = fc
    .array(fc.tuple(line, fc.constantFrom("\n", "\r\n", "\r")), { maxLength: 8 })
    .map((lines) => lines.map((pair) => pair.join("")).join(""));

  it("are read as they were written", () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        const notes = new Map([
          [WHOLE, first],
          ["BUG-001", second],
        ]);
        const report = `# A\n\n${notesSection(WHOLE, notes)}\n\n${notesSection("BUG-001", notes)}\n`;
        assert.deepEqual(readNotes(report), notes);
      }),
    );
  });

  it("get a bug a section of its own where it had but a line", async (t) => {
    const history = new History(t);
    const names = Array.from({ length: 36 }, (_, index) => `part_${String(index)}`);
    history.commit({ "jobs.py": names.map(swallowing).join("") });
    await write(history);
    const report = read(history);
    const told = (text: string): number => (text.match(/^### BUG-\d+: /gm) ?? []).length;
    const rows = (text: string): readonly string[] => text.match(/^\| BUG-\d+ \| OPEN/gm) ?? [];
    assert.deepEqual([told(report), rows(report).length], [15, 21]);
    const { code, stdout } = await scarlint(["triage", "--check", FILE], { cwd: history.root });
    assert.equal(code, 0, stdout);
    const untrue = report.replace("| BUG-036 | OPEN", "| BUG-036 | RESOLVED");
    writeFileSync(path.join(history.root, FILE), untrue);
    assert.equal((await scarlint(["triage", "--check", FILE], { cwd: history.root })).code, 1);
    const notes = notesSection("BUG-036", new Map([["BUG-036", "Ask first.\n"]]));
    writeFileSync(path.join(history.root, FILE), report.replace("## P0", `${notes}\n\n## P0`));
    await write(history);
    assert.deepEqual([told(read(history)), rows(read(history)).length], [16, 20]);
    assert.match(read(history), /Ask first\./);
  });

  it("outlive the report's next edition byte for byte, in a file that an editor gave other line ends, too", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail") });
    await write(history);
    const general = "Ask *Ada*.\r\nOr nobody.\r\n\r\n";
    const own = "| a table |\n\t`code`  \n\n### BUG-007: none of ours\n";
    writeFileSync(path.join(history.root, FILE), noted(noted(read(history), WHOLE, general), "BUG-001", own));
    history.commit({ "jobs.py": undefined });
    assert.equal((await write(history)).code, 0);
    const mended = read(history);
    assert.match(mended, /RESOLVED in/);
    assert.equal(readNotes(mended).get(WHOLE), general);
    assert.equal(readNotes(mended).get("BUG-001"), own);
    writeFileSync(path.join(history.root, FILE), mended.replace(/\r?\n/g, "\r\n"));
    assert.equal((await write(history)).code, 0);
    assert.equal(readNotes(read(history)).get("BUG-001"), own.replaceAll("\n", "\r\n"));
  });

  it("whose end is gone are not guessed at", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail") });
    await write(history);
    const broken = read(history).replace("<!-- end of notes on BUG-001 -->", "");
    writeFileSync(path.join(history.root, FILE), broken);
    const { code, stderr } = await write(history);
    assert.equal(code, 2);
    assert.match(stderr, /^scarlint: 'report.md': the line '<!-- end of notes on BUG-001 -->' is missing/);
    assert.equal(read(history), broken);
  });
});

describe("a triage report", () => {
  it("never takes the place of one that scarlint did not write", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail"), [FILE]: "# Mine\n" });
    const { code, stderr } = await write(history);
    assert.equal(code, 2);
    assert.match(stderr, /scarlint did not write it/);
    assert.equal(read(history), "# Mine\n");
  });

  it("says what is overdue at its date, and when a bug may be older", async (t) => {
    const history = new History(t);
    history.commit({ "main.py": "x = 1\n" });
    history.commit({ "jobs.py": swallowing("mail") });
    history.commit({ "main.py": "x = 2\n" });
    await write(history, "--date", "2030-01-08T13:59:00Z");
    assert.match(read(history), /\*\*Status:\*\* OPEN\n/);
    assert.match(read(history), /\*\*First seen:\*\* 2030-01-01 14:00 UTC in `[0-9a-f]{12}` or earlier\n/);
    await write(history, "--since", "HEAD~2");
    assert.match(read(history), /\*\*First seen:\*\* 2030-01-01 13:00 UTC in `[0-9a-f]{12}`\n/);
    assert.match(read(history), /\*\*Deadline:\*\* 2030-01-08 13:00 UTC\n/);
    assert.match(
      read(history),
      /## Overdue\n\n- BUG-001 \(P2, overdue by 23 hours\): `except Exception` drops .* \(`jobs.py:4`\)\n/,
    );
  });

  it("leaves nothing behind when it is interrupted", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail") });
    const temporary = workspace(t);
    const options = { cwd: history.root, env: { ...process.env, TMPDIR: temporary } };
    const child = spawn(process.execPath, [COMMAND, "triage", "--report", FILE], options);
    const ended = once(child, "exit");
    while (readdirSync(temporary).length === 0) await setTimeout(1);
    child.kill("SIGINT");
    assert.deepEqual(await ended, [null, "SIGINT"]);
    assert.deepEqual(readdirSync(temporary), []);
  });

  it("shows hostile names as they are, and is not ended by them", async (t) => {
    const history = new History(t);
    const name = "<!-- --> **`[x](y)` | --\u202e.py";
    history.commit({ [name]: swallowing("mail") });
    await write(history);
    const report = read(history);
    assert.equal(readLedger(report)?.bugs[0]?.seen.path, name);
    assert.ok(report.includes("``<!-- --> **`[x](y)` | --\\u202e.py:4``"));
    assert.doesNotMatch(report, /\u202e/);
    assert.equal((await write(history)).code, 0);
    assert.equal(read(history), report);
  });

  it("remembers any text without ending its comment", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom("-->", "--", "<!--", "\u2028"), (text, end) => {
        const seen = { rule: "a/b", severity: "low", path: `${text}${end}x`, start: { line: 1, column: 1 } } as const;
        const more = { line: end + text, message: text + end, lineHash: "", related: [], flow: [], fixes: [end] };
        const ledger = {
          commit: "a".repeat(40),
          bugs: [{ id: "BUG-001", seen: { ...seen, ...more }, events: [{ kind: "opened" as const, time: 1 }] }],
        };
        const comment = ledgerComment(ledger);
        assert.equal(comment.indexOf("--", 4), comment.length - "-->\n".length);
        assert.deepEqual({ ...readLedger(`# A\n\n${comment}`) }.bugs, ledger.bugs);
      }),
    );
  });

  it("keeps a history of its numbers, an entry a commit, and draws it", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail") + swallowing("push") });
    await write(history, "--trend", "trend.json");
    await write(history, "--trend", "trend.json");
    history.wait(23);
    history.commit({ "jobs.py": swallowing("push") });
    await write(history, "--trend", "trend.json");
    const { entries } = JSON.parse(read(history, "trend.json")) as { entries: Record<string, unknown>[] };
    assert.deepEqual(
      entries.map(({ commit, ...rest }) => [history.commits.indexOf(String(commit)), rest]),
      [
        [
          0,
          {
            ...{ date: "2030-01-01T12:00:00Z", counts: { critical: 0, high: 0, medium: 2, low: 0 } },
            ...{ rules: { "errors/swallowed-exception": 2 }, opened: 2, resolved: 0, meanHoursToResolve: null },
          },
        ],
        [
          1,
          {
            ...{ date: "2030-01-02T12:00:00Z", counts: { critical: 0, high: 0, medium: 1, low: 0 } },
            ...{ rules: { "errors/swallowed-exception": 1 }, opened: 2, resolved: 1, meanHoursToResolve: 24 },
          },
        ],
      ],
    );
    assert.match(
      read(history),
      /```mermaid\nxychart-beta\n[^`]*x-axis \["2030-01-01", "2030-01-02"\]\n[^`]*bar \[2, 1\]\n```/,
    );
    writeFileSync(path.join(history.root, "trend.json"), '{"entries": []}');
    const { code, stderr } = await write(history, "--trend", "trend.json");
    assert.equal(code, 2);
    assert.match(stderr, /'trend.json': it is no history of triages/);
  });

  it("draws of its history what changed something, the first and the last", async (t) => {
    const history = new History(t);
    const figures = (): readonly string[] => [
      /bar \[(.*)\]/.exec(read(history))?.[1] ?? "",
      ...[...read(history).matchAll(/^\| 2030-\S+ \| `(\w+)`/gm)].map(([, name = ""]) => {
        return String(history.commits.findIndex((commit) => commit.startsWith(name)));
      }),
    ];
    const begin = history.commit({ "jobs.py": swallowing("mail") + swallowing("push") });
    for (const step of ["1", "2"]) history.commit({ "main.py": `x = ${step}\n` });
    history.commit({ "jobs.py": swallowing("push") });
    for (const step of ["3", "4"]) history.commit({ "main.py": `x = ${step}\n` });
    await write(history, "--trend", "trend.json", "--since", begin);
    assert.deepEqual(figures(), ["2, 1, 1", "0", "3", "5"]);
    for (const step of ["5", "6"]) {
      history.commit({ "main.py": `x = ${step}\n` });
      await write(history, "--trend", "trend.json");
    }
    assert.deepEqual(figures(), ["2, 1, 1", "0", "3", "7"]);
  });

  it("refuses what it cannot do in one line", async (t) => {
    const history = new History(t);
    const outside = ["triage", "--report", FILE, ".."];
    for (const [args, message] of [
      [["triage"], /--report FILE/],
      [["triage", "--report", FILE], /no commit yet/],
      [outside, /is not in the repository/],
      [["triage", "--report", FILE, "--date", "tomorrow"], /is no date/],
      [["triage", "--report", "none/report.md"], /there is no directory 'none'/],
      [["triage", "--report", FILE, "--check", FILE], /--check only reads/],
      [["triage", "--report", FILE, "--format", "json"], /go with --check/],
    ] as const) {
      const { code, stdout, stderr } = await scarlint(args, { cwd: history.root });
      assert.deepEqual([code, stdout], [2, ""], args.join(" "));
      assert.match(stderr, message);
      assert.match(stderr, /^scarlint: .*\n$/);
    }
    assert.ok(!existsSync(path.join(history.root, FILE)));
  });
});
