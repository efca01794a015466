import { constantTruth } from "../../../src/python/cfg/evaluation.js";
import { alwaysLeaves } from "../../../src/python/cfg/terminal.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import type { Scope } from "../../../src/python/model/scope.js";
import { question } from "../../../src/python/model/solver.js";
import { BUILTINS } from "../../../src/python/tables/builtins.js";
import type { Node } from "../../../src/syntax/node.js";
import { codeUpTo } from "./next.js";

/** A read behind an `if` of what only that binds. */
export interface ReadBehindIf {
  readonly node: Node;
  readonly scope: Scope;
  readonly binding: Node;
  readonly statement: Node;
  /** What has to hold for the name to be bound. */
  readonly condition: Node;
}

/**
 * The reads that come next behind an `if` without any other branch, whatever it has decided, of names that nothing else binds:
 * where the condition does not hold, they fail. What has been asked before may see to it that it does.
 */
export function* readsBehindIfs(module: Module): Generator<ReadBehindIf> {
  const known = new Set<Node>();
  for (const { at } of module.usage?.behindIfs ?? []) {
    const node = module.tree.partAt(at).leafAt(at);
    if (node?.kind !== "identifier") continue;
    const read = readBehindIf(module, node);
    // Where one read has failed, none behind it is reached.
    if (!read || known.has(read.statement) || !codeUpTo(node, read.statement)) continue;
    known.add(read.statement);
    const graph = module.graphAround(node);
    if (!graph.loopOf(node) && graph.isReachable(node) && !isSettled(read)) yield read;
  }
}

function readBehindIf(module: Module, node: Node): ReadBehindIf | undefined {
  const name = node.text;
  const scope = module.scopes.around(node);
  if (!scope.isFunction || module.scopes.lookup(name, node)?.scope !== scope) return undefined;
  const all = scope.bindings(name);
  if (all.length > MOST_BINDINGS) return undefined;
  const bindings = all.flatMap((binding) => (binding.node.start < node.start ? [binding.node] : []));
  const [binding] = bindings;
  const statement = binding && branchBefore(node, binding);
  const condition = statement?.field("condition");
  if (!statement || !condition || !bindings.every((one) => isOf(statement, one))) return undefined;
  return { node, scope, binding, statement, condition };
}

/** A name that more bind than these is not looked at. */
const MOST_BINDINGS = 50;

/** Whether a branch binds something, and not its condition. */
const isOf = (branch: Node, bound: Node): boolean => branch.field("consequence")?.contains(bound) ?? false;

/** The `if` that stands beside what a read stands in, before it, and has a binding in it. */
function branchBefore(node: Node, binding: Node): Node | undefined {
  for (const around of binding.ancestors()) {
    if (around.kind === "if_statement" && around.end < node.start && around.parent?.contains(node)) return around;
  }
  return undefined;
}

/** Whether a condition has one answer wherever the program runs, or what it asks about was asked before, with another way out. */
function isSettled({ condition, statement, scope }: ReadBehindIf): boolean {
  if (constantTruth(condition) !== undefined) return true;
  const subjects = new Set(subjectsOf(condition));
  if (subjects.size === 0 || [...subjects].some((name) => SURROUNDINGS.test(name))) return true;
  const asked = moduleOf(condition).project.once(ASKED, scope.node, () => askedIn(scope.node));
  return [...subjects].some((name) => {
    const all = asked.get(name) ?? [];
    return all.length > MOST_ASKED || all.some((one) => one.at !== statement && settles(one, statement));
  });
}

/** A statement with conditions, and whether it leaves for some answer, or fails. */
interface Asking {
  readonly at: Node;
  readonly leaves: boolean;
}

const ASKED = question<ReadonlyMap<string, readonly Asking[]>>(new Map());
/** What more statements ask about than these is taken for settled. */
const MOST_ASKED = 50;

function settles({ at, leaves }: Asking, statement: Node): boolean {
  return at.contains(statement) || (leaves && at.end <= statement.start);
}

/** What a function asks about, by the names in its conditions. */
function askedIn(owner: Node): ReadonlyMap<string, readonly Asking[]> {
  const asked = new Map<string, Asking[]>();
  for (const at of owner.descendants("if_statement", "while_statement", "assert_statement")) {
    const branches = [at, ...at.fields("alternative")];
    const leaves = at.kind === "assert_statement" || branches.some(leavesIn);
    const conditions = branches.flatMap((branch) => conditionOf(branch) ?? []);
    for (const name of new Set(conditions.flatMap((condition) => [...subjectsOf(condition)]))) {
      const others = asked.get(name);
      if (others) others.push({ at, leaves });
      else asked.set(name, [{ at, leaves }]);
    }
  }
  return asked;
}

function conditionOf(branch: Node): Node | undefined {
  return branch.kind === "assert_statement" ? branch.children[0] : branch.field("condition");
}

function leavesIn(branch: Node): boolean {
  const body = branch.field("consequence") ?? branch.field("body");
  return body !== undefined && alwaysLeaves(body);
}

/** What tells where a program runs. */
const SURROUNDINGS = /^(version_info|VERSION|hexversion|platform|machine|TYPE_CHECKING|PY\d\w*|__\w+__)$/;

/** The names that a condition asks about: of `order.lines` the latter, of a call what it is given, too. */
function* subjectsOf(condition: Node): Generator<string> {
  for (const { text, fieldName, parent } of condition.descendants("identifier")) {
    const isObject = fieldName === "object" && parent?.kind === "attribute" && parent.parent?.kind !== "call";
    if (!isObject && !BUILTINS.has(text)) yield text;
  }
}
