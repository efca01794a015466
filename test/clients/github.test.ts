import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ScanResult } from "../../src/engine/finding/finding.js";
import { scan } from "../../src/engine/scan/scan.js";
import { toGithub } from "../../src/report/github.js";
import { visible } from "../../src/report/visible.js";
import { run } from "../cli/command.js";
import { hostileResult } from "../support/hostile.js";
import { FIXTURES, ROOT } from "../support/paths.js";

const real = await scan({ paths: [FIXTURES], audit: true });

/** A workflow command as the runner takes it apart. */
interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a line of the log as the runner's documentation describes it: names up to `::`, properties between commas. */
function read(line: string): Command {
  const [, name = "", list = "", message = ""] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const pairs = list.split(",").map((pair): [string, string] => {
    const equals = pair.indexOf("=");
    return [pair.slice(0, equals), decoded(pair.slice(equals + 1))];
  });
  return { name, properties: Object.fromEntries(pairs), message: decoded(message) };
}

function decoded(text: string): string {
  const meanings: Readonly<Record<string, string>> = { D: "\r", A: "\n" };
  return text
    .replace(/%0([DA])/g, (_, letter: string) => meanings[letter] ?? "")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
}

function commands(result: ScanResult): Command[] {
  const lines = toGithub(result).split("\n");
  assert.equal(lines.pop(), "");
  return lines.map(read);
}

/** What GitHub's own toolkit writes for the commands. */
async function written(all: readonly Command[]): Promise<string> {
  const program = `
    import * as core from "@actions/core";
    const print = { error: core.error, warning: core.warning, notice: core.notice };
    for (const { name, properties, message } of JSON.parse(process.argv[1])) {
      const { title, file, line, endLine, col, endColumn } = properties;
      print[name](message, { title, file, startLine: line, endLine, startColumn: col, endColumn });
    }`;
  const args = ["--input-type=module", "--eval", program, JSON.stringify(all)];
  const { code, stdout, stderr } = await run(process.execPath, args, { cwd: ROOT });
  assert.equal(code, 0, stderr);
  return stdout;
}

test("the commands are those that GitHub's toolkit writes", async () => {
  const [finding] = real.findings;
  assert.ok(finding);
  const odd = ["a,b::c.py", "100%.py", "%0A.py", "a\nb.py", "a\rb.py", "ß ü.py"].map((path) => ({ ...finding, path }));
  const failures = [{ path: "x,y.py", message: "holds\nNUL bytes" }, { message: "100 % lost" }];
  const result = { ...real, findings: [...real.findings.slice(0, 100), ...odd], failures };
  assert.equal(toGithub(result), await written(commands(result)));
});

test("whatever files are called, each finding is one command on one line", () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      const all = commands(result);
      assert.equal(all.length, result.findings.length + result.failures.length);
      const files = all.map(({ properties }) => visible(properties.file ?? "")).sort();
      const expected = [...result.failures, ...result.findings].map(({ path = "" }) => visible(path)).sort();
      assert.deepEqual(files, expected);
      for (const { name, message } of all) {
        assert.ok(["error", "warning", "notice"].includes(name));
        assert.ok(message.split("\n").every((line) => line === visible(line)));
      }
    }),
  );
});

test("the gravest come first, because GitHub shows ten of a kind", () => {
  const kinds = commands(real).map(({ name }) => ["error", "warning", "notice"].indexOf(name));
  assert.ok(new Set(kinds).size === 3);
  assert.deepEqual(kinds, [...kinds].sort());
});
