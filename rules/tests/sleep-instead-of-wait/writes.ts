import { calledName } from "../../../src/python/cfg/expression.js";
import { groupedBy } from "../../../src/grouped.js";
import { question } from "../../../src/python/model/solver.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Node } from "../../../src/syntax/node.js";

/** A place in code that runs later which fills a local name of a test. */
export interface Write {
  /** The name, where it is written. */
  readonly at: Node;
  /** Where the code was handed over. */
  readonly handed: Node;
}

const FILLS = /^(append|appendleft|add|extend|update|insert|put|put_nowait|set|setdefault|set_result)$/;
/** What runs a function at once. */
const RUNS_AT_ONCE =
  /^(map|filter|sorted|min|max|sum|any|all|reduce|sort|run|run_until_complete|side_effect|print|len|isinstance|call)$/;

const NAMES = question<ReadonlyMap<string, readonly Node[]>>(new Map());

/** The names in a test and all that is in it, by their text, in source order. */
function namesIn({ module, node }: FunctionDefinition): ReadonlyMap<string, readonly Node[]> {
  const names = (): Node[] => [...node.descendants("identifier")].filter(({ fieldName }) => fieldName !== "attribute");
  return module.project.once(NAMES, node, () => groupedBy(names(), ({ text }) => text));
}

/** How code that runs later fills a local name of a test, as far as the test writes it itself. */
export function writeTo(name: string, test: FunctionDefinition, before: Node): Write | undefined {
  const { module } = test;
  for (const use of namesIn(test).get(name) ?? []) {
    if (use.start >= before.start) break;
    const scope = module.scopes.lookup(name, use)?.scope;
    if (scope?.node !== test.node || !fills(use)) continue;
    const inner = module.functionAround(use);
    const handed = inner === test ? handedMethod(use) : inner && handedFunction(inner, test, before);
    if (handed) return { at: use, handed };
  }
  return undefined;
}

/** Whether a name is filled where it stands, or the method that fills it is taken. */
function fills({ parent, fieldName }: Node): boolean {
  if (parent?.kind === "attribute") return FILLS.test(parent.field("attribute")?.text ?? "");
  if (parent?.kind === "subscript") return parent.parent?.kind === "assignment" && parent.fieldName === "left";
  return fieldName === "left" && /^(augmented_)?assignment$/.test(parent?.kind ?? "");
}

/** `bus.subscribe(received.append)` */
function handedMethod(use: Node): Node | undefined {
  const method = use.parent;
  return method?.kind === "attribute" && isHanded(method) ? method : undefined;
}

/** Where a function that a test defines is handed to something: as an argument, an attribute, by a decorator. */
function handedFunction(inner: FunctionDefinition, test: FunctionDefinition, before: Node): Node | undefined {
  const { module, node, name } = inner;
  if (module.scopes.around(node).node !== test.node) return undefined;
  if (node.kind === "lambda") return isHanded(node) ? node : undefined;
  const [decorator] = inner.decorators;
  if (decorator) return decorator.kind === "call" || decorator.kind === "attribute" ? decorator : undefined;
  const uses = (namesIn(test).get(name) ?? []).filter(
    (use) => use.start < before.start && module.functionAround(use) === test,
  );
  // What a test calls itself has run by then.
  if (uses.some((use) => use.fieldName === "function" && !(inner.isAsync && use.parent && isHanded(use.parent))))
    return undefined;
  return uses.find((use) => isHanded(inner.isAsync && use.fieldName === "function" && use.parent ? use.parent : use));
}

/** Whether an expression is given to something that may keep it. */
function isHanded(expression: Node): boolean {
  const holder = expression.parent?.kind === "keyword_argument" ? expression.parent : expression;
  const { parent } = holder;
  if (parent?.kind === "assignment" && expression.fieldName === "right")
    return parent.field("left")?.kind === "attribute";
  if (parent?.kind !== "argument_list" || parent.parent?.kind !== "call") return false;
  const call = parent.parent;
  const isAwaited = call.parent?.kind === "await" && /^(gather|wait|wait_for)$/.test(calledName(call) ?? "");
  return !RUNS_AT_ONCE.test(calledName(call) ?? "") && !isAwaited;
}
