import type { PythonParser } from "../../../../../src/syntax/parser.js";
import { wasmParser } from "../../../../../src/syntax/wasm-parser.js";
import grammar from "../../../../../src/syntax/grammar/tree-sitter-python.wasm";
import runtime from "web-tree-sitter/tree-sitter.wasm";

/** In place of `src/syntax/parser.ts`: the grammar is in the script, and nothing is asked for. */
export function loadParser(): Promise<PythonParser> {
  return (loading ??= wasmParser(grammar, runtime));
}

let loading: Promise<PythonParser> | undefined;
