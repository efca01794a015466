import { isForScript } from "../../../src/concepts/threads/serving.js";
import type { Report } from "../../../src/engine/rule.js";
import { numberOf, wrapped } from "../../../src/python/cfg/evaluation.js";
import { assignedTo } from "../../../src/python/cfg/expression.js";
import type { Module } from "../../../src/python/model/module.js";
import { nodesWithin, type Node } from "../../../src/syntax/node.js";

/** The calls of `tempfile.mkstemp()` of whose result only the path is used: nobody can close what it opened. */
export function* droppedDescriptors(module: Module): Generator<Report> {
  for (const { node, apis } of module.callsOf("mkstemp")) {
    if (!apis.includes("tempfile.mkstemp") || !isDropped(module, node)) continue;
    const around = module.functionAround(node);
    // What a module makes when it is loaded, it makes once.
    if (!around || around.name === "main") continue;
    yield {
      at: node,
      message: "The descriptor that 'tempfile.mkstemp()' opens is never closed: only the path beside it is kept.",
      likely: isForScript(node, around),
    };
  }
}

function isDropped(module: Module, call: Node): boolean {
  const { parent, fieldName } = wrapped(call);
  if (parent?.kind === "subscript" && fieldName === "value") return isPathOf(parent);
  const [target, ...others] = assignedTo(call);
  if (!target || others.length > 0) return false;
  switch (target.kind) {
    case "pattern_list":
    case "tuple_pattern":
      return target.children[0]?.kind === "identifier" && readsOf(module, target.children[0]).length === 0;
    case "identifier":
      return keepsPath(readsOf(module, target));
    case "attribute":
      return keepsPath(readsOfAttribute(module, target.field("attribute")?.text ?? ""));
    default:
      return false;
  }
}

const keepsPath = (reads: readonly Node[]): boolean =>
  reads.length > 0 &&
  reads.every((read) => {
    const { parent } = wrapped(read);
    return parent?.kind === "subscript" && isPathOf(parent);
  });

/** `made[1]` */
function isPathOf(subscript: Node): boolean {
  const place = subscript.field("subscript");
  const number = place && numberOf(place);
  return number === 1 || number === -1;
}

/** Where the function around reads a local name; what is called is another thing of that name, such as `_`. */
function readsOf(module: Module, name: Node): readonly Node[] {
  const around = module.functionAround(name)?.node ?? module.root;
  return nodesWithin(module.identifiers(name.text), around).filter(({ fieldName, parent }) => {
    const isKeyword = fieldName === "name" && parent?.kind === "keyword_argument";
    return !/^(attribute|function)$/.test(fieldName ?? "") && !isKeyword && !isTarget(fieldName, parent);
  });
}

/** Where the project reads an attribute of a name, or speaks of it. */
function readsOfAttribute(module: Module, name: string): readonly Node[] {
  const modules = new Set([module, ...module.project.modulesMentioning(name, module)]);
  return [...modules].flatMap((one) =>
    one.spelled(name).flatMap((node) => {
      const attribute = node.fieldName === "attribute" ? node.parent : undefined;
      const place = attribute ?? node;
      return isTarget(place.fieldName, place.parent) ? [] : [place];
    }),
  );
}

function isTarget(fieldName: string | undefined, parent: Node | undefined): boolean {
  if (fieldName === "left" && parent?.kind === "assignment") return true;
  return parent?.kind === "pattern_list" || parent?.kind === "tuple_pattern";
}
