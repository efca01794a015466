import { validatorsIn } from "../../../src/concepts/settings/validators.js";
import { numberOf, unwrap } from "../../../src/python/cfg/evaluation.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import { isEnum, type ClassDefinition } from "../../../src/python/model/class.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { SAFE_TYPE_NAMES, SHORT } from "../../../src/python/tables/sql.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether the model that a part of a request has gone through takes for it only what cannot end a literal. */
export function isBoundByModel(expression: Node): boolean {
  const node = unwrap(expression);
  if (node.kind === "attribute") {
    const object = node.field("object");
    const name = node.field("attribute")?.text ?? "";
    const values = object ? moduleOf(object).valuesOf(object) : [];
    return values.some((value) => value.kind === "instance" && isBoundField(value.of, name));
  }
  const key = keyOf(node);
  return key !== undefined && validatorsAround(node).some((model) => isBoundField(model, key));
}

/** The key of `data["key"]` and `data.get("key")`. */
function keyOf(node: Node): string | undefined {
  if (node.kind === "subscript") return textOf(node.field("subscript") ?? node);
  const call = node.kind === "call" ? moduleOf(node).call(node) : undefined;
  const [key] = call?.lastName === "get" ? call.positional : [];
  return key && textOf(key);
}

/** The models that the decorators of the function around a place are given: `@validate(request_model=Order)`. */
function validatorsAround(node: Node): readonly ClassDefinition[] {
  const module = moduleOf(node);
  const calls = (module.functionAround(node)?.decorators ?? []).flatMap((decorator) =>
    decorator.kind === "call" ? [module.call(decorator)] : [],
  );
  const given = calls.flatMap((call) => call.arguments.map(({ value }) => value));
  return given.flatMap((value) =>
    module.valuesOf(value).flatMap((one) => (one.kind === "class" ? [one.definition] : [])),
  );
}

/** Whether a field of a model is one of a few texts, a number, too short for a statement, or held to a pattern. */
function isBoundField(model: ClassDefinition, name: string): boolean {
  if (isLookedAt(model, name)) return true;
  const field = model.ancestry.classes.flatMap(({ fields }) => fields).find((one) => one.name === name);
  const type = field?.node.parent?.field("type");
  if (!field || !type) return false;
  if (isOfFew(type)) return true;
  const options = field.from?.kind === "call" ? moduleOf(field.from).call(field.from) : undefined;
  const longest = options?.keyword("max_length");
  if (longest && (numberOf(longest) ?? Infinity) <= SHORT) return true;
  return ["pattern", "regex"].some((word) => options?.keyword(word) !== undefined);
}

/** Whether a method of a model looks at a field: `@field_validator("name")`. */
function isLookedAt(model: ClassDefinition, name: string): boolean {
  return model.ancestry.classes.some(({ node, module }) =>
    [...validatorsIn(module)].some(({ fields, definition }) => fields.includes(name) && node.contains(definition)),
  );
}

/** Whether an annotation names numbers, the members of an enumeration, or the texts themselves, be it by a name for those. */
function isOfFew(type: Node): boolean {
  const module = moduleOf(type);
  const isFew = (name: Node): boolean => {
    if (SAFE_TYPE_NAMES.has(name.text)) return true;
    const [binding, ...others] = module.scopes.lookup(name.text, name)?.bindings ?? [];
    if (others.length === 0 && isLiteral(binding?.from)) return true;
    return module.valuesOf(name).some((value) => value.kind === "class" && isEnum(value.definition));
  };
  const names = [...type.descendants("identifier")];
  return names.length > 0 && names.every(isFew);
}

/** `Literal["port", "starboard"]` */
const isLiteral = (type: Node | undefined): boolean =>
  type?.kind === "subscript" && lastNameOf(type.field("value")) === "Literal";
