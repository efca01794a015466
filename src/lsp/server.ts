import { dirname } from "node:path";
import {
  CodeActionKind,
  createConnection,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  type Hover,
  type HoverParams,
  type InitializeParams,
  type InitializeResult,
  type Range,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { LiveScan } from "../engine/live/live.js";
import type { Finding, ScanResult } from "../engine/finding/finding.js";
import { RULES } from "../engine/rules/rules.generated.js";
import type { ScanOptions } from "../engine/scan/reporting.js";
import { isInside } from "../files/paths.js";
import { visible } from "../report/visible.js";
import { VERSION } from "../version.js";
import { actionsFor, FIX_ALL, OPEN } from "./actions.js";
import { diagnosticsOf } from "./diagnostics.js";
import { Folder } from "./folder.js";
import { hoverAt } from "./hover.js";
import { fileOf, uriOf } from "./places.js";
import { Published } from "./published.js";

/**
 * Serves an editor over standard input and output until that ends.
 *
 * @param options what the command line says of every scan
 */
export function serve(options: ScanOptions): void {
  new Server(createConnection(process.stdin, process.stdout), options).listen();
}

class Server {
  readonly #documents = new TextDocuments(TextDocument);
  /** By the address that the client gave, or that of a file which lies in none. */
  readonly #folders = new Map<string, Folder>();
  readonly #results = new Map<Folder, ScanResult>();
  readonly #published: Published;
  #client: ClientCapabilities = {};

  constructor(
    private readonly connection: Connection,
    private readonly options: ScanOptions,
  ) {
    this.#published = new Published(connection, (absolute) => this.uriOf(absolute));
  }

  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    connection.onHover((params, token) => this.hover(params, token));
    connection.onCodeAction((params, token) => this.actions(params, token));
    connection.onExecuteCommand(({ command, arguments: [uri, range] = [] }) => this.open(command, uri, range));
    connection.languages.diagnostics.on(async ({ textDocument: { uri } }, token) => {
      const absolute = fileOf(uri);
      const items = absolute === undefined ? [] : await this.pulled(absolute, token);
      return { kind: "full", items };
    });
    this.#documents.onDidOpen(({ document: { uri } }) => this.opened(uri));
    this.#documents.onDidChangeContent(({ document: { uri } }) => this.changed(uri));
    this.#documents.onDidClose(({ document: { uri } }) => this.closed(uri));
    this.#documents.onDidSave(({ document: { uri } }) => this.changed(uri));
    this.#documents.listen(connection);
    connection.listen();
  }

  private initialize({ capabilities, workspaceFolders, ...params }: InitializeParams): InitializeResult {
    this.#client = capabilities;
    // Older clients name one folder.
    const { rootUri = null } = params as { rootUri?: string | null };
    const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri === null ? [] : [rootUri]);
    for (const uri of uris) this.addFolder(uri);
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        executeCommandProvider: { commands: [OPEN] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        ...(capabilities.textDocument?.diagnostic && {
          diagnosticProvider: { identifier: "scarlint", interFileDependencies: true, workspaceDiagnostics: false },
        }),
      },
      serverInfo: { name: "scarlint", version: VERSION },
    };
  }

  private initialized(): void {
    if (this.#client.workspace?.workspaceFolders) {
      this.connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) this.removeFolder(uri);
        for (const { uri } of added) this.addFolder(uri)?.start();
      });
    }
    for (const folder of this.#folders.values()) folder.start();
  }

  private addFolder(uri: string): Folder | undefined {
    const absolute = fileOf(uri);
    if (absolute === undefined) return undefined;
    const folder = this.folder(absolute);
    this.#folders.set(uri, folder);
    return folder;
  }

  private folder(absolute: string, paths?: readonly string[]): Folder {
    return new Folder(
      absolute,
      { ...this.options, current: absolute, paths },
      {
        buffers: () => this.buffers(),
        publish: (folder, result) => {
          this.#results.set(folder, result);
          this.publish();
        },
        say: (lines) => this.say(lines),
        showing: (work) => this.showing(work),
      },
    );
  }

  private removeFolder(uri: string): void {
    const folder = this.#folders.get(uri);
    if (!folder) return;
    this.#folders.delete(uri);
    this.#results.delete(folder);
    void folder.close();
    this.publish();
  }

  /** The innermost folder that a file lies in. */
  private folderOf(absolute: string): Folder | undefined {
    return [...this.#folders.values()]
      .filter((folder) => isInside(absolute, folder.absolute))
      .sort((a, b) => b.absolute.length - a.absolute.length)[0];
  }

  private buffers(): ReadonlyMap<string, string> {
    return new Map(
      this.#documents.all().flatMap((document) => {
        const absolute = fileOf(document.uri);
        return absolute === undefined ? [] : [[absolute, document.getText()] as const];
      }),
    );
  }

  private opened(uri: string): void {
    const absolute = fileOf(uri);
    if (absolute === undefined || this.folderOf(absolute)) return;
    const alone = this.folder(dirname(absolute), [absolute]);
    this.#folders.set(uri, alone);
    alone.start();
  }

  private changed(uri: string): void {
    const absolute = fileOf(uri);
    if (absolute === undefined) return;
    for (const folder of this.#folders.values()) if (isInside(absolute, folder.absolute)) folder.changed(absolute);
  }

  private closed(uri: string): void {
    const absolute = fileOf(uri);
    if (absolute !== undefined) this.#published.forget(absolute);
    this.changed(uri);
    // A folder is never closed like this: no document has its address.
    this.removeFolder(uri);
  }

  private publish(): void {
    const all = new Map<string, Diagnostic[]>();
    for (const [folder, result] of this.#results) {
      for (const [absolute, diagnostics] of diagnosticsOf(result)) {
        const owner = this.folderOf(absolute);
        if (owner === undefined || owner === folder) all.set(absolute, diagnostics);
      }
    }
    const isRefreshed = this.#published.publish(all);
    if (isRefreshed && this.#client.workspace?.diagnostics?.refreshSupport) {
      void this.connection.languages.diagnostics.refresh();
    }
  }

  private async pulled(absolute: string, token: CancellationToken): Promise<Diagnostic[]> {
    await this.knowing(absolute, token);
    return this.#published.pull(absolute);
  }

  private async hover({ textDocument, position }: HoverParams, token: CancellationToken): Promise<Hover | null> {
    const document = this.#documents.get(textDocument.uri);
    const absolute = fileOf(textDocument.uri);
    if (!document || absolute === undefined) return null;
    const known = await this.knowing(absolute, token);
    const { line } = position;
    const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
    const { rules = RULES } = this.options;
    return (await hoverAt(position, text, known?.findings ?? [], rules)) ?? null;
  }

  private async actions(params: CodeActionParams, token: CancellationToken): Promise<CodeAction[]> {
    const document = this.#documents.get(params.textDocument.uri);
    const absolute = fileOf(params.textDocument.uri);
    const known = document && absolute !== undefined ? await this.knowing(absolute, token) : undefined;
    if (!known || !document) return [];
    const { live, path, findings } = known;
    return await actionsFor(params, {
      root: live.job.root,
      path,
      text: document.getText(),
      findings,
      textOf: (other) => live.textOf(other),
      canShow: this.#client.window?.showDocument?.support === true,
    });
  }

  /** What is known of a file as it is now. @throws ResponseError when the client has lost interest */
  private async knowing(
    absolute: string,
    token: CancellationToken,
  ): Promise<{ live: LiveScan; path: string; findings: readonly Finding[] } | undefined> {
    const known = await this.folderOf(absolute)?.knowing(absolute, token);
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
    if (!known) return undefined;
    const { live, path } = known;
    return { ...known, findings: live.result().findings.filter((finding) => finding.path === path) };
  }

  private async open(command: string, uri: unknown, range: unknown): Promise<null> {
    if (command !== OPEN || typeof uri !== "string" || fileOf(uri) === undefined || !isRange(range)) {
      throw new ResponseError(LSPErrorCodes.RequestFailed, `'${OPEN}' takes the address of a file and a range`);
    }
    await this.connection.window.showDocument({ uri, selection: range, takeFocus: true });
    return null;
  }

  /** The address of a file: the client's own, where it has it open. */
  private uriOf(absolute: string): string {
    return this.#documents.all().find(({ uri }) => fileOf(uri) === absolute)?.uri ?? uriOf(absolute);
  }

  private say(lines: readonly string[]): void {
    const message = lines.map((line) => `scarlint: ${visible(line)}`).join("\n");
    void this.connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Error, message });
  }

  private async showing(work: (onProgress: ScanOptions["onProgress"]) => Promise<LiveScan>): Promise<LiveScan> {
    if (this.#client.window?.workDoneProgress !== true) return await work(undefined);
    const progress = await this.connection.window.createWorkDoneProgress();
    progress.begin("scarlint", 0);
    try {
      return await work((done, total) =>
        progress.report(Math.floor((100 * done) / total), `${done} of ${total} files`),
      );
    } finally {
      progress.done();
    }
  }
}

function isRange(range: unknown): range is Range {
  const isPosition = (at: unknown): boolean => isRecord(at) && [at.line, at.character].every(Number.isInteger);
  return isRecord(range) && isPosition(range.start) && isPosition(range.end);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
