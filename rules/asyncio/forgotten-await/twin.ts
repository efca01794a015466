import { spellingOf } from "../../../src/python/cfg/expression.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";
import type { Call } from "../../../src/python/model/call.js";
import type { Module } from "../../../src/python/model/module.js";
import { holdsWord } from "../../../src/python/prefilter/prefilter.js";
import { question } from "../../../src/python/model/solver.js";
import type { Node } from "../../../src/syntax/node.js";

/** A call whose result is dropped, while the same method of the same object is awaited elsewhere. */
export interface Twin {
  readonly call: Call;
  /** The `await` of the other call. */
  readonly wait: Node;
}

const AWAITS = question<ReadonlyMap<string, Node>>(new Map());
const WAITS = holdsWord("await");
/** Who asks what kind of thing it has may have either. */
const ASKS = /coroutine|awaitable|^(is_?)?a?sync(_mode)?$|hasattr|callable|isinstance/i;
/** What collects commands awaits none of them. */
const COLLECTS = /pipe|batch|transaction|multi/i;

/**
 * The calls whose result is dropped though it is awaited where the same method of the same object is called in the same function, or of
 * the object's own part in the same class. No library has to be known for that.
 */
export function* twinsIn(module: Module): Generator<Twin> {
  const awaited = module.project.once(AWAITS, module, () => new Map(waitsIn(module)));
  for (const name of new Set([...awaited.keys()].map((key) => key.slice(key.lastIndexOf(" ") + 1)))) {
    for (const call of module.callsNamed(name)) {
      if (call.node.parent?.kind !== "expression_statement" || !call.receiver) continue;
      const key = keyOf(call.node, module);
      const wait = key === undefined ? undefined : awaited.get(key);
      if (wait && !isEither(call.node, module) && !isPlainForm(call.node, wait, module)) yield { call, wait };
    }
  }
}

function* waitsIn(module: Module): Generator<[key: string, wait: Node]> {
  for (const wait of module.within(WAITS, "await")) {
    const [operand] = wait.children;
    const key = operand?.kind === "call" ? keyOf(operand, module) : undefined;
    if (key !== undefined) yield [key, wait];
  }
}

/** Which method of which object a call is of: the function and the path, or the class where the path begins with its object. */
function keyOf(call: Node, module: Module): string | undefined {
  const callee = call.field("function");
  const object = callee?.kind === "attribute" ? callee.field("object") : undefined;
  const path = object && spellingOf(object);
  if (!object || path === undefined || !/^[\w.]+$/.test(path) || COLLECTS.test(path)) return undefined;
  const name = callee?.field("attribute")?.text ?? "";
  const around = module.functionAround(call);
  const first = [...object.descendants("identifier")][0] ?? object;
  const own = path.includes(".") ? module.receiverClass(first)?.node : undefined;
  const scope = own ?? around?.node;
  const given = own ? [] : module.bindingsReaching(first.text, first).map(({ node }) => node.start);
  return scope && `${[scope.start, ...given].join(" ")} ${path} ${name}`;
}

/** Whether the function around asks which kind of object it has. */
function isEither(call: Node, module: Module): boolean {
  const around = module.functionAround(call)?.node ?? module.root;
  return mentionsName(around, ASKS);
}

/** Whether a method is the plain form of the one that awaits: `close` beside `aclose`. Such a class may have an object of either kind. */
function isPlainForm(call: Node, wait: Node, module: Module): boolean {
  const [plain, awaiting] = [call, wait].map((node) => module.functionAround(node)?.name.replace(/^_+/, ""));
  return [`a${plain ?? ""}`, `async_${plain ?? ""}`, `${plain ?? ""}_async`].includes(awaiting ?? "");
}
