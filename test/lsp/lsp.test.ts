import assert from "node:assert/strict";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { it } from "node:test";
import { CancellationTokenSource } from "vscode-jsonrpc/node";
import { scarlint, workspace } from "../cli/command.js";
import { Client, edited } from "./client.js";

const CLIENT = `async def fetch():
    return 1
`;
const PLAIN = `def fetch():
    return 1
`;
const USER = `from shop.client import fetch


async def main():
    fetch()
`;
const SHOP = { "shop/__init__.py": "", "shop/client.py": CLIENT, "shop/user.py": USER };

it("shows what the command finds in the whole workspace, with related places, and nothing of what is silenced", async (t) => {
  const directory = workspace(t, {
    "shop/__init__.py": "",
    "shop/client.py": CLIENT,
    "shop/quiet.py": USER.replace("fetch()\n", "fetch()  # scarlint: ignore[asyncio] a test\n"),
    "shop/loose.py": USER,
    "old.py": USER,
    "scarlint.toml": 'exclude = ["loose.py"]\nbaseline = "old.json"\n',
  });
  const { code } = await scarlint(["baseline", "--output", "old.json"], { cwd: directory });
  assert.equal(code, 0);
  writeFileSync(path.join(directory, "shop/user.py"), USER);
  const client = Client.start(t, directory);
  await client.initialize({ window: { workDoneProgress: true } });
  await client.until(() => client.pushed.has("shop/user.py"));
  assert.deepEqual([...client.pushed.keys()], ["shop/user.py"]);
  const [diagnostic] = client.pushed.get("shop/user.py") ?? [];
  assert.equal(diagnostic?.code, "asyncio/forgotten-await");
  assert.equal(diagnostic.source, "scarlint");
  assert.match(diagnostic.codeDescription?.href ?? "", /docs\/rules\/asyncio\/forgotten-await\.md$/);
  assert.deepEqual(diagnostic.range, { start: { line: 4, character: 4 }, end: { line: 4, character: 11 } });
  const [related] = diagnostic.relatedInformation ?? [];
  assert.equal(related?.location.uri, client.uri("shop/client.py"));
  assert.equal(related.location.range.start.line, 0);
  assert.ok(client.progress > 0);
  // What a scan passes over is passed over while it is open, too.
  for (const file of ["shop/loose.py", ".venv/new.py"]) {
    await client.open(file, USER);
    assert.deepEqual(await client.actions(file, 4), []);
    assert.equal(client.pushed.has(file), false);
  }
  assert.equal(await client.end(), 0);
});

it("goes by what is typed, in whichever file, and by what comes, changes and goes on the disk", async (t) => {
  // By a link, as temporary directories of some platforms are.
  const directory = path.join(workspace(t), "linked");
  symlinkSync(workspace(t, SHOP), directory);
  const client = Client.start(t, directory);
  await client.initialize();
  await client.until(() => client.rules("shop/user.py").length === 1);
  await client.open("shop/client.py", CLIENT);
  await client.type("shop/client.py", PLAIN);
  await client.until(() => client.rules("shop/user.py").length === 0);
  await client.open("shop/fresh.py", USER.replace("fetch()\n", "pass\n"));
  await client.type("shop/fresh.py", USER);
  await client.type("shop/client.py", CLIENT);
  await client.until(() => client.rules("shop/user.py").length + client.rules("shop/fresh.py").length === 2);
  await client.close("shop/fresh.py");
  await client.until(() => client.rules("shop/fresh.py").length === 0);
  await client.close("shop/client.py");
  writeFileSync(path.join(directory, "shop/late.py"), USER);
  await client.until(() => client.rules("shop/late.py").length === 1);
  writeFileSync(path.join(directory, "shop/client.py"), PLAIN);
  await client.until(() => client.rules("shop/late.py").length + client.rules("shop/user.py").length === 0);
  writeFileSync(path.join(directory, "shop/client.py"), CLIENT);
  await client.until(() => client.rules("shop/late.py").length === 1);
  rmSync(path.join(directory, "shop/late.py"));
  await client.until(() => client.rules("shop/late.py").length === 0);
  assert.deepEqual(client.rules("shop/user.py"), ["asyncio/forgotten-await"]);
});

