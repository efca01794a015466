import type { Node } from "../../syntax/node.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import { holdsAny, type Prefilter } from "../../python/prefilter/prefilter.js";
import { caughtNames } from "../../python/cfg/exceptions.js";

/** What a handler takes: the classes it names, every `Exception`, or also what ends the program. */
export type Breadth = "named" | "exceptions" | "everything";

/** An `except` clause, or a `contextlib.suppress(…)` in a `with`. */
export interface Handler {
  /** The `except_clause`, or the call of `suppress`. */
  readonly node: Node;
  /** The `try_statement` or `with_statement`. */
  readonly statement: Node;
  /** The block whose errors are handled. */
  readonly protects: Node;
  /** What is done about them; `suppress` does nothing. */
  readonly body: Node | undefined;
  /** What is left for it to take, after the clauses before it. */
  readonly breadth: Breadth;
  /** Whether it is a bare `except:`. */
  readonly isBare: boolean;
}

/**
 * Every handler of a file, in source order.
 *
 * @param sought what the text of a handler holds, or the word `suppress`, for those who look at some of them alone
 */
export function* handlersOf(module: Module, sought?: Prefilter): Generator<Handler> {
  const names = ["suppress", ...module.aliasesOf("suppress")];
  const isPlain = names.length === 1;
  const words = sought && isPlain ? sought : holdsAny("a handler", ["except", ...names]);
  for (const node of module.mentioning(words, "except_clause", "with_statement")) {
    if (node.kind === "with_statement") yield* suppressorsOf(node, names, module);
    else yield* exceptClause(node);
  }
}

/** The `except` clauses of a `try`, in order. */
export function* clausesOf(statement: Node): Generator<Handler> {
  for (const clause of statement.children) if (clause.kind === "except_clause") yield* exceptClause(clause);
}

function* exceptClause(node: Node): Generator<Handler> {
  const statement = node.parent;
  const protects = statement?.field("body");
  const body = node.child("block");
  if (!statement || !protects || !body) return;
  const types = node.fields("value");
  const isBare = types.length === 0;
  const breadth = isBare ? "everything" : widest(types);
  const taken = breadth === "everything" && endingsTakenBefore(node) ? "exceptions" : breadth;
  yield { node, statement, protects, body, isBare, breadth: taken };
}

const ENDINGS = new Set(["KeyboardInterrupt", "SystemExit"]);

/** Whether a clause before this one has already taken what ends the program. */
function endingsTakenBefore(clause: Node): boolean {
  const earlier = clause.parent?.children.filter((other) => other.kind === "except_clause" && other.precedes(clause));
  return earlier?.some((other) => caughtNames(other)?.some((name) => ENDINGS.has(name))) ?? false;
}

function* suppressorsOf(statement: Node, names: readonly string[], module: Module): Generator<Handler> {
  const protects = statement.field("body");
  for (const item of statement.child("with_clause")?.children ?? []) {
    const node = item.field("value");
    if (node?.kind !== "call" || !protects) continue;
    const call = module.call(node);
    if (!names.includes(call.lastName) || !call.apis.includes("contextlib.suppress")) continue;
    yield { node, statement, protects, body: undefined, isBare: false, breadth: widest(call.positional) };
  }
}

function widest(types: readonly Node[]): Breadth {
  const found = types.map(breadthOf);
  return (
    found.find((breadth) => breadth === "everything") ?? found.find((breadth) => breadth === "exceptions") ?? "named"
  );
}

function breadthOf(type: Node): Breadth {
  switch (type.kind) {
    case "as_pattern":
    case "parenthesized_expression":
      return type.children[0] ? breadthOf(type.children[0]) : "named";
    case "tuple":
      return widest(type.children);
    default: {
      const values = moduleOf(type).valuesOf(type);
      const [value] = values;
      if (values.length !== 1 || !value) return "named";
      if (value.kind === "literal" && value.at.kind === "tuple") return widest(value.at.children);
      const name = value.kind === "api" ? value.path.replace(/^builtins\./, "") : "";
      return name === "BaseException" ? "everything" : name === "Exception" ? "exceptions" : "named";
    }
  }
}
