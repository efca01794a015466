import { isEmptyBody, type FunctionDefinition } from "../python/model/function.js";
import type { Node } from "../syntax/node.js";

/** Why a test guards against nothing, as what follows its name in a sentence; undefined when it may. */
export function flawOf(test: FunctionDefinition): string | undefined {
  if (test.isDecorated("skip", "xfail", "expectedFailure")) return "is skipped";
  if (isEmptyBody(test)) return "asserts nothing";
  const statements = test.body?.children ?? [];
  if (statements.some((statement) => isCallOf(statement, "skip", "skipTest", "xfail"))) return "is skipped";
  if (statements.some(alwaysFails)) return "is not written yet: it always fails";
  return assertsSomething(test, new Set()) ? undefined : "asserts nothing";
}

/** How many assertions a test makes itself. */
export function checksIn(test: FunctionDefinition): number {
  const nodes = [...test.node.descendants("assert_statement", "call")];
  return nodes.filter((node) => node.kind === "assert_statement" || ASSERTS.test(calleeOf(node))).length;
}

const ASSERTS = /^_?(?:assert|raises$|warns$|fail$|deprecated_call$|expect|verify|check|should)/i;

/** What fails unless the lines in it end as they are meant to. */
const EXPECTS = /^(?:raises|warns|deprecated_call)$/;

/** Whether a function, or a helper of its file that it calls, can tell right from wrong. */
function assertsSomething(test: FunctionDefinition, seen: Set<FunctionDefinition>): boolean {
  seen.add(test);
  for (const node of test.node.descendants("assert_statement", "call", "raise_statement")) {
    if (node.kind === "assert_statement" && !isConstant(node.children[0])) return true;
    if (node.kind === "raise_statement" && node.children.length > 0) return true;
    if (node.kind !== "call") continue;
    const name = calleeOf(node);
    if (EXPECTS.test(name)) return true;
    if (ASSERTS.test(name)) {
      const given = node.field("arguments")?.children ?? [];
      if (given.length === 0 || !given.every(isConstant)) return true;
    }
    const helpers = test.module.functions.filter((helper) => helper.name === name && !seen.has(helper));
    if (helpers.some((helper) => assertsSomething(helper, seen))) return true;
  }
  return false;
}

/** Whether a value is the same in every run: `True`, `1 == 1`, a tuple, which is always true. */
function isConstant(node: Node | undefined): boolean {
  if (!node) return true;
  if (node.kind === "tuple" && node.children.length > 0) return true;
  const [name] = node.kind === "identifier" ? [node] : node.descendants("identifier", "call", "await");
  return name === undefined;
}

function alwaysFails(statement: Node): boolean {
  if (statement.kind === "assert_statement") return ["False", "0", "None"].includes(statement.children[0]?.text ?? "");
  if (statement.kind === "raise_statement") return true;
  return isCallOf(statement, "fail");
}

function isCallOf(statement: Node, ...names: string[]): boolean {
  const call = statement.kind === "expression_statement" ? statement.children[0] : undefined;
  return call?.kind === "call" && names.includes(calleeOf(call));
}

/** `raises` of `pytest.raises(…)`. */
function calleeOf(call: Node): string {
  return call.field("function")?.text.split(".").at(-1)?.trim() ?? "";
}