it("fixes one finding or all, silences with a reason, and opens related places", async (t) => {
  const text = `import asyncio


async def fetch():
    return None


async def main():
    fetch()
    value = await fetch()
    if value is 1000:
        assert (value, "it is none")
`;
  const client = Client.start(t, workspace(t, { "a.py": text }));
  await client.initialize({ window: { showDocument: { support: true } } });
  await client.open("a.py", text);
  const titled = async (line: number, title: RegExp): Promise<Awaited<ReturnType<Client["actions"]>>[number]> => {
    const actions = await client.actions("a.py", line);
    const found = actions.find((action) => title.test(action.title));
    assert.ok(found, actions.map((action) => action.title).join("\n"));
    return found;
  };
  const fix = await titled(8, /^Await 'fetch'/);
  assert.match(edited(text, fix), /\n {4}await fetch\(\)\n/);
  assert.deepEqual(
    fix.diagnostics?.map(({ code }) => code),
    ["asyncio/forgotten-await"],
  );
  const open = await titled(8, /^Open a\.py:4/);
  await client.connection.sendRequest("workspace/executeCommand", open.command);
  assert.deepEqual(
    client.shown.map(({ uri, selection }) => [uri, selection?.start.line]),
    [[client.uri("a.py"), 3]],
  );
  const silence = await titled(8, /^Silence asyncio\/forgotten-await here/);
  const silenced = edited(text, silence);
  assert.match(silenced, /fetch\(\) {2}# scarlint: ignore\[asyncio\/forgotten-await\] \S/);
  await client.type("a.py", silenced);
  await client.until(() => client.pushed.has("a.py") && !client.rules("a.py").includes("asyncio/forgotten-await"));
});

it("fixes all that is safe to fix in a document, and what is left is what the command leaves", async (t) => {
  const text = `def pause(events, client):
    for event in events:  # scarlint: ignore[errors] nothing is silenced here
        client.send(event)  # scarlint: ignore[zmq] nor here
`;
  const client = Client.start(t, workspace(t, { "a.py": text }));
  await client.initialize();
  await client.open("a.py", text);
  const [all, ...others] = await client.actions("a.py", 0, ["source.fixAll"]);
  assert.ok(all);
  assert.deepEqual([all.kind, others.length], ["source.fixAll.scarlint", 0]);
  assert.equal(edited(text, all).includes("scarlint"), false);
});

it("silences above a statement where no comment can stand behind the line", async (t) => {
  const text = `async def fetch(query):
    return query


async def main():
    fetch("""
        select 1
    """)
`;
  const client = Client.start(t, workspace(t, { "a.py": text }));
  await client.initialize();
  await client.open("a.py", text);
  const action = (await client.actions("a.py", 5)).find(({ title }) => title.startsWith("Silence"));
  assert.ok(action);
  const silenced = edited(text, action);
  assert.match(silenced, /main\(\):\n {4}# scarlint: ignore\[asyncio\/forgotten-await\] .*\n {4}fetch\("""/);
  await client.type("a.py", silenced);
  await client.until(() => client.pushed.get("a.py")?.length === 0);
});

it("shows the page of a rule where it has found something, and where it is named", async (t) => {
  const client = Client.start(t, workspace(t, SHOP));
  await client.initialize();
  const text = `${USER}# scarlint: ignore[zmq/rebind] a word\n`;
  await client.open("shop/user.py", text);
  const hover = async (line: number, character: number): Promise<string> => {
    const params = { textDocument: { uri: client.uri("shop/user.py") }, position: { line, character } };
    const answer = await client.connection.sendRequest<{ contents: { value: string } } | null>(
      "textDocument/hover",
      params,
    );
    return answer?.contents.value ?? "";
  };
  assert.match(await hover(4, 6), /^# asyncio\/forgotten-await\n/);
  assert.match(await hover(5, 24), /^# zmq\/rebind$/m);
  assert.equal(await hover(0, 3), "");
});

it("says what is wrong with a configuration, keeps what it knew, and goes on once that is mended", async (t) => {
  const directory = workspace(t, { ...SHOP, "scarlint.toml": "select = [asyncio]\n" });
  const client = Client.start(t, directory);
  await client.initialize();
  await client.until(() => client.messages.length > 0);
  assert.match(client.messages[0] ?? "", /^scarlint: scarlint\.toml:1/);
  assert.equal(client.pushed.size, 0);
  writeFileSync(path.join(directory, "scarlint.toml"), 'select = ["asyncio"]\n');
  await client.until(() => client.rules("shop/user.py").length === 1);
  writeFileSync(path.join(directory, "scarlint.toml"), 'select = ["asyncoi"]\n');
  await client.until(() => client.messages.length > 1);
  assert.match(client.messages.at(-1) ?? "", /asyncoi/);
  assert.equal(client.rules("shop/user.py").length, 1);
  writeFileSync(path.join(directory, "scarlint.toml"), 'ignore = ["asyncio"]\n');
  await client.until(() => client.rules("shop/user.py").length === 0);
});

it("knows several folders, each with its own configuration, and files outside of all", async (t) => {
  const directory = workspace(t, {
    "one/a.py": CLIENT + USER.slice(USER.indexOf("\n")),
    "two/a.py": CLIENT + USER.slice(USER.indexOf("\n")),
    "two/scarlint.toml": 'ignore = ["asyncio"]\n',
    "three/a.py": CLIENT + USER.slice(USER.indexOf("\n")),
  });
  const client = Client.start(t, directory);
  await client.initialize({ workspace: { workspaceFolders: true } }, ["one", "two"]);
  await client.until(() => client.rules("one/a.py").length === 1);
  await client.open("three/a.py", CLIENT + USER.slice(USER.indexOf("\n")));
  await client.until(() => client.rules("three/a.py").length === 1);
  await client.close("three/a.py");
  await client.until(() => client.rules("three/a.py").length === 0);
  const changed = {
    added: [{ uri: client.uri("three"), name: "3" }],
    removed: [{ uri: client.uri("one"), name: "1" }],
  };
  await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event: changed });
  await client.until(() => client.rules("three/a.py").length === 1 && client.rules("one/a.py").length === 0);
  assert.equal(client.pushed.has("two/a.py"), false);
});

it("pushes to whoever only says that it pulls, and tells nothing twice to whoever does", async (t) => {
  const client = Client.start(t, workspace(t, SHOP));
  const pulling = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };
  const { capabilities } = await client.initialize(pulling);
  assert.ok(capabilities.diagnosticProvider);
  await client.open("shop/user.py", USER);
  await client.open("shop/client.py", CLIENT);
  await client.until(() => client.rules("shop/user.py").length === 1);
  const textDocument = { uri: client.uri("shop/user.py") };
  const pull = (): Promise<{ items: unknown[] }> =>
    client.connection.sendRequest("textDocument/diagnostic", { textDocument });
  assert.equal((await pull()).items.length, 1);
  await client.until(() => client.rules("shop/user.py").length === 0);
  await client.type("shop/client.py", PLAIN);
  await client.until(() => client.refreshes > 0);
  assert.equal((await pull()).items.length, 0);
});

it("gives up what is cancelled, and answers what comes after it", async (t) => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, n) => [`shop/user${String(n)}.py`, USER.repeat(1) + PLAIN.repeat(40)]),
  );
  const client = Client.start(t, workspace(t, { ...SHOP, ...many }), ["--no-cache"]);
  await client.initialize();
  await client.open("shop/user.py", USER);
  const source = new CancellationTokenSource();
  const asked = client.connection.sendRequest(
    "textDocument/codeAction",
    {
      textDocument: { uri: client.uri("shop/user.py") },
      range: { start: { line: 4, character: 0 }, end: { line: 4, character: 9 } },
      context: { diagnostics: [] },
    },
    source.token,
  );
  source.cancel();
  await assert.rejects(asked, { code: -32800 });
  assert.ok((await client.actions("shop/user.py", 4)).length > 0);
});

