import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { onePerPlace } from "../../src/engine/judge/precedence.js";
import { rule } from "../../src/engine/rule.js";
import { atLeast, SEVERITIES, type Severity } from "../../src/engine/severity.js";
import { findFixtures } from "../support/fixtures.js";
import { findingsIn } from "../../src/testing/observe.js";
import { RULES } from "../../src/engine/rules/rules.generated.js";

const position = fc.record({ line: fc.integer({ min: 1, max: 3 }), column: fc.integer({ min: 1, max: 2 }) });
const finding = fc.record({
  path: fc.constantFrom("a.py", "b.py"),
  start: position,
  end: position,
  rule: fc.constantFrom("zmq/rebind", "zmq/bind-then-connect", "errors/swallowed-exception"),
  severity: fc.constantFrom(...SEVERITIES),
});

const placeOf = ({ path, start, end }: { path: string; start: object; end: object }): string =>
  JSON.stringify([path, start, end]);

test("of the rules that report at one place one stands, none graver is covered, and nothing is lost", () => {
  fc.assert(
    fc.property(fc.array(finding), (findings) => {
      const { standing, covered } = onePerPlace(findings, []);
      assert.deepEqual(new Set([...standing, ...covered]), new Set(findings));
      for (const one of standing) {
        const others = [...standing, ...covered].filter((other) => placeOf(other) === placeOf(one));
        const rules = new Set(others.filter((other) => standing.includes(other)).map(({ rule }) => rule));
        assert.equal(rules.size, 1);
        const gravest = others.filter(({ rule }) => rules.has(rule)).map(({ severity }) => severity);
        for (const { severity } of others) assert.ok(gravest.some((mine) => atLeast(mine, severity)));
      }
    }),
  );
});

const at = (rule: string, severity: Severity) => ({
  ...{ path: "a.py", rule, severity },
  start: { line: 1, column: 1 },
  end: { line: 1, column: 9 },
});

const named = (id: string, ...yieldsTo: string[]) => ({
  id,
  rule: rule({ severity: "low", yieldsTo, check: () => [] }),
});

test("a rule yields to those that it names, however grave it is, and only where they report", () => {
  const [grave, mild] = [at("team/grave", "critical"), at("team/mild", "low")];
  const rules = [named("team/grave", "team/mild"), named("team/mild")];
  assert.deepEqual(onePerPlace([grave, mild], rules), { standing: [mild], covered: [grave] });
  assert.deepEqual(onePerPlace([grave], rules), { standing: [grave], covered: [] });
  const circle = [named("team/grave", "team/mild"), named("team/mild", "team/grave")];
  assert.deepEqual(onePerPlace([mild, grave], circle), { standing: [grave], covered: [mild] });
});

test("every rule that another yields to exists", () => {
  const ids = new Set(RULES.map(({ id }) => id));
  for (const { id, rule } of RULES)
    for (const other of rule.yieldsTo ?? []) assert.ok(ids.has(other), `${id}: ${other}`);
});

test("no place of any fixture has two findings of different rules", async () => {
  let found = 0;
  for (const { name, sources } of findFixtures()) {
    const { findings } = await findingsIn(sources, RULES);
    const rules = new Map<string, string>();
    for (const one of findings) {
      const place = `${name} ${placeOf(one)}`;
      assert.equal(rules.get(place) ?? one.rule, one.rule, place);
      rules.set(place, one.rule);
      found++;
    }
  }
  assert.ok(found > 300, "hardly anything was found");
});
