/**
 * Measures what a keystroke in an editor costs `scarlint lsp`, in CPU time of the server until all is known again:
 * `node dist/bench/editor.js [FILES]`, on Linux.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { fillerOf } from "./filler.js";
import { Random } from "./random.js";
import { median } from "./statistics.js";

const COMMAND = resolve(import.meta.dirname, "../src/cli/launch.cjs");
const FILES = Number(process.argv[2] ?? "5000");
const KEYSTROKES = 15;
/** One file in so many calls what it has to await. */
const SELDOM = 20;
/** Milliseconds without CPU time after which a server has come to its end; the kernel counts in tens. */
const QUIET = 400;

/** A service of packages of fifty modules, each of which uses what another defines. */
function generate(directory: string): string {
  const random = new Random(1);
  const packageOf = (number: number): string => `package_${String(Math.floor(number / 50))}`;
  for (let number = 0; number < FILES; number++) {
    const other = random.below(FILES);
    const folder = join(directory, packageOf(number));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "__init__.py"), "");
    const text = `import asyncio

from ${packageOf(other)}.module_${String(other)} import load_${String(other)}
${fillerOf(random, 1500)}

async def load_${String(number)}(host):
    reader, writer = await asyncio.open_connection(host, 80)
    try:
        return await reader.read(100)
    finally:
        writer.close()


async def refresh_${String(number)}(host):
    ${number % SELDOM === 0 ? "" : "return await "}load_${String(other)}(host)
`;
    writeFileSync(join(folder, `module_${String(number)}.py`), text);
  }
  return join(packageOf(Math.floor(FILES / 2)), `module_${String(Math.floor(FILES / 2))}.py`);
}

const directory = mkdtempSync(join(tmpdir(), "scarlint-editor-"));
try {
  await measure();
} finally {
  rmSync(directory, { recursive: true });
}

async function measure(): Promise<void> {
  const file = join(directory, generate(directory));
  const server = spawn(process.execPath, [COMMAND, "--no-cache", "lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  /** Seconds that the server has computed. */
  const used = (): number => {
    const fields =
      readFileSync(`/proc/${String(server.pid)}/stat`, "utf8")
        .split(") ")[1]
        ?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  };
  const settled = async (): Promise<number> => {
    for (let before = -1; before !== used();) {
      before = used();
      await wait(QUIET);
    }
    return used();
  };
  const workspaceFolders = [{ uri: pathToFileURL(directory).href, name: "bench" }];
  const start = { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders };
  await connection.sendRequest("initialize", start);
  await connection.sendNotification("initialized", {});
  const uri = pathToFileURL(file).href;
  const text = readFileSync(file, "utf8");
  const hover = { textDocument: { uri }, position: { line: 0, character: 0 } };
  const opened = { uri, languageId: "python", version: 0, text };
  await connection.sendNotification("textDocument/didOpen", { textDocument: opened });
  await connection.sendRequest("textDocument/hover", hover);
  console.log(`${String(FILES)} files: first look ${(await settled()).toFixed(1)} s of CPU`);
  const at = { line: 2, character: 0 };
  const keystroke = async (version: number): Promise<number> => {
    const before = await settled();
    const contentChanges = [{ range: { start: at, end: at }, text: version === 1 ? "# k\n" : "k" }];
    if (version > 1) at.character = 2;
    await connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
    await connection.sendRequest("textDocument/hover", hover);
    return (await settled()) - before;
  };
  console.log(`first keystroke ${((await keystroke(1)) * 1000).toFixed(0)} ms`);
  await keystroke(2);
  const times: number[] = [];
  for (let version = 3; version < 3 + KEYSTROKES; version++) times.push((await keystroke(version)) * 1000);
  console.log(`once warm: median ${median(times).toFixed(0)} ms, at most ${Math.max(...times).toFixed(0)} ms`);
  connection.dispose();
  server.kill();
}
