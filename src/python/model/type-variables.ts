import type { Node } from "../../syntax/node.js";
import { typeArguments } from "./annotation.js";
import type { ClassDefinition } from "./class.js";
import type { Evaluator } from "./evaluator.js";
import type { FunctionDefinition } from "./function.js";
import { lastNameOf } from "../cfg/expression.js";

/**
 * What a method of a generic class gives to objects of a class that derives from it, as an annotation: `Order` for
 * `def get(self) -> T` in `class Orders(Store[Order])`.
 */
export function typeArgumentFor(
  evaluator: Evaluator,
  { owner, node }: FunctionDefinition,
  heir: ClassDefinition,
): Node | undefined {
  const variable = owner && owner !== heir ? variableIn(node.field("return_type")) : undefined;
  const place = variable === undefined || !owner ? -1 : variablesOf(owner).indexOf(variable);
  if (!owner || place < 0) return undefined;
  for (const { baseNodes } of heir.ancestry.classes) {
    for (const base of baseNodes) {
      const argument = isGeneric(base) ? typeArguments(base)[place] : undefined;
      if (argument && evaluator.evaluate(base).some((value) => value.kind === "class" && value.definition === owner))
        return argument;
    }
  }
  return undefined;
}

const isGeneric = ({ kind }: Node): boolean => kind === "subscript" || kind === "generic_type";

/** The one name that an annotation is, also where it may be None: `T`, `T | None`, `Optional[T]`. */
function variableIn(annotation: Node | undefined): string | undefined {
  if (!annotation) return undefined;
  const [first, ...others] = annotation.children;
  switch (annotation.kind) {
    case "identifier":
      return annotation.text;
    case "type":
      return variableIn(first);
    case "binary_operator":
    case "union_type": {
      const parts = annotation.children.filter(({ kind }) => kind !== "none");
      return parts.length === 1 ? variableIn(parts[0]) : undefined;
    }
    case "generic_type":
    case "subscript":
      return lastNameOf(first) === "Optional" && others.length > 0
        ? variableIn(typeArguments(annotation)[0])
        : undefined;
    default:
      return undefined;
  }
}

/** The type variables of a class in order: `Generic[K, V]`, `class Store[K, V]`. */
function variablesOf({ baseNodes, node }: ClassDefinition): readonly string[] {
  const written = node.field("type_parameters");
  if (written) return written.children.map(({ text }) => /^\w+/.exec(text)?.[0] ?? "");
  const generic = baseNodes.find(
    (base) => isGeneric(base) && /^(Generic|Protocol)$/.test(lastNameOf(base.children[0]) ?? ""),
  );
  const others = baseNodes.filter(isGeneric);
  const of = generic ?? (others.length === 1 ? others[0] : undefined);
  return of ? typeArguments(of).map(({ text }) => text) : [];
}