it("answers nonsense with errors, and lives", async (t) => {
  const client = Client.start(t, workspace(t, { ...SHOP, "bad.py": Buffer.from([0x78, 0x00, 0xff]) }));
  await client.initialize();
  const ask = (method: string, params: unknown): Promise<unknown> => client.connection.sendRequest(method, params);
  await assert.rejects(ask("scarlint/unknown", {}));
  assert.equal(await ask("textDocument/hover", { textDocument: 7 }), null);
  await assert.rejects(
    ask("workspace/executeCommand", { command: "scarlint.open", arguments: ["file:///etc/passwd"] }),
  );
  await assert.rejects(ask("workspace/executeCommand", { command: "rm", arguments: [] }));
  for (const uri of [
    "untitled:one",
    "http://host/a.py",
    "file://host/share/a.py",
    "file:///%00/%zz.py",
    "",
    "../a.py",
  ]) {
    const textDocument = { uri, languageId: "python", version: 1, text: USER };
    await client.connection.sendNotification("textDocument/didOpen", { textDocument });
    const position = { line: 99_999, character: 99_999 };
    assert.equal(await ask("textDocument/hover", { textDocument: { uri }, position }), null);
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }
  await client.open("shop/user.py", `${"(".repeat(20_000)}\0\ud800\r\r\n`);
  await client.type("shop/user.py", `x = ${"[".repeat(50_000)}`);
  await client.type("shop/user.py", USER);
  await client.until(() => client.rules("shop/user.py").length === 1 && client.pushed.has("bad.py"));
  assert.match(JSON.stringify(client.pushed.get("bad.py")), /not wholly scanned: .*NUL/);
  client.child.stdin?.write("Content-Length: 3\r\n\r\n{]}");
  assert.ok((await client.actions("shop/user.py", 4)).length > 0);
  assert.equal(await client.end(), 0);
});
