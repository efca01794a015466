import assert from "node:assert/strict";
import { accessSync, constants, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { it } from "node:test";
import { Client } from "../lsp/client.js";
import { ROOT } from "../support/paths.js";
import { BUGGY, COMMAND, example, run, workspace } from "./command.js";

const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/**
 * Unpacks what would be published into `node_modules` of a directory, with the packages it depends on inside, as npm lays
 * out what is installed globally; the optional ones, which are native, are absent.
 */
async function install(cwd: string): Promise<string> {
  const packed = await run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", cwd], { cwd: ROOT });
  const installed = path.join(cwd, "node_modules/scarlint");
  const modules = path.join(installed, "node_modules");
  mkdirSync(modules, { recursive: true });
  const unpacked = await run("tar", ["-xzf", packed.stdout.trim(), "-C", installed, "--strip-components=1"], { cwd });
  assert.equal(unpacked.code, 0, packed.stderr + unpacked.stderr);
  for (const name of Object.keys(dependencies)) {
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(path.join(ROOT, "node_modules", name), path.join(modules, name));
  }
  return installed;
}

it("works as it is published, without the native packages", async (t) => {
  const cwd = workspace(t, { "app.py": BUGGY });
  const installed = await install(cwd);
  const command = path.join(installed, "dist/src/cli/launch.cjs");
  const native = await run(process.execPath, [command, "app.py"], { cwd, env: { SCARLINT_PARSER: "native" } });
  assert.match(native.stderr, /the native parser does not load/);
  const { code, stdout, stderr } = await run(process.execPath, [command, "app.py"], { cwd });
  assert.equal(stderr, "");
  assert.match(stdout, /^app\.py:3:1 medium errors\/swallowed-exception\n/);
  assert.equal(code, 1);
  const page = await run(process.execPath, [command, "explain", "errors/swallowed-exception"], { cwd });
  assert.equal(page.code, 0, page.stderr);
  const hello = { jsonrpc: "2.0", id: 1, method: "initialize" };
  const client = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1" } };
  const input = `${JSON.stringify({ ...hello, params: client })}\n`;
  assert.match(
    (await run(process.execPath, [command, "mcp"], { cwd, input })).stdout,
    /"serverInfo":\{"name":"scarlint"/,
  );
  const editor = Client.start(t, cwd, [], command);
  await editor.initialize();
  await editor.until(() => editor.rules("app.py").includes("errors/swallowed-exception"));
  assert.equal(await editor.end(), 0);
  // What the build has compiled is for the Node that built it.
  for (const name of readdirSync(path.join(installed, "dist/bundle")).filter((file) => file.includes(".cjs.")))
    rmSync(path.join(installed, "dist/bundle", name));
  assert.equal((await run(process.execPath, [command, "app.py"], { cwd })).code, 1);
});

it("runs the rule of docs/custom-rules.md in a project that knows nothing of it", async (t) => {
  const command = path.join(await install(workspace(t)), "dist/src/cli/launch.cjs");
  const filler = "x = 1\n".repeat(140_000);
  const cwd = workspace(t, {
    "package.json": '{ "type": "module" }\n',
    "lint/billing/float-money.js": example("custom-rules.md"),
    // Large enough for threads, which load the rules again.
    ...Object.fromEntries(["a", "b", "c"].map((name) => [`${name}.py`, `${filler}total = float(net)\n`])),
  });
  const outcome = await run(process.execPath, [command, "--rules", "lint", "--select", "billing", "--quiet"], { cwd });
  assert.equal(outcome.stderr, "");
  assert.equal(outcome.stdout.match(/^[abc]\.py:140001:9 high billing\/float-money$/gm)?.length, 3, outcome.stdout);
  assert.equal(outcome.code, 1);
});

it("is published with the licence of the grammar it ships, and without tests", async () => {
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--dry-run", "--json"], { cwd: ROOT });
  const [packed] = JSON.parse(stdout) as { readonly files: readonly { readonly path: string }[] }[];
  const paths = packed?.files.map((file) => file.path) ?? [];
  assert.ok(paths.includes("src/syntax/grammar/LICENSE"));
  assert.ok(paths.includes("src/syntax/grammar/tree-sitter-python.wasm"));
  assert.ok(paths.includes("dist/bundle/LICENSES.txt"));
  assert.deepEqual(
    paths.filter((file) => /(^|\/)(test|fixtures|bench)\//.test(file) || file.endsWith(".tgz")),
    [],
  );
});

it("can be started once it is built, whoever has linked it before", () => {
  accessSync(COMMAND, constants.X_OK);
});
