import type { Node } from "../../../src/syntax/node.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { familyOf } from "../../../src/concepts/threads/endless-loop.js";
import { replace, type Fix } from "../../../src/python/editing/edit.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";

/** Ends a `while True` when the one event of its object is set that another of its methods sets. */
export function endedByEvent(loop: Node, around: FunctionDefinition): Fix | undefined {
  const { owner, receiver } = around;
  const condition = loop.field("condition");
  if (!owner || !receiver || !condition) return undefined;
  const [event, ...others] = [...eventsOf(owner)].filter((name) => isSetElsewhere(name, owner, around));
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

function isSetElsewhere(name: string, owner: ClassDefinition, around: FunctionDefinition): boolean {
  return owner.module.callsNamed("set").some(({ node, receiver }) => {
    const object = receiver?.field("object");
    const isOurs =
      receiver?.field("attribute")?.text === name && object && owner.module.receiverClass(object) === owner;
    return isOurs && owner.module.functionAround(node) !== around;
  });
}
