import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { COMMAND, run, scarlint, workspace } from "./command.js";

/** What a shell is told that the end of a line may become, each with its description where the shell shows some. */
async function completed(line: string, shell = "bash"): Promise<string[]> {
  const env = { COMP_CWORD: "1", COMP_LINE: line, COMP_POINT: String(line.length), SHELL: shell };
  const { code, stdout } = await scarlint(["completion-server", "--", ...line.split(" ")], { env });
  assert.equal(code, 0);
  return stdout.trimEnd().split("\n");
}

/** What stands for: whatever files there are. */
const FILES = ["__tabtab_complete_files__"];

describe("completion", () => {
  for (const [line, expected] of [
    ["scarlint ex", ["explain"]],
    ["scarlint check --fa", ["--fail-on"]],
    ["scarlint --format s", ["sarif"]],
    ["scarlint -f s", ["sarif"]],
    ["scarlint --fail-on ", ["critical", "high", "medium", "low"]],
    ["scarlint --select zm", ["zmq", "zmq/bind-then-connect", "zmq/rebind"]],
    ["scarlint --format json ru", ["rules"]],
    ["scarlint explain zmq/r", ["zmq/rebind"]],
    ["scarlint plan v", ["verify"]],
    ["scarlint plan --to", ["--todo"]],
    ["scarlint rules --", ["--rules", "--format", "--no-color"]],
    ["scarlint help comp", ["completion"]],
    ["scarlint completion ", ["bash", "zsh", "fish"]],
    ["scarlint src/", FILES],
    ["scarlint src ex", FILES],
    ["scarlint --output ex", FILES],
  ] as const) {
    it(`knows what '${line}' may become`, async () => {
      assert.deepEqual((await completed(line)).sort(), [...expected].sort());
    });
  }

  it("says what each is where the shell shows that", async () => {
    assert.deepEqual(await completed("scarlint expl", "zsh"), ["explain:show the page of a rule"]);
    assert.deepEqual(await completed("scarlint expl", "fish"), ["explain\tshow the page of a rule"]);
  });

  it("works in a shell", async (t) => {
    const cwd = workspace(t);
    const program = path.join(cwd, "bin/scarlint");
    mkdirSync(path.dirname(program));
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${COMMAND}" "$@"\n`);
    chmodSync(program, 0o755);
    const script = `source <(scarlint completion bash)
      COMP_WORDS=(scarlint explain zmq/) COMP_CWORD=2 COMP_LINE="scarlint explain zmq/" COMP_POINT=21
      _scarlint_completion
      echo "\${COMPREPLY[@]}"`;
    const env = { PATH: `${path.dirname(program)}:${process.env.PATH ?? ""}` };
    const { stdout } = await run("bash", ["--norc", "-c", script], { cwd, env });
    assert.equal(stdout, "zmq/bind-then-connect zmq/rebind\n");
  });

  it("is printed for each shell that there is, and refused for others in one line", async () => {
    for (const shell of ["bash", "zsh", "fish"]) {
      const { code, stdout } = await scarlint(["completion", shell]);
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`SHELL=${shell}\\b.*|SHELL=${shell} `));
      assert.match(stdout, /scarlint completion-server -- /);
    }
    const { code, stderr } = await scarlint(["completion", "fsh"]);
    assert.equal(code, 2);
    assert.equal(stderr, "scarlint: there is no completion for 'fsh', but for bash, zsh, fish; did you mean 'zsh'?\n");
  });
});
