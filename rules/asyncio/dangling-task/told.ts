import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { HARDLY_FAIL } from "../../../src/python/tables/harmless-calls.js";
import { calledName } from "../../../src/python/cfg/expression.js";
import { caughtNames } from "../../../src/python/cfg/exceptions.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { isLogCall } from "../../../src/python/model/logging.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import type { Value } from "../../../src/python/model/value.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether errors of a task of these coroutines are seen: they handle them all, or the project has the loop tell of them. */
export function errorsAreSeen(values: readonly Value[], module: Module): boolean {
  if (hasBackstop(module)) return true;
  return values.length > 0 && values.every((value) => value.kind === "coroutine" && handlesAll(value.of));
}

function hasBackstop(module: Module): boolean {
  const modules = module.project.modulesMentioning(HANDLER, module);
  return modules.some((other) => other.callsNamed(HANDLER).length > 0);
}

const HANDLER = "set_exception_handler";

function handlesAll({ body }: FunctionDefinition): boolean {
  return body !== undefined && isHandled(body);
}

/** Whether no error comes out of a block, but for those of statements that hardly have any. */
function isHandled(block: Node): boolean {
  const statements = block.children.filter((statement) => !isHarmless(statement));
  return statements.length > 0 && statements.every(isHandledStatement);
}

function isHandledStatement(statement: Node): boolean {
  if (statement.kind === "try_statement") return takesAll(statement);
  const blocks = blocksOf(statement);
  return blocks.some(isHandled) && blocks.every((block) => isHandled(block) || isIdle(block));
}

/** The blocks of a statement that has them, and of its clauses. */
function blocksOf(statement: Node): readonly Node[] {
  if (!/^(while|for|with|if)_statement$/.test(statement.kind)) return [];
  const clauses = statement.children.filter(({ kind }) => kind === "elif_clause" || kind === "else_clause");
  return [statement, ...clauses].flatMap((part) => part.field("body") ?? part.field("consequence") ?? []);
}

const isIdle = (block: Node): boolean => block.children.every(isHarmless);

function takesAll(statement: Node): boolean {
  return statement.children.some((clause) => {
    if (clause.kind !== "except_clause") return false;
    return clause.fields("value").length === 0 || (caughtNames(clause)?.some((name) => BROAD.has(name)) ?? false);
  });
}

const BROAD = new Set(["Exception", "BaseException"]);

/** Imports, declarations, comments, constants, what is logged and waited for, what hardly fails, and leaving early: nothing that a task is made for. */
function isHarmless(statement: Node): boolean {
  if (
    /^(comment|import_statement|import_from_statement|global_statement|nonlocal_statement|pass_statement)$/.test(
      statement.kind,
    )
  )
    return true;
  if (statement.kind === "return_statement")
    return statement.children.every((value) => CONSTANTS.has(unwrap(value).kind));
  if (statement.kind === "if_statement") return blocksOf(statement).every(isIdle);
  const [expression] = statement.kind === "expression_statement" ? statement.children : [];
  const result = expression?.kind === "assignment" ? expression.field("right") : expression;
  if (!result) return false;
  const value = unwrap(result);
  const call = value.kind === "await" ? value.children[0] : value;
  if (call?.kind === "call") {
    if (isLogCall(call) || moduleOf(call).call(call).apis.includes("asyncio.sleep")) return true;
    return value.kind !== "await" && HARDLY_FAIL.has(calledName(call) ?? "");
  }
  return !/^(call|await|subscript)$/.test(value.kind);
}

const CONSTANTS = new Set(["none", "true", "false", "integer", "float", "string", "identifier"]);
