import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { entryOf, readEntry, writeEntry } from "../../src/engine/cache/cache-entry.js";
import { Seal } from "../../src/engine/cache/seal.js";
import { revised } from "../../src/engine/cache/answers.js";
import { asQuestion } from "../../src/engine/cache/entry-schema.js";
import { USES } from "../../src/python/prefilter/text-question.js";
import { NOTHING_FOUND } from "../../src/engine/finding/run-result.js";
import type { Fact, Slice } from "../../src/engine/run/traced.js";
import { sealIn } from "../support/seal.js";

const home = mkdtempSync(path.join(tmpdir(), "scarlint-entry-"));
after(() => {
  rmSync(home, { recursive: true });
});

const SEAL = sealIn(path.join(home, "key"));
const FILE = path.join(home, "cache", `${"0".repeat(32)}.json`);

const place = { path: "a.py", start: { line: 1, column: 1 }, end: { line: 1, column: 2 }, line: "a" };
const FACTS: readonly Fact[] = [
  { about: "text", path: "b.py" },
  { about: "kind", path: "../c.py", kind: "none" },
  { about: "texts", question: '{"word":"a","use":"call","mostHolding":50}', answer: { holding: 1, files: ["b.py"] } },
];
const SLICE: Slice = {
  path: "a.py",
  rules: ["zmq/rebind", "zmq/bind-then-connect"],
  leansOn: Uint32Array.of(0, 1, 2),
  result: {
    findings: [
      {
        ...place,
        rule: "zmq/rebind",
        severity: "high",
        message: "It is bound.",
        related: [{ ...place, path: "b.py", message: "here" }],
        flow: [],
        lineHash: "1:1",
        fixes: [],
      },
    ],
    failures: [],
    files: 1,
    lines: 1,
    commented: [],
    hidden: [],
  },
};
const ENTRY = entryOf({
  project: ["a.py", "b.py"],
  facts: FACTS,
  slices: [SLICE, { path: "b.py", rules: [], leansOn: Uint32Array.of(0), result: NOTHING_FOUND }],
  stamp: () => ({ stamp: "1", hash: "2", settings: "3" }),
});

/** What is written down of a changed entry by somebody who has the key. */
function sealed(document: unknown, seal = SEAL, name = path.basename(FILE)): string {
  const text = JSON.stringify(document);
  return `${seal.of(name, text)}\n${text}`;
}

function put(content: string): void {
  mkdirSync(path.dirname(FILE), { recursive: true });
  writeFileSync(FILE, content);
}

test("an entry is read as it was written, by whoever has the key", () => {
  writeEntry(FILE, ENTRY, SEAL);
  assert.deepEqual(readEntry(FILE, sealIn(path.join(home, "key"))), ENTRY);
  put(sealed(ENTRY));
  assert.deepEqual(readEntry(FILE, SEAL), ENTRY);
});

test("a question that is none, or brings options along, is not asked again", () => {
  for (const text of ["{", "null", '{"word":""}', '{"word":"a","run":"b"}']) assert.equal(asQuestion(text), undefined);
  const answers = new Map([["{", { holding: 0, files: [] }]]);
  assert.equal(revised(answers, { paths: new Set(), texts: new Map(), read: () => undefined }).size, 0);
});

test("an entry is read back whatever its questions ask of a word", () => {
  for (const use of [...USES, { source: "a", flags: "u" }]) {
    const question = JSON.stringify({ word: "a", use, alongside: ["b"], mostHolding: 50, most: 1 });
    writeEntry(FILE, { ...ENTRY, questions: [[question, 1, [1]]] }, SEAL);
    assert.deepEqual(readEntry(FILE, SEAL)?.questions, [[question, 1, [1]]]);
  }
});

const FOREIGN: Readonly<Record<string, () => void>> = {
  "was changed": () => {
    put(sealed(ENTRY).replace("It is bound.", "It is forged."));
  },
  "was sealed with another key": () => {
    put(sealed(ENTRY, sealIn(path.join(home, "other"))));
  },
  "was sealed as another entry": () => {
    put(sealed(ENTRY, SEAL, `${"1".repeat(32)}.json`));
  },
  "was cut": () => {
    put(sealed(ENTRY).slice(0, -20));
  },
  "is empty": () => {
    put("");
  },
  "is a directory": () => {
    mkdirSync(FILE);
  },
  "is a pipe that nobody writes to": () => {
    execFileSync("mkfifo", [FILE]);
  },
  "is a device without an end": () => {
    symlinkSync("/dev/zero", FILE);
  },
  "is a link that leads nowhere": () => {
    symlinkSync(path.join(home, "nowhere"), FILE);
  },
};

