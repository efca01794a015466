// Makes one file of the command and one of its threads' code, from what the compiler has written into dist/: opening
// some two hundred modules takes longer than scanning a few files.
import { build } from "esbuild";
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

const ROOT = import.meta.dirname;
const TARGET = join(ROOT, "dist/bundle");
const COMMAND = join(TARGET, "scarlint.cjs");
/** What is scanned to see what of the command a scan needs: programs with findings. */
const PROGRAMS = ["asyncio", "objects", "threads", "zmq"].map((domain) => join(ROOT, "fixtures", domain));

/** commander could start a program for a command; none of ours is one, and what it takes for that loads slowly. */
const withoutPrograms = {
  name: "without-programs",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      importer.includes("/commander/") ? { path, namespace: "without" } : undefined,
    );
    onLoad({ filter: /./, namespace: "without" }, () => ({ contents: "" }));
  },
};

/** What only an assistant asks for is a file of its own, so that the command stays small. */
const sdkBeside = {
  name: "sdk-beside",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/sdk\.js$/ }, ({ importer }) =>
      /[\\/]mcp[\\/]server\.js$/.test(importer) ? { path: "./sdk.cjs", external: true } : undefined,
    );
  },
};

rmSync(TARGET, { recursive: true, force: true });
const { metafile, outputFiles } = await build({
  absWorkingDir: ROOT,
  entryPoints: {
    scarlint: "dist/src/cli/main.js",
    worker: "dist/src/engine/share/worker.js",
    sdk: "dist/src/mcp/sdk.js",
  },
  outdir: TARGET,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  // A script that is not compiled anew has no imports of its own.
  supported: { "dynamic-import": false },
  // Those that look for files beside their own, and what serves editors alone.
  external: [
    "@pnpm/tabtab",
    "piscina",
    "tree-sitter",
    "tree-sitter-python",
    "vscode-languageserver",
    "vscode-languageserver-textdocument",
    "web-tree-sitter",
  ],
  banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
  define: { "import.meta.url": "bundleUrl" },
  plugins: [withoutPrograms, sdkBeside],
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: true,
  write: false,
  logLevel: "warning",
});
mkdirSync(TARGET);
for (const { path, text } of outputFiles) writeFileSync(path, plain(text));
// npm sees to that when it links the command for the first time, and not when what it has linked is built anew.
chmodSync(join(ROOT, "dist/src/cli/launch.cjs"), 0o755);
await writeManual();
writeFileSync(join(TARGET, "LICENSES.txt"), licensesOf(Object.keys(metafile.inputs)));
keepCompiled();

/** Writes the page that `man scarlint` shows once the package is installed. */
async function writeManual() {
  const { manual } = await import("./dist/src/cli/manual.js");
  mkdirSync(join(ROOT, "dist/man"), { recursive: true });
  writeFileSync(join(ROOT, "dist/man/scarlint.1"), `${manual()}\n`);
}

/** Code in ASCII alone: it is read in half the time. What is left of the rest stands in regular expressions. */
function plain(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The licences of the packages that some files are from. */
function licensesOf(files) {
  const folders = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  const texts = [...folders].sort().map((folder) => {
    const [license] = readdirSync(join(ROOT, folder)).filter((name) => /^licen[cs]e/i.test(name));
    const text = license === undefined ? named(folder) : readFileSync(join(ROOT, folder, license), "utf8").trim();
    return `${folder.replace(/^.*node_modules\//, "")}\n\n${text}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/** What a package says of its licence that has no file of it. */
function named(folder) {
  const { license, author } = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
  if (!license) throw new Error(`${folder} has no licence to pass on`);
  return `${license}${author ? `, ${author.name ?? author}` : ""}`;
}

/**
 * Runs the command and keeps what this Node has compiled of it, so that it starts without compiling (src/cli/launch.cts).
 * Another Node starts without it.
 */
function keepCompiled() {
  const script = new Script(Module.wrap(readFileSync(COMMAND, "latin1")), {
    filename: COMMAND,
  });
  const report = join(tmpdir(), `scarlint-build-${process.pid}`);
  process.argv = [process.execPath, COMMAND, "--no-cache", "--no-config", "--quiet", "--output", report, ...PROGRAMS];
  process.chdir(ROOT);
  process.once("exit", () => {
    // What is compiled counts for the flags that Node starts with, one of which the scan changes (src/cli/compiling.ts).
    if (process.version.startsWith("v20.")) setFlagsFromString("--interrupt-budget=67584");
    writeFileSync(`${COMMAND}.${process.version}-${process.arch}`, script.createCachedData());
    rmSync(report, { force: true });
    // The programs have findings. Whatever else comes of it, the bundle does not work.
    process.exitCode = process.exitCode === 1 ? 0 : 2;
  });
  script.runInThisContext()({}, Module.createRequire(COMMAND), {}, COMMAND, TARGET);
}
