import type { Node } from "../../syntax/node.js";
import type { ClassDefinition } from "../model/class.js";
import { isLogCall } from "../model/logging.js";
import { moduleOf } from "../model/module.js";

/** Where an object can be found again after the function that made it has returned. */
export type Holder =
  /** In an attribute of objects of a class, or in a container there. */
  | { readonly kind: "attribute"; readonly owner: ClassDefinition; readonly name: string }
  /** In a name at the top of a module, or in a container there: until the program ends. */
  | { readonly kind: "global"; readonly name: string }
  /** The object is the `self` of a method: whoever made it may hold it. */
  | { readonly kind: "self"; readonly owner: ClassDefinition };

/** How an object leaves what the analysis follows. */
export interface Escape {
  readonly kind:
    /** The function returns it, or a lambda is it. */
    | "returned"
    /** The function yields it. */
    | "yielded"
    /** It is passed to a function or method that may keep it. */
    | "passed"
    /** The function was given it, puts it into an object that it does not own, or shares it with a function inside. */
    | "shared";
}

/** Where an object goes. */
export type Destination = Holder | Escape;

/** Methods that put what they are given into the object they are called on. */
const PUTTERS = /^(append|appendleft|add|insert|extend|put|setdefault|update)$/;
/** Methods that give out what a container holds. */
const VIEWS = /^(values|items|copy)$/;
/** Builtins that make a container of the items of another. */
const COLLECTORS = /^(list|tuple|set|sorted|reversed|enumerate)$/;
/** Builtins that look at what they are given, and keep nothing. */
const LOOKERS = /^(print|isinstance|len|str|repr|id|type|bool)$/;

/**
 * Where the value of an expression goes, by what is written around it, and from there through local names and containers:
 * everything that holds it, and every way in which it leaves. Nothing means that it is dropped.
 */
export function destinationsOf(expression: Node): readonly Destination[] {
  return new Pursuit().ofValue(expression);
}

/**
 * What holds the object that an expression reads, and where else it goes: for a local name the same as what becomes of
 * every value of that name. Nothing means that the function drops the object when it ends.
 */
export function holdersOf(expression: Node): readonly Destination[] {
  return new Pursuit().ofObject(expression);
}

/** Whether an object leaves what the analysis follows: somebody may hold it that nobody sees. */
export function escapes(destination: Destination): destination is Escape {
  return !("name" in destination) && destination.kind !== "self";
}

/** One question; every local name is looked at once, so that names assigned from each other end. */
class Pursuit {
  readonly #seen = new Set<string>();

  ofObject(expression: Node): readonly Destination[] {
    const module = moduleOf(expression);
    switch (expression.kind) {
      case "attribute":
        return attributeHolder(expression);
      case "subscript":
      case "parenthesized_expression": {
        const inner = expression.field("value") ?? expression.children[0];
        return inner ? this.ofObject(inner) : [];
      }
      case "call": {
        // `self.threads.values()`, `list(self.threads)`; where the result of any other call goes is not asked here.
        const call = module.call(expression);
        const inner = VIEWS.test(call.lastName) ? call.receiver : collected(call.name, call.positional[0]);
        return inner ? this.ofObject(inner) : [];
      }
      case "identifier": {
        const owner = module.receiverClass(expression);
        return owner ? [{ kind: "self", owner }] : this.ofName(expression);
      }
      default:
        return [];
    }
  }

  /** What becomes of a name's object: where the name comes from and where it goes. */
  private ofName(name: Node): readonly Destination[] {
    const module = moduleOf(name);
    const found = module.scopes.lookup(name.text, name);
    if (!found) return [{ kind: "shared" }];
    const { scope, bindings } = found;
    if (scope === module.scopes.module) return [{ kind: "global", name: name.text }];
    const key = `${String(scope.node.id)} ${name.text}`;
    if (this.#seen.has(key)) return [];
    this.#seen.add(key);
    const destinations: Destination[] = [];
    for (const { kind, from } of bindings) {
      if (kind === "parameter") destinations.push({ kind: "shared" });
      else if (from && (from.kind !== "call" || kind === "iterate")) destinations.push(...this.ofObject(from));
    }
    for (const use of scope.node.descendants("identifier")) {
      if (use.text !== name.text || module.scopes.lookup(use.text, use)?.scope !== scope) continue;
      const isClosure = scope.isFunction && module.functionAround(use)?.node !== module.functionAround(name)?.node;
      if (isClosure && use.fieldName !== "object") destinations.push({ kind: "shared" });
      else destinations.push(...this.ofValue(use));
    }
    return destinations;
  }

  ofValue(expression: Node): readonly Destination[] {
    const { parent } = expression;
    switch (parent?.kind) {
      case "assignment":
        return expression.fieldName === "right" ? this.ofTargets(parent) : [];
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
        return this.ofValue(parent);
      case "argument_list":
      case "keyword_argument":
        return this.ofArgument(parent);
      case "return_statement":
      case "lambda":
        return [{ kind: "returned" }];
      case "yield":
        return [{ kind: "yielded" }];
      case "list_splat":
        return [{ kind: "shared" }];
      default:
        return [];
    }
  }

  private ofTargets(assignment: Node): readonly Destination[] {
    const left = assignment.field("left");
    const further = assignment.parent?.kind === "assignment" ? this.ofTargets(assignment.parent) : [];
    if (!left) return further;
    const targets = /^(pattern_list|tuple_pattern|list_pattern)$/.test(left.kind) ? left.children : [left];
    return [...further, ...targets.flatMap((target) => this.ofObject(target))];
  }

  private ofArgument(list: Node): readonly Destination[] {
    const node = list.kind === "keyword_argument" ? list.parent?.parent : list.parent;
    if (node?.kind !== "call") return [{ kind: "passed" }];
    const call = moduleOf(node).call(node);
    if (call.receiver && PUTTERS.test(call.lastName)) return this.ofObject(call.receiver);
    if (collected(call.name, list)) return this.ofValue(node);
    return LOOKERS.test(call.name) || isLogCall(node) ? [] : [{ kind: "passed" }];
  }
}

function attributeHolder(attribute: Node): readonly Destination[] {
  const object = attribute.field("object");
  const owner = object && moduleOf(attribute).receiverClass(object);
  const name = attribute.field("attribute")?.text;
  return [owner && name !== undefined ? { kind: "attribute", owner, name } : { kind: "shared" }];
}

function collected(callee: string, argument: Node | undefined): Node | undefined {
  return COLLECTORS.test(callee) ? argument : undefined;
}
