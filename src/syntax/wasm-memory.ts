import { Rows } from "./rows.js";
import { ERROR, MISSING, NAMED, type Tree } from "./tree.js";

/**
 * Reads tree-sitter's trees where they lie in WebAssembly memory.
 *
 * A cursor costs several calls into WebAssembly for each node, which takes as long as parsing; reading the memory takes
 * a sixth of that. The price is that this file knows how tree-sitter 0.25 lays out its structures on a 32-bit machine
 * (`subtree.h` and `parser.h` of its sources). {@link wasmReader} leaves a grammar of another ABI
 * to the cursor, and the tests compare what is read with what the native binding's cursor sees.
 */

/** As much of WebAssembly's memory as is used: neither the language's library nor Node's types declare it. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** The ABI of the grammar whose tables are read here. */
const ABI = 15;

/** Byte offsets in `TSLanguage`. */
const LANGUAGE = {
  abi: 0,
  maxAliases: 36,
  fieldSlices: 64,
  fieldEntries: 68,
  metadata: 72,
  publicSymbols: 76,
  aliases: 84,
};
/** Byte offsets in `SubtreeHeapData`; its children lie in front of it, eight bytes each. */
const NODE = { padding: 4, size: 16, childCount: 36, symbol: 40, flags: 44, production: 66 };
const CHILD_BYTES = 8;
/** Bits of `SubtreeInlineData`'s first byte, and of the flags of `SubtreeHeapData`. */
const INLINE = { is: 1, visible: 2, extra: 8, missing: 32 };
const HEAP = { visible: 1, extra: 4, missing: 512 };
/** tree-sitter's symbols for errors. */
const ERROR_SYMBOL = 0xffff;
const ERROR_REPEAT = 0xfffe;

/** A syntax node with children whose children are being read. */
class Frame {
  /** Address of the first child. */
  children = 0;
  count = 0;
  /** Row of the nearest visible node: this one, or one above when this one is hidden. */
  row = 0;
  isVisible = true;
  /** The field that a hidden node fills, which its visible children fill in its place. */
  field = 0;
  /** Field by structural index of the child. */
  fields: readonly number[] = [];
  /** Address of the symbols that rename children, by structural index; 0 for none. */
  aliases = 0;
  next = 0;
  /** Index of the next child among those that are not extras such as comments. */
  structural = 0;
  /** Byte offset in the source, which is UTF-16 there. */
  position = 0;
}

/** Turns the tree at an address into columns. */
export type TreeReader = (source: string, address: number) => Tree;

/**
 * A reader for trees of the language at an address; undefined when its tables are not the ones this file knows.
 *
 * @param nameOf the name of a symbol, `isNamed` whether it is a named one, `fieldName` the name of a field
 */
