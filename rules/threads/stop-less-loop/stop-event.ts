import type { Node } from "../../../src/syntax/node.js";
import { mayWaitForEver } from "../../../src/concepts/threads/blocking.js";
import { familyOf } from "../../../src/concepts/threads/endless-loop.js";
import { saysStop } from "../../../src/concepts/threads/stop-names.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { replace, type Fix } from "../../../src/python/editing/edit.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";

/**
 * Ends a `while True` when the one event of its object is set that another of its methods sets to end it. A loop that may
 * wait for ever would not come round to look at it.
 */
export function endedByEvent(loop: Node, around: FunctionDefinition): Fix | undefined {
  const { owner, receiver, module } = around;
  const condition = loop.field("condition");
  if (!owner || !receiver || !condition || loop.field("alternative")) return undefined;
  for (const call of loop.descendants("call")) if (mayWaitForEver(module.call(call))) return undefined;
  const [event, ...others] = [...eventsOf(owner)].filter((name) => isSetToEnd(name, owner, around));
  if (event === undefined || others.length > 0) return undefined;
  const test = `not ${receiver.name}.${event}.is_set()`;
  return { description: `Loop while '${test}'`, isSafe: false, edits: [replace(condition, test)] };
}

function eventsOf(owner: ClassDefinition): Set<string> {
  const stores = familyOf(owner).flatMap((member) =>
    [...member.assignedAttributes].flatMap((name) => member.storesNamed(name)),
  );
  const events = stores.filter(({ from, node }) => {
    const values = from ? owner.module.project.evaluator.evaluate(from) : [];
    return (
      node.kind === "attribute" && values.some((value) => value.kind === "api" && value.path === "threading.Event()")
    );
  });
  return new Set(events.map(({ name }) => name));
}

/**
 * Whether an event is made once, and set by methods that are there to end things, and nothing else becomes of it: one that is
 * cleared again, or waited for, means something else.
 */
function isSetToEnd(name: string, owner: ClassDefinition, around: FunctionDefinition): boolean {
  const modules = owner.module.project.modulesMentioning(name, owner.module);
  const uses = modules
    .flatMap((module) => module.identifiers(name))
    .flatMap(({ fieldName, parent }) => (fieldName === "attribute" && parent ? parent : []));
  const isSet = uses.some((use) => methodOn(use) === "set" && endsOurs(use, owner, around));
  return isSet && uses.every((use) => isHarmless(use, owner, around));
}

function isHarmless(use: Node, owner: ClassDefinition, around: FunctionDefinition): boolean {
  const method = methodOn(use);
  if (method === "set") return endsOurs(use, owner, around);
  return method === "is_set" || (use.fieldName === "left" && use.parent?.kind === "assignment");
}

function endsOurs(use: Node, owner: ClassDefinition, around: FunctionDefinition): boolean {
  const module = moduleOf(use);
  const object = use.field("object");
  const by = module.functionAround(use);
  return (
    object !== undefined &&
    module.receiverClass(object) === owner &&
    by !== undefined &&
    by !== around &&
    saysStop(by.name)
  );
}

/** The method that is called on an expression. */
function methodOn(use: Node): string | undefined {
  const isCalled = use.fieldName === "object" && use.parent?.fieldName === "function";
  return isCalled ? use.parent.field("attribute")?.text : undefined;
}
