import assert from "node:assert/strict";
import { it } from "node:test";
import { scan } from "../../src/index.js";
import { report, scarlint, workspace } from "./command.js";

const CRATE = `class Crate:
    def __init__(self, items):
        self.items = items

    def label(self):
        return self.owner

    def weigh(self):
        return self.gross - self.tare


print(Crate([]).weigh())
`;

const shown = (findings: Awaited<ReturnType<typeof report>>["findings"]): string[] =>
  findings.map(({ path, start, severity }) => `${path}:${start.line} ${severity}`);

it("what one class lacks is one finding, which shows each place", async (t) => {
  const cwd = workspace(t, { "crate.py": CRATE });
  const { findings, summary } = await report(["--select", "objects"], { cwd });
  const [finding] = findings;
  assert.deepEqual(shown(findings), ["crate.py:6 high"]);
  assert.equal(summary.findings, 1);
  assert.equal(
    finding?.message,
    "'self.owner' is read, but 'Crate' does not define 'owner'. 2 more findings have the same cause.",
  );
  assert.deepEqual(
    finding.related.map(({ start, message }) => `${start.line}: ${message}`),
    [
      "9: 'self.gross' is read, but 'Crate' does not define 'gross'.",
      "9: 'self.tare' is read, but 'Crate' does not define 'tare'.",
    ],
  );
  const { findings: same } = await scan({ current: cwd, select: ["objects"] });
  assert.deepEqual(
    same.map(({ message }) => message),
    [finding.message],
  );
});

/** How many findings a report tells of. */
const COUNTED: Readonly<Record<string, (written: string) => number | undefined>> = {
  text: (written) => written.match(/objects\/unknown-member\n/g)?.length,
  github: (written) => written.match(/^::\w+ title=/gm)?.length,
  gitlab: (written) => (JSON.parse(written) as unknown[]).length,
  junit: (written) => written.match(/<failure /g)?.length,
  markdown: (written) => written.match(/\(`objects\/unknown-member`\)$/gm)?.length,
  html: (written) =>
    (JSON.parse(/(?<=id="data">).*(?=<)/.exec(written)?.[0] ?? "") as { findings: unknown[] }).findings.length,
  sarif: (written) => (JSON.parse(written) as { runs: { results: unknown[] }[] }).runs[0]?.results.length,
};

for (const [format, counted] of Object.entries(COUNTED)) {
  it(`is told once in ${format}`, async (t) => {
    const cwd = workspace(t, { "crate.py": CRATE });
    const { stdout } = await scarlint(["--select", "objects", "--format", format], { cwd });
    assert.equal(counted(stdout), 1, stdout);
    assert.match(stdout, /2 more findings have the same cause/);
  });
}

it("a baseline holds each place, so that another one of the same cause is new", async (t) => {
  const cwd = workspace(t, { "crate.py": CRATE });
  await scarlint(["baseline", "--output", "old.json"], { cwd });
  const { stdout, code } = await scarlint(["--baseline", "old.json", "--select", "objects"], { cwd });
  assert.match(stdout, /^No new findings .*; 3 old/m);
  assert.equal(code, 0);
});

it("what stands in copies, too, is a finding of the original", async (t) => {
  const long = `${CRATE}\n${"# Nothing else.\n".repeat(20)}`;
  const cwd = workspace(t, {
    "backup/crate.py": long,
    "ship/__init__.py": "",
    "ship/crate.py": long,
    "ship/old/crate.py": long,
  });
  const { findings } = await report(["--select", "objects"], { cwd });
  assert.deepEqual(shown(findings), ["ship/crate.py:6 high"]);
  assert.deepEqual(
    findings[0]?.related.filter(({ message }) => message.includes("copy")).map(({ path }) => path),
    ["backup/crate.py", "ship/old/crate.py"],
  );
});

it("short files are alike by chance, and are no copies", async (t) => {
  const cwd = workspace(t, { "a/crate.py": CRATE, "b/crate.py": CRATE });
  const { findings } = await report(["--select", "objects"], { cwd });
  assert.deepEqual(shown(findings), ["a/crate.py:6 high", "b/crate.py:6 high"]);
});

it("what stands in a copy alone, in an example or in a test, weighs one severity less", async (t) => {
  const cwd = workspace(t, {
    "backup/__init__.py": "",
    "backup/crate.py": CRATE.replaceAll("tare", "packing"),
    "_archive/crate.py": CRATE.replaceAll("tare", "case"),
    "crate_old.py": CRATE.replaceAll("tare", "box"),
    "examples/crate.py": CRATE.replaceAll("tare", "weight"),
    "ship/demo/__init__.py": "",
    "ship/demo/crate.py": CRATE.replaceAll("tare", "lid"),
    "tests/test_crate.py": CRATE.replaceAll("tare", "net"),
  });
  const { findings } = await report(["--select", "objects"], { cwd });
  assert.deepEqual(shown(findings), [
    "_archive/crate.py:6 medium",
    "backup/crate.py:6 high",
    "crate_old.py:6 medium",
    "examples/crate.py:6 medium",
    "ship/demo/crate.py:6 high",
    "tests/test_crate.py:6 medium",
  ]);
});
