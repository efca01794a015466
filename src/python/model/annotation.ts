import type { Node } from "../../syntax/node.js";
import type { Evaluator } from "./evaluator.js";
import { moduleOf } from "./module.js";
import { NOTHING_KNOWN, union, type Values } from "./value.js";

const WRAPPERS = new Set(["Annotated", "Final", "ClassVar", "Required", "NotRequired"]);
/** Types that say nothing about what an object can do. */
const VAGUE = new Set(["Any", "object", "typing.Any", "typing.TypeVar()"]);

/** What an object is, as far as its annotation tells. */
export function annotationValues(annotation: Node, evaluator: Evaluator): Values {
  switch (annotation.kind) {
    case "type":
    case "parenthesized_expression": {
      const inner = annotation.children[0];
      return inner ? annotationValues(inner, evaluator) : NOTHING_KNOWN;
    }
    case "none":
      return [{ kind: "none", at: annotation }];
    case "string":
      return quoted(annotation, evaluator);
    case "binary_operator":
    case "union_type":
      return union(...annotation.children.map((part) => annotationValues(part, evaluator)));
    case "generic_type":
    case "subscript":
      return generic(annotation, evaluator);
    case "identifier":
    case "attribute":
    case "member_type":
      return evaluator
        .instancesOf(annotation)
        .map((value) =>
          value.kind === "api" && VAGUE.has(value.path.replace(/\(\)$/, "")) ? { kind: "unknown" } : value,
        );
    default:
      return NOTHING_KNOWN;
  }
}

function generic(annotation: Node, evaluator: Evaluator): Values {
  const base = annotation.children[0];
  const name = base?.text.split(".").at(-1) ?? "";
  const list = annotation.children
    .slice(1)
    .flatMap((part) => (part.kind === "type_parameter" ? part.children : [part]));
  if (name === "Optional" || name === "Union") {
    const parts = list.map((part) => annotationValues(part, evaluator));
    return union(...parts, name === "Optional" ? [{ kind: "none", at: annotation }] : []);
  }
  if (WRAPPERS.has(name) && list[0]) return annotationValues(list[0], evaluator);
  return base ? annotationValues(base, evaluator) : NOTHING_KNOWN;
}

const CONTAINERS = new Set([
  "list",
  "List",
  "set",
  "Set",
  "frozenset",
  "FrozenSet",
  "Sequence",
  "MutableSequence",
  "Iterable",
]);

/** What the elements of a container are whose annotation, or the container's name in it, stands at a node. */
export function annotatedElements(at: Node, evaluator: Evaluator): Values | undefined {
  if (at.kind === "string") {
    const [, container = "", element = ""] = QUOTED_CONTAINER.exec(at.text) ?? [];
    return CONTAINERS.has(container) ? named(element, at, evaluator) : undefined;
  }
  const annotation = at.parent;
  if (!annotation || !/^(generic_type|subscript)$/.test(annotation.kind) || annotation.children[0] !== at)
    return undefined;
  const [, parameters] = annotation.children;
  const element = parameters?.kind === "type_parameter" ? parameters.children[0] : parameters;
  const isContainer = CONTAINERS.has(at.text.split(".").at(-1) ?? "");
  return isContainer && element ? annotationValues(element, evaluator) : undefined;
}

const QUOTED_CONTAINER = /^["'](?:\w+\.)?(\w+)\[([\w.]+)\]["']$/;

/** A quoted annotation that is a dotted name, or a container of one; anything more is not read. */
function quoted(annotation: Node, evaluator: Evaluator): Values {
  if (annotatedElements(annotation, evaluator)) return [{ kind: "api", path: "list()", at: annotation }];
  const name = /^["']([\w.]+)["']$/.exec(annotation.text)?.[1];
  return name === undefined ? NOTHING_KNOWN : named(name, annotation, evaluator);
}

/** The objects of the class that a dotted name in a quoted annotation stands for. */
function named(name: string, annotation: Node, evaluator: Evaluator): Values {
  const names = name.split(".");
  const [first] = names;
  if (first === undefined || !moduleOf(annotation).scopes.lookup(first, annotation)) return NOTHING_KNOWN;
  let values = evaluator.nameValues(first, annotation);
  for (const name of names.slice(1)) values = evaluator.attribute(values, name, annotation);
  return union(
    ...values.map((value): Values => {
      if (value.kind === "class") return [{ kind: "instance", of: value.definition, at: annotation }];
      return value.kind === "api" ? [{ ...value, path: `${value.path}()`, at: annotation }] : NOTHING_KNOWN;
    }),
  );
}
