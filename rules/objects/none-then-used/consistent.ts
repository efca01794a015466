import type { Node } from "../../../src/syntax/node.js";
import type { Block, Edge, FlowGraph } from "../../../src/python/cfg/graph.js";
import { constantTruth } from "../../../src/python/cfg/evaluation.js";
import { accessPath, factsOf, type Fact } from "../../../src/python/cfg/guards.js";
import { spellingOf } from "../../../src/python/cfg/expression.js";

/** What is known of what is written some way: an answer that a test gave, or what was assigned. */
type Known = ReadonlyMap<string, string>;

/** What a walk from the entry of a function to a place has to do. */
export interface Way {
  /** It passes this. */
  readonly set: Node;
  /** And, behind that, none of these. */
  readonly avoids: (element: Node) => boolean;
  readonly along: (edge: Edge) => boolean;
}

/** A walk that has met more states than this is not followed to its end: the way is taken to be there. */
const MOST_STATES = 2000;

interface State {
  readonly block: Block;
  readonly isSet: boolean;
  readonly known: Known;
}

/**
 * Whether some path through a function goes by an assignment to a use without a test on it being answered against what an
 * earlier one, or an assignment of a constant, has said: `if failed: return` lets nobody by who comes from `failed = True`.
 */
export function leadsConsistently(graph: FlowGraph, use: Node, way: Way): boolean {
  const ends = new Set(graph.locate(use).map(({ block, index }) => block.elements[index]));
  const set = graph.elementOf(way.set);
  const seen = new Set<string>();
  const queue: State[] = [{ block: graph.entry, isSet: false, known: new Map() }];
  for (let state = queue.pop(); state; state = queue.pop()) {
    if (seen.size > MOST_STATES) return true;
    let { isSet, known } = state;
    let isStopped = false;
    for (const element of state.block.elements) {
      if (isSet && ends.has(element)) return true;
      if (element === set) isSet = true;
      else if (isSet && way.avoids(element)) isStopped = true;
      if (isStopped) break;
      known = after(element, known, graph);
    }
    if (isStopped) continue;
    for (const edge of state.block.out) {
      const answered = isSet && !way.along(edge) ? undefined : answering(edge, known);
      if (!answered) continue;
      const next = { block: edge.to, isSet, known: answered };
      const key = `${String(next.block.index)} ${String(isSet)} ${[...answered].sort().join(";")}`;
      if (!seen.has(key)) queue.push(next);
      seen.add(key);
    }
  }
  return false;
}

/** What is known behind an edge; undefined when the edge contradicts it. */
function answering(edge: Edge, known: Known): Known | undefined {
  const next = new Map(known);
  for (const fact of factsOf(edge)) {
    const said = saying(fact);
    if (!said) continue;
    const [subject, answer] = said;
    const before = next.get(subject);
    if (before !== undefined && isAgainst(before, answer)) return undefined;
    if (!before?.startsWith("=")) next.set(subject, answer);
  }
  return next;
}

function saying(fact: Fact): readonly [string, string] | undefined {
  const subject = accessPath(fact.subject);
  switch (fact.kind) {
    case "none":
    case "not-none":
    case "truthy":
    case "falsy":
      return subject === undefined ? undefined : [subject, fact.kind];
    case "equals":
    case "not-equals":
      return subject === undefined || constantTruth(fact.other) === undefined
        ? undefined
        : [subject, `${fact.kind === "equals" ? "=" : "!"}${spellingOf(fact.other)}`];
    case "call-true":
      return [spellingOf(fact.call), "truthy"];
    case "call-false":
      return [spellingOf(fact.call), "falsy"];
    default:
      return undefined;
  }
}

const FALSE = /^=(None|False|0|0\.0|""|''|\[\]|\{\}|\(\))$/;

function isAgainst(before: string, answer: string): boolean {
  const isFalse = before === "none" || before === "falsy" || FALSE.test(before);
  const isTrue = before === "truthy" || (before.startsWith("=") && !FALSE.test(before));
  switch (answer) {
    case "none":
      return isTrue || before === "not-none" || (before.startsWith("=") && before !== "=None");
    case "not-none":
      return before === "none" || before === "=None";
    case "truthy":
      return isFalse;
    case "falsy":
      return isTrue;
    default:
      return answer.startsWith("=")
        ? (before.startsWith("=") && before !== answer) || before === "none" || before === `!${answer.slice(1)}`
        : before === `=${answer.slice(1)}`;
  }
}

/** Methods behind which something is certain. */
const NOTES: Readonly<Record<string, readonly [string, string]>> = {
  append: ["", "truthy"],
  add: ["", "truthy"],
  set: [".is_set()", "truthy"],
  clear: [".is_set()", "falsy"],
};

/** What is known behind an element. */
function after(element: Node, known: Known, graph: FlowGraph): Known {
  const next = new Map(known);
  for (const part of graph.partsOf(element)) {
    if (part.kind === "call") note(part, next);
    else if (part.kind === "assignment" || part.kind === "augmented_assignment") assign(part, next);
    else if (part.fieldName === "left" && part.parent?.kind === "for_statement") forget(part, next);
  }
  return next;
}

function note(call: Node, known: Map<string, string>): void {
  const callee = call.field("function");
  const object = callee?.kind === "attribute" ? callee.field("object") : undefined;
  const subject = object && accessPath(object);
  const method = callee?.field("attribute")?.text ?? "";
  const said = Object.hasOwn(NOTES, method) ? NOTES[method] : undefined;
  if (subject !== undefined && said) known.set(`${subject}${said[0]}`, said[1]);
}

function assign(assignment: Node, known: Map<string, string>): void {
  const left = assignment.field("left");
  const right = assignment.field("right");
  if (!left) return;
  forget(left, known);
  const target = accessPath(left);
  if (target === undefined || !right || assignment.kind !== "assignment") return;
  if (constantTruth(right) !== undefined) known.set(target, `=${spellingOf(right)}`);
}

function forget(target: Node, known: Map<string, string>): void {
  if (/^(pattern_list|tuple_pattern|list_pattern|list_splat_pattern)$/.test(target.kind)) {
    for (const part of target.children) forget(part, known);
    return;
  }
  const path = accessPath(target);
  if (path === undefined) return;
  for (const subject of known.keys()) {
    if (subject === path || subject.startsWith(`${path}.`) || subject.startsWith(`${path}(`)) known.delete(subject);
  }
}
