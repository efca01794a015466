import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Step } from "../../src/engine/finding/finding.js";
import { byCause, type Evident } from "../../src/engine/judge/causes.js";

const step = (path: string, line: number, thing?: Step["thing"]): Step => ({
  ...{ path, message: "bound here", line: "", ...(thing && { thing }) },
  start: { line, column: 1 },
  end: { line, column: 2 },
});

const finding = (path: string, line: number, related: Step[] = [], flow: Step[] = []): Evident => ({
  ...{ path, related, flow },
  start: { line, column: 1 },
});

describe("byCause", () => {
  it("puts what one place is behind together, and the rest aside", () => {
    const agents = ["a.py", "b.py", "c.py"].map((path) => finding(path, 3, [step("pool.py", 7), step(path, 1)]));
    const other = finding("d.py", 3, [step("d.py", 1)]);
    const { shared, alone } = byCause([other, ...agents]);
    assert.deepEqual(
      shared.map(({ cause, findings }) => [cause.path, cause.start.line, findings]),
      [["pool.py", 7, agents]],
    );
    assert.deepEqual(alone, [other]);
  });

  it("takes two things that a class has not for two causes, though the class is one place", () => {
    const of = (path: string, name: string): Evident => {
      const place = step("models.py", 7);
      return { ...finding(path, 3, [place]), cause: { ...place, message: name } };
    };
    const rooms = [of("a.py", "room"), of("b.py", "room")];
    const { shared, alone } = byCause([...rooms, of("c.py", "date")]);
    assert.deepEqual(
      shared.map(({ findings }) => findings),
      [rooms],
    );
    assert.equal(alone.length, 1);
  });

  it("prefers the place that is behind more, and gives each finding away once", () => {
    const [both, left, right] = [step("both.py", 1), step("left.py", 1), step("right.py", 1)];
    const findings = [
      finding("a.py", 1, [left, both]),
      finding("b.py", 1, [left, both]),
      finding("c.py", 1, [right, both]),
      finding("d.py", 1, [right]),
      finding("e.py", 1, [right]),
      finding("f.py", 1, [both]),
    ];
    const { shared, alone } = byCause(findings);
    assert.deepEqual(
      shared.map(({ cause, findings: own }) => [cause.path, own.map(({ path }) => path)]),
      [
        ["both.py", ["a.py", "b.py", "c.py", "f.py"]],
        ["right.py", ["d.py", "e.py"]],
      ],
    );
    assert.deepEqual(alone, []);
  });

  it("prefers a helper that has a name, then what proves it first", () => {
    const [first, second, named] = [step("p.py", 1), step("p.py", 2), step("p.py", 3, { kind: "helper", name: "get" })];
    const causeOf = (...related: Step[]): number | undefined =>
      byCause([finding("a.py", 9, related), finding("b.py", 9, related)]).shared[0]?.cause.start.line;
    assert.equal(causeOf(second, first, named), 3);
    assert.equal(causeOf(second, first), 2);
  });

  it("takes no finding's own line for its cause", () => {
    const own = finding("a.py", 4, [step("a.py", 4)], [step("a.py", 4)]);
    assert.deepEqual(byCause([own, finding("a.py", 4, [step("a.py", 4)])]).shared, []);
  });

  it("loses nothing, doubles nothing, and does not depend on the order", () => {
    const places = fc.array(fc.tuple(fc.constantFrom("p.py", "q.py"), fc.integer({ min: 1, max: 4 })), {
      maxLength: 5,
    });
    const evident = fc.tuple(fc.integer({ min: 1, max: 3 }), places, places);
    fc.assert(
      fc.property(fc.array(evident, { maxLength: 12 }), fc.integer(), (drawn, seed) => {
        const findings = drawn.map(([line, related, flow], index) =>
          finding(`f${String(index)}.py`, line, steps(related), steps(flow)),
        );
        const { shared, alone } = byCause(findings);
        const all = [...shared.flatMap((group) => group.findings), ...alone];
        assert.equal(all.length, findings.length);
        assert.deepEqual(new Set(all), new Set(findings));
        for (const { cause, findings: own } of shared) {
          assert.ok(own.length > 1);
          for (const { related, flow } of own)
            assert.ok([...related, ...flow].some((each) => placeOf(each) === placeOf(cause)));
        }
        const rotated = [...findings.slice(Math.abs(seed) % 12), ...findings.slice(0, Math.abs(seed) % 12)];
        const again = byCause(rotated);
        assert.deepEqual(again.shared.map(sorted), shared.map(sorted));
      }),
    );
  });
});

const steps = (places: readonly (readonly [string, number])[]): Step[] =>
  places.map(([path, line]) => step(path, line));
const placeOf = ({ path, start }: Step): string => `${path}:${String(start.line)}`;
const sorted = (group: { readonly cause: Step; readonly findings: readonly Evident[] }): unknown => [
  placeOf(group.cause),
  group.findings.map(({ path }) => path).sort(),
];
