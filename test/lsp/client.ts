import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import type { CodeAction, Diagnostic, Range } from "vscode-languageserver/node";
import { COMMAND } from "../cli/command.js";

/** How long something may take to come on a busy machine, in milliseconds: nothing that hangs is waited for. */
const LONG = 120_000;

/** A client of the language server, over its standard input and output. */
export class Client {
  /** What was pushed last, by the name of the file. */
  readonly pushed = new Map<string, readonly Diagnostic[]>();
  readonly messages: string[] = [];
  readonly shown: { readonly uri: string; readonly selection?: Range }[] = [];
  refreshes = 0;
  progress = 0;
  #heard: (() => void)[] = [];
  #versions = new Map<string, number>();

  private constructor(
    readonly directory: string,
    readonly child: ChildProcess,
    readonly connection: MessageConnection,
  ) {
    const note = (act: () => void): void => {
      act();
      for (const heard of this.#heard.splice(0)) heard();
    };
    connection.onNotification("textDocument/publishDiagnostics", (params: Pushed) =>
      note(() => this.pushed.set(path.relative(directory, new URL(params.uri).pathname), params.diagnostics)),
    );
    connection.onNotification("window/showMessage", ({ message }: { message: string }) =>
      note(() => this.messages.push(message)),
    );
    connection.onNotification("$/progress", () => note(() => this.progress++));
    connection.onRequest("window/workDoneProgress/create", () => null);
    connection.onRequest("workspace/diagnostic/refresh", () => {
      note(() => this.refreshes++);
      return null;
    });
    connection.onRequest("window/showDocument", (params: { uri: string; selection?: Range }) => {
      note(() => this.shown.push(params));
      return { success: true };
    });
    connection.listen();
  }

  /** Starts a server. @param args of the command, before `lsp` */
  static start(t: TestContext, directory: string, args: readonly string[] = [], command = COMMAND): Client {
    const caches = mkdtempSync(path.join(tmpdir(), "scarlint-caches-"));
    const env = { ...process.env, XDG_CACHE_HOME: caches, XDG_DATA_HOME: caches };
    const child = spawn(process.execPath, [command, ...args, "lsp", "--stdio"], { env, cwd: directory });
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    t.after(() => {
      connection.dispose();
      child.kill("SIGKILL");
      rmSync(caches, { recursive: true, force: true });
    });
    return new Client(directory, child, connection);
  }

  /** Introduces itself, with some folders below its directory. */
  async initialize(capabilities: object = {}, folders: readonly string[] = ["."]): Promise<Initialized> {
    const workspaceFolders = folders.map((name) => ({ uri: this.uri(name), name }));
    const params = { processId: process.pid, rootUri: null, workspaceFolders, capabilities };
    const answer = await this.connection.sendRequest<Initialized>("initialize", params);
    await this.connection.sendNotification("initialized", {});
    return answer;
  }

  uri(file: string): string {
    return pathToFileURL(path.resolve(this.directory, file)).href;
  }

  async open(file: string, text: string): Promise<void> {
    this.#versions.set(file, 1);
    const textDocument = { uri: this.uri(file), languageId: "python", version: 1, text };
    await this.connection.sendNotification("textDocument/didOpen", { textDocument });
  }

  /** Types: the whole text is another. */
  async type(file: string, text: string): Promise<void> {
    const version = (this.#versions.get(file) ?? 0) + 1;
    this.#versions.set(file, version);
    const textDocument = { uri: this.uri(file), version };
    await this.connection.sendNotification("textDocument/didChange", { textDocument, contentChanges: [{ text }] });
  }

  async close(file: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri: this.uri(file) } });
  }

  async actions(file: string, line: number, only?: readonly string[]): Promise<CodeAction[]> {
    const range = { start: { line, character: 0 }, end: { line, character: 200 } };
    const context = { diagnostics: [], ...(only && { only }) };
    return this.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri: this.uri(file) },
      range,
      context,
    });
  }

  /** Waits until something holds of what the server has said. @throws Error with all of that after a long time */
  async until(holds: () => boolean): Promise<void> {
    const ends = Date.now() + LONG;
    while (!holds()) {
      if (Date.now() > ends) throw new Error(`it never came to this: ${JSON.stringify([...this.pushed])}`);
      await new Promise<void>((heard) => {
        const timer = setTimeout(heard, 1000);
        this.#heard.push(() => {
          clearTimeout(timer);
          heard();
        });
      });
    }
  }

  /** The rules of what was pushed for a file. */
  rules(file: string): string[] {
    return (this.pushed.get(file) ?? []).map(({ code }) => String(code));
  }

  /** Ends the server as the protocol has it; its exit code. */
  async end(): Promise<number | null> {
    const exited = new Promise<number | null>((resolve) => this.child.on("exit", resolve));
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    return await exited;
  }
}

interface Pushed {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
}

interface Initialized {
  readonly capabilities: Readonly<Record<string, unknown>>;
}

/** A text after the edits of an action, which are all of one file. */
export function edited(text: string, { edit }: CodeAction): string {
  const [edits = []] = Object.values(edit?.changes ?? {});
  const lines = text.split("\n");
  const offset = ({ line, character }: Range["start"]): number =>
    lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (now, { range, newText }) => now.slice(0, offset(range.start)) + newText + now.slice(offset(range.end)),
      text,
    );
}
