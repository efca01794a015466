import assert from "node:assert/strict";
import { describe, it } from "node:test";
import parser from "@typescript-eslint/parser";
import { ESLint, Linter } from "eslint";
import { ROOT } from "./support/paths.js";

const eslint = new ESLint({ cwd: ROOT });

/** What the project's own ESLint configuration says about an import in a file. */
async function refusals(file: string, imported: string): Promise<string[]> {
  return complaints("no-restricted-imports", file, `import { thing } from "${imported}";\nexport { thing };\n`);
}

/** What one of its rules says about a text in a file. */
async function complaints(name: string, file: string, text: string): Promise<string[]> {
  const config = (await eslint.calculateConfigForFile(file)) as Linter.Config | undefined;
  const rule = config?.rules?.[name];
  assert.ok(rule, `${file} may hold anything`);
  const [plugin] = name.split("/");
  const plugins = plugin !== undefined && config.plugins?.[plugin] ? { [plugin]: config.plugins[plugin] } : {};
  const only = { files: ["**/*.ts"], languageOptions: { parser }, plugins, rules: { [name]: rule } };
  return new Linter({ configType: "flat" }).verify(text, [only], file).map((message) => message.message);
}

describe("imports", () => {
  for (const [file, imported] of [
    ["src/files/read.ts", "../syntax/node.js"],
    ["src/files/read.ts", "../engine/finding/finding.js"],
    ["src/syntax/parser.ts", "../python/model/module.js"],
    ["src/syntax/parser.ts", "../files/read.js"],
    ["src/python/model/module.ts", "../../engine/rule.js"],
    ["src/python/model/module.ts", "../../files/read.js"],
    ["src/python/model/module.ts", "../../concepts/threads/thread.js"],
    ["src/python/model/module.ts", "../dataflow/flow.js"],
    ["src/python/model/module.ts", "../editing/edit.js"],
    ["src/python/model/module.ts", "tree-sitter"],
    ["src/python/cfg/graph.ts", "../model/module.js"],
    ["src/python/dataflow/flow.ts", "../editing/edit.js"],
    ["src/python/prefilter/occurrences.ts", "../model/module.js"],
    ["src/python/tables/types.ts", "../../cli/program.js"],
    ["src/python/tables/types.ts", "../cfg/graph.js"],
    ["src/python/grammar/check.ts", "../prefilter/occurrences.js"],
    ["src/concepts/threads/thread.ts", "../../engine/rule.js"],
    ["src/concepts/threads/thread.ts", "../../../rules/zmq/rebind.js"],
    ["src/concepts/threads/thread.ts", "../../files/read.js"],
    ["src/engine/scan/scan.ts", "../../cli/program.js"],
    ["src/engine/scan/scan.ts", "../../report/text.js"],
    ["src/engine/scan/scan.ts", "web-tree-sitter"],
    ["src/engine/scan/scan.ts", "../change/scan-change.js"],
    ["src/engine/share/pool.ts", "../judge/judge.js"],
    ["src/engine/run/run.ts", "../cache/cache.js"],
    ["src/engine/finding/finding.ts", "../request/shard.js"],
    ["src/engine/rule.ts", "./finding/finding.js"],
    ["src/config/parse.ts", "../engine/scan/scan.js"],
    ["src/config/parse.ts", "../cli/program.js"],
    ["src/report/text.ts", "../python/model/module.js"],
    ["src/report/text.ts", "../cli/program.js"],
    ["rules/zmq/rebind.ts", "./bind-then-connect.js"],
    ["rules/zmq/rebind.ts", "../asyncio/task-from-sync-call.js"],
    ["rules/zmq/rebind.ts", "../../src/engine/scan/scan.js"],
    ["rules/zmq/rebind.ts", "../../src/syntax/parser.js"],
    ["rules/zmq/rebind.ts", "../../src/files/read.js"],
    ["rules/zmq/rebind.ts", "tree-sitter"],
    ["rules/zmq/rebind.ts", "node:fs"],
    ["rules/zmq/rebind.ts", "../threads/unjoined-thread/holding.js"],
    ["rules/threads/unjoined-thread.ts", "./check-then-act/sharing.js"],
    ["rules/threads/unjoined-thread/holding.ts", "../unjoined-thread.js"],
    ["rules/threads/unjoined-thread/holding.ts", "../check-then-act/sharing.js"],
    ["rules/threads/unjoined-thread/holding.ts", "../../../src/engine/scan/scan.js"],
  ] as const) {
    it(`of ${imported} is refused in ${file}`, async () => {
      assert.equal((await refusals(file, imported)).length, 1);
    });
  }

  for (const [file, imported] of [
    ["src/cli/program.ts", "../engine/scan/scan.js"],
    ["src/engine/run/run.ts", "../../python/model/project.js"],
    ["src/engine/request/job.ts", "../../config/configurations.js"],
    ["src/config/parse.ts", "../engine/nearest.js"],
    ["src/config/parse.ts", "../files/paths.js"],
    ["src/engine/rules/rules.generated.ts", "../../../rules/zmq/rebind.js"],
    ["src/engine/scan/scan.ts", "../judge/judge.js"],
    ["src/engine/judge/judge.ts", "../finding/order.js"],
    ["src/python/model/module.ts", "../../syntax/node.js"],
    ["src/python/model/module.ts", "../cfg/graph.js"],
    ["src/python/dataflow/flow.ts", "../model/module.js"],
    ["src/concepts/threads/thread.ts", "../../python/dataflow/mutations.js"],
    ["src/concepts/threads/thread.ts", "../taint/sources.js"],
    ["src/syntax/parser.ts", "tree-sitter"],
    ["rules/zmq/rebind.ts", "../../src/engine/rule.js"],
    ["rules/zmq/rebind.ts", "../../src/python/model/call.js"],
    ["rules/zmq/rebind.ts", "../../src/concepts/sockets/sockets.js"],
    ["rules/threads/unjoined-thread.ts", "./unjoined-thread/holding.js"],
    ["rules/threads/unjoined-thread/holding.ts", "./joining.js"],
    ["rules/threads/unjoined-thread/holding.ts", "../../../src/python/model/call.js"],
    ["rules/threads/unjoined-thread/holding.ts", "../../../src/engine/rule.js"],
    ["rules/zmq/rebind.ts", "../../src/syntax/node.js"],
  ] as const) {
    it(`of ${imported} is allowed in ${file}`, async () => {
      assert.deepEqual(await refusals(file, imported), []);
    });
  }
});

