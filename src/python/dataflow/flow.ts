import type { Node } from "../../syntax/node.js";
import type { CallFrame } from "./frames.js";
import { Tracer } from "./flow/tracer.js";
import type { FlowStep } from "./evidence.js";

export type { FlowStep };

/** Where a value may come from, and how it came. */
export interface Origin {
  readonly kind:
    | "source"
    /** Written in the program. */
    | "constant"
    /** Given by callers that are not seen. */
    | "parameter"
    /** From an attribute that the project never assigns. */
    | "attribute"
    /** The result of a call outside the project that nothing is known of. */
    | "call"
    | "unknown";
  readonly at: Node;
  /** What the source is, in words; empty for other origins. */
  readonly label: string;
  /** From the origin to the expression that was asked about. */
  readonly steps: readonly FlowStep[];
}

/** A way that a value took from a source. */
export type Flow = Origin & { readonly kind: "source" };

/** What a tracing stops at. */
export interface Sources {
  /** What kind of source an expression (or a parameter's name) is, in words: "a ZeroMQ message". */
  label(node: Node): string | undefined;
  /** Whether a value is safe from here on, whatever it came from. */
  isClean?(node: Node): boolean;
  /** Whether a call of a function that is looked at for all callers can lead to what is asked about. */
  leads?(caller: CallFrame): boolean;
}

/** The first way from a source to an expression, if there is one. */
export function findFlow(expression: Node, sources: Sources): Flow | undefined {
  for (const origin of originsOf(expression, sources)) if (origin.kind === "source") return origin as Flow;
  return undefined;
}

/** Everything that an expression's value may be made of, traced back through the whole project. */
export function originsOf(expression: Node, sources: Sources): Generator<Origin> {
  return new Tracer(sources).run(expression);
}
