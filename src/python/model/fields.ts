import type { ClassDefinition } from "./class.js";
import type { Binding } from "./scope.js";
import type { Signature, Slot } from "./signature.js";
import { isOlderAttrs } from "./attributes.js";
import { moduleOf } from "./module.js";
import { inSourceOrder, type Node } from "../../syntax/node.js";
import { calledName, lastNameOf } from "../cfg/expression.js";
import { constantTruth } from "../cfg/evaluation.js";
import { textOf } from "./literal.js";
import { namesInAnnotation, outermostName } from "./annotation.js";
import { mentionsName } from "../cfg/mentions.js";
import { isBuiltinError } from "../tables/members.js";

/** What makes a constructor of the annotated fields of a class. */
type Maker = "dataclass" | "attrs" | "calls" | "tuple" | "model";

/**
 * What the constructor takes that a library makes of a class's fields; undefined when that cannot be told, and `none`
 * when the class has no such constructor.
 */
export function fieldsSignature(of: ClassDefinition): Signature | "none" | undefined {
  const { classes, external } = of.ancestry;
  const written = classes.findIndex(({ methods }) => methods.has("__init__") || methods.has("__new__"));
  const made = classes.findIndex((base) => makerOf(base) !== undefined);
  const maker = classes[made] && makerOf(classes[made]);
  if (classes.some(isToldElsewhere)) return undefined;
  if (!maker || (written >= 0 && written <= made)) return "none";
  if (written >= 0 || made > 0 || isSwitchedOff(of))
    return maker === "model" && written < 0 ? modelSignature(of) : undefined;
  switch (maker) {
    case "model":
      return modelSignature(of);
    case "tuple":
      return external.length > 1 ? undefined : signatureOf(of, slotsIn(of, maker));
    default: {
      if (!external.every((path) => isBuiltinError(path) || /^(abc\.ABC|typing\.(Generic|Protocol))$/.test(path)))
        return undefined;
      const slots = new Map<string, Slot>();
      for (const base of [...classes].reverse()) {
        if (makerOf(base) === undefined) continue;
        const own = slotsIn(base, makerOf(base) ?? maker);
        // What attrs is told anew stands where it is told last.
        if (maker !== "dataclass") for (const { name } of own) slots.delete(name);
        // A field that is declared anew, and not for the constructor, takes the base's out of it.
        for (const { name } of fieldsOf(base)) if (own.every((slot) => slot.name !== name)) slots.delete(name);
        for (const slot of own) slots.set(slot.name, slot);
      }
      // Those that only a name reaches stand behind the others.
      const all = [...slots.values()];
      return signatureOf(of, [...all.filter(({ by }) => by !== "name"), ...all.filter(({ by }) => by === "name")]);
    }
  }
}

function signatureOf(of: ClassDefinition, slots: readonly Slot[], takesAnyName = false): Signature {
  return { name: of.name, at: of.node, slots, takesMore: false, takesAnyName };
}

function makerOf(of: ClassDefinition): Maker | undefined {
  const names = of.decorators.map((node) => calledName(node) ?? "");
  if (names.includes("dataclass")) return "dataclass";
  if (names.some((name) => /^(define|frozen|mutable)$/.test(name))) return "attrs";
  const older = of.decorators.find(isOlderAttrs);
  if (older) return isTrue(keywordOf(older, "auto_attribs")) ? "attrs" : "calls";
  if (of.baseNodes.some((base) => lastNameOf(base) === "NamedTuple")) return "tuple";
  return of.ancestry.external.includes("pydantic.BaseModel") ? "model" : undefined;
}

function keywordOf(decorator: Node, name: string): Node | undefined {
  return decorator.kind === "call" ? moduleOf(decorator).call(decorator).keyword(name) : undefined;
}

/** Whether the fields of a class are given to the decorator, or it does not say plainly which they are. */
function isToldElsewhere(of: ClassDefinition): boolean {
  return of.decorators.some((node) => {
    if (keywordOf(node, "these") || keywordOf(node, "field_transformer")) return true;
    const automatic = keywordOf(node, "auto_attribs");
    return automatic !== undefined && (!isOlderAttrs(node) || constantTruth(automatic) === undefined);
  });
}

/** What the body assigns `attr.ib()` to, in order. */
function madeOfCalls(of: ClassDefinition): readonly Binding[] {
  const fields = [...of.scope.values()].flatMap((bindings) => bindings.filter(({ from }) => isFieldCall(from)));
  return fields.sort((a, b) => inSourceOrder(a.node, b.node));
}

