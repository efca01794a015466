import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { applyFixes, type Application, type Candidate } from "../src/engine/fix/apply-fixes.js";
import type { Finding } from "../src/engine/finding/finding.js";
import { RULES } from "../src/engine/rules/rules.generated.js";
import { findFault } from "../src/python/grammar/check.js";
import { loadParser } from "../src/syntax/parser.js";
import { findFixtures, type Fixture } from "./support/fixtures.js";
import { findingsIn, type Sources } from "../src/testing/observe.js";
import { outcomeOf } from "../src/testing/markers.js";
import { runFixture } from "./support/run-python.js";

const parser = await loadParser();

/** More rounds than any fixture needs. */
const MOST_ROUNDS = 10;

function fault(text: string): string | undefined {
  return findFault(text)?.message ?? (parser.parse(text).root.isBroken ? "a syntax error" : undefined);
}

const candidatesIn = (findings: readonly Finding[]): Candidate[] =>
  findings.flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));

/** A finding by what survives a change of the lines around it. */
function essence({ rule, path: file, message }: Finding): string {
  return `${file}: ${rule}: ${message.replace(/\b(\w+\.py):\d+/g, "$1")}`;
}

function apply(candidates: readonly Candidate[], sources: Sources): { after: Sources; done: Application } {
  const done = applyFixes(candidates, sources, fault);
  return { after: new Map([...sources, ...done.texts]), done };
}

/** What two lists have in common is taken away from the second. */
function without(known: readonly string[], all: readonly string[]): string[] {
  const left = [...known];
  return all.filter((one) => {
    const index = left.indexOf(one);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

async function problemsOfFix(candidate: Candidate, before: readonly Finding[], sources: Sources): Promise<string[]> {
  const { after, done } = apply([candidate], sources);
  const [refused] = done.refused;
  if (refused) return [`breaks the file: ${refused.reason}`];
  if (done.applied.length === 0) return ["cannot be applied"];
  const { findings, failures } = await findingsIn(after);
  const [old, now] = [before.map(essence), findings.map(essence)];
  const isGone = without(now, old).includes(essence(candidate.finding));
  const fresh = without(old, now).map((one) => `brings ${one}`);
  return [...(isGone ? [] : ["leaves its finding"]), ...fresh, ...failures];
}

/** The fixture with everything fixed that can be, or only what is safe. */
async function fixedWhole(
  sources: Sources,
  isWanted: (candidate: Candidate) => boolean,
): Promise<{ sources: Sources; left: readonly Finding[]; rounds: number }> {
  for (let rounds = 0, now = sources; ; rounds++) {
    const { findings } = await findingsIn(now);
    const { after, done } = apply(candidatesIn(findings).filter(isWanted), now);
    if (done.applied.length === 0 || rounds === MOST_ROUNDS) return { sources: now, left: findings, rounds };
    now = after;
  }
}

/** How the fixed programs end under CPython when the fixture says that they raise. */
async function endings({ name }: Fixture, sources: Sources): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "fixed-"));
  try {
    for (const [file, text] of sources) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    const programs = [...sources].filter(([, text]) => "raises" in (outcomeOf(text) ?? {}));
    const ends = await Promise.all(programs.map(([file]) => runFixture(path.join(folder, file), { clean: true })));
    return ends.flatMap((end) => (end === undefined ? [] : [`${name}, fixed, ${end}`]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Which kinds of fixes the fixtures hold of which rules. */
const fixed = new Set<string>();

for (const fixture of findFixtures()) {
  const { findings } = await findingsIn(fixture.sources);
  const candidates = candidatesIn(findings);
  if (candidates.length === 0) continue;
  for (const { finding, fix } of candidates) fixed.add(`${finding.rule}: ${fix.isSafe ? "safe" : "unsafe"}`);
  test(`fixes of ${fixture.name}`, async () => {
    for (const candidate of candidates) {
      const { finding, fix } = candidate;
      const where = `${fixture.name} ${finding.path}:${String(finding.start.line)}: '${fix.description}'`;
      const problems = await problemsOfFix(candidate, findings, fixture.sources);
      assert.deepEqual(problems, [], where);
    }
    const whole = await fixedWhole(fixture.sources, () => true);
    assert.ok(whole.rounds < MOST_ROUNDS, "fixing does not come to an end");
    // What safe fixes leave nothing to find in has to work.
    const safe = await fixedWhole(fixture.sources, ({ fix }) => fix.isSafe);
    assert.deepEqual(safe.left.length === 0 ? await endings(fixture, safe.sources) : [], []);
  });
}

test("the fixtures hold the kinds of fixes that the rules say they have, and no others", () => {
  const said = RULES.flatMap(({ id, rule }) => (rule.fixes ?? []).map((kind) => `${id}: ${kind}`));
  assert.deepEqual([...fixed].sort(), said.sort());
});
