import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import type { Log, Result } from "sarif";
import { loadDocs } from "../../src/engine/rules/docs.js";
import type { Finding, ScanResult } from "../../src/engine/finding/finding.js";
import { lineHashes } from "../../src/engine/finding/fingerprint.js";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { scan } from "../../src/engine/scan/scan.js";
import { toSarif } from "../../src/report/sarif.js";
import { FIXTURES } from "../support/paths.js";
import { requireTool } from "../support/tools.js";

const folder = mkdtempSync(path.join(tmpdir(), "sarif-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const real = await scan({ paths: [FIXTURES], audit: true });

/** What the validator finds wrong, more than remarks, by the name of the log. */
async function complaintsAbout(logs: Readonly<Record<string, string>>): Promise<Map<string, string[]>> {
  for (const [name, log] of Object.entries(logs)) writeFileSync(path.join(folder, name), log);
  const report = path.join(folder, "report.json");
  const multitool = (await requireTool("@microsoft/sarif-multitool")) as string;
  // It exits with 0 whatever it finds. On machines without ICU it only starts in the invariant mode.
  const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" };
  const levels = ["--rule-kind", "Sarif;Gh", "--level", "Error;Warning", "--kind", "Fail"];
  const targets = Object.keys(logs).map((name) => path.join(folder, name));
  await promisify(execFile)(multitool, ["validate", ...levels, "--output", report, ...targets], { env });
  const { runs } = JSON.parse(readFileSync(report, "utf8")) as Log;
  assert.equal(runs[0]?.invocations?.[0]?.executionSuccessful, true, "the validator did not finish");
  const complaints = new Map(Object.keys(logs).map((name): [string, string[]] => [name, []]));
  for (const result of runs[0].results ?? []) complaints.get(logOf(result))?.push(describe(result));
  return complaints;
}

function logOf(result: Result): string {
  return path.posix.basename(result.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? "");
}

function describe({ ruleId, level = "warning", message }: Result): string {
  return `${ruleId ?? ""} ${level}: ${message.text ?? JSON.stringify(message)}`;
}

async function sarif(result: ScanResult): Promise<string> {
  return toSarif(result, { version: "0.1.0", homepage: "https://example.org", rules: RULES, docs: await loadDocs() });
}

/** A run in which everything happens that a log can tell of. */
function eventful(finding: Finding): ScanResult {
  const step = { ...finding, message: "comes from 'jobs[0](1)'" };
  const everything = {
    ...finding,
    message: "'x' comes from [[id].py](1).",
    path: "sö c/#1.py",
    related: [step],
    flow: [step, step],
    fixes: [{ description: "Do 'x'", isSafe: true, edits: [{ ...step, path: "sö c/#1.py", text: "y" }] }],
  };
  const failures = [
    { path: "sö c/#1.py", message: "It cannot be read." },
    { rule: finding.rule, message: "It crashed." },
  ];
  return { ...real, findings: [everything], failures };
}

test("the validator, GitHub's rules included, has nothing to complain of", async () => {
  const [finding] = real.findings;
  assert.ok(finding, "the fixtures hold findings");
  // Of each of thousands the validator would tell a line.
  const broken = JSON.parse(await sarif({ ...real, findings: real.findings.slice(0, 20) })) as Log;
  for (const result of broken.runs[0]?.results ?? []) delete result.locations;
  const complaints = await complaintsAbout({
    "fixtures.sarif": await sarif(real),
    "eventful.sarif": await sarif(eventful(finding)),
    "empty.sarif": await sarif({ ...real, findings: [] }),
    "broken.sarif": JSON.stringify(broken),
  });
  assert.match(complaints.get("broken.sarif")?.[0] ?? "", /^GH/, "GitHub's rules do not run");
  for (const name of ["fixtures.sarif", "eventful.sarif", "empty.sarif"]) assert.deepEqual(complaints.get(name), []);
});

test("nothing is there that GitHub cuts off or shows to nobody", async () => {
  const [run] = (JSON.parse(await sarif(real)) as Log).runs;
  for (const { name, shortDescription, fullDescription, help, properties } of run?.tool.driver.rules ?? []) {
    assert.ok(name && name.length <= 255);
    for (const text of [shortDescription?.text, fullDescription?.text]) assert.ok(text && text.length <= 1024, name);
    assert.ok(help?.text && help.markdown, name);
    assert.ok(properties?.tags && properties.tags.length <= 10, name);
  }
  for (const { locations } of run?.results ?? []) {
    // A pull request shows an alert only when all of its lines are in the difference.
    const { startLine, endLine, startColumn, endColumn } = locations?.[0]?.physicalLocation?.region ?? {};
    assert.ok(startLine && startColumn && endColumn && startLine === endLine && startColumn < endColumn);
  }
});

test("the fingerprints are those of the files' own bytes", () => {
  for (const { path: file, start, lineHash } of real.findings) {
    const hashes = lineHashes(readFileSync(path.join(real.root, file), "utf8"));
    assert.equal(lineHash, hashes[start.line - 1], `${file}:${String(start.line)}`);
  }
});
