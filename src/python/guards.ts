import type { Node } from "../syntax/node.js";
import type { Edge } from "./graph.js";

/** What is known of `subject` once an edge is taken. */
export type Fact =
  | { readonly kind: "none" | "not-none" | "truthy" | "falsy"; readonly subject: Node }
  | { readonly kind: "has-attribute" | "lacks-attribute"; readonly subject: Node; readonly attribute: string }
  /** `types` is the class or the tuple of classes. */
  | { readonly kind: "instance" | "not-instance"; readonly subject: Node; readonly types: Node }
  /** `subject` is the call's first argument, or the object of a method call, or the call. */
  | { readonly kind: "call-true" | "call-false"; readonly subject: Node; readonly call: Node }
  /** `other` is the container or the value compared with. */
  | { readonly kind: "in" | "not-in" | "equals" | "not-equals"; readonly subject: Node; readonly other: Node };

/** What taking an edge establishes. Nothing, when the edge has no condition. */
export function factsOf(edge: Edge): readonly Fact[] {
  void edge;
  return [];
}

/** `self.context` for a chain of names and attributes, however it is spaced; undefined for anything else. */
export function accessPath(node: Node): string | undefined {
  void node;
  return undefined;
}