const isFieldCall = (from: Node | undefined): boolean =>
  from?.kind === "call" && FIELD_CALLS.test(calledName(from) ?? "");

const FIELD_CALLS = /^(field|ib|attrib|attr)$/;

function isSwitchedOff(of: ClassDefinition): boolean {
  return of.decorators.some((node) => node.kind === "call" && moduleOf(node).call(node).keyword("init") !== undefined);
}

/** Fields are filled by name, unknown names are left out, and validators may fill what is missing. */
function modelSignature(of: ClassDefinition): Signature {
  const { classes } = of.ancestry;
  const fillsIn = classes.some(({ node }) => mentionsName(node, FILLS_IN) || spells(node, FILLS_IN));
  const fields = [...classes].reverse().flatMap((base) => base.fields);
  const slots = new Map<string, Slot>();
  for (const field of fields) {
    if (field.name.startsWith("_") || isClassVariable(field)) continue;
    const isRequired = !fillsIn && !field.from && !takesNone(typeOf(field));
    slots.set(field.name, { name: field.name, by: "name", isRequired });
  }
  return signatureOf(of, [...slots.values()], true);
}

/** Words of what gives fields other names, or values. */
const FILLS_IN = /alias|validator|default/i;

/** Whether a word stands in a string that is more than a statement, as keys of a configuration are. */
function spells(code: Node, word: RegExp): boolean {
  for (const string of code.descendants("string"))
    if (string.parent?.kind !== "expression_statement" && word.test(string.text)) return true;
  return false;
}

function slotsIn(of: ClassDefinition, maker: Maker): readonly Slot[] {
  const isKeywordOnly = of.decorators.some(
    (node) => node.kind === "call" && isTrue(moduleOf(node).call(node).keyword("kw_only")),
  );
  const slots: Slot[] = [];
  let byName = isKeywordOnly;
  for (const field of fieldsOf(of)) {
    if (isOfType(field, "KW_ONLY")) byName = true;
    else if (!isClassVariable(field)) slots.push(...slotOf(field, maker, byName));
  }
  // `@size.default` gives an attrs field what it is without an argument.
  const given = new Set([...(of.body?.descendants("decorator") ?? [])].map(defaultedBy));
  return slots.map((slot) => (given.has(slot.name) ? { ...slot, isRequired: false } : slot));
}

const fieldsOf = (of: ClassDefinition): readonly Binding[] => (makerOf(of) === "calls" ? madeOfCalls(of) : of.fields);

/** The field in `@field.default`. */
function defaultedBy({ children: [of] }: Node): string | undefined {
  return of?.kind === "attribute" && lastNameOf(of) === "default" ? of.field("object")?.text : undefined;
}

function slotOf(field: Binding, maker: Maker, byName: boolean): readonly Slot[] {
  const { from } = field;
  const call = from?.kind === "call" ? moduleOf(from).call(from) : undefined;
  const options = call && (FIELD_CALLS.test(call.lastName) || call.lastName === "Factory") ? call : undefined;
  const init = options?.keyword("init");
  if (init && constantTruth(init) === false) return [];
  const alias = options?.keyword("alias");
  const name = maker === "attrs" || maker === "calls" ? field.name.replace(/^_+/, "") : field.name;
  const hasDefault = options
    ? options.lastName === "Factory" ||
      (maker === "calls" && options.positional.length > 0) ||
      ["default", "default_factory", "factory"].some((word) => options.keyword(word))
    : from !== undefined;
  const by = byName || isTrue(options?.keyword("kw_only")) ? "name" : "either";
  return alias
    ? [{ name: textOf(alias) ?? name, by, isRequired: !hasDefault }]
    : [{ name, by, isRequired: !hasDefault }];
}

function isClassVariable(field: Binding): boolean {
  return isOfType(field, "ClassVar");
}

function isOfType(field: Binding, name: string): boolean {
  const type = typeOf(field);
  return type !== undefined && outermostName(type) === name;
}

function takesNone(type: Node | undefined): boolean {
  if (!type) return false;
  return type.descendants("none").next().done !== true || namesInAnnotation(type).some((name) => TAKE_NONE.has(name));
}

const TAKE_NONE = new Set(["Optional", "None", "Any"]);

const isTrue = (word: Node | undefined): boolean => word !== undefined && constantTruth(word) === true;

function typeOf(field: Binding): Node | undefined {
  return field.node.parent?.field("type");
}
