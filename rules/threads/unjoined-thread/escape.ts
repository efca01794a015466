import type { Node } from "../../../src/syntax/node.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { isLogCall } from "../../../src/python/model/logging.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { ThreadStart } from "../../../src/concepts/threads/thread.js";

/** Where a thread can be found again after the function that starts it has returned. */
export type Keeper =
  /** In an attribute of an object, or in a container there. */
  | { readonly kind: "attribute"; readonly owner: ClassDefinition; readonly name: string }
  | { readonly kind: "global"; readonly name: string }
  /** The thread starts itself: whoever made it may hold it. */
  | { readonly kind: "self"; readonly owner: ClassDefinition }
  /** Somewhere that the analysis does not follow. */
  | { readonly kind: "elsewhere" };

const ELSEWHERE: readonly Keeper[] = [{ kind: "elsewhere" }];

/** Methods that put what they are given into the object they are called on. */
const PUTTERS = /^(append|appendleft|add|insert|extend|put|setdefault|update)$/;

/** Everything that keeps a started thread; nothing, when it is dropped. */
export function keepersOf(start: ThreadStart): readonly Keeper[] {
  const keepers = [...holdersOf(start.subject, new Set())];
  for (const { made } of start.threads) if (made.kind === "call") keepers.push(...fateOf(made, new Set()));
  const unique = new Map(keepers.map((keeper) => [`${keeper.kind} ${"name" in keeper ? keeper.name : ""}`, keeper]));
  return [...unique.values()];
}

/** What holds the object that an expression reads. */
function holdersOf(expression: Node, seen: Set<string>): readonly Keeper[] {
  const module = moduleOf(expression);
  switch (expression.kind) {
    case "attribute":
      return attributeKeeper(expression);
    case "subscript":
    case "parenthesized_expression": {
      const inner = expression.field("value") ?? expression.children[0];
      return inner ? holdersOf(inner, seen) : [];
    }
    case "call": {
      // `self.threads.values()`, `list(self.threads)`; the call that makes the thread has its own fate.
      const call = module.call(expression);
      const inner = /^(values|items|copy)$/.test(call.lastName) ? call.receiver : listed(call.name, call.positional[0]);
      return inner ? holdersOf(inner, seen) : [];
    }
    case "identifier": {
      const owner = module.receiverClass(expression);
      return owner ? [{ kind: "self", owner }] : nameFate(expression, seen);
    }
    default:
      return [];
  }
}

function listed(callee: string, argument: Node | undefined): Node | undefined {
  return /^(list|tuple|set|sorted|reversed|enumerate)$/.test(callee) ? argument : undefined;
}

function attributeKeeper(attribute: Node): readonly Keeper[] {
  const object = attribute.field("object");
  const owner = object && moduleOf(attribute).receiverClass(object);
  const name = attribute.field("attribute")?.text;
  return owner && name !== undefined ? [{ kind: "attribute", owner, name }] : ELSEWHERE;
}

/** What becomes of a name's object: where the name comes from and where it goes. */
function nameFate(name: Node, seen: Set<string>): readonly Keeper[] {
  const module = moduleOf(name);
  const found = module.scopes.lookup(name.text, name);
  if (!found) return ELSEWHERE;
  if (found.scope === module.scopes.module) {
    // A script's own variable at the top of a module is held until the program ends.
    return [{ kind: "global", name: name.text }];
  }
  const key = `${String(found.scope.node.id)} ${name.text}`;
  if (seen.has(key)) return [];
  seen.add(key);
  const keepers: Keeper[] = [];
  for (const binding of found.bindings) {
    if (binding.kind === "parameter") keepers.push(...ELSEWHERE);
    else if (binding.from && binding.from.kind !== "call") keepers.push(...holdersOf(binding.from, seen));
    else if (binding.from && binding.kind === "iterate") keepers.push(...holdersOf(binding.from, seen));
  }
  for (const use of found.scope.node.descendants("identifier")) {
    if (use.text !== name.text || module.scopes.lookup(use.text, use)?.scope !== found.scope) continue;
    const inside = module.functionAround(use)?.node;
    const isClosure = inside !== module.functionAround(name)?.node && found.scope.isFunction;
    keepers.push(...(isClosure && use.fieldName !== "object" ? ELSEWHERE : fateOf(use, seen)));
  }
  return keepers;
}

/** Where the value of an expression goes, by what is written around it. */
function fateOf(expression: Node, seen: Set<string>): readonly Keeper[] {
  const { parent } = expression;
  switch (parent?.kind) {
    case "assignment":
      return expression.fieldName === "right" ? targetFate(parent, seen) : [];
    case "named_expression":
    case "parenthesized_expression":
    case "conditional_expression":
    case "list":
    case "tuple":
    case "set":
    case "expression_list":
    case "pair":
    case "dictionary":
    case "list_comprehension":
    case "set_comprehension":
    case "dictionary_comprehension":
    case "generator_expression":
      return fateOf(parent, seen);
    case "argument_list":
    case "keyword_argument":
      return argumentFate(parent, seen);
    case "return_statement":
    case "yield":
    case "lambda":
    case "list_splat":
      return ELSEWHERE;
    default:
      return [];
  }
}

function targetFate(assignment: Node, seen: Set<string>): readonly Keeper[] {
  const left = assignment.field("left");
  const further = assignment.parent?.kind === "assignment" ? targetFate(assignment.parent, seen) : [];
  if (!left) return further;
  const targets = /^(pattern_list|tuple_pattern|list_pattern)$/.test(left.kind) ? left.children : [left];
  return [...further, ...targets.flatMap((target) => holdersOf(target, seen))];
}

function argumentFate(list: Node, seen: Set<string>): readonly Keeper[] {
  const node = list.kind === "keyword_argument" ? list.parent?.parent : list.parent;
  if (node?.kind !== "call") return ELSEWHERE;
  const call = moduleOf(node).call(node);
  if (call.receiver && PUTTERS.test(call.lastName)) return holdersOf(call.receiver, seen);
  if (listed(call.name, list)) return fateOf(node, seen);
  return /^(print|isinstance|len|str|repr|id|type|bool)$/.test(call.name) || isLogCall(node) ? [] : ELSEWHERE;
}
