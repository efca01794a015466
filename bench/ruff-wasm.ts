/** Checks all Python files of a directory with the WebAssembly build of Ruff and its default rules. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pythonFiles } from "./corpus.js";

/** As much of the package as is used; it need not be there for the benchmark to be built. */
interface Ruff {
  readonly Workspace: {
    new (settings: unknown, positions: number): { check(source: string): readonly unknown[] };
    defaultSettings(): unknown;
  };
  readonly PositionEncoding: { readonly Utf16: number };
}

const PEERS = join(import.meta.dirname, "../../bench/peers/package.json");
const { Workspace, PositionEncoding } = createRequire(PEERS)("@astral-sh/ruff-wasm-nodejs") as Ruff;
const directory = process.argv[2] ?? ".";
const workspace = new Workspace(Workspace.defaultSettings(), PositionEncoding.Utf16);
let found = 0;
for (const path of pythonFiles(directory)) {
  found += workspace.check(readFileSync(join(directory, path), "utf8")).length;
}
process.stdout.write(`${String(found)} diagnostics\n`);
