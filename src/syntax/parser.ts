import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PACKAGE } from "../package.js";
import { timedUntil } from "../timing.js";
import { parsingBound, TooHardToParse } from "./effort.js";
import { flatten, Grammar, type Cursor } from "./flatten.js";
import { textForGrammar } from "./grammar-text.js";
import type { Tree } from "./tree.js";
import { wasmParser } from "./wasm-parser.js";

/** Which build of the grammar runs. */
export type Backend = "native" | "wasm";

/** Turns Python source into a tree. */
export interface PythonParser {
  readonly backend: Backend;
  /** @throws TooHardToParse */
  parse(source: string): Tree;
}

/** As much of the native binding as is used; its package need not be there for scarlint to be built. */
interface NativeBinding {
  new (): NativeParser;
  readonly SyntaxNode: unknown;
}

interface NativeParser {
  setLanguage(language: unknown): void;
  parse(
    source: string,
    oldTree: null,
    options: { readonly bufferSize: number; readonly progressCallback: () => boolean },
  ): { walk(): Cursor } | null;
  reset(): void;
}

const require = createRequire(import.meta.url);

/**
 * A copy of the file in tree-sitter-python, whose package cannot be installed where neither its binary loads nor a
 * compiler is.
 */
const WASM_GRAMMAR = join(PACKAGE, "src/syntax/grammar/tree-sitter-python.wasm");

let loading: Promise<PythonParser> | undefined;

/**
 * The process's parser: the native binding where it loads, the WebAssembly build of the same grammar where it does
 * not. `SCARLINT_PARSER=native|wasm` forces one.
 *
 * @throws Error with one readable line when the backend that was forced does not load.
 */
export function loadParser(): Promise<PythonParser> {
  return (loading ??= timedUntil("loading the parser", () => chooseParser(process.env.SCARLINT_PARSER)));
}

/**
 * The parser for a thread that parses much: the WebAssembly build unless one is forced. The native binding leaves its
 * trees to the garbage collector, which does not see how large they are.
 *
 * @throws Error as {@link loadParser} does.
 */
export function loadFrugalParser(): Promise<PythonParser> {
  return process.env.SCARLINT_PARSER ? loadParser() : (loading ??= timedUntil("loading the parser", loadWasm));
}

/**
 * Finds out what would keep every worker from parsing: the parser that is forced, if one is, or a grammar that is not there.
 *
 * @throws Error as {@link loadParser} does
 */
export async function loadForcedParser(): Promise<void> {
  if (process.env.SCARLINT_PARSER) await loadParser();
  else if (!existsSync(WASM_GRAMMAR)) throw lost();
}

async function chooseParser(forced: string | undefined): Promise<PythonParser> {
  if (forced === "wasm") return loadWasm();
  if (forced === "native") return loadNative();
  if (forced !== undefined && forced !== "") {
    throw new Error(`SCARLINT_PARSER is '${forced}': it can be 'native' or 'wasm'`);
  }
  try {
    return loadNative();
  } catch {
    // No binary for this platform or its C++ library: the WebAssembly build gives the same trees.
    return loadWasm();
  }
}

/** Loads the native binding. @throws Error when there is none for this platform. */
export function loadNative(): PythonParser {
  let parser: NativeParser;
  try {
    const Parser = require("tree-sitter") as NativeBinding;
    parser = new Parser();
    const language = require("tree-sitter-python") as { nodeSubclasses?: object };
    // Without these the binding makes a class for each kind of node, which takes longer than parsing a file.
    language.nodeSubclasses ??= new Proxy({}, { get: () => Parser.SyntaxNode });
    parser.setLanguage(language);
  } catch (cause) {
    throw new Error("the native parser does not load on this machine; SCARLINT_PARSER=wasm does without it", { cause });
  }
  const grammar = new Grammar();
  return {
    backend: "native",
    parse(source) {
      const text = textForGrammar(source);
      // The binding refuses sources larger than its buffer, which is 32 KiB unless told.
      const bound = parsingBound(text.length);
      // What was broken off on its way would be gone on with.
      parser.reset();
      const tree = parser.parse(text, null, { bufferSize: text.length * 2 + 2, progressCallback: bound });
      if (!tree) throw new TooHardToParse();
      return flatten(source, tree.walk(), grammar);
    },
  };
}

/** Loads the WebAssembly build of the same grammar. */
export async function loadWasm(): Promise<PythonParser> {
  try {
    return await wasmParser(WASM_GRAMMAR);
  } catch (cause) {
    throw lost(cause);
  }
}

function lost(cause?: unknown): Error {
  return new Error(`the grammar of Python does not load from '${WASM_GRAMMAR}': install scarlint again`, { cause });
}
