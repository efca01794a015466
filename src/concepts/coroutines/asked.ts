import type { Node } from "../../syntax/node.js";
import { expectsTypeError } from "../../python/cfg/exceptions.js";
import { factsOf, type Fact } from "../../python/cfg/guards.js";
import { moduleOf } from "../../python/model/module.js";
import { calledName, spellingOf } from "../../python/cfg/expression.js";
import { mentionsName } from "../../python/cfg/mentions.js";

const ASKS = /coroutine|awaitable|async|future/i;

/** Whether the code counts on the value being plain: it has asked, or it handles the error. */
export function isExpected(expression: Node, source: Node): boolean {
  const call = source.kind === "call" ? source : undefined;
  const asked = new Set(
    [expression, source, call?.field("function")].flatMap((node) => (node ? [spellingOf(node)] : [])),
  );
  return isFiltered(expression) || expectsTypeError(expression) || isLeftOver(expression) || isAsked(expression, asked);
}

/** Whether a name is used in a handler for what could not be done with it: `except TypeError` behind `iter(name)`. */
function isLeftOver(expression: Node): boolean {
  for (const around of expression.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "except_clause") continue;
    const tried = around.parent?.field("body");
    if (tried && mentionsName(tried, new Set([expression.text]))) return true;
  }
  return false;
}

/** Whether every path to an expression has found out that one of `asked` is awaitable. */
function isAsked(expression: Node, asked: ReadonlySet<string>): boolean {
  const graph = moduleOf(expression).graphAround(expression);
  return graph.everyPathTo(expression, { edge: (edge) => factsOf(edge).some((fact) => tellsAwaitable(fact, asked)) });
}

/** Whether every path to a call has found out that what it calls is no coroutine function: `else` of `if iscoroutinefunction(f)`. */
export function isKnownPlain(call: Node): boolean {
  const callee = call.field("function");
  if (!callee) return false;
  const asked = new Set([spellingOf(callee)]);
  const graph = moduleOf(call).graphAround(call);
  return graph.everyPathTo(call, { edge: (edge) => factsOf(edge).some((fact) => tellsPlain(fact, asked)) });
}

function tellsPlain(fact: Fact, asked: ReadonlySet<string>): boolean {
  if (fact.kind === "call-false") return asksAbout(fact.call, asked);
  return fact.kind === "falsy" && remembersAnswer(fact.subject, asked);
}

function tellsAwaitable(fact: Fact, asked: ReadonlySet<string>): boolean {
  switch (fact.kind) {
    case "call-true":
      return asksAbout(fact.call, asked);
    case "truthy":
    case "not-none":
      return asked.has(spellingOf(fact.subject)) || remembersAnswer(fact.subject, asked);
    case "has-attribute":
      return fact.attribute === "__await__" && asked.has(spellingOf(fact.subject));
    case "instance":
      return asked.has(spellingOf(fact.subject));
    default:
      return false;
  }
}

function asksAbout(call: Node, asked: ReadonlySet<string>): boolean {
  if (!ASKS.test(calledName(call) ?? "")) return false;
  return (call.field("arguments")?.children ?? []).some((argument) => asked.has(spellingOf(argument)));
}

/** `is_async = iscoroutinefunction(f)`, tested later by its name. */
function remembersAnswer(subject: Node, asked: ReadonlySet<string>): boolean {
  if (subject.kind !== "identifier") return false;
  return moduleOf(subject)
    .bindingsReaching(subject.text, subject)
    .some(({ from }) => from?.kind === "call" && asksAbout(from, asked));
}

/** Whether a comprehension around the expression filters by such a question. */
function isFiltered(expression: Node): boolean {
  for (const around of expression.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.children.some((child) => child.kind === "if_clause" && mentionsName(child, ASKS))) return true;
  }
  return false;
}
