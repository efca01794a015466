import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { SEVERITIES } from "../../src/engine/severity.js";
import { ROOT } from "../support/paths.js";
import { BUGGY, filesWithFindings, scarlint, workspace } from "./command.js";

/** The rules' ids, from the files that make them. */
const IDS = readdirSync(path.join(ROOT, "rules"), { recursive: true, encoding: "utf8" })
  .filter((file) => /^[^/]+\/[^/]+\.ts$/.test(file))
  .map((file) => file.replace(/\.ts$/, ""))
  .sort();

describe("scarlint rules", () => {
  it("lists every rule, the gravest first, and says which kinds of fixes it has", async () => {
    const { code, stdout } = await scarlint(["rules"]);
    assert.equal(code, 0);
    const listed = [...stdout.matchAll(/^ {2}(\S+) +\S.*\.(?: \(.*fix\))?$/gm)].map((match) => match[1]);
    assert.deepEqual([...listed].sort(), IDS);
    assert.match(stdout, /^ {2}zmq\/rebind .*\. \(fix, unsafe fix\)$/m);
    const severities = [...stdout.matchAll(/^(\w+) \(P\d: fix within [\w ]+\)$/gm)].map((match) => match[1]);
    const used = new Set<string | undefined>(RULES.map(({ rule }) => rule.severity));
    assert.deepEqual(
      severities,
      SEVERITIES.filter((severity) => used.has(severity)),
    );
  });
});

describe("scarlint explain", () => {
  it("shows a rule's page", async () => {
    const { code, stdout } = await scarlint(["explain", "errors/swallowed-exception"]);
    assert.equal(code, 0);
    assert.equal(stdout, readFileSync(path.join(ROOT, "docs/rules/errors/swallowed-exception.md"), "utf8"));
  });
});

describe("scarlint --version", () => {
  it("says which parser runs", async () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
    for (const backend of ["native", "wasm"]) {
      assert.deepEqual(await scarlint(["--version"], { env: { SCARLINT_PARSER: backend } }), {
        code: 0,
        stdout: `scarlint ${version} (parser: ${backend}, Node ${process.version})\n`,
        stderr: "",
      });
    }
  });

  it("is refused with a parser that there is not", async () => {
    const { code, stderr } = await scarlint(["--version"], { env: { SCARLINT_PARSER: "antlr" } });
    assert.equal(code, 2);
    assert.equal(stderr, "scarlint: SCARLINT_PARSER is 'antlr': it can be 'native' or 'wasm'\n");
  });
});

describe("scarlint --help", () => {
  it("names every option and the exit codes", async () => {
    const { code, stdout, stderr } = await scarlint(["--help"]);
    assert.equal(code, 0);
    assert.equal(stderr, "");
    for (const word of ["--format", "--output", "--select", "--ignore", "--min-severity", "--fail-on", "--exclude"]) {
      assert.ok(stdout.includes(word), word);
    }
    for (const word of [
      "--stdin-filename",
      "--audit",
      "--quiet",
      "--no-color",
      "--version",
      "rules",
      "explain",
      "Exit code",
    ]) {
      assert.ok(stdout.includes(word), word);
    }
  });
});

describe("a directory that is called like a command", () => {
  it("is scanned when it is named as a path", async (t) => {
    const cwd = workspace(t, { "rules/app.py": BUGGY, "explain/app.py": BUGGY });
    assert.deepEqual(await filesWithFindings(["./rules"], { cwd }), ["rules/app.py"]);
    assert.deepEqual(await filesWithFindings(["explain/app.py", "rules"], { cwd }), ["explain/app.py", "rules/app.py"]);
  });
});
