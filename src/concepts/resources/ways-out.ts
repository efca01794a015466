import { isForScript } from "../threads/serving.js";
import { catches, caughtNames } from "../../python/cfg/exceptions.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { lastNameOf } from "../../python/cfg/expression.js";
import { mentionsName } from "../../python/cfg/mentions.js";
import { moduleOf } from "../../python/model/module.js";
import type { Node } from "../../syntax/node.js";
import { isOnWayOut, triesAround } from "../errors/ways-out.js";
import { mayFail, type Fate } from "./keeping.js";
import type { Resource } from "./opening.js";

/** The first call that may well fail while a resource is open, where its exception then passes nothing that closes it. */
export function failureWhileOpen(resource: Resource, { closes }: Fate): Node | undefined {
  const { opening, name, of } = resource;
  const isClose = closingOf(name, closes);
  const open = elementsWhileOpen(resource, isClose);
  const failing = of.calls.filter((call) => {
    const element = of.graph.elementOf(call);
    if (!element || !open.has(element) || call.start < opening.end || closes.includes(call)) return false;
    return !isOnWayOut(call) && mayFail(call, name.text) && !isClose(element) && isLostAt(call, of, isClose);
  });
  // What is called by what another call gives, or is passed it, runs after that. What works with the resource fails first.
  const inOrder = failing.sort((a, b) => a.end - b.end);
  return inOrder.find((call) => worksWith(call, name)) ?? inOrder[0];
}

/** Tells what closes a resource, be it behind the question whether there is one. */
function closingOf(name: Node, closes: readonly Node[]): (element: Node) => boolean {
  return (element) => closes.some((close) => element.contains(close) || isAskedFor(element, name.text, close));
}

/** Whether an element is the question whether there is a resource, behind which that is closed: `if connection: connection.close()`. */
function isAskedFor(element: Node, name: string, close: Node): boolean {
  for (const around of element.ancestors()) {
    if (around.kind !== "if_statement") continue;
    const isTest = around.field("condition")?.contains(element) === true;
    return isTest && mentionsName(element, new Set([name])) && around.field("consequence")?.contains(close) === true;
  }
  return false;
}

/** What is come to from the opening on while nothing has failed, up to what closes. */
function elementsWhileOpen({ opening, of }: Resource, isClose: (element: Node) => boolean): ReadonlySet<Node> {
  const open = new Set<Node>();
  const visit = (element: Node): "go" | "stop" => {
    open.add(element);
    return isClose(element) ? "stop" : "go";
  };
  // What comes behind a handler may come behind an opening that has failed.
  of.graph.walkFrom(opening, visit, ({ kind }) => kind !== "raise");
  return open;
}

/** Whether a method of a resource is called, or of what was made from it. */
function worksWith(call: Node, name: Node): boolean {
  let at: Node | undefined = call;
  while (at && at.kind !== "identifier") at = at.field("function") ?? at.field("object");
  if (!at || at === call.field("function")) return false;
  const [made] = moduleOf(at).bindingsReaching(at.text, at);
  return at.text === name.text || (made?.from !== undefined && mentionsName(made.from, new Set([name.text])));
}

/** Whether an exception at a node leads out of its function past all that is looked for. */
function isLostAt(node: Node, { graph }: FunctionDefinition, isClose: (element: Node) => boolean): boolean {
  for (const around of triesAround(node)) {
    if (around.children.some((clause) => clause.kind === "finally_clause" && holds(clause, isClose))) return false;
    for (const clause of around.children.filter(({ kind }) => kind === "except_clause")) {
      const [first] = clause.child("block")?.children ?? [];
      const isSafe = holds(clause, isClose) || (first && !graph.leavesWithout(first, isClose));
      if (isSafe) return false;
      if (catches(caughtNames(clause), undefined) && !endsInRaise(clause)) return true;
    }
  }
  return true;
}

function holds(clause: Node, isClose: (element: Node) => boolean): boolean {
  return [...clause.descendants("call")].some(isClose);
}

function endsInRaise(clause: Node): boolean {
  return clause.child("block")?.children.at(-1)?.kind === "raise_statement";
}

/** The `return` statements that are come to while a resource is open, and nothing has failed. */
export function returnsWhileOpen(resource: Resource, { closes }: Fate): readonly Node[] {
  const { opening, name, of } = resource;
  const isClose = closingOf(name, closes);
  const open = elementsWhileOpen(resource, isClose);
  return of.returns.filter(
    (statement) =>
      open.has(of.graph.elementOf(statement) ?? statement) &&
      statement.start > opening.end &&
      !isOnWayOut(statement) &&
      !isClosedBehind(statement, isClose) &&
      !isUnderTestOf(statement, name.text),
  );
}

/** Whether a `finally` around a node closes, be it in the `try`, a handler or the `else`. */
function isClosedBehind(node: Node, isClose: (element: Node) => boolean): boolean {
  return [...node.ancestors()].some((around) =>
    around.children.some(
      (clause) => clause.kind === "finally_clause" && !clause.contains(node) && holds(clause, isClose),
    ),
  );
}

/** Whether a place runs only as some test of a name, or of what the test asks beside it, holds. */
function isUnderTestOf(node: Node, name: string): boolean {
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return false;
    const test = /^(if_statement|elif_clause|while_statement)$/.test(around.kind) && around.field("condition");
    if (test && [...test.descendants("identifier")].some(({ text }) => text === name)) return true;
  }
  return false;
}

/** Whether a function is the program itself: what it leaves open ends with the process. */
export function isProgram(of: FunctionDefinition): boolean {
  return /^_*(main|cli|run_cli)$/.test(of.name) || of.module.isTest || of.module.isExample || isCommand(of);
}

/** Folders of files that are run by themselves, once. */
const SCRIPTS = /(^|\/)(scripts?|\w+_scripts|tools|bin|migrations?|alembic|versions|contrib)\//;

/** Whether little is lost when a resource stays open: in a script that ends then, or of a datagram socket, which has no other end. */
export function isSlight({ opening, of }: Resource): boolean {
  const type = of.module.call(opening).argument(1, "type");
  return SCRIPTS.test(of.module.path) || lastNameOf(type) === "SOCK_DGRAM" || isForScript(opening, of);
}

/** Whether a function, or one around it, is a command of a terminal. */
function isCommand(of: FunctionDefinition): boolean {
  const outer = of.node.parent && of.module.functionAround(of.node.parent);
  return of.isDecorated("command", "group") || (outer !== undefined && isCommand(outer));
}
