import type { Node } from "../../syntax/node.js";
import type { Module } from "./module.js";

/** The lines of a statement, or of a compound statement's header: counted from one, both included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** What holds statements: where it goes over several lines, those do not belong together. */
const CONTAINERS: ReadonlySet<string> = new Set([
  "module",
  "block",
  "ERROR",
  "if_statement",
  "elif_clause",
  "else_clause",
  "for_statement",
  "while_statement",
  "try_statement",
  "except_clause",
  "except_group_clause",
  "finally_clause",
  "with_statement",
  "function_definition",
  "class_definition",
  "decorated_definition",
  "match_statement",
  "case_clause",
]);

/**
 * Which lines of a file belong together: those of one statement, or of the header of a compound one with the
 * decorators above it. Computed in linear time, in files that do not parse as well.
 */
export class LogicalLines {
  /** Whether a line, counted from one, goes on in the next. */
  readonly #goesOn: Uint8Array;
  /** The first line of the statement that a line is part of. */
  readonly #first: Uint32Array;
  readonly #last: Uint32Array;
  /** The first line with code at or after a line, 0 when there is none. */
  readonly #code: Uint32Array;

  constructor(private readonly module: Module) {
    const { count } = module.lines;
    this.#goesOn = new Uint8Array(count + 2);
    this.#first = new Uint32Array(count + 2);
    this.#last = new Uint32Array(count + 2);
    this.#code = new Uint32Array(count + 2);
    this.join(module.root);
    for (let line = 1; line <= count; line++) {
      this.#first[line] = this.#goesOn[line - 1] ? (this.#first[line - 1] ?? line) : line;
    }
    for (let line = count; line > 0; line--) {
      this.#last[line] = this.#goesOn[line] ? (this.#last[line + 1] ?? line) : line;
      this.#code[line] = this.hasCode(line) ? line : (this.#code[line + 1] ?? 0);
    }
  }

  /** The lines of the statement that a line is part of, or else of the next statement; undefined when none follows. */
  at(line: number): LineRange | undefined {
    const code = this.#code[line] ?? 0;
    return code === 0 ? undefined : { first: this.#first[code] ?? code, last: this.#last[code] ?? code };
  }

  private join(root: Node): void {
    const waiting = [root];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      const first = this.module.lineOf(node);
      const last = this.module.lines.position(node.end).line;
      if (first === last) continue;
      // A bracket that is never closed may have swallowed the rest of the file: only what parses belongs together.
      if (!CONTAINERS.has(node.kind) && !node.isBroken) this.#goesOn.fill(1, first, last);
      else {
        if (node.kind === "decorated_definition") this.joinDecorators(node);
        for (const child of node.allChildren) waiting.push(child);
      }
    }
  }

  private joinDecorators(node: Node): void {
    const definition = node.field("definition");
    if (definition) this.#goesOn.fill(1, this.module.lineOf(node), this.module.lineOf(definition));
  }

  /** A line inside of a statement of several counts, whatever stands in it. */
  private hasCode(line: number): boolean {
    if (this.#goesOn[line] || this.#goesOn[line - 1]) return true;
    return !/^\s*(?:#|$)/.test(this.module.lines.text(line));
  }
}
