import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { fragmentOf, isPath, programOf } from "../../packages/site/program.js";

const paths = fc.stringMatching(/^[a-z_]{1,8}(\/[a-z_.-]{1,8}){0,3}\.py$/).filter(isPath);
const programs = fc.uniqueArray(fc.tuple(paths, fc.string({ unit: "binary" })), {
  minLength: 1,
  maxLength: 9,
  selector: ([path]) => path,
});

test("an address gives the program back that it was made of", async () => {
  await fc.assert(
    fc.asyncProperty(programs, async (files) => {
      const program = new Map(files);
      assert.deepEqual(await programOf(await fragmentOf(program)), program);
    }),
  );
});

test("an address that holds anything else opens nothing", async () => {
  const fragment = (value: unknown): string =>
    `program=${deflateSync(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url")}`;
  assert.ok(await programOf(fragment([["a.py", ""]])));
  const others: unknown[] = [
    "not JSON",
    [],
    {},
    [["a.py"]],
    [["../a.py", ""]],
    [["/etc/a.py", ""]],
    [["a.txt", ""]],
    [[1, 2]],
    Array.from({ length: 101 }, (_, index) => [`a${String(index)}.py`, ""]),
    [["a.py", "x".repeat(10_000_000)]],
  ];
  for (const other of others) assert.equal(await programOf(fragment(other)), undefined);
  for (const text of ["", "program=", "program=%%%", "program=AAAA", "finding-1"])
    assert.equal(await programOf(text), undefined);
});
