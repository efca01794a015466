import type { Call } from "../../../src/python/model/call.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { isSameExpression } from "../../../src/python/cfg/expression.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import type { Node } from "../../../src/syntax/node.js";

/**
 * Whether a call fetches the one row of a statement that counts: `con.execute("SELECT COUNT(*) FROM runs").fetchone()`. Such a
 * statement gives a row whatever there is, so that who fetches it has nothing to test.
 */
export function fetchesACount({ lastName, receiver }: Call): boolean {
  if (lastName !== "fetchone" || !receiver) return false;
  const executed = executedBy(unwrap(receiver));
  const [statement] = executed ? moduleOf(executed).call(executed).positional : [];
  return statement !== undefined && textsOf(statement).some(counts);
}

/** The call whose rows are fetched from an expression: that call itself, or the one of the same cursor a statement before. */
function executedBy(from: Node): Node | undefined {
  if (from.kind === "await") return from.children[0] && executedBy(unwrap(from.children[0]));
  if (from.kind === "call") return from;
  const statement = [...from.ancestors()].find(({ kind }) => kind.endsWith("_statement"));
  const before = statement?.parent?.children.filter((other) => other.precedes(statement)).at(-1);
  const calls = [...(before?.descendants("call") ?? [])];
  return calls.find((call) => {
    const on = call.field("function")?.field("object");
    return on !== undefined && isSameExpression(on, from);
  });
}

/** A text as it is written, or those that a name is bound to. */
function textsOf(node: Node): readonly Node[] {
  if (node.kind !== "identifier") return [unwrap(node)];
  return moduleOf(node)
    .bindingsReaching(node.text, node)
    .flatMap(({ from }) => from ?? []);
}

const counts = ({ kind, text }: Node): boolean =>
  kind.endsWith("string") && COUNTS.test(text) && !/\b(GROUP\s+BY|HAVING|UNION|OFFSET)\b/i.test(text);

const COUNTS = /^[a-z]{0,2}["']{1,3}\s*SELECT\s+(COUNT|SUM|AVG|MIN|MAX|TOTAL|EXISTS)\s*\(/i;
