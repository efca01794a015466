import { isCleanupName } from "../../../src/concepts/errors/cleanup.js";
import { letsNoErrorOut } from "../../../src/concepts/errors/contained.js";
import { callsHere } from "../../../src/concepts/errors/elsewhere.js";
import { saysWhy } from "./excuse.js";
import type { Handler } from "../../../src/concepts/errors/handler.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import { statementsAfter } from "../../../src/python/cfg/terminal.js";
import type { Call } from "../../../src/python/model/call.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { waives } from "../../../src/python/model/waivers.js";
import {
  COUNTED_ON,
  FOR_THE_MOMENT,
  KEEPING_VERBS,
  KEEPS_NO_ROWS,
  KEEPS_NOTHING,
  KEEPS_ROWS,
  LOGGING_NAME,
  LONE_VERBS,
  MONEY,
  ROW_VERBS,
  SENDING_VERBS,
  TABLE,
  VERDICT_NAME,
  WAIVES,
} from "../../../src/python/tables/losses.js";
import type { Node } from "../../../src/syntax/node.js";

/**
 * Whether it costs something that an error is dropped: something is not delivered, what is about money or orders is neither kept nor
 * sent, a check answers as if it had been made, or an assertion does not fail.
 */
export function isLoss(handler: Handler): boolean {
  if (saysWhy(handler) || isWaived(handler) || isRaisedNext(handler)) return false;
  return losesWork(handler) || isVerdict(handler);
}

/** Whether the error that is told of on the way out is raised in the next lines: whoever gets it knows. */
function isRaisedNext({ statement }: Handler): boolean {
  if (statement.parent?.parent?.kind !== "except_clause") return false;
  return [...statementsAfter(statement)].some(({ kind }) => kind === "raise_statement");
}

/** Whether another linter is told behind the handler's head that every error is meant. */
function isWaived({ node }: Handler): boolean {
  const [line = ""] = moduleOf(node)
    .source.slice(node.start)
    .split(/[\r\n]/, 1);
  return waives(line, WAIVES);
}

function losesWork(handler: Handler): boolean {
  const { protects, body } = handler;
  // Where the program has an answer to it, the assertion is a question.
  const [answer] = body?.descendants("return_statement") ?? [];
  if (!answer) for (const _ of protects.descendants("assert_statement")) return true;
  if (LOGGING_NAME.test(nameAround(handler)) || isTold(handler)) return false;
  const calls = callsHere(protects)
    .map((node) => moduleOf(node).call(node))
    .filter(
      (call) => (isStatement(call) || does(call, ROW_VERBS) || keeps(call) || sends(call)) && !letsNoErrorOut(call),
    );
  const keeping = calls.filter((call) => keeps(call) || isOfRows(call));
  const isLost = keeping.some(keeps) || (keeping.length > 0 && isAboutMoney(protects));
  if (isLost && !onlyPrepares(protects, calls)) return true;
  return !isLastAct(handler) && calls.some((call) => sends(call));
}

function keeps(call: Call): boolean {
  return does(call, COUNTED_ON) || (does(call, KEEPING_VERBS) && isPaidFor(call));
}

