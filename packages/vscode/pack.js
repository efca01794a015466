// Packages the extension into dist/vscode/scarlint.vsix; nothing is asked of any server.
import { createVSIX } from "@vscode/vsce";
import { build } from "esbuild";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const HERE = import.meta.dirname;
const ROOT = join(HERE, "../..");
const TARGET = join(ROOT, "dist/vscode");

rmSync(TARGET, { recursive: true, force: true });
mkdirSync(TARGET, { recursive: true });
await build({
  entryPoints: [join(HERE, "src/extension.ts")],
  outfile: join(TARGET, "extension.js"),
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  external: ["vscode"],
  minifySyntax: true,
  logLevel: "warning",
});
cpSync(join(HERE, "README.md"), join(TARGET, "README.md"));
cpSync(join(ROOT, "LICENSE"), join(TARGET, "LICENSE"));
// It has the version of what it starts, and is no module once it is bundled.
const manifest = JSON.parse(readFileSync(join(HERE, "package.json"), "utf8"));
delete manifest.type;
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
writeFileSync(join(TARGET, "package.json"), JSON.stringify({ ...manifest, version }, undefined, 2));
await createVSIX({ cwd: TARGET, packagePath: join(TARGET, "scarlint.vsix"), dependencies: false });
