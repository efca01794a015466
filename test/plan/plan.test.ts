import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Finding, Purpose, Step } from "../../src/engine/finding/finding.js";
import { loadDocs } from "../../src/engine/rules/docs.js";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import type { Reach } from "../../src/engine/scan/reach.js";
import type { Severity } from "../../src/engine/severity.js";
import { ledgerOf } from "../../src/plan/ledger.js";
import { effortOf, findingsOf, planOf, type Plan, type Subject } from "../../src/plan/plan.js";
import { besideOf, readLedger } from "../../src/plan/read.js";
import { MOST_LINES, toPlanMarkdown, toSplitPlan } from "../../src/report/plan-markdown.js";

const SUBJECT: Subject = {
  scope: { paths: ["."], rules: RULES.map(({ id }) => id), exclude: [], minSeverity: "low", audit: false },
  form: "markdown",
  file: "plan.md",
  files: 1,
};

interface Drafted {
  readonly rule?: string;
  readonly severity?: Severity;
  readonly path?: string;
  readonly line?: number;
  readonly purpose?: Purpose;
  readonly related?: readonly Step[];
  /** What is behind it, so that it goes away with others. */
  readonly cause?: Step;
}

function found({ path = "bus.py", line = 1, related = [], purpose, cause, ...more }: Drafted): Finding {
  const place = { path, start: { line, column: 1 }, end: { line, column: 5 }, line: "send()" };
  const kind = { rule: more.rule ?? "zmq/rebind", severity: more.severity ?? "high" } as const;
  const rest = { message: `it is so in ${path}`, related, flow: [], lineHash: `${path}:${String(line)}`, fixes: [] };
  return { ...place, ...kind, ...rest, ...(purpose && { purpose }), ...(cause && { cause }) };
}

const POOL: Step = {
  path: "pool.py",
  start: { line: 3, column: 1 },
  end: { line: 3, column: 9 },
  line: "def get_socket(port):",
  message: "'get_socket' is defined here",
  thing: { kind: "helper", name: "get_socket" },
};

/** The rules of a plan's tasks with the files that they are about, phase by phase. */
const tasksOf = ({ phases }: Plan): readonly (readonly string[])[] =>
  phases.map(({ tasks }) =>
    tasks.map((task) => `${task.rules.join("+")} ${[...new Set(findingsOf(task).map(({ path }) => path))].join()}`),
  );