/** Whether a call is of what a database does with rows; `text.insert("end", …)` is not. */
function isOfRows(call: Call): boolean {
  return does(call, ROW_VERBS) && !/^\s*["'](end|1\.0)["']/.test(call.positional[0]?.text ?? "");
}

/** Whether a block speaks of what is paid or ordered: by a name, or as the table of a statement. */
function isAboutMoney(block: Node): boolean {
  for (const { kind, text, fieldName, parent } of block.descendants("identifier", "string_content")) {
    // `rows.order("day")` sorts, and `rows.balance()` asks.
    if (fieldName === "attribute" && parent?.fieldName === "function") continue;
    const names = kind === "identifier" ? [text] : [...text.matchAll(TABLE)].map(([, table = ""]) => table);
    if (names.some((name) => MONEY.test(name))) return true;
  }
  return false;
}

/** What is awaited as it is sent goes to a peer that is at hand, who may have left: nobody is there to miss it. */
function sends(call: Call): boolean {
  const isAwaited = call.node.parent?.kind === "await" && verbOf(call.lastName) === "send";
  return does(call, SENDING_VERBS) && isPaidFor(call) && !isAwaited && !FOR_THE_MOMENT.test(call.lastName);
}

/** Whether the names of a call say that what is kept or sent is paid for. */
function isPaidFor({ lastName, receiver }: Call): boolean {
  return MONEY.test(lastName) || (receiver !== undefined && MONEY.test(lastNameOf(receiver) ?? ""));
}

/** Whether the name of a call is such a verb, or begins with it, and that is done to something that others count on. */
function does({ lastName, receiver }: Call, verbs: ReadonlySet<string>): boolean {
  const verb = verbOf(lastName);
  if (!verbs.has(verb) || (LONE_VERBS.has(verb) && lastName !== verb)) return false;
  return receiver === undefined || !KEEPS_NOTHING.test(lastNameOf(receiver) ?? "");
}

/** Whether all the statements of SQL that are written in a block read, prepare the tables or give up: a commit keeps nothing then. */
function onlyPrepares(block: Node, calls: readonly Call[]): boolean {
  const statements = calls.filter(isStatement);
  if (statements.length === 0 || KEEPS_ROWS.test(block.text)) return false;
  const others = calls.filter(
    (call) => (keeps(call) || isOfRows(call)) && !statements.includes(call) && call.lastName !== "commit",
  );
  return others.length === 0 && statements.every(keepsNoRows);
}

const isStatement = ({ lastName }: Call): boolean => verbOf(lastName).startsWith("execute");

function keepsNoRows({ positional }: Call): boolean {
  return positional.some((given) => {
    const [text] = given.descendants("string_content");
    return text !== undefined && KEEPS_NO_ROWS.test(text.text);
  });
}

/** The first word of a name: `send` of `_send_event` and of `sendEvent`. */
function verbOf(name: string): string {
  return /^_*([a-z]+)/.exec(name)?.[1] ?? "";
}

const nameAround = ({ node }: Handler): string => moduleOf(node).functionAround(node)?.name ?? "";

/** Whether somebody is told on the way out, of an error that is known already or as the function tidies up. */
function isLastAct(handler: Handler): boolean {
  const name = nameAround(handler);
  if (isCleanupName(name) || /^__(del|exit|aexit)__$/.test(name)) return true;
  for (const around of handler.statement.ancestors()) {
    if (around.kind === "except_clause") return true;
    if (around.kind === "function_definition") return false;
  }
  return false;
}

/** Whether a function gives something where all goes well, and a no where it does not: its callers know. */
function isTold(handler: Handler): boolean {
  const { node, protects, body } = handler;
  const around = moduleOf(node).functionAround(node);
  const own = [...protects.descendants("return_statement")].filter(
    (one) => moduleOf(one).functionAround(one) === around,
  );
  if (!around || !own.some((one) => one.children.length > 0 && !isNo(one))) return false;
  const [answer] = body?.descendants("return_statement") ?? [];
  if (answer) return isNo(answer);
  const end = around.body?.children.at(-1);
  const next = isInLoop(handler.statement) ? end : ([...statementsAfter(handler.statement)][0] ?? end);
  return next !== undefined && (isNo(next) || refuses(next) || next.contains(handler.statement));
}

function isInLoop(statement: Node): boolean {
  for (const around of statement.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (/^(for|while)_statement$/.test(around.kind)) return true;
  }
  return false;
}

/** `raise NotSaved(…)`, `return abort(500)`. */
function refuses(statement: Node): boolean {
  if (statement.kind === "raise_statement") return true;
  const [call] = statement.kind === "return_statement" ? statement.children : [];
  return call?.kind === "call" && lastNameOf(call.field("function")) === "abort";
}

/** Whether a check answers all the same: one that ends in a no when it comes to nothing has answered. */
function isVerdict({ node, statement, body }: Handler): boolean {
  const around = moduleOf(node).functionAround(node);
  if (!around || !VERDICT_NAME.test(around.name)) return false;
  const answers = [...(body?.descendants("return_statement") ?? [])];
  // What is refused behind it has its answer.
  if (answers.length === 0 && [...statementsAfter(statement)].some(refuses)) return false;
  const last = answers.length > 0 ? answers : [around.body?.children.at(-1)];
  return last.some((answer) => answer !== undefined && isYes(answer, node));
}

/** `return True`, the name of what was True before, and no answer at all, as of a check that raises. */
function isYes(answer: Node, handler: Node): boolean {
  if (answer.kind !== "return_statement") return true;
  const [value] = answer.children;
  if (value === undefined) return true;
  if ([...answer.descendants("true")].length > 0) return true;
  const given = unwrap(value);
  const made = given.kind === "identifier" ? moduleOf(given).bindingsReaching(given.text, given) : [];
  return made.some(({ from }) => from?.kind === "true" && from.precedes(handler));
}

/** `return False`, `return 1, "not valid", None`: nothing of it says yes. */
function isNo(answer: Node): boolean {
  if (answer.kind !== "return_statement") return false;
  return [...answer.descendants("identifier", "call", "true")].length === 0;
}
