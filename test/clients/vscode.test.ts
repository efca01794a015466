import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { it } from "node:test";
import { directory } from "../support/git.js";
import { ROOT } from "../support/paths.js";

const VSIX = path.join(ROOT, "dist/vscode/scarlint.vsix");

interface Manifest {
  readonly version: string;
  readonly main: string;
  readonly engines: { readonly vscode: string };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: boolean } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

it("the extension for Visual Studio Code packages without a network, and its manifest is true", (t) => {
  const env = { ...process.env, HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9" };
  execFileSync(process.execPath, [path.join(ROOT, "packages/vscode/pack.js")], { env, stdio: "pipe" });
  const target = directory(t);
  execFileSync("python3", ["-m", "zipfile", "-e", VSIX, target]);
  const extension = path.join(target, "extension");
  assert.deepEqual(
    readdirSync(extension)
      .map((name) => name.toLowerCase())
      .sort(),
    ["extension.js", "license.txt", "package.json", "readme.md"],
  );
  const manifest = JSON.parse(readFileSync(path.join(extension, "package.json"), "utf8")) as Manifest;
  const own = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
  assert.equal(manifest.version, own.version);
  const code = readFileSync(path.join(extension, manifest.main), "utf8");
  const source = readFileSync(path.join(ROOT, "packages/vscode/src/extension.ts"), "utf8");
  const registered = [...source.matchAll(/registerCommand\("([^"]+)"/g)].map(([, command]) => command);
  assert.deepEqual(
    manifest.contributes.commands.map(({ command }) => command),
    registered,
  );
  const settings = [...source.matchAll(/settings\.get<[^>]+>\("([^"]+)"/g)].map(([, name]) => `scarlint.${name ?? ""}`);
  assert.deepEqual(Object.keys(manifest.contributes.configuration.properties).sort(), settings.sort());
  // It starts what lies in the workspace.
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, false);
  const client = path.join(ROOT, "node_modules/vscode-languageclient/package.json");
  const { engines } = JSON.parse(readFileSync(client, "utf8")) as Pick<Manifest, "engines">;
  assert.equal(manifest.engines.vscode, engines.vscode);
  const required = [...code.matchAll(/\brequire\("([^"./][^"]*)"\)/g)].map(([, name = ""]) => name);
  assert.deepEqual([...new Set(required.filter((name) => !isBuiltin(name)))], ["vscode"]);
});
