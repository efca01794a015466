import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compare } from "../../src/evidence/compare.js";
import { flakyOf, powerOf } from "../../src/evidence/flaky.js";
import { readJunit } from "../../src/evidence/junit.js";
import { countsOf, passRateOf, runOf, type Run } from "../../src/evidence/run.js";

const suite = (cases: string, attributes = 'name="pytest" timestamp="2030-01-01T10:00:00.5" time="1.5"'): string =>
  `<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite ${attributes}>${cases}</testsuite></testsuites>`;

const test = (name: string, inner = "", time = "0.1"): string =>
  `<testcase classname="tests.test_a" name="${name}" time="${time}">${inner}</testcase>`;

const FAILED = '<failure message="assert 1 == 2">tests/test_a.py:3: AssertionError</failure>';

const run = (name: string, cases: string, attributes?: string): Run =>
  runOf(name, [readJunit(suite(cases, attributes))]);

const outcome = (cases: string): string[] =>
  [...run("a", cases).cases.values()].map((each) => `${each.outcome}${each.isRetried ? " retried" : ""}`);

describe("what runners write of a test", () => {
  const written: Readonly<Record<string, readonly [cases: string, outcomes: readonly string[]]>> = {
    passed: [test("a"), ["passed"]],
    failed: [test("a", FAILED), ["failed"]],
    "expected to fail, by pytest": [test("a", '<skipped type="pytest.xfail" message="" />'), ["xfailed"]],
    "expected to fail, by unittest-xml-reporting": [
      test("a", '<skipped type="XFAIL" message="expected failure" />'),
      ["xfailed"],
    ],
    "expected to fail, by nose2": [
      test("a", '<skipped message="expected test failure">Traceback</skipped>'),
      ["xfailed"],
    ],
    "passed unexpectedly, by nose2": [test("a", '<skipped message="test passes unexpectedly" />'), ["failed"]],
    skipped: [test("a", '<skipped type="pytest.skip" message="later">a.py:1: later</skipped>'), ["skipped"]],
    "failed, and then its tear-down, which is a second element": [
      test("a", FAILED) + test("a", `<error message='failed on teardown with "RuntimeError: no"'>x</error>`),
      ["error"],
    ],
    "failed with an empty element for each try, by pytest-rerunfailures": [
      test("a") + test("a") + test("a", FAILED),
      ["failed retried"],
    ],
    "passed at last with an empty element for each try": [test("a") + test("a"), ["passed retried"]],
    "passed at last, by Surefire": [
      test("a", '<flakyFailure message="no" type="E">x</flakyFailure>'),
      ["passed retried"],
    ],
    "failed each time, by Surefire": [
      test("a", `${FAILED}<rerunFailure message="no">x</rerunFailure>`),
      ["failed retried"],
    ],
    "nothing, in an element without a name": [test("a") + '<testcase time="0.0" />', ["passed"]],
    "could not be imported": [
      '<testcase classname="" name="tests.test_a"><error message="collection failure">x</error></testcase>',
      ["error"],
    ],
  };
  for (const [what, [cases, outcomes]] of Object.entries(written)) {
    it(what, () => {
      assert.deepEqual(outcome(cases), outcomes);
    });
  }

  it("with control characters as they were printed", () => {
    const [only] = readJunit(
      suite(test("a", "<failure message='no'><![CDATA[\u001b[31mred\u001b[0m]]></failure>")),
    ).attempts;
    assert.equal(only?.failures[0]?.text, "\u001b[31mred\u001b[0m");
  });

  it("in suites within suites, whose time is counted once", () => {
    const inner = '<testsuite name="b" time="2"><testcase classname="b" name="b" time="2"/></testsuite>';
    assert.equal(readJunit(suite(inner, 'name="a" time="3"')).seconds, 3);
    assert.equal(readJunit(suite(`${inner}${inner}`, 'name="a"')).seconds, 4);
  });

  it("under names that may hold anything, which are never split", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", ":", "/", "[", "]", ".", "é", "=", ","), minLength: 1 }),
        (name) => {
          assert.deepEqual(
            [...run("a", test(name)).cases.values()].map((each) => each.name),
            [name],
          );
        },
      ),
    );
  });
});

