import type { Node } from "../../syntax/node.js";
import { containerAt } from "./containers.js";
import type { Evaluator } from "./evaluator.js";
import { moduleOf } from "./module.js";
import { NOTHING_KNOWN, union, type Values } from "./value.js";
import { lastNameOf } from "../cfg/expression.js";
import { textOf } from "./literal.js";

/** What says something of a variable, and nothing of the objects in it. */
export const WRAPPERS: ReadonlySet<string> = new Set([
  "Annotated",
  "Final",
  "ClassVar",
  "Required",
  "NotRequired",
  "Mapped",
]);
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
    case "member_type": {
      const alias = aliased(annotation, evaluator);
      if (alias) return annotationValues(alias, evaluator);
      return evaluator
        .instancesOf(annotation)
        .map((value) =>
          value.kind === "api" && VAGUE.has(value.path.replace(/\(\)$/, "")) ? { kind: "unknown" } : value,
        );
    }
    default:
      return NOTHING_KNOWN;
  }
}

/** The type that a name stands for by an assignment, where that has arguments: `Users = Annotated[Store, Depends(users)]`. */
export function aliased(annotation: Node, evaluator: Evaluator): Node | undefined {
  if (annotation.kind === "type") {
    const [inner] = annotation.children;
    return inner && aliased(inner, evaluator);
  }
  if (annotation.kind !== "identifier" && annotation.kind !== "attribute") return undefined;
  const [value, ...others] = evaluator.evaluate(annotation);
  if (value?.kind !== "api" || others.length > 0 || value.at.kind !== "subscript" || value.at === annotation)
    return undefined;
  return ALIASED.test(value.path) ? value.at : undefined;
}

const ALIASED = /^(dict|list|set|frozenset|tuple|typing\.\w+|collections\.(abc\.)?\w+)\[\]$/;

function generic(annotation: Node, evaluator: Evaluator): Values {
  const base = annotation.children[0];
  const name = lastNameOf(base) ?? "";
  const list = typeArguments(annotation);
  if (name === "Optional" || name === "Union") {
    const parts = list.map((part) => annotationValues(part, evaluator));
    return union(...parts, name === "Optional" ? [{ kind: "none", at: annotation }] : []);
  }
  if (WRAPPERS.has(name) && list[0]) return annotationValues(list[0], evaluator);
  return base ? annotationValues(base, evaluator) : NOTHING_KNOWN;
}

/** What stands in the brackets of a generic type. */
export function typeArguments(generic: Node): readonly Node[] {
  return generic.children.slice(1).flatMap((part) => (part.kind === "type_parameter" ? part.children : [part]));
}

/** Every name in an annotation, in quotes or not: `Optional`, `Task` of `"Optional[asyncio.Task]"` and `asyncio`. */
export function namesInAnnotation(annotation: Node): readonly string[] {
  return [...annotation.descendants("identifier", "string_content")].flatMap(({ kind, text }) =>
    kind === "identifier" ? [text] : (text.match(/\w+/g) ?? []),
  );
}

/** The name of an annotation's outermost type, in quotes or not: `ClassVar` of `typing.ClassVar[int]`. */
export function outermostName(annotation: Node): string | undefined {
  const type = annotation.kind === "type" ? annotation.children[0] : annotation;
  if (type?.kind === "string") return /^[\w.]*?(\w+)(?![\w.])/.exec(textOf(type) ?? "")?.[1];
  return lastNameOf(type?.kind === "generic_type" || type?.kind === "subscript" ? type.children[0] : type);
}

/** A quoted annotation that is a dotted name, or a container of one; anything more is not read. */
function quoted(annotation: Node, evaluator: Evaluator): Values {
  if (containerAt(annotation)) return [{ kind: "api", path: "list()", at: annotation }];
  const name = textOf(annotation)?.trim();
  return name !== undefined && DOTTED.test(name) ? named(name, annotation, evaluator) : NOTHING_KNOWN;
}

const DOTTED = /^[\w.]+$/;

/** The objects of the class that a dotted name in a quoted annotation stands for. */
export function named(name: string, annotation: Node, evaluator: Evaluator): Values {
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
