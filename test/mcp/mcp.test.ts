import assert from "node:assert/strict";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { it, type TestContext } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { COMMAND } from "../cli/command.js";
import { directory, git, repository, write } from "../support/git.js";

const CLIENT = "async def fetch():\n    return 1\n";
const USER = "from client import fetch\n\n\nasync def main():\n    fetch()\n";

interface Said {
  readonly isError: boolean;
  readonly text: string;
}

/** A client of the SDK's own, and what a tool answers it. */
async function connected(t: TestContext, cwd: string): Promise<(tool: string, given?: object) => Promise<Said>> {
  const home = directory(t);
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [COMMAND, "mcp"],
    cwd,
    env: { PATH: process.env.PATH ?? "", XDG_CACHE_HOME: home, XDG_DATA_HOME: home },
  });
  const client = new Client({ name: "test", version: "1" });
  await client.connect(transport);
  t.after(() => client.close());
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map(({ name }) => name).sort(), ["explain", "next", "scan", "why"]);
  assert.ok(tools.every(({ annotations }) => annotations?.readOnlyHint === true));
  return async (name, given = {}) => {
    const answer = await client.callTool({ name, arguments: { ...given } });
    const content = answer.content as { text: string }[];
    return { isError: answer.isError === true, text: content.map(({ text }) => text).join("\n") };
  };
}

interface Scanned {
  readonly findings: number;
  readonly shown: readonly { readonly rule: string; readonly path: string; readonly related: readonly object[] }[];
}

it("a client scans a diff, is told why a line is silent and what to mend next, and changes nothing", async (t) => {
  const root = repository(t, { "client.py": CLIENT, "old.py": USER });
  const quiet = USER.replace("fetch()\n", "fetch()  # scarlint: ignore[asyncio] nobody waits\n");
  write(root, { "user.py": USER, "quiet.py": quiet });
  git(root, "add", "--intent-to-add", ".");
  const ask = await connected(t, root);
  const before = git(root, "status", "--porcelain");
  const scan = async (given: object): Promise<Scanned> => JSON.parse((await ask("scan", given)).text) as Scanned;
  assert.deepEqual((await scan({})).shown.map((one) => one.path).sort(), ["old.py", "user.py"]);
  const [brought, ...others] = (await scan({ diff: "HEAD" })).shown;
  assert.deepEqual([brought?.path, brought?.rule, others.length], ["user.py", "asyncio/forgotten-await", 0]);
  assert.equal(brought?.related.length, 1);
  assert.deepEqual(
    (await scan({ paths: ["old.py"] })).shown.map((one) => one.path),
    ["old.py"],
  );
  const why = await ask("why", { file: "quiet.py", line: 5 });
  assert.match(why.text, /nobody waits/);
  const next = JSON.parse((await ask("next", { diff: "HEAD" })).text) as { left: number; next: { path: string } };
  assert.deepEqual([next.left, next.next.path], [1, "user.py"]);
  assert.match((await ask("explain", { rule: "asyncio/forgotten-await" })).text, /^# asyncio\/forgotten-await\n/);
  assert.equal(git(root, "status", "--porcelain"), before);
});

it("stays inside the workspace, and says in a line what is wrong with a question", async (t) => {
  const root = directory(t);
  const outside = directory(t);
  writeFileSync(path.join(outside, "secret.py"), USER);
  writeFileSync(path.join(root, "client.py"), CLIENT);
  symlinkSync(path.join(outside, "secret.py"), path.join(root, "link.py"));
  const ask = await connected(t, root);
  const refused: readonly (readonly [tool: string, given: object, reason: RegExp])[] = [
    ["scan", { paths: ["../x"] }, /outside of the workspace/],
    ["scan", { paths: [path.join(outside, "secret.py")] }, /outside of the workspace/],
    ["scan", { paths: ["link.py"] }, /leads out of the workspace/],
    ["scan", { paths: ["client.py\0"] }, /no such file|null bytes/],
    ["scan", { diff: "--output=x" }, /git/],
    ["scan", { paths: 7 }, /paths/],
    ["why", { file: "link.py", line: 1 }, /leads out of the workspace/],
    ["why", { file: "client.py", line: 99 }, /no line 99/],
    ["why", { file: "client.py", line: -1 }, /line/],
    ["explain", { rule: "zmq/rebnd" }, /did you mean 'zmq\/rebind'/],
    ["write", {}, /write/],
  ];
  for (const [tool, given, reason] of refused) {
    const { isError, text } = await ask(tool, given);
    assert.match(text, reason);
    assert.equal(isError, true, text);
    assert.doesNotMatch(text, /\n\s+at /);
  }
  writeFileSync(path.join(root, "scarlint.toml"), "select = [asyncio]\n");
  assert.match((await ask("scan")).text, /scarlint\.toml:1/);
  assert.equal(readFileSync(path.join(root, "client.py"), "utf8"), CLIENT);
});
