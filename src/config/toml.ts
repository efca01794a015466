import { ParseError, parseTOML, type AST } from "toml-eslint-parser";

/** A table, by key. It has no prototype, so that a key can be called anything. */
export type Table = Record<string, unknown>;

/** What leads to a value: keys of tables and indexes of lists. */
export type Way = readonly (string | number)[];

/** What a TOML file says, and where. */
export interface TomlDocument {
  readonly value: Table;
  /** The line, from one on, of a value's key, or of the nearest thing around it that is written in the file. */
  lineOf(way: Way): number;
}

/** Text that is no TOML. */
export class TomlError extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

/**
 * Reads TOML.
 *
 * @throws TomlError when the text is none.
 */
export function readToml(text: string): TomlDocument {
  try {
    return new Reader().read(parseTOML(text, { tomlVersion: "1.0" }));
  } catch (error) {
    if (error instanceof ParseError) throw new TomlError(`${error.message}${placeOf(error, text)}`, error.lineNumber);
    // The parser is recursive.
    if (error instanceof RangeError) throw new TomlError("it is nested too deeply, or has too long a value", 1);
    throw error;
  }
}

/** What stands where a text stops being TOML, as far as it fits into a message. */
function placeOf({ index }: ParseError, text: string): string {
  const rest = /^.*/.exec(text.slice(index))?.[0].trim() ?? "";
  return rest === "" ? "" : ` at '${rest.length > LONGEST_REST ? `${rest.slice(0, LONGEST_REST - 1)}…` : rest}'`;
}

const LONGEST_REST = 40;

/** Nobody's configuration is nested deeper, and a way has to be written out for each of its values. */
const DEEPEST = 16;

class Reader {
  readonly #lines = new Map<string, number>();

  read(program: AST.TOMLProgram): TomlDocument {
    const root = table();
    for (const entry of program.body[0].body) {
      if (entry.type === "TOMLKeyValue") this.pair(entry, [], root);
      else {
        const way = entry.resolvedKey;
        this.place(way, entry.key);
        const inner = within(root, way);
        for (const pair of entry.body) this.pair(pair, way, inner);
      }
    }
    return { value: root, lineOf: (way) => this.lineOf(way) };
  }

  private lineOf(way: Way): number {
    for (let length = way.length; length > 0; length--) {
      const line = this.#lines.get(keyOf(way.slice(0, length)));
      if (line !== undefined) return line;
    }
    return 1;
  }

  private pair({ key, value }: AST.TOMLKeyValue, around: Way, owner: Table): void {
    const names = key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));
    const way = [...around, ...names];
    this.place(way, key);
    within(owner, names.slice(0, -1))[names.at(-1) ?? ""] = this.valueOf(value, way);
  }

  private valueOf(node: AST.TOMLContentNode, way: Way): unknown {
    switch (node.type) {
      case "TOMLArray":
        return node.elements.map((element, index) => {
          this.place([...way, index], element);
          return this.valueOf(element, [...way, index]);
        });
      case "TOMLInlineTable": {
        const inner = table();
        for (const pair of node.body) this.pair(pair, way, inner);
        return inner;
      }
      case "TOMLValue":
        return node.value;
    }
  }

  /** Remembers where a value is written, and everything around it that is written there only. */
  private place(way: Way, { loc }: AST.TOMLNode): void {
    if (way.length > DEEPEST) throw new TomlError(`it is nested more than ${DEEPEST} deep`, loc.start.line);
    for (let length = way.length; length > 0; length--) {
      const key = keyOf(way.slice(0, length));
      if (this.#lines.has(key)) return;
      this.#lines.set(key, loc.start.line);
    }
  }
}

/** The table that a way leads to, made where there is none. */
function within(owner: Table, way: Way): Table {
  let at: Table | unknown[] = owner;
  for (const [index, key] of way.entries()) {
    let next: unknown = Reflect.get(at, key);
    if (typeof next !== "object" || next === null) {
      next = typeof way[index + 1] === "number" ? [] : table();
      Reflect.set(at, key, next);
    }
    at = next as Table | unknown[];
  }
  return at as Table;
}

function table(): Table {
  return Object.create(null) as Table;
}

function keyOf(way: Way): string {
  return way.join("\0");
}
