import assert from "node:assert/strict";
import { test } from "node:test";
import { concerns } from "../../src/engine/run/concerns.js";
import type { Report } from "../../src/engine/rule.js";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { moduleOf } from "../../src/python/model/module.js";
import type { Project } from "../../src/python/model/project.js";
import { Text } from "../../src/python/model/texts.js";
import type { Prefilter } from "../../src/python/prefilter/prefilter.js";
import type { Occurrence } from "../../src/python/prefilter/occurrences.js";
import { loadParser } from "../../src/syntax/parser.js";
import { findFixtures } from "../support/fixtures.js";
import { projectOf } from "../support/program.js";
import { WholeText } from "../support/reports.js";
import { rewrite, REWRITINGS, wordsOf, type Rewriting } from "../support/rewritings.js";

const parser = await loadParser();

/** A text of which no prefilter knows anything, and that says which ones asked. */
class OpenText extends WholeText {
  constructor(
    source: string,
    private readonly asked: Set<string>,
  ) {
    super(parser, source);
  }

  override mayHold({ name }: Prefilter): boolean {
    this.asked.add(name);
    return true;
  }

  override offsetsOf({ name }: Occurrence): undefined {
    this.asked.add(name);
    return undefined;
  }
}

/** A text that has its prefilters, and parses itself but once. */
const shut = new Map<string, Text>();

function textOf(source: string): Text {
  let text = shut.get(source);
  if (!text) shut.set(source, (text = new Text(parser, source)));
  return text;
}

type Sources = ReadonlyMap<string, string>;

async function findings(sources: Sources): Promise<string[]> {
  shut.clear();
  return spelled(await projectOf(Object.fromEntries(sources), { of: textOf }), sources, false);
}

async function findingsUnfiltered(sources: Sources, asked: Set<string>): Promise<string[]> {
  const texts = { of: (source: string) => new OpenText(source, asked) };
  return spelled(await projectOf(Object.fromEntries(sources), texts, true), sources, true);
}

/** What the rules say, in terms that do not depend on how a program is laid out. */
function spelled(project: Project, sources: Sources, isOpen: boolean): string[] {
  const words = new Map<string, readonly number[]>();
  const found = [...sources].flatMap(([path, source]) => {
    const module = project.module(path);
    const rules = RULES.filter(({ rule }) => isOpen || concerns(rule, source, project.knowledge));
    return module
      ? rules.flatMap(({ id, rule }) => [...rule.check(module)].map((report) => spell(id, report, words)))
      : [];
  });
  return [...new Set(found)].sort();
}

function spell(id: string, { at, message, likely }: Report, words: Map<string, readonly number[]>): string {
  const module = "module" in at ? at.module : moduleOf(at);
  let starts = words.get(module.path);
  if (!starts) words.set(module.path, (starts = wordsOf(module.source)));
  const before = starts.filter((start) => start < at.start).length;
  return `${module.path} word ${String(before)}: ${id}${likely ? " (likely)" : ""}: ${message}`;
}

/** A finding without what it says: the text that a message quotes changes with the layout. */
const place = (finding: string): string => finding.replace(/^(.* word \d+: [^ :]+(?: \(likely\))?): .*$/s, "$1");

const fixtures = findFixtures();
const originals = new Map<string, string[]>();
for (const { name, sources } of fixtures) originals.set(name, await findings(sources));

test("nothing is found without prefilters that is not found with them", async () => {
  const asked = new Set<string>();
  for (const { name, sources } of fixtures)
    assert.deepEqual(originals.get(name), await findingsUnfiltered(sources, asked), name);
  assert.ok([...originals.values()].flat().length > 300, "hardly anything was found");
  assert.ok(asked.size > 20, "hardly anything was asked");
});

const WAYS: Readonly<Record<string, Rewriting | undefined>> = { ...REWRITINGS, "ends of lines": undefined };

for (const [way, rewriting] of Object.entries(WAYS)) {
  test(`nothing gets lost by another layout: ${way}`, async () => {
    const differences: string[] = [];
    let rewritten = 0;
    for (const { name, sources } of fixtures) {
      if ([...sources.values()].some((source) => textOf(source).reading.fault)) continue;
      const others = new Map(
        [...sources].map(([path, source]) => [
          path,
          rewriting ? rewrite(source, rewriting) : source.replaceAll("\n", "\r\n"),
        ]),
      );
      for (const [path, source] of others) {
        if (source !== sources.get(path)) rewritten++;
        assert.equal(textOf(source).reading.fault, undefined, `${name}: ${path} does not compile any more`);
      }
      const expected = (originals.get(name) ?? []).map(place);
      const found = (await findings(others)).map(place);
      differences.push(...expected.filter((one) => !found.includes(one)).map((one) => `- ${name}: ${one}`));
      differences.push(...found.filter((one) => !expected.includes(one)).map((one) => `+ ${name}: ${one}`));
    }
    assert.deepEqual(differences, []);
    assert.ok(rewritten > 100, "hardly anything was rewritten");
  });
}
