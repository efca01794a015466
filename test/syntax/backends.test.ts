import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { loadNative, loadWasm, type PythonParser } from "../../src/syntax/parser.js";
import { findFixtures } from "../support/fixtures.js";
import { whyNoNative } from "../support/native.js";
import { FIXTURES, ROOT } from "../support/paths.js";
import { dump } from "../support/tree-dump.js";
import { python, STRESS } from "./sources.js";

// Only these two reasons make the tests of the native parser pass over: its binary is not here, or it asks for newer
// libraries than the machine has. Whatever else keeps it from loading is an error.
const excuse = whyNoNative();
const skip = excuse ?? false;

test("the WebAssembly parser loads everywhere", async () => {
  assert.equal((await loadWasm()).backend, "wasm");
});

test("the native parser loads where it should, and says what to do where it cannot", () => {
  if (excuse === undefined) assert.equal(loadNative().backend, "native");
  else assert.throws(loadNative, /SCARLINT_PARSER=wasm does without it/, excuse);
});

test("both parsers give the same trees on every fixture", { skip }, async () => {
  const same = await comparison();
  for (const { name, sources } of findFixtures()) for (const [file, source] of sources) same(`${name} ${file}`, source);
});

for (const [name, source] of Object.entries(STRESS)) {
  test(`both parsers give the same tree for ${name}`, { skip }, async () => {
    (await comparison())(name, source);
  });
}

test("both parsers give the same tree whatever the text", { skip }, async () => {
  const same = await comparison();
  fc.assert(fc.property(python, (source) => same(JSON.stringify(source), source)));
});

for (const format of ["sarif", "json"]) {
  test(`the command writes the same ${format} with either parser`, { skip }, () => {
    const flags = [FIXTURES, "--audit", "--format", format];
    assert.ok(scarlint("native", ...flags) === scarlint("wasm", ...flags), "the outputs differ");
  });
}

test("the command says which parser it runs", { skip }, () => {
  for (const backend of ["native", "wasm"])
    assert.match(scarlint(backend, "--version"), new RegExp(`parser: ${backend}`));
});

function scarlint(parser: string, ...flags: string[]): string {
  const command = path.join(ROOT, "dist/src/cli/launch.cjs");
  const env = { ...process.env, SCARLINT_PARSER: parser };
  const { stdout, stderr } = spawnSync(process.execPath, [command, ...flags], {
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  assert.notEqual(stdout, "", stderr);
  return stdout;
}

async function comparison(): Promise<(name: string, source: string) => void> {
  const parsers: readonly PythonParser[] = [loadNative(), await loadWasm()];
  return (name, source) => {
    const [native, wasm] = parsers.map((parser) => dump(parser.parse(source)));
    // Comparing two long texts with assert.equal would print both.
    if (native !== wasm) assert.fail(`the trees of ${name} differ: ${firstDifference(native ?? "", wasm ?? "")}`);
  };
}

function firstDifference(native: string, wasm: string): string {
  const other = wasm.split("\n");
  const row = native.split("\n").findIndex((line, index) => line !== other[index]);
  return `row ${String(row)}: native '${native.split("\n")[row] ?? ""}', WebAssembly '${other[row] ?? ""}'`;
}
