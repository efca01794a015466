import { mayFail } from "../../../src/concepts/names/failure.js";
import { caughtNames, endsProgram } from "../../../src/python/cfg/exceptions.js";
import { calledName, lastNameOf } from "../../../src/python/cfg/expression.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";
import { neverReturns } from "../../../src/python/model/diverging.js";
import { tells } from "../../../src/python/model/logging.js";
import type { Module } from "../../../src/python/model/module.js";
import type { Binding, Scope } from "../../../src/python/model/scope.js";
import { namesIn } from "../../../src/python/model/uses.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import { firstWhere, type Node } from "../../../src/syntax/node.js";
import { codeUpTo } from "./next.js";

/** A read behind a `try` of what that binds last, and a handler that goes on to it. */
export interface ReadBehind {
  readonly node: Node;
  readonly scope: Scope;
  readonly binding: Node;
  readonly handler: Node;
  /** Whether the `try` binds it before other things that may fail, too, behind which it is bound. */
  readonly isEarly: boolean;
}

/**
 * The reads that a handler leads to without any condition, though the `try` before it has not bound the name: that is the last
 * thing which the `try` does, so it has not happened when a handler runs, or just that may fail with an error which one takes.
 */
export function* readsBehindTries(module: Module): Generator<ReadBehind> {
  for (const statement of module.within(HANDLES, "try_statement")) {
    const scope = module.scopes.around(statement);
    const last = scope.isFunction ? boundLast(statement) : [];
    const any = scope.isFunction ? boundByWhatMayFail(statement) : [];
    const going = statement.children.filter((clause) => goesOn(clause, module));
    const broad = going.find(takesEverything);
    const [handler = broad] = last.length > 0 ? going : [];
    const bound = broad ? [...any, ...last.filter((name) => !any.includes(name))] : last;
    for (const binding of handler ? bound : []) {
      const node = isOnlyBinding(binding, statement, scope) ? firstUse(binding, statement, scope) : undefined;
      const isRun = node !== undefined && module.graphAround(node).isReachable(node);
      if (isRun && handler && comesNext(node, statement, handler))
        yield {
          node,
          scope,
          binding,
          handler: last.includes(binding) ? handler : (broad ?? handler),
          isEarly: !last.includes(binding),
        };
    }
  }
}

const HANDLES = matchesPattern("a handler", /\bexcept\b/);

/** Whether a handler takes any error, whatever it comes from. */
function takesEverything(clause: Node): boolean {
  const names = caughtNames(clause);
  return !names || names.some((name) => name === "Exception" || name === "BaseException");
}

/** The names that the last statement in the body of a `try` binds to what a call or an item gives. */
function boundLast(statement: Node): readonly Node[] {
  let last = statement.field("body")?.children.at(-1);
  while (last?.kind === "with_statement") last = last.field("body")?.children.at(-1);
  return boundBy(last);
}

/** The names that a statement in the body of a `try` binds to what it may fail to get. */
function boundByWhatMayFail(statement: Node): readonly Node[] {
  return (statement.field("body")?.children ?? []).flatMap((inner) => {
    const value = inner.children[0]?.field("right");
    return inner.kind === "expression_statement" && value && mayFail(value) ? boundBy(inner) : [];
  });
}

/** The names that a statement binds to what a call or an item gives. */
function boundBy(statement: Node | undefined): readonly Node[] {
  const assignment = statement?.children[0];
  const value = assignment?.kind === "assignment" ? assignment.field("right") : undefined;
  if (!assignment || !value || value.descendants("call", "subscript", "await").next().done === true) return [];
  const target = assignment.field("left");
  if (target?.kind === "identifier") return [target];
  return /^(pattern_list|tuple_pattern)$/.test(target?.kind ?? "")
    ? (target?.children ?? []).filter(({ kind }) => kind === "identifier")
    : [];
}

const LEAVES = [
  "return_statement",
  "raise_statement",
  "continue_statement",
  "break_statement",
  "assert_statement",
  "yield",
];

/** Whether a clause is a handler behind which the program goes on, whatever happens in it. */
export function goesOn(clause: Node, module: Module): boolean {
  if (clause.kind !== "except_clause" || clause.descendants(...LEAVES).next().done !== true) return false;
  const graph = module.graphAround(clause);
  for (const call of clause.descendants("call")) {
    if (tells(call)) continue;
    if (endsProgram(call) || MAY_LEAVE.test(calledName(call) ?? "")) return false;
    const element = graph.elementOf(call);
    if (element && neverReturns(graph, element)) return false;
  }
  return true;
}

/** What functions are called that may not come back. */
const MAY_LEAVE =
  /exit|fail|abort|error|die|usage|raise|throw|skip|stop|quit|halt|bail|panic|critical|fatal|reject|redirect|kill|exec|handle|cancel/i;

/** Whether a name is the function's own, and nothing else binds it before the code behind a `try`, or takes it back. */
function isOnlyBinding(binding: Node, statement: Node, scope: Scope): boolean {
  const bindings = scope.bindings(binding.text);
  const isLater = ({ kind, node }: Binding): boolean =>
    kind !== "parameter" && kind !== "delete" && node.start > statement.end;
  return bindings.some(({ node }) => node === binding) && bindings.every((one) => one.node === binding || isLater(one));
}

/** The first use of a name behind a `try`. */
export function firstUse(binding: Node, statement: Node, scope: Scope): Node | undefined {
  const uses = namesIn(scope).get(binding.text) ?? [];
  // Many may be asked about in one function.
  const behind = firstWhere(uses.length, (index) => (uses[index]?.start ?? Infinity) > statement.end);
  for (let at = behind; ; at++) {
    const use = uses[at];
    const isOther =
      use?.fieldName === "attribute" || (use?.fieldName === "name" && use.parent?.kind === "keyword_argument");
    if (!isOther) return use;
  }
}

/** Whether a read stands where nothing between it and the `try` decides whether it is reached. */
function comesNext(node: Node, statement: Node, handler: Node): boolean {
  const flags = new Set([...handler.descendants("assignment")].map((flag) => lastNameOf(flag.field("left")) ?? ""));
  return codeUpTo(node, statement)?.every((code) => !mentionsName(code, flags)) ?? false;
}
