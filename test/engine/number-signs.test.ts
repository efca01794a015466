import assert from "node:assert/strict";
import { it } from "node:test";
import { scarlint, workspace } from "../cli/command.js";

/** Names that are defined, called and looked into: what texts are searched for, wherever it stands. */
const PROGRAM = `def find(key):
    if key:
        return None
    return [key]


def use():
    found = find(1)
    return found.pop()


def call(key):
    return find(key).rows


call(1)
`;

/** Each of these signs may begin the comment: looking from each to the end of the line would take a quarter of an hour. */
const COMMENT = `# ${"find#call#get#class find#self#".repeat(40_000)}\n`;

it("a comment of a million letters and many number signs is passed over", async (t) => {
  const cwd = workspace(t, { "app.py": PROGRAM + COMMENT });
  const { code, stderr } = await scarlint(["--no-cache", "--audit", "--format", "json"], { cwd });
  assert.deepEqual([code, stderr], [0, ""]);
});

/** Each of these words may begin what another linter is told. */
const WAIVED = `import requests


def ask(url):
    return requests.get(url)  ${"# noqa ".repeat(60_000)}


def tell(url):
    try:
        ask(url)
    except Exception:  #${" noqa".repeat(80_000)}
        pass
`;

it("a line that tells other linters to look away again and again is read once", async (t) => {
  const cwd = workspace(t, { "app.py": WAIVED });
  const { code, stderr } = await scarlint(["--no-cache", "--audit", "--format", "json"], { cwd });
  assert.deepEqual([code, stderr], [1, ""]);
});
