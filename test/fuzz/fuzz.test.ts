import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { FIXTURES } from "../support/paths.js";
import type { Complaint, Judge } from "./case.js";
import { corpusOf } from "./corpus.js";
import { caseOf, fuzz, type Failure } from "./fuzz.js";
import { GrammarJudge, type Compiler } from "./grammar-judge.js";
import { Interpreter, installed } from "./interpreters.js";
import { mutantOf } from "./mutant.js";
import { Budget, shrink } from "./shrink.js";
import { ScanJudge, type Command, type Outcome } from "./scan-judge.js";

const home = mkdtempSync(path.join(tmpdir(), "scarlint-fuzz-"));
const interpreters = installed();
after(() => {
  rmSync(home, { recursive: true, force: true });
  for (const interpreter of interpreters) interpreter.close();
});

const corpus = await corpusOf([FIXTURES]);

/** What the first mutants lead a judge to say first, shrunk. */
async function firstFailure(judge: Judge, mutants = 16): Promise<Failure> {
  const failures: Failure[] = [];
  const course = { seed: 3, from: 0, to: mutants, minutes: 2 };
  await fuzz({ ...course, onFailure: (failure) => failures.push(failure) }, corpus, [judge]);
  const [first] = failures;
  assert.ok(first, "nothing was found");
  return first;
}

const lie: Complaint = { kind: "lie", paths: [], detail: "" };

/** Words are the least that is left out of a text, so a fault is planted in a whole one: mutants hold "importlookup", too. */
const hasWord = (text: Buffer | string, word: string): boolean =>
  new RegExp(`\\b${word}\\b`).test(text.toString("latin1"));

const textsOf = ({ least }: Failure): string[] => [...least.before.values()].map((bytes) => bytes.toString("latin1"));

describe("mutants", () => {
  it("are the same for the same seed, whichever others are made", () => {
    const whole = caseOf(4, [0, 48], corpus);
    assert.deepEqual(caseOf(4, [0, 48], corpus), whole);
    for (const index of [8, 31, 47]) {
      const { path: name, bytes } = mutantOf(4, index, corpus);
      assert.ok(whole.before.get(name)?.equals(bytes), name);
    }
    assert.notDeepEqual(caseOf(5, [0, 48], corpus), whole);
  });

  it("change before the second scan, but not all of them", () => {
    const { before, after: later } = caseOf(4, [0, 160], corpus);
    const changes = [...before].filter(([name, bytes]) => !later.get(name)?.equals(bytes));
    assert.ok(changes.length > 5 && changes.length < 40, String(changes.length));
  });
});

