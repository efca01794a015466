import type { Node } from "../../syntax/node.js";
import type { FunctionDefinition } from "../model/function.js";

/** A place that proves part of a finding: the definition, the first bind, a step that a value took. */
export interface Evidence {
  readonly at: Node;
  /** What happens there, as a short clause: `bound here`. */
  readonly message: string;
  /** What is there, when it has a name: what looks for causes goes by this, and reads no message. */
  readonly thing?: NamedThing;
}

/** A named thing at a place. */
export interface NamedThing {
  /** A function that is on the way to the bug, one that is the matter itself, or a call. */
  readonly kind: "helper" | "function" | "call";
  readonly name: string;
}

/** What happens to a value on its way, in words. Whoever asks what happened asks for the kind, and never reads these. */
const CLAUSES = {
  /** Where it comes from; the name says so itself. */
  source: (name: string) => name,
  assigned: (name: string) => `assigned to '${name}'`,
  stored: (name: string) => `stored in '${name}'`,
  added: (name: string) => `added to '${name}'`,
  put: (name: string) => `put into '${name}'`,
  iterated: (name: string) => `taken one by one as '${name}'`,
  opened: (name: string) => `opened as '${name}'`,
  matched: (name: string) => `matched as '${name}'`,
  passed: (name: string, as: string) => `passed to '${name}' as '${as}'`,
  returned: (name: string) => `returned by '${name}'`,
  through: (name: string) => `through '${name}(…)'`,
} as const;

/** What can happen to a value. */
export type StepKind = keyof typeof CLAUSES;

/** A place on the way of a value, as evidence. */
export interface FlowStep extends Evidence {
  readonly kind: StepKind;
  /** Of the variable, attribute or function; for a source, what it is in words. */
  readonly name: string;
}

/** @param as for what is passed, the parameter */
export function step(at: Node, kind: StepKind, name: string, as = ""): FlowStep {
  return { at, kind, name, message: CLAUSES[kind](name, as) };
}

/** A function by where its name is defined. @param said what there is to say of it, if it is not just a helper */
export function definedHere(definition: FunctionDefinition, said?: string): Evidence {
  const name = definition.qualifiedName;
  return {
    at: definition.node.field("name") ?? definition.node,
    message: `'${name}' is ${said ?? "defined here"}`,
    thing: { kind: said === undefined ? "helper" : "function", name },
  };
}
