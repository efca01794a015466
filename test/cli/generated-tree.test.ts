import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { generate } from "../../bench/corpus.js";
import { scan } from "../../src/engine/scan/scan.js";
import { Text } from "../../src/python/model/texts.js";
import { loadParser } from "../../src/syntax/parser.js";
import { whyNoNative } from "../support/native.js";
import { FIXTURES } from "../support/paths.js";
import { projectOf } from "../support/program.js";
import { reportsIn, WholeText } from "../support/reports.js";
import { scarlint } from "./command.js";

describe("a generated project", () => {
  const home = mkdtempSync(path.join(tmpdir(), "scarlint-generated-"));
  const tree = path.join(home, "tree");
  let files: readonly string[] = [];
  before(() => {
    files = generate(tree, FIXTURES, 4).files;
  });
  after(() => {
    rmSync(home, { recursive: true });
  });

  const report = async (
    format: string,
    flags: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<string> => {
    const args = ["--quiet", "--audit", "--format", format, ...flags];
    return (await scarlint(args, { cwd: tree, env: { XDG_CACHE_HOME: path.join(home, format), ...env } })).stdout;
  };

  for (const format of ["json", "sarif"]) {
    it(`gives the same bytes of ${format} cold and warm, with either parser`, async () => {
      const cold = await report(format, ["--no-cache"], {});
      assert.ok(cold.length > 100_000);
      assert.equal(await report(format, [], {}), cold, "while it is being remembered");
      assert.equal(await report(format, [], {}), cold, "when it is remembered");
      assert.equal(await report(format, ["--no-cache"], { SCARLINT_PARSER: "wasm" }), cold, "with WebAssembly");
      if (whyNoNative() === undefined)
        assert.equal(await report(format, ["--no-cache"], { SCARLINT_PARSER: "native" }), cold, "natively");
    });
  }

  it("has the same findings for any number of workers", async () => {
    const alone = await scan({ current: tree, audit: true, workers: 1 });
    assert.ok(alone.findings.length > 300);
    for (const workers of [2, 3]) assert.deepEqual(await scan({ current: tree, audit: true, workers }), alone);
  });

  it("has the same findings parsed whole and in parts", async () => {
    const some = files.slice(0, 100);
    const sources = Object.fromEntries(some.map((file) => [file, readFileSync(path.join(tree, file), "utf8")]));
    const parser = await loadParser();
    const [whole, parts] = await Promise.all(
      [WholeText, Text].map((Kind) => projectOf(sources, { of: (source) => new Kind(parser, source) })),
    );
    assert.ok(whole && parts);
    assert.deepEqual(reportsIn(parts, some), reportsIn(whole, some));
  });
});
