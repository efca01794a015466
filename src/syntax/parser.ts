import { createRequire } from "node:module";
import { join } from "node:path";
import { PACKAGE } from "../package.js";
import { timedUntil } from "../timing.js";
import { parsingBound, TooHardToParse } from "./effort.js";
import { flatten, Grammar, type Cursor } from "./flatten.js";
import type { Tree } from "./tree.js";
import { wasmReader } from "./wasm-memory.js";

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

/** The memory that the WebAssembly build runs in; a process has one, whoever initialises the build first. */
let memory: WebAssembly.Memory | undefined;
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

/** The parser that is forced, if one is. @throws Error as {@link loadParser} does. */
export async function loadForcedParser(): Promise<void> {
  if (process.env.SCARLINT_PARSER) await loadParser();
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
      const text = withoutCommentRuns(withLineFeeds(source));
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
  const { Parser, Language } = await import("web-tree-sitter");
  memory ??= new WebAssembly.Memory({ initial: 512, maximum: 32768 });
  await Parser.init({ wasmMemory: memory });
  const parser = new Parser();
  const language = await Language.load(WASM_GRAMMAR);
  parser.setLanguage(language);
  const read = wasmReader(
    memory,
    addressOf(language),
    (symbol) => language.nodeTypeForId(symbol),
    (field) => language.fieldNameForId(field),
  );
  const grammar = new Grammar();
  return {
    backend: "wasm",
    parse(source) {
      const text = withoutCommentRuns(withLineFeeds(source));
      const bound = parsingBound(text.length);
      // What was broken off on its way would be gone on with.
      parser.reset();
      const tree = parser.parse(text, null, { progressCallback: bound });
      if (!tree) throw new TooHardToParse();
      const cursor = read ? undefined : tree.walk();
      try {
        return read ? read(source, addressOf(tree)) : flatten(source, cursor!, grammar);
      } finally {
        cursor?.delete();
        tree.delete();
      }
    },
  };
}

/** The binding keeps an object's address in WebAssembly memory under the key 0. */
function addressOf(object: object): number {
  return (object as { readonly 0: number })[0];
}

/** So many lines with nothing but a comment, one after the other, are read one by one. */
const MOST_COMMENTS = 100;

const COMMENT_RUN = new RegExp(`(?:^[ \\t\\f]*#.*\\n){${String(MOST_COMMENTS)},}`, "gm");

/** What a comment for this program holds, which has its meaning wherever it stands. */
const OWN_COMMENT = /\bscarlint:/;

/**
 * Leaves out of many lines of comments all but the last {@link MOST_COMMENTS} and the first as many that are for this
 * program: before each of them the grammar's scanner looks for the next line of code, through all that follow. Every
 * offset stays.
 */
function withoutCommentRuns(source: string): string {
  if (source.length < MOST_COMMENTS * 2) return source;
  return source.replace(COMMENT_RUN, (run) => {
    const lines = run.split("\n");
    const kept = lines.length - 1 - MOST_COMMENTS;
    let own = 0;
    const isKept = (line: string, index: number): boolean =>
      index >= kept || (OWN_COMMENT.test(line) && own++ < MOST_COMMENTS);
    return lines.map((line, index) => (isKept(line, index) ? line : " ".repeat(line.length))).join("\n");
  });
}

/** CPython ends a line at a lone carriage return, tree-sitter does not. The length, and so every offset, stays. */
function withLineFeeds(source: string): string {
  return source.includes("\r") ? source.replace(/\r(?!\n)/g, "\n") : source;
}