for (const [what, change] of Object.entries(FOREIGN)) {
  test(`an entry that ${what} is not believed`, () => {
    rmSync(FILE, { recursive: true, force: true });
    change();
    assert.equal(readEntry(FILE, SEAL), undefined);
    writeEntry(FILE, ENTRY, SEAL);
    assert.ok(!existsSync(path.join(home, "nowhere")), "the link was followed");
    assert.deepEqual(
      readdirSync(path.dirname(FILE)).filter((name) => name.endsWith(".tmp")),
      [],
    );
  });
}

type Document = Record<string, unknown>;
type Slices = readonly [path: number, rules: number, footprint: number, result?: Record<string, Document[]>][];

const UNTRUE: Readonly<Record<string, (entry: Document) => void>> = {
  "files lead out": (entry) => {
    entry.paths = (entry.paths as string[]).map((file) => `x/../../${file}`);
  },
  "files are absolute": (entry) => {
    entry.paths = (entry.paths as string[]).map((file) => `/etc/${file}`);
  },
  "numbers stand for nothing": (entry) => {
    entry.paths = [];
  },
  "answers are files that were not stamped": (entry) => {
    entry.questions = [['{"word":"a"}', 0, [9]]];
  },
  "findings are in files that were not read": (entry) => {
    entry.footprints = (entry.footprints as string[]).map(() => "");
  },
  "findings have a rule without a name": (entry) => {
    for (const [, , , result] of entry.slices as Slices) for (const one of result?.findings ?? []) one.rule = "x";
  },
  "results have failed": (entry) => {
    for (const [, , , result] of entry.slices as Slices) if (result) result.failures = [{ message: "forged" }];
  },
  "slices are of rules that are not there": (entry) => {
    entry.rules = [];
  },
  "slices lean on nothing that is there": (entry) => {
    for (const slice of entry.slices as Slices) slice[2] = 9;
  },
  "members are missing": (entry) => {
    delete entry.kinds;
  },
  "members are too many": (entry) => {
    Object.defineProperty(entry, "__proto__", { value: { paths: [] }, enumerable: true });
  },
  "lists hold lists": (entry) => {
    entry.project = [[[[0]]]];
  },
};

for (const [what, change] of Object.entries(UNTRUE)) {
  test(`an entry whose ${what} is not used, whoever has sealed it`, () => {
    const entry = JSON.parse(JSON.stringify(ENTRY)) as Document;
    change(entry);
    put(sealed(entry));
    assert.equal(readEntry(FILE, SEAL), undefined);
  });
}

test("an entry that is nested without an end is not used", () => {
  const text = "[".repeat(1_000_000);
  put(`${SEAL.of(path.basename(FILE), text)}\n${text}`);
  assert.equal(readEntry(FILE, SEAL), undefined);
});

test("nothing but entries is removed from the directory", () => {
  const others = Array.from({ length: 80 }, (_, index) => `holiday-${String(index)}.jpg`);
  for (const name of others) writeFileSync(path.join(path.dirname(FILE), name), "");
  writeEntry(FILE, ENTRY, SEAL);
  assert.deepEqual(
    readdirSync(path.dirname(FILE)).filter((name) => name.endsWith(".jpg")),
    others.sort(),
  );
});

test("a key that others may read is neither used nor replaced, a broken one is made anew", () => {
  const directory = path.join(home, "known");
  const text = sealIn(directory).of("a", "b");
  assert.equal(sealIn(directory).of("a", "b"), text);
  const key = path.join(directory, "cache-key");
  const bytes = readFileSync(key);
  chmodSync(key, 0o644);
  assert.equal(Seal.open(directory), undefined);
  assert.deepEqual(readFileSync(key), bytes);
  chmodSync(key, 0o600);
  writeFileSync(key, "short");
  assert.notEqual(sealIn(directory).of("a", "b"), text);
});

test("there is no key where none can be kept", () => {
  const file = path.join(home, "file");
  writeFileSync(file, "");
  assert.equal(Seal.open(path.join(file, "below")), undefined);
  assert.equal(Seal.open("relative"), undefined);
  assert.ok(!existsSync("relative"));
});