describe("a file that is no evidence", () => {
  const refused: Readonly<Record<string, readonly [xml: string, why: RegExp]>> = {
    "is empty": ["", /is empty/],
    "breaks off": [suite(test("a")).slice(0, -30), /breaks off/],
    "has a document type": [`<!DOCTYPE x [<!ENTITY a "b">]>${suite("")}`, /document type/],
    "has an entity of its own": [suite(test("a", "&lol;")), /is no XML/],
    "is nested without an end": [`<testsuite>${"<a>".repeat(200)}`, /nested/],
    "has attributes without an end": [
      `<testsuite ${Array.from({ length: 500 }, (_, at) => `a${String(at)}=""`).join(" ")}/>`,
      /attributes/,
    ],
    "is a coverage report": ["<coverage/>", /--coverage takes/],
    "is some other XML": ["<html/>", /<html> for its root/],
  };
  for (const [what, [xml, why]] of Object.entries(refused)) {
    it(`because it ${what}`, () => {
      assert.throws(
        () => readJunit(xml),
        (error) => error instanceof Error && why.test(error.message) && !error.message.includes("\n"),
      );
    });
  }

  it("though its parts are huge", () => {
    const { attempts } = readJunit(
      suite(
        test("a".repeat(1_000_000), `<failure message="${"b".repeat(1_000_000)}">${"c".repeat(3_000_000)}</failure>`),
      ),
    );
    assert.ok((attempts[0]?.name.length ?? 0) <= 20_000 && (attempts[0]?.failures[0]?.text.length ?? 0) <= 20_000);
  });
});

describe("several runs", () => {
  const later = 'name="pytest" timestamp="2030-01-01T11:00:00.5" time="1.5"';

  it("have a pass rate of the tests that ran", () => {
    const counts = countsOf(
      run("a", test("a") + test("b", FAILED) + test("c", "<skipped/>") + test("d", '<skipped type="pytest.xfail"/>')),
    );
    assert.deepEqual(
      [counts.tests, counts.passed, counts.failed, counts.skipped, counts.xfailed, passRateOf(counts)],
      [4, 1, 1, 1, 1, 50],
    );
    assert.equal(passRateOf(countsOf(run("a", test("c", "<skipped/>")))), undefined);
  });

  it("are counted once where one is a copy, even one with other outcomes", () => {
    const { runs, copies } = compare([run("a", test("a")), run("b", test("a")), run("c", test("a", FAILED))]);
    assert.deepEqual(
      [runs.map((each) => each.run.name), copies.map(({ name, of }) => [name, of])],
      [
        ["a"],
        [
          ["b", "a"],
          ["c", "a"],
        ],
      ],
    );
  });

  it("are two where they began at other times", () => {
    assert.equal(compare([run("a", test("a")), run("b", test("a"), later)]).whole.length, 2);
  });

  it("are partial where much is missing, and unstable where little is", () => {
    const names = Array.from({ length: 20 }, (_, at) => test(`t${String(at)}`));
    const few = compare([run("a", names.join("")), run("b", names.slice(0, 4).join(""), later)]);
    assert.deepEqual(
      few.runs.map(({ isPartial }) => isPartial),
      [false, true],
    );
    const most = compare([run("a", names.join("")), run("b", names.slice(1).join(""), later)]);
    assert.deepEqual([most.whole.length, most.unstable], [2, ["tests.test_a::t0"]]);
  });

  it("show a test to be flaky that passed and failed", () => {
    const two = compare([run("a", test("a") + test("b")), run("b", test("a", FAILED) + test("b"), later)]);
    assert.deepEqual(
      flakyOf(two).map(({ id, passed, failed }) => [id, passed, failed]),
      [["tests.test_a::a", 1, 1]],
    );
    const retried = compare([run("a", test("a", '<flakyFailure message="no">x</flakyFailure>'))]);
    assert.deepEqual(
      flakyOf(retried).map(({ id }) => id),
      ["tests.test_a::a"],
    );
  });

  it("find what fails one time in ten with so much", () => {
    assert.deepEqual(
      [1, 3, 22].map((number) => Math.round(powerOf(number, 0.1))),
      [0, 27, 90],
    );
  });

  it("last from the first start to the last end where they ran side by side", () => {
    const file = (minute: string): ReturnType<typeof readJunit> =>
      readJunit(suite(test("a", "", "60"), `name="a" timestamp="2030-01-01T10:${minute}:00Z" time="60"`));
    assert.equal(runOf("a", [file("00"), file("00")]).seconds, 60);
    assert.equal(runOf("a", [file("00"), file("01")]).seconds, 120);
  });
});
