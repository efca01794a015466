import { existsSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { LanguageClient, type Executable } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

/** Starts `scarlint lsp`, which does all the rest. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(vscode.commands.registerCommand("scarlint.restart", restart));
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("scarlint")) await restart();
    }),
  );
  await start();
}

/** Ends it. */
export async function deactivate(): Promise<void> {
  await client?.stop();
  client = undefined;
}

async function restart(): Promise<void> {
  await deactivate();
  await start();
}

async function start(): Promise<void> {
  const documentSelector = [{ scheme: "file", language: "python" }];
  client = new LanguageClient("scarlint", "scarlint", serverOf(), { documentSelector });
  try {
    await client.start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const way = "install it with 'npm install --save-dev scarlint', or set 'scarlint.command'";
    void vscode.window.showErrorMessage(`scarlint does not start: ${reason}; ${way}`);
  }
}

/** The command of the settings, or the scarlint of the workspace, or the one on the path. */
function serverOf(): Executable {
  const settings = vscode.workspace.getConfiguration("scarlint");
  const [first, ...rest] = settings.get<string[]>("command", []);
  const extra = settings.get<string[]>("arguments", []);
  const args = [...extra, "lsp", "--stdio"];
  // What stands in node_modules/.bin is a batch file on Windows, which a shell alone runs.
  const options = { shell: process.platform === "win32" };
  if (first !== undefined) return { command: first, args: [...rest, ...args], options };
  const [own] = (vscode.workspace.workspaceFolders ?? [])
    .map(({ uri }) => join(uri.fsPath, "node_modules/scarlint/dist/src/cli/launch.cjs"))
    .filter((file) => existsSync(file));
  return own === undefined ? { command: "scarlint", args, options } : { command: "node", args: [own, ...args] };
}
