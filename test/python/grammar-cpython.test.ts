import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { findFault as findAnyFault, type Fault } from "../../src/python/grammar/check.js";
import { FIXTURES } from "../support/paths.js";
import { mutate, random } from "../support/mutants.js";

/*
 * Whatever `python3` compiles, whichever version it is, must be let through. What it refuses may be a later version's
 * syntax; of the mutants of programs that it compiles nearly all that it refuses have to be found.
 */

const MUTANTS = 4_000;

const VERDICTS = `
import json, sys, warnings
warnings.simplefilter("ignore")
sys.setrecursionlimit(5000)
def compiles(source):
    try:
        compile(source, "program", "exec", dont_inherit=True)
        return True
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return False
print(json.dumps([compiles(source) for source in json.load(sys.stdin)]))
`;

const LIBRARY = `
import json, os, sysconfig
root = sysconfig.get_paths()["stdlib"]
found = []
for folder, folders, files in os.walk(root):
    folders[:] = sorted(name for name in folders if name != "site-packages")
    found += [os.path.join(folder, name) for name in sorted(files) if name.endswith(".py")]
print(json.dumps(found))
`;

/** What no version compiles. */
function findFault(source: string): Fault | undefined {
  const fault = findAnyFault(source);
  return fault?.isOld ? undefined : fault;
}

function python(program: string, input = ""): unknown {
  const run = spawnSync("python3", ["-c", program], { input, encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

function compiled(programs: readonly string[]): boolean[] {
  return python(VERDICTS, JSON.stringify(programs)) as boolean[];
}

function textOf(file: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch {
    return undefined;
  }
}

const version = python("import json, sys; print(json.dumps(sys.version_info[:2]))") as [number, number];
const skip = version[1] > 14 ? "python3 is newer than the grammar" : false;

const fixtures = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".py"))
  .sort()
  .flatMap((file) => textOf(path.join(FIXTURES, file)) ?? []);

test("what python3 compiles of its own library has no fault", { skip }, () => {
  const files = (python(LIBRARY) as string[]).filter((_, index) => index % 3 === 0);
  const texts = files.flatMap((file) => textOf(file) ?? []).filter((text) => text.length < 100_000);
  const verdicts = compiled(texts);
  const wrong = texts.flatMap((text, index) => {
    const fault = verdicts[index] ? findFault(text) : undefined;
    return fault ? [{ message: fault.message, text: text.slice(Math.max(0, fault.start - 80), fault.end + 80) }] : [];
  });
  assert.deepEqual(wrong, []);
});

test("mutants of programs are judged as python3 judges them", { skip }, () => {
  const verdicts = compiled(fixtures);
  const programs = fixtures.filter((_, index) => verdicts[index]);
  const rng = random(20);
  const mutants = Array.from({ length: MUTANTS }, () => mutate(rng, programs));
  const mutantVerdicts = compiled(mutants);
  const noisy: { readonly message: string; readonly mutant: string }[] = [];
  let refused = 0;
  let missed = 0;
  for (const [index, mutant] of mutants.entries()) {
    const fault = findFault(mutant);
    if (mutantVerdicts[index]) {
      if (fault) noisy.push({ message: fault.message, mutant });
    } else {
      refused++;
      if (!fault) missed++;
    }
  }
  assert.deepEqual(noisy, []);
  assert.ok(refused > MUTANTS / 10, `only ${String(refused)} mutants are refused`);
  // Some are the syntax of a version that python3 is too old for.
  assert.ok(missed <= refused / 50, `${String(missed)} of ${String(refused)} refused mutants are missed`);
});
