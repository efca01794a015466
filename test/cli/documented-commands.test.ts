import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { ROOT } from "../support/paths.js";
import { COMMAND, example, run, workspace } from "./command.js";

const AGENT = `import zmq


class Agent:
    def __init__(self):
        self.socket = zmq.Context.instance().socket(zmq.REP)
        self.socket.bind("tcp://*:5555")

    def again(self):
        self.socket.bind("tcp://*:5555")


def take(path):
    try:
        return open(path).read()
    except Exception:
        pass
`;

/** Commands that stay, or that need what a page's own test makes. */
const ELSEWHERE = /--watch\b|^npm\b|\bdocker\b/;
/** Pages whose commands are run in their order by tests of their own. */
const PAGES_ELSEWHERE = new Set(["remediation.md", "triage.md", "evidence.md"]);

/** The command lines in the shell blocks of a page that run scarlint, without what is said beside them. */
function commandsOn(page: string): readonly string[] {
  const text = readFileSync(path.join(ROOT, page), "utf8");
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = ""]) => block.replaceAll("\\\n", " ").split("\n"))
    .map((line) =>
      line
        .replace(/^\$ /, "")
        .replace(/ +#.*$/, "")
        .trim(),
    )
    .filter((line) => /(^|\| )scarlint\b/.test(line) && !ELSEWHERE.test(line));
}

/** A project with a history, which has what the pages speak of, and a `scarlint` on its path. */
async function project(t: TestContext): Promise<Parameters<typeof run>[2]> {
  const cwd = workspace(t, {
    "package.json": '{ "type": "module" }\n',
    "app.py": AGENT,
    "src/app.py": AGENT,
    "shop/pool.py": `${"\n".repeat(72)}${AGENT}`,
    "shop/jobs.py": AGENT,
    "run1.xml": '<testsuite timestamp="2030-01-01T10:00:00.5"><testcase classname="a" name="b"/></testsuite>\n',
    "run2.xml": '<testsuite timestamp="2030-01-01T11:00:00.5"><testcase classname="a" name="b"/></testsuite>\n',
    "summary.md": "# Summary\n\n- **Tests:** 1\n",
    "tests/helpers.py": "def two():\n    return 2\n",
    "lint/billing/float-money.js": example("custom-rules.md"),
  });
  const bin = path.join(cwd, ".git/bin");
  const env = { PATH: `${bin}:${process.env.PATH ?? ""}`, HOME: cwd };
  const git = async (...args: string[]): Promise<void> => {
    const { code, stderr } = await run("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { cwd, env });
    assert.equal(code, 0, stderr);
  };
  await git("init", "-q", "-b", "main");
  await git("add", ".");
  await git("commit", "-qm", "Begin");
  await git("tag", "v1.0");
  await git("update-ref", "refs/remotes/origin/main", "HEAD");
  mkdirSync(bin);
  writeFileSync(path.join(bin, "scarlint"), `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
  chmodSync(path.join(bin, "scarlint"), 0o755);
  return { cwd, env };
}

describe("the commands that the documentation shows", () => {
  const pages = ["README.md", ...readdirSync(path.join(ROOT, "docs")).map((file) => `docs/${file}`)];
  for (const page of pages) {
    const commands = page.endsWith(".md") && !PAGES_ELSEWHERE.has(path.basename(page)) ? commandsOn(page) : [];
    if (commands.length === 0) continue;
    it(`run one after the other: ${page}`, async (t) => {
      const where = await project(t);
      for (const command of commands) {
        const { code, stderr } = await run("sh", ["-c", command], where);
        assert.ok(code === 0 || code === 1, `${command}: exit code ${String(code)}, ${stderr}`);
        assert.doesNotMatch(stderr, /error:/, command);
      }
    });
  }

  it("are many", () => {
    assert.ok(pages.filter((page) => page.endsWith(".md")).flatMap(commandsOn).length > 50);
  });
});