describe("the tasks of a plan", () => {
  it("are one where one helper is behind findings of several rules, in the phase of the gravest", () => {
    const plan = planOf(
      [
        found({ path: "a.py", related: [POOL] }),
        found({ path: "b.py", rule: "names/undefined-name", severity: "critical", related: [POOL] }),
        found({ path: "c.py", rule: "errors/swallowed-exception", severity: "low", related: [POOL] }),
        found({ path: "d.py" }),
      ],
      SUBJECT,
    );
    assert.deepEqual(tasksOf(plan), [
      ["names/undefined-name+zmq/rebind+errors/swallowed-exception a.py,b.py,c.py"],
      ["zmq/rebind d.py"],
    ]);
    assert.deepEqual(
      ledgerOf(plan).entries.map(({ phase, task, severity }) => [phase, task, severity]),
      [
        [1, "1", "high"],
        [1, "1", "critical"],
        [1, "1", "low"],
        [2, "2", "high"],
      ],
    );
  });

  it("are one where findings go away together, though some weigh less, or stand where nothing imports", () => {
    const reach: Reach = new Map([["script.py", { importers: 0, isStarted: false }]]);
    const plan = planOf(
      [
        found({ path: "a.py", severity: "critical", cause: POOL }),
        found({ path: "script.py", severity: "high", cause: POOL }),
        found({ path: "b.py", severity: "high" }),
      ],
      SUBJECT,
      reach,
    );
    assert.deepEqual(tasksOf(plan), [["zmq/rebind a.py,script.py"], ["zmq/rebind b.py"]]);
    assert.deepEqual(
      ledgerOf(plan).entries.map(({ phase, severity }) => [phase, severity]),
      [
        [1, "critical"],
        [1, "high"],
        [2, "high"],
      ],
    );
  });

  it("say of a rule once why it hurts, and of what only its own line proves nothing twice", async () => {
    const docs = await loadDocs();
    const swallowed = { rule: "errors/swallowed-exception" };
    const plan = planOf(
      [found({ ...swallowed, severity: "medium" }), found({ ...swallowed, severity: "low" })],
      SUBJECT,
    );
    const text = toPlanMarkdown(plan, docs);
    assert.equal(text.match(/\*\*Context \(root cause and impact\)\.\*\*/g)?.length, 1);
    assert.match(text, /^Why it hurts, and how it is mended: see task 1\.$/m);
    assert.doesNotMatch(text, /\*\*Locations/);
    assert.match(text, /^- `bus\.py:1`: it is so in bus\.py\n {2}- `send\(\)`$/m);
  });

  it("are mended in the code's own names where a rule advises that, a line a place, and by no example then", async () => {
    const advised = [1, 2].map((line) => ({ ...found({ line }), advice: "Bind 'socket' once" }));
    const text = toPlanMarkdown(planOf(advised, SUBJECT), await loadDocs());
    assert.match(text, /^- Bind `socket` once:\n {2}- `bus\.py:1`: `send\(\)`\n {2}- `bus\.py:2`: `send\(\)`$/m);
    assert.doesNotMatch(text, /As in this example/);
  });

  it("show the line that is to change, which may be where a value comes from, and a line once", async () => {
    const call: Step = { ...POOL, path: "bus.py", line: "reply = fetch()", message: "called here" };
    const edit = {
      path: "bus.py",
      start: { line: call.start.line, column: 9 },
      end: { line: call.start.line, column: 9 },
      text: "await ",
    };
    const one = {
      ...found({ line: 7, related: [call] }),
      fixes: [{ description: "Await 'fetch'", isSafe: true, edits: [edit] }],
    };
    const text = toPlanMarkdown(planOf([one, { ...one }], SUBJECT), await loadDocs());
    const line = String(call.start.line);
    assert.ok(
      text.includes(
        `- Await \`fetch\`:\n  - \`bus.py:${line}\`: \`reply = fetch()\` becomes \`reply = await fetch()\`\n\n`,
      ),
      text,
    );
    assert.match(text, /^- line 7: it is so in bus\.py$/m);
  });

  it("come in the order of what leads there; what nothing imports, tests and copies come last", () => {
    const reach: Reach = new Map([
      ["core.py", { importers: 9, isStarted: false }],
      ["shop.py", { importers: 1, isStarted: false }],
      ["once.py", { importers: 0, isStarted: false }],
      ["main.py", { importers: 0, isStarted: true }],
    ]);
    const plan = planOf(
      [
        found({ path: "old/core.py", purpose: "copy" }),
        found({ path: "test_core.py", rule: "values/shared-default", purpose: "test" }),
        found({ path: "once.py" }),
        found({ path: "shop.py" }),
        found({ path: "main.py", rule: "web/debug-mode" }),
        found({ path: "core.py", rule: "names/undefined-name" }),
      ],
      SUBJECT,
      reach,
    );
    assert.deepEqual(tasksOf(plan), [
      [
        "names/undefined-name core.py",
        "web/debug-mode main.py",
        "zmq/rebind shop.py",
        "zmq/rebind once.py",
        "values/shared-default test_core.py",
        "zmq/rebind old/core.py",
      ],
    ]);
  });
});

