import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { parseComment } from "../src/docs/comment.js";
import { problemsIn } from "../src/testing/index.js";
import { workspace } from "./cli/command.js";
import { compiledRule } from "./support/compile.js";
import { ROOT } from "./support/paths.js";

const page = readFileSync(path.join(ROOT, "CONTRIBUTING.md"), "utf8");

/** The first listing of the page in a language. */
function listing(language: string): string {
  return new RegExp(`^(\`{3,})${language}\\n([\\s\\S]*?)^\\1$`, "m").exec(page)?.[2] ?? "";
}

test("the rule of CONTRIBUTING.md compiles, says all there is to say, and finds what its fixture says", async (t) => {
  const id = "calls/unknown-keyword";
  const source = listing("ts");
  const rules = [{ id, rule: await compiledRule(workspace(t), id, source) }];
  assert.deepEqual(await problemsIn({ "example.py": listing("python") }, rules), []);
  const { bad, good } = parseComment(/\/\*\*[\s\S]*?\*\//.exec(source)?.[0] ?? "");
  for (const program of good) assert.deepEqual(await problemsIn({ "example.py": program }, rules), []);
  for (const program of bad) {
    assert.match(
      (await problemsIn({ "example.py": program }, rules)).join("\n"),
      /noisy: calls\/unknown-keyword says: /,
    );
  }
});
