import { moduleOf, type Module } from "../../python/model/module.js";
import type { Node } from "../../syntax/node.js";
import type { Place, Step } from "./finding.js";
import type { Cause, Evidence, Span } from "../rule.js";

/** What gives a name to what it holds. */
const NAMED = ["function_definition", "class_definition"];
/** What nests deeper is an expression that nobody wrote. */
const MOST_AROUND = 200;

/** Turns nodes into places, reading every line of a module once however many findings are on it. */
export class Places {
  readonly #lines = new WeakMap<Module, Map<number, string>>();

  /** Where a node or a stretch of text is: from its start to its end, or to the end of its first line. */
  of(node: Node | Span): Place {
    const module = "module" in node ? node.module : moduleOf(node);
    const start = module.lines.position(node.start);
    const line = this.line(module, start.line);
    const length = Math.min(node.end - node.start, line.length - (start.column - 1));
    // A region of nothing cannot be shown: what is missing is shown where it is missed.
    const end = { line: start.line, column: start.column + Math.max(length, 1) };
    return { path: module.path, start, end, line };
  }

  /** The place of a cause, with its name. */
  cause({ at, name = "" }: Cause): Step {
    return { ...this.of(at), message: name };
  }

  /** The classes and functions around a place, as in `Crate.label`; empty at the top of a module. */
  within(node: Node | Span): string {
    if ("module" in node) return "";
    const names: string[] = [];
    let steps = 0;
    for (const around of node.ancestors()) {
      if (++steps > MOST_AROUND) break;
      if (NAMED.includes(around.kind)) names.unshift(around.field("name")?.text ?? "");
    }
    return names.join(".");
  }

  /** The places of a finding's evidence. */
  steps(evidence: readonly Evidence[] | undefined): Step[] {
    return (evidence ?? []).map(({ at, message, thing }) => ({ ...this.of(at), message, ...(thing && { thing }) }));
  }

  private line(module: Module, number: number): string {
    let known = this.#lines.get(module);
    if (!known) this.#lines.set(module, (known = new Map<number, string>()));
    let text = known.get(number);
    if (text === undefined) known.set(number, (text = module.lines.text(number)));
    return text;
  }
}
