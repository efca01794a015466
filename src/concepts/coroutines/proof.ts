import type { Node } from "../../syntax/node.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { moduleOf, whereIs } from "../../python/model/module.js";

/** Proof that an expression is nothing that could be awaited. */
export interface Synchronous {
  /** As a person would call the function: `Uplink.start`, `time.sleep`; the expression, where there is no function. */
  readonly name: string;
  /** Where the project defines the function. */
  readonly definition: FunctionDefinition | undefined;
  /** The call; the name itself, when the function was handed over uncalled; the value. */
  readonly at: Node;
  readonly how: Reason;
  /** Of a call in a loop: no other of the objects may have a coroutine function there. */
  readonly isAlways: boolean;
  /** What the function returns on the path on which it gives nothing to await. */
  readonly path?: { readonly at: Node; readonly gives: string };
  /** There may be reasons out of sight why it works. */
  readonly isLikely?: boolean;
}

/** Why something is nothing to await: a plain function gave it, on some path or on all, or it is itself plain. */
type Reason = "called" | "partly" | "uncalled" | "property" | "awaited" | "value";

/** The proof as a clause: `'Uplink.start' (gateway.py:31) is not a coroutine function and …`; links count from `link`. */
export function explain(plain: Synchronous, link = 1): string {
  const { name, definition, how, path } = plain;
  const where = definition ? ` ([${whereIs(definition.node)}](${String(link)}))` : "";
  switch (how) {
    case "called":
      return `'${name}'${where} is not a coroutine function and returns nothing that could be awaited`;
    case "partly":
      return `'${name}'${where} is not a coroutine function and on some path gives ${path?.gives ?? "nothing to await"}`;
    case "uncalled":
      return `'${name}'${where} is not called`;
    case "property":
      return `the property '${name}'${where} gives nothing that could be awaited`;
    case "awaited":
      return `'${name}' has already been waited for, and gives nothing that could be awaited`;
    case "value":
      return `'${name}' is ${path?.gives ?? kindOf(plain.at)}`;
  }
}

/** What {@link explain} links to. */
export function evidence({ definition, how, path }: Synchronous): readonly { at: Node; message: string }[] {
  if (!definition) return path ? [{ at: path.at, message: `it gets ${path.gives} here` }] : [];
  const at = definition.node.field("name") ?? definition.node;
  const kind = how === "property" ? "plain property" : definition.isAsync ? "async def" : "plain def";
  const message = how === "uncalled" ? "is defined here" : `is a ${kind}`;
  const given = path ? [{ at: path.at, message: `gives ${path.gives} here` }] : [];
  return [{ at, message: `'${definition.qualifiedName}' ${message}` }, ...given];
}

const ARTICLES: Readonly<Record<string, string>> = {
  none: "None",
  list: "a list",
  list_comprehension: "a list",
  tuple: "a tuple",
  expression_list: "a tuple",
  set: "a set",
  set_comprehension: "a set",
  dictionary: "a dictionary",
  dictionary_comprehension: "a dictionary",
  generator_expression: "a generator",
  integer: "a number",
  float: "a number",
  true: "a truth value",
  false: "a truth value",
  string: "text",
  concatenated_string: "text",
};

/** `a list`, `None`: what a person would call what an expression that is written out is. */
export function kindOf(node: Node): string {
  const [value] = moduleOf(node).valuesOf(node);
  const at = value?.kind === "none" || value?.kind === "literal" ? value.at : node;
  return value?.kind === "none" ? "None" : (ARTICLES[at.kind] ?? "nothing that could be awaited");
}