export function wasmReader(
  memory: WasmMemory,
  language: number,
  nameOf: (symbol: number) => string | null,
  fieldName: (field: number) => string | null,
): TreeReader | undefined {
  const view = new DataView(memory.buffer);
  const u32 = (address: number): number => view.getUint32(address, true);
  if (u32(language + LANGUAGE.abi) !== ABI) return undefined;
  const maxAliases = view.getUint16(language + LANGUAGE.maxAliases, true);
  const at = {
    slices: u32(language + LANGUAGE.fieldSlices),
    entries: u32(language + LANGUAGE.fieldEntries),
    metadata: u32(language + LANGUAGE.metadata),
    publicSymbols: u32(language + LANGUAGE.publicSymbols),
    aliases: u32(language + LANGUAGE.aliases),
  };
  const fieldTables: (readonly number[] | undefined)[] = [];
  const fieldNames: string[] = [""];
  const kindNames: string[] = ["ERROR"];
  const kinds: (number | undefined)[] = [];
  const kindIsNamed: boolean[] = [true];

  /** Fields of a production's children, by structural index. */
  function fieldsOf(production: number): readonly number[] {
    let fields = fieldTables[production];
    if (!fields) {
      const tables = new DataView(memory.buffer);
      const first = tables.getUint16(at.slices + production * 4, true);
      const count = tables.getUint16(at.slices + production * 4 + 2, true);
      const found: number[] = [];
      for (let entry = at.entries + first * 4, end = entry + count * 4; entry < end; entry += 4) {
        const isInherited = tables.getUint8(entry + 3) !== 0;
        if (!isInherited) found[tables.getUint8(entry + 2)] ??= tables.getUint16(entry, true);
      }
      fieldTables[production] = fields = found;
      for (const field of Object.values(found)) fieldNames[field] ??= fieldName(field) ?? "";
    }
    return fields;
  }

  function kindOf(symbol: number): number {
    if (symbol >= ERROR_REPEAT) return 0;
    let kind = kinds[symbol];
    if (kind === undefined) {
      const tables = new DataView(memory.buffer);
      const shown = tables.getUint16(at.publicSymbols + symbol * 2, true);
      kind = kinds[shown];
      if (kind === undefined) {
        kind = kindNames.length;
        kindNames.push(nameOf(shown) ?? "");
        kindIsNamed.push(tables.getUint8(at.metadata + shown * 3 + 1) !== 0);
        kinds[shown] = kind;
      }
      kinds[symbol] = kind;
    }
    return kind;
  }

  const rows = new Rows();
  /** Used again for every node: there are as many as the deepest tree has levels. */
  const frames: Frame[] = [];
  let u8 = new Uint8Array(memory.buffer);
  let u16 = new Uint16Array(memory.buffer);
  let words = new Uint32Array(memory.buffer);

  return function read(source, address) {
    // Parsing may have grown the memory, which detaches older views.
    if (u8.buffer !== memory.buffer) {
      u8 = new Uint8Array(memory.buffer);
      u16 = new Uint16Array(memory.buffer);
      words = new Uint32Array(memory.buffer);
    }
    rows.size = 0;
    let depth = 0;

    const add = (symbol: number, start: number, size: number, parent: number, field: number, flags: number): number => {
      const row = rows.add();
      const kind = kindOf(symbol);
      rows.kind[row] = kind;
      rows.start[row] = start >> 1;
      rows.end[row] = (start + size) >> 1;
      rows.parent[row] = parent;
      rows.field[row] = field;
      rows.flags[row] = flags | (kindIsNamed[kind] ? NAMED : 0) | (symbol === ERROR_SYMBOL ? ERROR : 0);
      rows.after[row] = rows.size;
      return row;
    };
    const enter = (
      node: number,
      count: number,
      position: number,
      row: number,
      isVisible: boolean,
      field: number,
    ): void => {
      const production = u16[(node + NODE.production) >> 1]!;
      const frame = (frames[depth++] ??= new Frame());
      frame.children = node - count * CHILD_BYTES;
      frame.count = count;
      frame.row = row;
      frame.isVisible = isVisible;
      frame.field = field;
      frame.fields = fieldsOf(production);
      frame.aliases = production === 0 ? 0 : at.aliases + production * maxAliases * 2;
      frame.next = 0;
      frame.structural = 0;
      frame.position = position;
    };

    const root = words[address >> 2]!;
    const start = words[(root + NODE.padding) >> 2]!;
    add(u16[(root + NODE.symbol) >> 1]!, start, words[(root + NODE.size) >> 2]!, 0, 0, 0);
    enter(root, words[(root + NODE.childCount) >> 2]!, start, 0, true, 0);
    while (depth > 0) {
      const frame = frames[depth - 1]!;
      if (frame.next === frame.count) {
        depth--;
        if (frame.isVisible) rows.after[frame.row] = rows.size;
        continue;
      }
      const child = frame.children + frame.next * CHILD_BYTES;
      const word = words[child >> 2]!;
      const isInline = (word & INLINE.is) !== 0;
      const bits = isInline ? word : u16[(word + NODE.flags) >> 1]!;
      const masks = isInline ? INLINE : HEAP;
      let symbol = isInline ? (word >>> 8) & 0xff : u16[(word + NODE.symbol) >> 1]!;
      const padding = isInline ? u8[child + 6]! : words[(word + NODE.padding) >> 2]!;
      const size = isInline ? u8[child + 7]! : words[(word + NODE.size) >> 2]!;
      const count = isInline ? 0 : words[(word + NODE.childCount) >> 2]!;
      let isVisible = (bits & masks.visible) !== 0;
      // The first child's padding is its parent's own.
      if (frame.next++ > 0) frame.position += padding;
      const position = frame.position;
      frame.position += size;
      let field = 0;
      if ((bits & masks.extra) === 0) {
        const alias = frame.aliases === 0 ? 0 : u16[(frame.aliases >> 1) + frame.structural]!;
        if (alias !== 0) {
          symbol = alias;
          isVisible = true;
        }
        field = frame.fields[frame.structural++] ?? 0;
        if (field === 0 && !frame.isVisible) field = frame.field;
      }
      if (isVisible) {
        const row = add(symbol, position, size, frame.row, field, (bits & masks.missing) !== 0 ? MISSING : 0);
        if (count > 0) enter(word, count, position, row, true, 0);
      } else if (count > 0) enter(word, count, position, frame.row, false, field);
    }
    return rows.toTree(source, kindNames, fieldNames);
  };
}
