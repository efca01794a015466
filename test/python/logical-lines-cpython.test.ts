import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { LogicalLines } from "../../src/python/model/logical-lines.js";
import { moduleOf } from "../support/program.js";

/*
 * CPython's own tokenizer says which lines of its library make a logical line, and which lines hold none of it. A
 * decorator and what it decorates are joined by us only.
 */

const LOGICAL_LINES = `
import glob, json, os, sysconfig, tokenize
NOTHING = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
def lines_of(file):
    ranges, first, joins = [], None, False
    with tokenize.open(file) as source:
        for token in tokenize.generate_tokens(source.readline):
            if token.type in NOTHING:
                continue
            if first is None:
                first, decorates = token.start[0], token.string == "@"
            if token.type == tokenize.NEWLINE:
                if joins:
                    ranges[-1][1] = token.start[0]
                else:
                    ranges.append([first, token.start[0]])
                first, joins = None, decorates
    with tokenize.open(file) as source:
        return {"source": source.read(), "ranges": ranges}
files = sorted(glob.glob(os.path.join(sysconfig.get_paths()["stdlib"], "*.py")))[::4]
print(json.dumps([lines_of(file) for file in files]))
`;

test("the lines of statements are those that CPython's tokenizer finds", async () => {
  const run = spawnSync("python3", ["-c", LOGICAL_LINES], { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, run.stderr);
  const files = JSON.parse(run.stdout) as readonly { source: string; ranges: readonly [number, number][] }[];
  assert.ok(files.length > 20);
  for (const { source, ranges } of files) {
    const module = await moduleOf(source);
    if (module.root.isBroken) continue;
    const statements = new LogicalLines(module);
    let line = 1;
    for (const [first, last] of ranges) {
      // From the line after the last statement on: comments above a statement belong to it.
      for (; line <= last; line++) {
        assert.deepEqual(statements.at(line), { first, last }, module.lines.text(line));
      }
    }
    assert.equal(statements.at(line), undefined);
  }
});
