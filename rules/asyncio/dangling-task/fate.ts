import type { Node } from "../../../src/syntax/node.js";
import { tells } from "../../../src/python/model/logging.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { usesOf } from "../../../src/python/model/uses.js";

/** What becomes of a task where it is made. */
export type Fate =
  /** Nothing takes it: the call is a statement. */
  | { readonly kind: "dropped" }
  /** All that is done with it is to add a callback, which does not keep it. */
  | { readonly kind: "called-back" }
  /** A local name takes it that nobody reads, but for a log perhaps, in a function that ends before the task can. */
  | { readonly kind: "unread"; readonly name: string; readonly isTold: boolean }
  /** The function returns it to whoever calls it. */
  | { readonly kind: "returned" }
  /** A lambda returns it to something that throws away what its callbacks return. */
  | { readonly kind: "thrown-away"; readonly by: string };

/** Methods that a task is asked or told something by: none of them keeps it. */
const ASIDES = /^(add_done_callback|remove_done_callback|set_name|get_name)$/;

/** What throws away the result of what it calls. */
const THROWERS = /^(add_signal_handler|call_soon|call_soon_threadsafe|call_later|call_at|add_done_callback|signal)$/;

/** What becomes of the task that a call gives; undefined when something keeps it, or may. */
export function fateOf(call: Node): Fate | undefined {
  const { parent } = call;
  switch (parent?.kind) {
    case "expression_statement":
      return { kind: "dropped" };
    case "return_statement":
      return { kind: "returned" };
    case "parenthesized_expression":
      return fateOf(parent);
    case "attribute":
      if (!isAside(parent) || parent.parent?.parent?.kind !== "expression_statement") return undefined;
      return { kind: ADDS_CALLBACK.test(nameOf(parent)) ? "called-back" : "dropped" };
    case "assignment":
      return call.fieldName === "right" ? assignedTo(parent) : undefined;
    case "lambda":
      return call.fieldName === "body" ? thrownAway(parent) : undefined;
    default:
      return undefined;
  }
}

function thrownAway(lambda: Node): Fate | undefined {
  const call = lambda.parent?.kind === "argument_list" ? lambda.parent.parent : undefined;
  if (call?.kind !== "call") return undefined;
  const { lastName } = moduleOf(call).call(call);
  return THROWERS.test(lastName) ? { kind: "thrown-away", by: lastName } : undefined;
}

const ADDS_CALLBACK = /^add_done_callback$/;

const nameOf = (attribute: Node): string => attribute.field("attribute")?.text ?? "";

function isAside(attribute: Node): boolean {
  return attribute.parent?.kind === "call" && ASIDES.test(nameOf(attribute));
}

function assignedTo(assignment: Node): Fate | undefined {
  const name = assignment.field("left");
  if (name?.kind !== "identifier" || assignment.parent?.kind !== "expression_statement") return undefined;
  const module = moduleOf(name);
  const found = module.scopes.lookup(name.text, name);
  // A name of the module, or of the function around, holds on to it.
  if (!found?.scope.isFunction || module.scopes.around(name) !== found.scope) return undefined;
  if (isRead(found.scope.node, name) || isSuspended(assignment)) return undefined;
  if (isCalledBack(found.scope.node, name)) return { kind: "called-back" };
  const isTold = usesOf(name).some(isToldOf);
  return { kind: "unread", name: name.text, isTold };
}

/** Whether a log is told of the task: that has written it down before the function ends. */
function isToldOf({ parent }: Node): boolean {
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  return call?.kind === "call" && tells(call) && call.parent?.kind === "expression_statement";
}

/** Whether something takes the task by its name; what only adds a callback to it, or logs it, does not. */
function isRead(owner: Node, name: Node): boolean {
  for (const use of owner.descendants("identifier")) {
    if (use.text !== name.text || use.fieldName === "left" || use.fieldName === "attribute") continue;
    const isAsked = use.fieldName === "object" && use.parent?.kind === "attribute" && isAside(use.parent);
    if (!isAsked && !isToldOf(use)) return true;
  }
  return false;
}

/** Whether a callback is added to the task by its name. */
function isCalledBack(owner: Node, name: Node): boolean {
  for (const attribute of owner.descendants("attribute")) {
    if (attribute.field("object")?.text === name.text && ADDS_CALLBACK.test(nameOf(attribute))) return true;
  }
  return false;
}

/** Whether the function can wait after the assignment: as long as it does, its local holds the task. */
function isSuspended(assignment: Node): boolean {
  if (isInAsyncBlock(assignment)) return true;
  const graph = moduleOf(assignment).graphAround(assignment);
  let waits = false;
  graph.walkFrom(assignment, (element) => {
    waits ||= isWait(element);
    return waits ? "stop" : "go";
  });
  return waits;
}

function isWait(element: Node): boolean {
  for (const _ of element.descendants("await", "yield")) return true;
  return isInAsyncBlock(element);
}

/** Whether a node belongs to an `async with` or `async for`, which waits at its ends. */
function isInAsyncBlock(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (/^(with|for)_statement$/.test(around.kind) && around.child("async")) return true;
  }
  return false;
}
