import { readTest } from "../../../src/concepts/threads/endless-loop.js";
import { numberOf, unwrap } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf, isSameExpression, lastNameOf } from "../../../src/python/cfg/expression.js";
import { tells } from "../../../src/python/model/logging.js";
import type { Node } from "../../../src/syntax/node.js";
import { requestIn } from "./requests.js";

/** A round that a loop gives up because of what the server has answered. */
export interface GivenUp {
  readonly request: Node;
  /** The `continue` that begins the next round. */
  readonly at: Node;
  /** What runs in such a round. */
  readonly running: readonly Node[];
}

/**
 * Where a loop that goes on for ever begins anew since the server has answered with an error, and only says so:
 * `if answer.status_code != 200: continue`.
 */
export function* roundsGivenUp(condition: Node, body: Node): Generator<GivenUp> {
  for (const round of roundsIn(body, [condition])) if (goesOnBy(condition, round.running)) yield round;
}

function* roundsIn(block: Node, before: readonly Node[]): Generator<GivenUp> {
  const earlier = [...before];
  for (const statement of block.children) {
    if (statement.kind === "if_statement") yield* roundAt(statement, earlier);
    else if (statement.kind === "with_statement") {
      const { children } = statement;
      const inner = statement.field("body");
      if (inner) yield* roundsIn(inner, [...earlier, ...children.filter((child) => child !== inner)]);
    }
    earlier.push(statement);
  }
}

function* roundAt(statement: Node, before: readonly Node[]): Generator<GivenUp> {
  const test = statement.field("condition");
  const block = statement.field("consequence");
  const at = block?.children.at(-1);
  if (!test || !block || at?.kind !== "continue_statement" || !block.children.every(isNote)) return;
  const answer = erroneous(unwrap(test));
  const request = answer && givenIn(before, answer);
  if (request) yield { request, at, running: [...before, test, block] };
}

/** Whether a statement does nothing but tell. */
function isNote(statement: Node): boolean {
  if (/^(pass|continue)_statement$/.test(statement.kind)) return true;
  const [expression] = statement.children;
  return statement.kind === "expression_statement" && expression !== undefined && tells(expression);
}

const STATUS = /^status(_code)?$/;
const WELL = /^(ok|is_success)$/;
const LEAST_ERROR = 400;
const LEAST_REDIRECT = 300;

/** The answer that a test finds to be an error: `answer` in `answer.status != 200` and in `not answer.ok`. */
function erroneous(test: Node): Node | undefined {
  if (test.kind === "not_operator") {
    const asked = test.field("argument");
    return asked && WELL.test(lastNameOf(asked) ?? "") ? asked.field("object") : undefined;
  }
  const comparison = comparisonOf(test);
  const number = comparison && numberOf(comparison.right);
  if (!comparison || number === undefined || !STATUS.test(lastNameOf(comparison.left) ?? "")) return undefined;
  return isError(comparison.operator, number) ? comparison.left.field("object") : undefined;
}

function isError(operator: string, number: number): boolean {
  if (operator === "!=") return number < LEAST_REDIRECT;
  if (operator === "==") return number >= LEAST_ERROR;
  return (operator === ">=" && number >= LEAST_REDIRECT) || (operator === ">" && number >= LEAST_REDIRECT - 1);
}

/** The request that gives an answer its name: the last statement that does, and no other code. */
function givenIn(before: readonly Node[], answer: Node): Node | undefined {
  const givers = before.flatMap((code) => [code, ...code.descendants("assignment", "as_pattern")]);
  const giver = givers.findLast((node) => {
    const target = node.kind === "assignment" ? node.field("left") : node.field("alias");
    return target !== undefined && isSameExpression(target, answer);
  });
  return giver && requestIn(giver);
}

/** Whether a loop goes on after such a round: by itself, or until somebody else changes what it looks at. */
function goesOnBy(condition: Node, running: readonly Node[]): boolean {
  const test = readTest(condition);
  if (test?.kind !== "flag") return test !== undefined;
  return !running.some((code) =>
    [code, ...code.descendants("assignment")].some((node) => {
      const target = node.kind === "assignment" ? node.field("left") : undefined;
      return target !== undefined && isSameExpression(target, test.flag);
    }),
  );
}
