import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { scarlint, workspace } from "../cli/command.js";

/** So many that whatever calls itself for each of them runs out of stack. */
const DEPTH = 14_000;
/** Blocks take as many columns as they are deep. */
const BLOCKS = 1_000;

/** A program in which rules have much to ask of an expression. */
function asked(expression: string): string {
  return `import pickle\nimport threading\n\nstate = None\n\n\nclass Box:\n    def load(self, sock, a, b):\n        self.value = pickle.loads(${expression})\n        self.value = None\n        if self.value:\n            self.value.pop()\n        return eval(self.value)\n`;
}

function blocks(head: (depth: number) => string): string {
  const lines = Array.from({ length: BLOCKS }, (_, depth) => `${" ".repeat(depth)}${head(depth)}`);
  return `import pickle\n${lines.join("\n")}\n${" ".repeat(BLOCKS)}pickle.loads(sock.recv())\n`;
}

const around = (open: string, close: string): string => asked(`${open.repeat(DEPTH)}sock.recv()${close.repeat(DEPTH)}`);

const NESTED: Readonly<Record<string, string>> = {
  parentheses: around("(", ")"),
  lists: around("[", "]"),
  calls: around("f(", ")"),
  "subscripts in each other": around("a[", "]"),
  signs: around("-", ""),
  negations: around("not ", ""),
  lambdas: around("lambda: ", ""),
  conditions: around("a if b else ", ""),
  attributes: around("", ".b"),
  "calls in a chain": around("", ".recv()"),
  "subscripts in a chain": around("", "[0]"),
  sums: around("a + ", ""),
  joins: around("a and ", ""),
  "f-strings": around('f"{', '}"'),
  elifs: `def f(x):\n    if x == 0:\n        y = None\n${"    elif x:\n        y = x\n".repeat(DEPTH)}    return eval(y.z)\n`,
  functions: blocks((depth) => `def f${String(depth)}(sock):`),
  classes: blocks((depth) => `class C${String(depth)}:`),
  ifs: blocks(() => "if a:"),
  withs: blocks(() => "with a:"),
  tries: `${blocks(() => "try:")}${Array.from({ length: BLOCKS }, (_, at) => `${" ".repeat(BLOCKS - 1 - at)}except Exception:\n${" ".repeat(BLOCKS - at)}pass\n`).join("")}`,
};

describe("what nests deep is scanned", { concurrency: true }, () => {
  const files = Object.fromEntries(
    Object.entries(NESTED).map(([what, text]) => [`${what.replaceAll(" ", "_")}.py`, text]),
  );
  for (const backend of ["native", "wasm"]) {
    it(`with the ${backend} parser, without a crash and with the steps that there are`, async (t) => {
      const cwd = workspace(t, files);
      const env = { SCARLINT_PARSER: backend };
      const { code, stderr } = await scarlint(["--no-cache", "--audit", "--format", "json"], { cwd, env });
      assert.deepEqual([code, stderr], [1, ""]);
    });
  }
});
