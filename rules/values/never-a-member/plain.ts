import { unwrap } from "../../../src/python/cfg/evaluation.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { isEnum } from "../../../src/python/model/class.js";
import { givenToAttribute, givenToParameter, parameterAt, type Given } from "../../../src/python/model/given.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import type { Value } from "../../../src/python/model/value.js";
import { matches } from "../../../src/python/tables/api.js";
import { GIVES_NUMBERS, GIVES_TEXTS } from "../../../src/python/tables/plain-results.js";
import type { Node } from "../../../src/syntax/node.js";

/** A number or a text, and where it comes from. */
export interface Plain {
  readonly what: "a number" | "a text";
  readonly at: Node;
}

const GIVEN = question<Plain | undefined>(undefined, (a, b) => a?.at === b?.at && a?.what === b?.what);

/** Whether an expression surely is a number, or a text, as it is made where it stands or wherever the program gives it. */
export function plainIn(expression: Node): Plain | undefined {
  const node = unwrap(expression);
  return madeIn(node) ?? givenFor(node);
}

function madeIn(node: Node): Plain | undefined {
  return common(moduleOf(node).valuesOf(node).map(plainOf));
}

function plainOf(value: Value): Plain | undefined {
  const { kind } = value;
  if (kind === "literal") {
    const what = LITERALS.get(value.at.kind);
    return what && { what, at: value.at };
  }
  // An annotation is no more than what somebody means to give.
  if (kind !== "api" || /^(identifier|attribute|type)$/.test(value.at.kind)) return undefined;
  if (matches(GIVES_TEXTS, value.path)) return { what: "a text", at: value.at };
  return matches(GIVES_NUMBERS, value.path) ? { what: "a number", at: value.at } : undefined;
}

const LITERALS: ReadonlyMap<string, Plain["what"]> = new Map([
  ["integer", "a number"],
  ["float", "a number"],
  ["string", "a text"],
  ["concatenated_string", "a text"],
]);

/** The one answer for all of some. */
function common(found: readonly (Plain | undefined)[]): Plain | undefined {
  const [first] = found;
  return first && found.every((other) => other?.what === first.what) ? first : undefined;
}

/** What a parameter, or a field of an object, is given by all of the program. */
function givenFor(node: Node): Plain | undefined {
  const parameter = parameterAt(node);
  if (parameter) {
    const { project } = parameter.function.module;
    return project.once(GIVEN, parameter.node, () => givenIn(givenToParameter(parameter)));
  }
  const [object, name] = [node.field("object"), node.field("attribute")?.text];
  const of = object && name !== undefined ? classOf(object) : undefined;
  if (!of || name === undefined || isEnum(of) || of.ancestry.isOpen || of.method(name)) return undefined;
  return of.module.project.once(GIVEN, of, () => givenIn(givenToAttribute(of, name)), name);
}

function givenIn({ list, isAll }: Given): Plain | undefined {
  return isAll ? common(list.map(({ value }) => madeIn(unwrap(value)))) : undefined;
}

/** The class that an object is of, as far as the program shows what is handed in. */
function classOf(object: Node): ClassDefinition | undefined {
  const module = moduleOf(object);
  const values = module.project.evaluator.withCallers(module.valuesOf(object));
  const known = values.filter(({ kind }) => kind !== "none" && kind !== "unknown");
  const [first] = known;
  if (first?.kind !== "instance") return undefined;
  return known.every((value) => value.kind === "instance" && value.of === first.of) ? first.of : undefined;
}
