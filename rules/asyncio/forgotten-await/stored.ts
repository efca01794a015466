import type { Node } from "../../../src/syntax/node.js";
import { wrapped } from "../../../src/python/cfg/evaluation.js";
import { assignedTo, calledName } from "../../../src/python/cfg/expression.js";
import { isPlainAnnotation } from "../../../src/concepts/coroutines/plain.js";
import type { Call } from "../../../src/python/model/call.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Scope } from "../../../src/python/model/scope.js";
import { question } from "../../../src/python/model/solver.js";
import { misuseOf, type Misuse } from "./misuse.js";

/** A use of a name that holds a coroutine. */
export interface StoredUse {
  readonly at: Node;
  readonly misuse: Misuse;
}

/** What is done with a coroutine by the name that it is assigned to, when that is wrong; undefined when it may be right. */
export function misuseByName(call: Node): StoredUse | undefined {
  const [name, ...targets] = assignedTo(call);
  if (name?.kind !== "identifier" || targets.length > 0) return undefined;
  const module = moduleOf(name);
  const scope = module.scopes.lookup(name.text, name)?.scope;
  if (scope?.isModule) return misuseOfGlobal(name, scope);
  if (!scope?.isFunction || module.scopes.around(name) !== scope) return undefined;
  const uses = usesIn(scope, name.text).get(name) ?? [];
  if (uses.length === 0)
    return isMentioned(scope, name)
      ? undefined
      : { at: call, misuse: { how: "dropped", clause: "nobody asks for it" } };
  if (uses.some(({ node }) => isAsked(node))) return undefined;
  const misused = uses.flatMap(({ node, isOnly }): readonly StoredUse[] => {
    const misuse = isOnly ? misuseOf(node) : undefined;
    return misuse && misuse.how !== "dropped" ? [{ at: node, misuse }] : [];
  });
  const fails = misused.find(({ misuse }) => misuse.how === "fails");
  if (fails) return fails;
  // What is answered wrongly does no harm when the coroutine is awaited after all.
  const others = uses.filter(({ node }) => misused.every(({ at }) => at !== node));
  const isHarmful = misused.length > 0 && others.every(({ node, isOnly }) => isOnly && isTakenForPlain(node));
  return isHarmful ? misused[0] : undefined;
}

/** What fails with a coroutine that a file keeps under a name of its own, and neither awaits nor hands on. */
function misuseOfGlobal(name: Node, scope: Scope): StoredUse | undefined {
  const module = moduleOf(name);
  if (scope.bindings(name.text).length > 1) return undefined;
  const uses = module.identifiers(name.text).filter((node) => {
    return node !== name && node.fieldName !== "attribute" && module.scopes.lookup(name.text, node)?.scope === scope;
  });
  if (uses.some((node) => /^(await|argument_list|keyword_argument)$/.test(wrapped(node).parent?.kind ?? "")))
    return undefined;
  return uses.flatMap((at): StoredUse[] => {
    const misuse = misuseOf(at);
    return misuse?.how === "fails" ? [{ at, misuse }] : [];
  })[0];
}

/** Whether a name is passed to what says that it takes something else than what can be awaited. */
function isTakenForPlain(node: Node): boolean {
  const passed = node.parent?.kind === "keyword_argument" ? node.parent : node;
  const list = passed.parent;
  if (list?.kind !== "argument_list" || list.parent?.kind !== "call") return false;
  const call = moduleOf(list).call(list.parent);
  const annotation = takenAs(call, node);
  return annotation !== undefined && isPlainAnnotation(annotation, call.module);
}

/** The annotation of the parameter or field that an argument fills, where just one thing may be called. */
function takenAs(call: Call, argument: Node): Node | undefined {
  const { soleCallee, targets } = call;
  if (soleCallee) {
    const { definition, bound } = soleCallee;
    return definition.parameters.find((parameter) => call.argumentFor(parameter, bound) === argument)?.annotation;
  }
  const [target, ...others] = targets;
  if (target?.kind !== "class" || others.length > 0 || !target.definition.hasGeneratedInit) return undefined;
  const field = target.definition.fields.find(({ name }, place) => call.argument(place, name) === argument);
  return field?.node.parent?.field("type");
}

interface Use {
  readonly node: Node;
  /** Whether the name can hold nothing else there. */
  readonly isOnly: boolean;
}

type UsesByBinding = ReadonlyMap<Node, readonly Use[]>;

const USES = question<UsesByBinding>(new Map());
const NAMES = question<ReadonlyMap<string, readonly Node[]>>(new Map());

/** The uses of a name of a function, by the place that bound it. */
function usesIn(scope: Scope, name: string): UsesByBinding {
  const module = moduleOf(scope.node);
  return module.project.once(
    USES,
    scope.node,
    () => {
      const found = new Map<Node, Use[]>();
      const bound = new Set(scope.bindings(name).map(({ node }) => node));
      for (const node of namesIn(scope.node).get(name) ?? []) {
        if (bound.has(node) || module.scopes.lookup(name, node)?.scope !== scope) continue;
        const reaching = module.bindingsReaching(name, node);
        for (const binding of reaching) add(found, binding.node, { node, isOnly: reaching.length === 1 });
      }
      return found;
    },
    name,
  );
}

function isMentioned(scope: Scope, name: Node): boolean {
  return scope.bindings(name.text).length > 1 || (namesIn(scope.node).get(name.text) ?? []).length > 1;
}

/** The names in a function, by how they are written; those of attributes and keywords are others. */
function namesIn(code: Node): ReadonlyMap<string, readonly Node[]> {
  return moduleOf(code).project.once(NAMES, code, () => {
    const found = new Map<string, Node[]>();
    for (const node of code.descendants("identifier")) {
      const isOther =
        node.fieldName === "attribute" || (node.fieldName === "name" && node.parent?.kind === "keyword_argument");
      if (!isOther) add(found, node.text, node);
    }
    return found;
  });
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const ASKS = /coroutine|awaitable|async|future|^(isinstance|hasattr|getattr|callable|type)$/i;

/** Whether a call is asked what the name holds. */
function isAsked(node: Node): boolean {
  const call = node.parent?.kind === "argument_list" ? node.parent.parent : undefined;
  return call?.kind === "call" && ASKS.test(calledName(call) ?? "");
}
