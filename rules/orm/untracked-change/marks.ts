import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { calledName, isSameExpression, lastNameOf, testForMissing } from "../../../src/python/cfg/expression.js";
import { callsAny } from "../../../src/python/cfg/mentions.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { parameterAt } from "../../../src/python/model/given.js";
import type { Binding } from "../../../src/python/model/scope.js";
import { isOpen } from "../../../src/python/model/value.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { SAVES } from "../../../src/python/tables/orm.js";
import type { Node } from "../../../src/syntax/node.js";
import { copyOf, isChangedItself, isEither } from "./changes.js";

/** What code is called that tells SQLAlchemy of a change. */
const MARKS = /flag_modified|flag_dirty|dirty|modified|changed|touch/i;

/** Whether the function around may tell SQLAlchemy that an attribute of a row has changed, or give it another object. */
export function mayBeMarked(attribute: Node, name: string): boolean {
  const module = moduleOf(attribute);
  const around = functionAround(attribute);
  return (
    callsAny(around, MARKS) ||
    module
      .storesNamed(name, around)
      .some(({ kind, node, from }) => kind !== "augment" && from && !isItself(from, name) && !testForMissing(node)) ||
    givenOn(attribute).some((call) => isMarkedBy(module, call))
  );
}

/** Whether a value is, or equals, what the attribute holds anyway. */
function isItself(value: Node, name: string): boolean {
  const inner = unwrap(value);
  const same = isEither(inner) ? inner.field("left") : copyOf(inner);
  if (same) return isItself(same, name);
  if (inner.kind !== "identifier") return inner.kind === "attribute" && lastNameOf(inner) === name;
  const bindings = moduleOf(inner).bindingsReaching(inner.text, inner);
  return bindings.length > 0 && bindings.every((binding) => isAlias(binding, name));
}

function isAlias({ from, node }: Binding, name: string): boolean {
  if (!from || from.kind === "identifier" || !isItself(from, name)) return false;
  return copyOf(unwrap(from)) === undefined || !isChangedItself(node);
}

/** The calls of the function around that are passed the row itself. */
function givenOn(attribute: Node): readonly Node[] {
  const row = attribute.field("object");
  const lists = [...functionAround(attribute).descendants("argument_list")];
  const passing = lists.filter((list) => list.children.some((given) => row && isSameExpression(given, row)));
  return passing.flatMap(({ parent }) => (parent?.kind === "call" ? [parent] : []));
}

/** Whether what is passed a row may mark it: a function that nobody finds, or one of the program that does. */
function isMarkedBy(module: Module, call: Node): boolean {
  const { callees, callee, targets } = module.call(call);
  const isUnseen = callee.kind === "identifier" && isOpen(targets);
  return (
    isUnseen || calledName(call) === "merge" || callees.list.some(({ definition }) => callsAny(definition.node, MARKS))
  );
}

/** Whether the function around an expression writes to the database what has changed. */
export function isSavedHere(expression: Node): boolean {
  return callsAny(functionAround(expression), SAVES);
}

function functionAround(expression: Node): Node {
  return moduleOf(expression).functionAround(expression)?.node ?? moduleOf(expression).root;
}

/** Whether a caller passes a row that it has not made itself to the function around, saves it, and marks nothing. */
export function isSavedByCaller(attribute: Node, of: ClassDefinition): boolean {
  const row = attribute.field("object");
  const parameter = row && parameterAt(row);
  if (!parameter) return false;
  return moduleOf(row)
    .project.callersOf(parameter.function)
    .some(({ call, bound }) => {
      const given = call.argumentFor(parameter, bound);
      const around = functionAround(call.node);
      return given && !isNew(given, of) && callsAny(around, SAVES) && !callsAny(around, MARKS);
    });
}

/** Whether a name may stand for a row that was just made. */
function isNew(row: Node, of: ClassDefinition): boolean {
  if (row.kind !== "identifier") return true;
  const bindings = moduleOf(row).bindingsReaching(row.text, row);
  return bindings.length === 0 || bindings.some(({ from }) => !from || calledName(from) === of.name);
}
