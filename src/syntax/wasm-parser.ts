import { parsingBound, TooHardToParse } from "./effort.js";
import { flatten, Grammar } from "./flatten.js";
import { textForGrammar } from "./grammar-text.js";
import type { PythonParser } from "./parser.js";
import { wasmReader, type WasmMemory } from "./wasm-memory.js";

/** The memory that the WebAssembly build runs in; a process has one, whoever initialises the build first. */
let memory: WasmMemory | undefined;

type MakeMemory = new (pages: { readonly initial: number; readonly maximum: number }) => WasmMemory;

/**
 * A parser out of the WebAssembly build of the grammar.
 *
 * @param grammar its file, or where that is
 * @param runtime the bytes of what runs it, where its own file cannot be looked for
 */
export async function wasmParser(grammar: string | Uint8Array, runtime?: Uint8Array): Promise<PythonParser> {
  const { Parser, Language } = await import("web-tree-sitter");
  const { Memory } = (globalThis as unknown as { readonly WebAssembly: { readonly Memory: MakeMemory } }).WebAssembly;
  memory ??= new Memory({ initial: 512, maximum: 32768 });
  const own = runtime && { wasmBinary: runtime, locateFile: (name: string): string => name };
  await Parser.init({ wasmMemory: memory, ...own });
  const parser = new Parser();
  const language = await Language.load(grammar);
  parser.setLanguage(language);
  const read = wasmReader(
    memory,
    addressOf(language),
    (symbol) => language.nodeTypeForId(symbol),
    (field) => language.fieldNameForId(field),
  );
  const names = new Grammar();
  return {
    backend: "wasm",
    parse(source) {
      const text = textForGrammar(source);
      const bound = parsingBound(text.length);
      // What was broken off on its way would be gone on with.
      parser.reset();
      const tree = parser.parse(text, null, { progressCallback: bound });
      if (!tree) throw new TooHardToParse();
      const cursor = read ? undefined : tree.walk();
      try {
        return read ? read(source, addressOf(tree)) : flatten(source, cursor!, names);
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