describe("a long plan", () => {
  const severities: readonly Severity[] = ["critical", "high", "medium", "low"];
  const many = Array.from({ length: 1700 }, (_, index) =>
    found({
      rule: RULES[index % RULES.length]?.id ?? "",
      severity: severities[index % 4] ?? "low",
      path: `service_${String(index % 97)}/part_${String(index % 13)}.py`,
      line: index + 1,
      related: index % 3 === 0 ? [{ ...POOL, path: `pool_${String(index % 31)}.py` }] : [],
    }),
  );

  it("is one to read and one with every place, and loses nothing", async () => {
    const docs = await loadDocs();
    const plan = planOf(many, SUBJECT);
    const { plan: brief, places } = toSplitPlan(plan, docs, "plan-places.md");
    assert.ok(brief.split("\n").length < MOST_LINES, String(brief.split("\n").length));
    assert.equal(besideOf(brief), "plan-places.md");
    assert.deepEqual(readLedger(places), ledgerOf(plan));
    assert.equal(readLedger(places).entries.length, many.length);
    assert.equal(besideOf(toPlanMarkdown(plan, docs)), undefined);
  });

  it("says how a task is mended, by its most usual way where there are several", async () => {
    const advised = (advice: readonly string[]): readonly Finding[] =>
      many.map((one, index) => ({
        ...one,
        ...{ rule: "zmq/rebind", severity: "high" },
        advice: advice[index % advice.length] ?? "",
      }));
    const textOf = async (findings: readonly Finding[]): Promise<string> =>
      toSplitPlan(planOf(findings, SUBJECT), await loadDocs(), "places.md").plan;
    assert.match(await textOf(advised(["Bind 'a' once"])), /^\*\*Fix\.\*\* Bind `a` once\.$/m);
    assert.match(
      await textOf(advised(["Bind 'a' once", "Bind 'b' once", "Bind 'b' once"])),
      /^\*\*Fix\.\*\* At `service_\d+\/part_\d+\.py:\d+` and \d+ more places: Bind `b` once\. What mends the other \d+ places stands in `places\.md`\.$/m,
    );
    assert.match(await textOf(many), /^\*\*Fix\.\*\* As in the example of `[\w/-]+` in `places\.md`\.$/m);
  });

  it("says what is behind how many places, and in which file how many are", async () => {
    const behind = [1, 2, 3, 4].map((line) => found({ path: `agent_${String(line)}.py`, line, related: [POOL] }));
    const alone = Array.from({ length: 300 }, (_, index) => found({ path: "bus.py", line: index + 1 }));
    const other = { ...found({ path: "bus.py", line: 301 }), message: "it is otherwise" };
    const { plan } = toSplitPlan(planOf([...behind, ...alone, other], SUBJECT), await loadDocs(), "places.md");
    assert.match(
      plan,
      /^- `pool\.py:3` \(`get_socket` is defined here\) is behind 4 places in 4 files: `agent_1\.py:1`, .*, …\. At `agent_1\.py:1`: it is so/m,
    );
    assert.match(plan, /^- `bus\.py`, 301 places, as in line 1: it is so in bus\.py$/m);
  });
});

describe("how much work a task is", () => {
  const places = Array.from({ length: 13 }, (_, index) => index + 1);

  it("is counted in changes: one mends all that goes away together", () => {
    const sizesOf = (findings: readonly Finding[]): readonly string[] =>
      planOf(findings, SUBJECT).phases.flatMap(({ tasks }) => tasks.map((task) => effortOf(findingsOf(task)).size));
    assert.deepEqual(sizesOf(places.map((line) => found({ line, cause: POOL }))), ["small"]);
    assert.deepEqual(sizesOf(places.map((line) => found({ line }))), ["large"]);
  });

  it("is said of a phase that does not fit into its time", async () => {
    const docs = await loadDocs();
    const textOf = (findings: readonly Finding[]): string => toPlanMarkdown(planOf(findings, SUBJECT), docs);
    const critical = places.map((line) => found({ line, severity: "critical" }));
    assert.match(textOf(critical), /^\*\*More than fits\.\*\* 13 changes are more than a team makes within 24 hours:/m);
    assert.doesNotMatch(textOf(critical.slice(3)), /More than fits/);
    assert.doesNotMatch(textOf(critical.map((one) => ({ ...one, cause: POOL }))), /More than fits/);
  });
});

it("a plan names no file outside of its directory", () => {
  const plan = `<!-- scarlint:plan\n{"version":1,"beside":"../other.md"}\n-->\n`;
  assert.throws(() => besideOf(plan), /lies elsewhere/);
});