describe("a file's bytes", () => {
  for (const [count, text] of [
    [1, 'import { readFileSync } from "node:fs";'],
    [1, 'import { existsSync, openSync as open } from "fs";'],
    [1, 'import fs from "node:fs";'],
    [1, 'import * as fs from "fs";'],
    [1, 'import { promises } from "node:fs";'],
    [1, 'import { readFile } from "node:fs/promises";'],
    [0, 'import { existsSync, readdirSync, statSync } from "node:fs";'],
  ] as const) {
    it(`are ${count > 0 ? "not " : ""}left to the one reader by ${text}`, async () => {
      assert.equal((await complaints("no-restricted-syntax", "src/engine/fix/mend.ts", text)).length, count);
    });
  }
});

describe("what stands at the top of a file", () => {
  for (const [count, text] of [
    [1, "let count = 0; export const next = () => ++count;"],
    [1, "const known = new Map<string, number>(); export const learn = (word: string) => known.set(word, 1);"],
    [1, "const known = new WeakMap(); export function learn(of: object) { known.set(of, 1); }"],
    [1, "export const seen: string[] = []; export class Eye { see(what: string) { seen.push(what); } }"],
    [1, "const last: { word?: string } = {}; export const learn = (word: string) => { last.word = word; };"],
    [1, "const words: string[] = []; export const learn = (word: string) => { words[0] = word; };"],
    [0, "const known = new Map([[1, 2]]); known.set(2, 3); export const knows = (n: number) => known.has(n);"],
    [0, "export function words() { const found = new Set<string>(); found.add(''); return found; }"],
    [0, "const words = ['b', 'a']; export const sorted = () => words.toSorted();"],
  ] as const) {
    it(`${count > 0 ? "does not change" : "may stay"}: ${text}`, async () => {
      for (const file of ["src/python/model/call.ts", "src/concepts/threads/thread.ts", "rules/zmq/rebind.ts"])
        assert.equal((await complaints("scarlint/module-state", file, text)).length, count, file);
    });
  }
});
