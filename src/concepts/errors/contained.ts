import type { Call } from "../../python/model/call.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { tells } from "../../python/model/logging.js";
import { moduleOf } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { HARDLY_FAIL } from "../../python/tables/harmless-calls.js";
import type { Node } from "../../syntax/node.js";
import { clausesOf } from "./handler.js";

/** Whether a call lets no error out: all functions that it may run take every error themselves. */
export function letsNoErrorOut(call: Call): boolean {
  const { list, isAll } = call.callees;
  return isAll && list.length > 0 && list.every(({ definition }) => containsErrors(definition));
}

const CONTAINED = question(false);

/** Whether all that may fail in a function stands in a `try` that takes every error and raises none. */
function containsErrors(definition: FunctionDefinition): boolean {
  const { body, decorators, isGenerator, module } = definition;
  if (body?.kind !== "block" || isGenerator || decorators.length > 0) return false;
  return module.project.once(CONTAINED, definition, () => body.children.every(contains));
}

/** Whether a statement lets no error out. */
function contains(statement: Node): boolean {
  if (statement.kind === "with_statement") {
    const managers = statement.child("with_clause")?.children.map((item) => item.field("value")?.kind) ?? [];
    const isPlain = managers.every((kind) => kind === "identifier" || kind === "attribute");
    return isPlain && (statement.field("body")?.children ?? []).every(contains);
  }
  if (statement.kind !== "try_statement") return hardlyFails(statement);
  const clauses = [...clausesOf(statement)];
  const takesAll = clauses.some(({ breadth }) => breadth !== "named");
  const others = ["else_clause", "finally_clause"].flatMap((kind) => statement.child(kind)?.child("block") ?? []);
  const after = [...clauses.flatMap(({ body }) => body ?? []), ...others];
  return takesAll && after.every((block) => block.children.every((one) => contains(one)));
}

const FAILS = [
  "raise_statement",
  "assert_statement",
  "import_statement",
  "import_from_statement",
  "subscript",
  "await",
];

/** Whether nothing stands in some code but names, what is written out, and calls that hardly ever fail or that tell of errors. */
export function hardlyFails(code: Node, isFine: (call: Node) => boolean = () => false): boolean {
  for (const node of code.descendants("call", ...FAILS)) {
    if (node.kind !== "call") return false;
    if (!HARDLY_FAIL.has(moduleOf(node).call(node).lastName) && !tells(node) && !isFine(node)) return false;
  }
  return true;
}
