import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { KeptWords } from "../../src/engine/cache/kept-words.js";
import { SourceFiles } from "../../src/files/source-files.js";
import { sealIn } from "../support/seal.js";

const home = mkdtempSync(path.join(tmpdir(), "scarlint-words-"));
after(() => {
  rmSync(home, { recursive: true });
});

const SEAL = sealIn(path.join(home, "key"));
const MANY = 250;
const LONG_AGO = new Date("2020-01-01");
let rooms = 0;

interface Room {
  readonly root: string;
  readonly cache: string;
}

/** A project of many files, changed long ago as far as anybody may set: each defines a function of its number. */
function room(): Room {
  const place = path.join(home, String(++rooms));
  const root = path.join(place, "project");
  mkdirSync(path.join(root, ".git"), { recursive: true });
  for (let number = 0; number < MANY; number++)
    put(root, `m${String(number)}.py`, `def f${String(number)}(): return shared\n`);
  return { root, cache: path.join(place, "cache") };
}

function put(root: string, name: string, text: string): void {
  writeFileSync(path.join(root, name), text);
  utimesSync(path.join(root, name), LONG_AGO, LONG_AGO);
}

/** What a later scan sees that knows nothing but the disk; the clock has gone on, so that no change is of just now. */
function later({ root, cache }: Room, seal = SEAL): { readonly files: SourceFiles; readonly recalled: string[] } {
  const files = new SourceFiles(root, ["m0.py"]);
  const clock = Date.now;
  Date.now = () => clock() + 60_000;
  const memory = new KeptWords(root, (at) => files.absoluteOf(at), seal, cache);
  Date.now = clock;
  const recalled: string[] = [];
  files.remember({
    recall: (at) => {
      const words = memory.recall(at);
      if (words) recalled.push(at);
      return words;
    },
    keep: (words) => {
      memory.keep(words);
    },
  });
  return { files, recalled };
}

const written = ({ cache }: Room): string[] => readdirSync(cache).map((name) => path.join(cache, name));

test("what files hold is known to the next scan without a look into them", () => {
  const at = room();
  const first = later(at);
  assert.deepEqual(first.files.filesMentioning("f7"), ["m7.py"]);
  assert.equal(first.recalled.length, 0);
  const second = later(at);
  assert.equal(second.files.filesMentioning("shared").length, MANY);
  assert.deepEqual(second.files.filesDefining("f7"), ["m7.py"]);
  assert.equal(second.recalled.length, MANY);
});

test("a file that has changed, come or gone is looked into, and nothing is written for so few", () => {
  const at = room();
  later(at).files.filesMentioning("shared");
  const [kept = ""] = written(at);
  const before = readFileSync(kept);
  put(at.root, "m7.py", "def other(): return shared\n");
  put(at.root, "new.py", "def other(): ...\n");
  rmSync(path.join(at.root, "m8.py"));
  const { files, recalled } = later(at);
  assert.deepEqual(files.filesDefining("other"), ["m7.py", "new.py"]);
  assert.deepEqual(files.filesMentioning("f7"), []);
  assert.deepEqual(files.filesMentioning("f8"), []);
  assert.equal(recalled.length, MANY - 2);
  assert.deepEqual(readFileSync(kept), before);
});

test("where many have changed, all are written down again", () => {
  const at = room();
  later(at).files.filesMentioning("shared");
  for (let number = 0; number < 100; number++) put(at.root, `m${String(number)}.py`, "def other(): ...\n");
  assert.equal(later(at).files.filesMentioning("other").length, 100);
  const { files, recalled } = later(at);
  assert.equal(files.filesMentioning("other").length, 100);
  assert.equal(recalled.length, MANY);
});

test("of a text that stands for a file nothing is recalled, and nothing kept", () => {
  const at = room();
  const first = later(at);
  first.files.replace("m7.py", Buffer.from("def typed(): ...\n"));
  assert.deepEqual(first.files.filesMentioning("typed"), ["m7.py"]);
  const { files } = later(at);
  assert.deepEqual(files.filesMentioning("typed"), []);
  assert.deepEqual(files.filesMentioning("f7"), ["m7.py"]);
  files.replace("m9.py", Buffer.from("def typed(): ...\n"));
  assert.deepEqual(files.filesMentioning("f9"), ["m9.py"]);
});

test("a file that was changed just now is looked into again next time", () => {
  const at = room();
  const files = new SourceFiles(at.root, ["m0.py"]);
  files.remember(new KeptWords(at.root, (path) => files.absoluteOf(path), SEAL, at.cache));
  files.filesMentioning("shared");
  const next = later(at);
  assert.equal(next.files.filesMentioning("shared").length, MANY);
  assert.equal(next.recalled.length, 0);
});

test("what somebody else has written, or changed, is not believed", () => {
  const at = room();
  later(at, sealIn(path.join(home, "other key"))).files.filesMentioning("shared");
  const foreign = later(at);
  foreign.files.filesMentioning("shared");
  assert.equal(foreign.recalled.length, 0);
  const [kept = ""] = written(at);
  appendFileSync(kept, "0000");
  const changed = later(at);
  assert.deepEqual(changed.files.filesMentioning("f7"), ["m7.py"]);
  assert.equal(changed.recalled.length, 0);
});
