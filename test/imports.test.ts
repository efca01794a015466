import assert from "node:assert/strict";
import { describe, it } from "node:test";
import parser from "@typescript-eslint/parser";
import { ESLint, Linter } from "eslint";
import { ROOT } from "./support/paths.js";

const eslint = new ESLint({ cwd: ROOT });

/** What the project's own ESLint configuration says about an import in a file. */
async function refusals(file: string, imported: string): Promise<string[]> {
  const config = (await eslint.calculateConfigForFile(file)) as { rules?: Linter.RulesRecord } | undefined;
  const rule = config?.rules?.["no-restricted-imports"];
  assert.ok(rule, `${file} may import anything`);
  const only = { files: ["**/*.ts"], languageOptions: { parser }, rules: { "no-restricted-imports": rule } };
  const text = `import { thing } from "${imported}";\nexport { thing };\n`;
  return new Linter({ configType: "flat" }).verify(text, [only], file).map((message) => message.message);
}

describe("imports", () => {
  for (const [file, imported] of [
    ["src/files/read.ts", "../syntax/node.js"],
    ["src/files/read.ts", "../engine/finding.js"],
    ["src/syntax/parser.ts", "../python/module.js"],
    ["src/syntax/parser.ts", "../files/read.js"],
    ["src/python/module.ts", "../engine/rule.js"],
    ["src/python/module.ts", "../files/read.js"],
    ["src/python/tables/types.ts", "../../cli/program.js"],
    ["src/python/module.ts", "tree-sitter"],
    ["src/engine/scan.ts", "../cli/program.js"],
    ["src/engine/scan.ts", "../report/text.js"],
    ["src/engine/scan.ts", "web-tree-sitter"],
    ["src/config/parse.ts", "../engine/scan.js"],
    ["src/config/parse.ts", "../cli/program.js"],
    ["src/report/text.ts", "../python/module.js"],
    ["src/report/text.ts", "../cli/program.js"],
    ["rules/zmq/rebind.ts", "./bind-then-connect.js"],
    ["rules/zmq/rebind.ts", "../asyncio/task-from-sync-call.js"],
    ["rules/zmq/rebind.ts", "../../src/engine/scan.js"],
    ["rules/zmq/rebind.ts", "../../src/syntax/parser.js"],
    ["rules/zmq/rebind.ts", "../../src/files/read.js"],
    ["rules/zmq/rebind.ts", "tree-sitter"],
    ["rules/zmq/rebind.ts", "node:fs"],
  ] as const) {
    it(`of ${imported} is refused in ${file}`, async () => {
      assert.equal((await refusals(file, imported)).length, 1);
    });
  }

  for (const [file, imported] of [
    ["src/cli/program.ts", "../engine/scan.js"],
    ["src/engine/scan.ts", "../python/project.js"],
    ["src/engine/job.ts", "../config/configurations.js"],
    ["src/config/parse.ts", "../engine/nearest.js"],
    ["src/config/parse.ts", "../files/paths.js"],
    ["src/engine/scan.ts", "../../rules/zmq/rebind.js"],
    ["src/python/module.ts", "../syntax/node.js"],
    ["src/syntax/parser.ts", "tree-sitter"],
    ["rules/zmq/rebind.ts", "../../src/engine/rule.js"],
    ["rules/zmq/rebind.ts", "../../src/python/call.js"],
    ["rules/zmq/rebind.ts", "../../src/syntax/node.js"],
  ] as const) {
    it(`of ${imported} is allowed in ${file}`, async () => {
      assert.deepEqual(await refusals(file, imported), []);
    });
  }
});