describe("a planted fault is found and shrunk", () => {
  it("in one file", async () => {
    const judge: Judge = ({ before }) =>
      Promise.resolve(
        [...before].flatMap(([name, bytes]) => (hasWord(bytes, "return") ? [{ ...lie, paths: [name] }] : [])),
      );
    assert.deepEqual(textsOf(await firstFailure(judge)), ["return"]);
  });

  it("in two files, that nobody names", async () => {
    const judge: Judge = ({ before }) => {
      const holding = (word: string): Buffer[] => [...before.values()].filter((bytes) => hasWord(bytes, word));
      const returning = holding("return");
      const isFound = holding("class").some((one) => returning.some((other) => other !== one));
      return Promise.resolve(isFound ? [lie] : []);
    };
    assert.deepEqual(textsOf(await firstFailure(judge)).sort(), ["class", "return"]);
  });

  it("that only shows after a change", async () => {
    const judge: Judge = ({ after: later }) =>
      Promise.resolve([...later.values()].some((bytes) => hasWord(bytes, "def")) ? [lie] : []);
    const same = Buffer.from("x = 1\n");
    const given = {
      before: new Map([...["a.py", "b.py"].map((name) => [name, same] as const)]),
      after: new Map([["a.py", same] as const, ["b.py", Buffer.from("x = 1\ndef f():\n    pass\n")] as const]),
    };
    const least = await shrink(given, lie, judge, new Budget(100, 60));
    assert.deepEqual([...least.before].map(String), ["b.py,"]);
    assert.deepEqual([...least.after].map(String), ["b.py,def"]);
  });

  it("of an interpreter that compiles everything", async () => {
    const liar: Compiler = { minor: 13, refusals: (programs) => Promise.resolve(programs.map(() => undefined)) };
    const grammar = new GrammarJudge([liar]);
    const failure = await firstFailure((given) => grammar.judge(given));
    assert.equal(failure.complaint.kind, "false syntax error");
    assert.ok(textsOf(failure).join("").length < 20, textsOf(failure).join(""));
  });

  it("of an interpreter that refuses everything", async () => {
    const refusal = "'return' outside function";
    const liar: Compiler = { minor: 13, refusals: (programs) => Promise.resolve(programs.map(() => refusal)) };
    const grammar = new GrammarJudge([liar]);
    assert.match((await firstFailure((given) => grammar.judge(given))).complaint.kind, /^missed/);
  });

  it("of a parser that sees another program", async () => {
    const failure = await firstFailure(
      scansOf(({ parser }, text) => (parser === "wasm" && hasWord(text, "import") ? 1 : 0)),
    );
    assert.match(failure.complaint.kind, /WebAssembly/);
    assert.deepEqual(textsOf(failure), ["import"]);
  });

  it("of a cache that does not look twice", async () => {
    let seen = "";
    const judge = scansOf(({ cache }, text) => {
      if (!cache) return text.length;
      seen ||= text;
      return seen.length;
    });
    assert.match((await firstFailure(judge, 64)).complaint.kind, /before a change|remembered/);
  });

  it("of a command that crashes, hangs, leaves files out or ends with another code", async () => {
    const given = caseOf(3, [0, 8], corpus);
    const good = reportOf(given.before.size + 8, 0);
    for (const [outcome, kind] of [
      [{ code: 2, stdout: "", stderr: "TypeError: x\n    at f (/srv/x.js:1:2)\n", isHung: false }, "crash"],
      [{ code: null, stdout: "", stderr: "", isHung: true }, "hang"],
      [{ ...good, code: 1 }, "exit code"],
      [reportOf(3, 0), "left out"],
    ] as const) {
      const complaints = await new ScanJudge(path.join(home, "one"), () => Promise.resolve(outcome)).judge(given);
      assert.deepEqual(
        complaints.map((complaint) => complaint.kind),
        [kind],
      );
    }
  });
});

/** A command whose report has as many lines as `linesOf` says of its manner and of the texts of the mutants. */
function scansOf(linesOf: (manner: Parameters<Command>[2], text: string) => number): Judge {
  let names: readonly string[] = [];
  const scans = new ScanJudge(path.join(home, "lies"), (folder, _home, manner) => {
    const text = names.map((name) => readFileSync(path.join(folder, name), "latin1")).join("\n");
    return Promise.resolve(reportOf(names.length + 8, linesOf(manner, text)));
  });
  return (given) => {
    names = [...given.before.keys()];
    return scans.judge(given);
  };
}

function reportOf(files: number, lines: number): Outcome {
  const report = { summary: { files, lines }, findings: [], suppressed: [], failures: [] };
  return { code: 0, stdout: JSON.stringify(report), stderr: "", isHung: false };
}

it("an interpreter that dies is asked again, and says so of what it dies of", async () => {
  const none = new Interpreter(process.execPath, 8);
  const refusals = await none.refusals([Buffer.from("x"), Buffer.from("y")]);
  assert.deepEqual(refusals, ["the interpreter dies of it", "the interpreter dies of it"]);
});

it("interpreters compile programs and run none", async () => {
  const [newest] = interpreters;
  assert.ok(newest, "no Python is installed");
  const programs = ["x = 1\n", "raise SystemExit\n", "x = = 1\n", "x = '\0'\n"].map((text) => Buffer.from(text));
  const refusals = await newest.refusals(programs);
  assert.deepEqual(
    refusals.map((refusal) => refusal === undefined),
    [true, true, false, false],
  );
});

it("the first mutants hold", async () => {
  const grammar = new GrammarJudge(interpreters);
  const scans = new ScanJudge(path.join(home, "real"));
  const said: string[] = [];
  const { mutants } = await fuzz(
    {
      seed: 1,
      from: 0,
      to: 120,
      minutes: 5,
      onFailure: ({ complaint, least }) =>
        said.push(`${complaint.kind}: ${complaint.detail} ${textsOf({ complaint, least, only: [0, 0] }).join("\n")}`),
    },
    corpus,
    [(given) => grammar.judge(given), (given) => scans.judge(given)],
  );
  assert.deepEqual(said, []);
  assert.equal(mutants, 120);
});
