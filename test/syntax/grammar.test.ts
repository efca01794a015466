import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { it } from "node:test";
import { ROOT } from "../support/paths.js";

const installed = path.join(ROOT, "node_modules/tree-sitter-python/tree-sitter-python.wasm");

it(
  "has the same WebAssembly grammar as the package of the native one",
  { skip: !existsSync(installed) && "the optional package tree-sitter-python is not installed" },
  () => {
    const copy = readFileSync(path.join(ROOT, "src/syntax/grammar/tree-sitter-python.wasm"));
    assert.ok(copy.equals(readFileSync(installed)), "copy it from node_modules/tree-sitter-python");
  },
);
