import type { Node } from "../../../src/syntax/node.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import { isEnum, type ClassDefinition } from "../../../src/python/model/class.js";
import { givenToAttribute, givenToParameter, parameterAt, type Given } from "../../../src/python/model/given.js";
import { question } from "../../../src/python/model/solver.js";
import { callsAmong, mentionsName } from "../../../src/python/cfg/mentions.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import type { Parameter } from "../../../src/python/model/function.js";
import { nodeKey, type Value } from "../../../src/python/model/value.js";
import { matches } from "../../../src/python/tables/api.js";
import { COLUMNS } from "../../../src/python/tables/orm.js";

/** The enumeration whose member an expression is, or the value of one. */
export interface Member {
  readonly of: ClassDefinition;
  readonly isValue: boolean;
}

/** The enumeration whose member an expression surely is, or the value of one. */
export function memberIn(module: Module, expression: Node): Member | undefined {
  if (!/^(identifier|attribute|call|subscript)$/.test(expression.kind)) return undefined;
  const object = expression.kind === "attribute" && lastNameOf(expression) === "value" && expression.field("object");
  const value = object ? enumerationAt(module, object) : undefined;
  if (value) return { of: value, isValue: true };
  const of = enumerationAt(module, expression);
  return of && { of, isValue: false };
}

function enumerationAt(module: Module, expression: Node): ClassDefinition | undefined {
  const of = enumerationOf(valuesIn(module, expression));
  return of && isGivenMembers(expression, of) && !isAsked(expression) ? of : undefined;
}

/** What an expression may be when it is not None; what a column of an enumeration holds are its members. */
function valuesIn(module: Module, expression: Node): readonly Value[] {
  return module
    .valuesOf(expression)
    .filter(({ kind }) => kind !== "none")
    .map((value) => (value.kind === "api" && value.at.kind === "call" ? (memberOfColumn(value) ?? value) : value));
}

/** Whether something makes a column of which its annotation alone says what it holds. */
function isPlainColumn(expression: Node): boolean {
  const call = expression.kind === "call" ? moduleOf(expression).call(expression) : undefined;
  if (!call?.apis.some((path) => matches(COLUMNS, path))) return false;
  return !call.positional.some((type) => type.kind === "call");
}

/** A member, for a column that is made with `Enum(Berth)`. */
function memberOfColumn({ path, at }: Value & { readonly kind: "api" }): Value | undefined {
  if (!matches(COLUMNS, path.replace(/\(\)$/, ""))) return undefined;
  const types = moduleOf(at)
    .call(at)
    .positional.flatMap((type) => (type.kind === "call" ? [moduleOf(type).call(type)] : []));
  const named = types.find(({ apis }) =>
    apis.some((type) => /^(sqlalchemy|flask_sqlalchemy|sqlmodel)\b.*\.Enum$/.test(type)),
  );
  const [first] = named?.positional ?? [];
  const [value, ...others] = first ? moduleOf(first).valuesOf(first) : [];
  if (value?.kind !== "class" || others.length > 0 || !isEnum(value.definition)) return undefined;
  return { kind: "instance", of: value.definition, at };
}

function enumerationOf(values: readonly Value[]): ClassDefinition | undefined {
  const [first] = values;
  if (first?.kind !== "instance" || !isEnum(first.of)) return undefined;
  return values.every((value) => value.kind === "instance" && value.of === first.of) ? first.of : undefined;
}

/** Whether all that the project gives to a parameter or an attribute is a member: annotations are not checked when it runs. */
function isGivenMembers(expression: Node, of: ClassDefinition): boolean {
  const { project } = of.module;
  const parameter = parameterAt(expression);
  if (parameter) return project.once(MEMBERS, parameter.node, () => isPassedMembers(parameter, of), nodeKey(of.node));
  const [object, name] = [expression.field("object"), expression.field("attribute")?.text];
  if (expression.kind !== "attribute" || !object || name === undefined) return true;
  return moduleOf(object)
    .valuesOf(object)
    .every((value) => value.kind !== "instance" || isEnum(value.of) || isHeld(value.of, name, of));
}

const MEMBERS = question(true);

function isPassedMembers(parameter: Parameter, of: ClassDefinition): boolean {
  return areMembers(givenToParameter(parameter), of) && (!parameter.default || isMember(parameter.default, of));
}

function isHeld(owner: ClassDefinition, name: string, of: ClassDefinition): boolean {
  return of.module.project.once(MEMBERS, owner, () => holdsMembers(owner, name, of), `${name} ${nodeKey(of.node)}`);
}

function holdsMembers(owner: ClassDefinition, name: string, of: ClassDefinition): boolean {
  const { classes, isOpen } = owner.ancestry;
  if (isOpen || classes.some(({ node }) => mentionsName(node, STORES_VALUES))) return false;
  return areMembers(givenToAttribute(owner, name), of);
}

/** A model of pydantic that says this has the values in place of the members. */
const STORES_VALUES = new Set(["use_enum_values"]);

function areMembers({ list }: Given, of: ClassDefinition): boolean {
  return list.every(({ value }) => isMember(value, of));
}

function isMember(expression: Node, of: ClassDefinition): boolean {
  if (isPlainColumn(expression)) return true;
  const values = valuesIn(moduleOf(expression), expression);
  return values.length === 0 || enumerationOf(values) === of;
}

/** Whether the function around asks what type the expression is of. */
export function isAsked(expression: Node): boolean {
  const around = moduleOf(expression).functionAround(expression)?.node;
  return around !== undefined && askedIn(around).has(expression.text);
}

const ASKED = question<ReadonlySet<string>>(new Set());

/** What a function asks the types of, as it is written. */
function askedIn(code: Node): ReadonlySet<string> {
  return moduleOf(code).project.once(ASKED, code, () => {
    const calls = [...callsAmong(code, ASKS)].map((call) => moduleOf(call).call(call));
    return new Set(calls.flatMap(({ positional: [first] }) => first?.text ?? []));
  });
}

const ASKS = new Set(["isinstance", "type", "hasattr"]);
