import { lastNameOf } from "../../../src/python/cfg/expression.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { matches } from "../../../src/python/tables/api.js";
import { NETWORK_CALLS, TAKES_NEXT, WAITS } from "../../../src/python/tables/network-calls.js";
import type { Node } from "../../../src/syntax/node.js";
import { requestIn } from "./requests.js";

/** How far what a loop calls is looked into for what waits. */
const MOST_CALLS_DOWN = 3;

/** Whether something in a round that fails at a request waits, counts, looks at the clock or takes something new. */
export function isPaced(loop: Node, request: Node): boolean {
  const seen = new Set<Node>();
  const isPause = (part: Node): boolean => (part === request ? isPacedInside(request, seen) : paces(part, seen));
  return partsRunning(loop, new Set(request.ancestors()), request).some(isPause);
}

/** Whether something in some code waits, counts, looks at the clock or takes something new. */
export function isPacedBy(code: readonly Node[]): boolean {
  const seen = new Set<Node>();
  return code.some((part) => paces(part, seen) || part.descendants(...PACES).next().done !== true);
}

function paces(part: Node, seen: Set<Node>): boolean {
  return PACES.has(part.kind) || mentionsName(part, CLOCKS) || waits(part, MOST_CALLS_DOWN, seen);
}

/** Whether a call that asks a server waits before it does: in what it is passed, or in the helper that asks. */
function isPacedInside(call: Node, seen: Set<Node>): boolean {
  const { soleCallee, arguments: given } = moduleOf(call).call(call);
  if (given.some(({ node }) => mentionsName(node, CLOCKS) || waits(node, MOST_CALLS_DOWN, seen))) return true;
  const body = soleCallee?.definition.body;
  if (!body || seen.has(body)) return false;
  seen.add(body);
  const inner = requestIn(body);
  return inner === undefined ? waits(body, MOST_CALLS_DOWN - 1, seen) : isPaced(body, inner);
}

/**
 * What runs of some code when a request in it fails: of a `try`, neither what stands behind the request nor the `else`.
 *
 * @param around what the request stands in
 */
function partsRunning(code: Node, around: ReadonlySet<Node>, request: Node): readonly Node[] {
  if (code === request) return [code];
  if (!around.has(code)) return [code, ...code.descendants(...PACES)];
  if (PACES.has(code.kind)) return [code];
  const isTried = code.fieldName === "body" && /^(try_statement|function_definition)$/.test(code.parent?.kind ?? "");
  const isEntered =
    code.kind === "with_statement" &&
    code.child("with_clause") !== undefined &&
    around.has(code.child("with_clause") ?? code);
  const next = isNextRound(code, around);
  const running = code.children.filter((child) => {
    if (next && child.start > next.start) return false;
    // What a request gives is only entered when it has succeeded.
    if (isEntered && child.fieldName === "body") return false;
    if (code.kind === "try_statement") return child.kind !== "else_clause" || around.has(child);
    return !isTried || child.start <= request.start;
  });
  return running.flatMap((child) => partsRunning(child, around, request));
}

/** The `try` in a block around a request whose handlers all go on with the next round of the loop: what stands behind it does not run. */
function isNextRound({ children }: Node, around: ReadonlySet<Node>): Node | undefined {
  const attempt = children.find((child) => child.kind === "try_statement" && around.has(child));
  const handlers = attempt?.children.filter(({ kind }) => kind === "except_clause") ?? [];
  const goesOn = (clause: Node): boolean => clause.child("block")?.children.at(-1)?.kind === "continue_statement";
  return handlers.length > 0 && handlers.every(goesOn) ? attempt : undefined;
}

const PACES: ReadonlySet<string> = new Set(["augmented_assignment", "yield", "for_statement"]);

const CLOCKS =
  /^(time|monotonic|perf_counter|now|utcnow|deadline\w*|\w*attempts?|\w*retries|\w*tries|\w*backoff\w*|\w*timer)$/i;

function waits(code: Node, depth: number, seen: Set<Node>): boolean {
  const module = moduleOf(code);
  for (const node of code.descendants("call")) {
    const call = module.call(node);
    const name = lastNameOf(call.callee) ?? "";
    if (WAITS.test(name) && !isJoinOfText(node) && !isOfFile(node)) return true;
    if (TAKES_NEXT.has(name) && !isRequestOrLookup(node)) return true;
    if (depth === 0) continue;
    const { list, isAll } = call.callees;
    // What cannot be seen may wait; what a library does is known by its name.
    if (!isAll && list.length === 0 && isOwn(node)) return true;
    for (const { definition } of list) {
      const { body } = definition;
      if (definition.decorators.length > 0) return true;
      if (!body || seen.has(body)) continue;
      seen.add(body);
      if (waits(body, depth - 1, seen)) return true;
    }
  }
  return false;
}

/** `", ".join(…)` */
const isJoinOfText = (node: Node): boolean =>
  node.field("function")?.field("object")?.kind === "string" || /\bos\.path\b/.test(node.field("function")?.text ?? "");

/** `open(path).read()`: a file has all that it gives. */
function isOfFile(node: Node): boolean {
  const { apis } = moduleOf(node).call(node);
  return apis.length > 0 && apis.every((path) => /^(open\(\)|pathlib\.Path\(\)(\.open\(\))?)\.read\w*$/.test(path));
}

/** `requests.get(…)`, `answer.get("key")` */
function isRequestOrLookup(node: Node): boolean {
  const call = moduleOf(node).call(node);
  if (call.apis.some((path) => matches(NETWORK_CALLS, path))) return true;
  return call.positional[0]?.kind === "string";
}

/** Whether a call is one of the object's own methods, or of a function that was passed in. */
function isOwn(node: Node): boolean {
  const callee = node.field("function");
  const object = callee?.field("object");
  return object !== undefined && moduleOf(node).receiverClass(object) !== undefined;
}
