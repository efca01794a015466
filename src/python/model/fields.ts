import type { Node } from "../../syntax/node.js";
import type { ClassDefinition } from "./class.js";
import type { Binding } from "./scope.js";
import type { Signature, Slot } from "./signature.js";
import { moduleOf } from "./module.js";

/** What makes a constructor of the annotated fields of a class. */
type Maker = "dataclass" | "attrs" | "tuple" | "model";

/**
 * What the constructor takes that a library makes of a class's fields; undefined when that cannot be told, and `none`
 * when the class has no such constructor.
 */
export function fieldsSignature(of: ClassDefinition): Signature | "none" | undefined {
  const { classes, external } = of.ancestry;
  const written = classes.findIndex(({ methods }) => methods.has("__init__") || methods.has("__new__"));
  const made = classes.findIndex((base) => makerOf(base) !== undefined);
  const maker = classes[made] && makerOf(classes[made]);
  if (!maker || (written >= 0 && written <= made)) return "none";
  if (written >= 0 || made > 0 || isSwitchedOff(of))
    return maker === "model" && written < 0 ? modelSignature(of) : undefined;
  switch (maker) {
    case "model":
      return modelSignature(of);
    case "tuple":
      return external.length > 1 ? undefined : signatureOf(of, slotsIn(of, maker));
    default: {
      if (external.length > 0 && !external.every((path) => /^(abc\.ABC|typing\.(Generic|Protocol))$/.test(path)))
        return undefined;
      const slots = new Map<string, Slot>();
      for (const base of [...classes].reverse()) {
        if (makerOf(base) === undefined) continue;
        for (const slot of slotsIn(base, maker)) slots.set(slot.name, slot);
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
  const names = of.decorators.map((node) => nameOf(node));
  if (names.includes("dataclass")) return "dataclass";
  if (names.some((name) => /^(define|frozen|mutable)$/.test(name))) return "attrs";
  if (of.baseNodes.some((base) => /(^|\.)NamedTuple$/.test(base.text))) return "tuple";
  return of.ancestry.external.includes("pydantic.BaseModel") ? "model" : undefined;
}

function nameOf(decorator: Node): string {
  const callee = decorator.kind === "call" ? decorator.field("function") : decorator;
  return callee?.text.split(".").at(-1) ?? "";
}

function isSwitchedOff(of: ClassDefinition): boolean {
  return of.decorators.some((node) => node.kind === "call" && moduleOf(node).call(node).keyword("init") !== undefined);
}

/** Fields are filled by name, unknown names are left out, and validators may fill what is missing. */
function modelSignature(of: ClassDefinition): Signature {
  const { classes } = of.ancestry;
  const fillsIn = classes.some((base) => /alias|validator|default/i.test(base.node.text));
  const fields = [...classes].reverse().flatMap((base) => base.fields);
  const slots = new Map<string, Slot>();
  for (const field of fields) {
    if (field.name.startsWith("_") || isClassVariable(field)) continue;
    const isRequired = !fillsIn && !field.from && !/\b(Optional|None|Any)\b/.test(typeOf(field)?.text ?? "");
    slots.set(field.name, { name: field.name, by: "name", isRequired });
  }
  return signatureOf(of, [...slots.values()], true);
}

function slotsIn(of: ClassDefinition, maker: Maker): readonly Slot[] {
  const isKeywordOnly = of.decorators.some(
    (node) => node.kind === "call" && moduleOf(node).call(node).keyword("kw_only")?.text === "True",
  );
  const slots: Slot[] = [];
  let byName = isKeywordOnly;
  for (const field of of.fields) {
    if (/(^|\.)KW_ONLY$/.test(typeOf(field)?.text ?? "")) byName = true;
    else if (!isClassVariable(field)) slots.push(...slotOf(field, maker, byName));
  }
  // `@size.default` gives an attrs field what it is without an argument.
  const given = new Set(
    [...(of.body?.descendants("decorator") ?? [])].map(({ text }) => /^@(\w+)\.default$/.exec(text.trim())?.[1]),
  );
  return slots.map((slot) => (given.has(slot.name) ? { ...slot, isRequired: false } : slot));
}

function slotOf(field: Binding, maker: Maker, byName: boolean): readonly Slot[] {
  const { from } = field;
  const call = from?.kind === "call" ? moduleOf(from).call(from) : undefined;
  const options = call && /^(field|ib|attrib|Factory)$/.test(call.lastName) ? call : undefined;
  if (options?.keyword("init")?.text === "False") return [];
  const alias = options?.keyword("alias");
  const name = maker === "attrs" ? field.name.replace(/^_+/, "") : field.name;
  const hasDefault = options
    ? options.lastName === "Factory" || ["default", "default_factory", "factory"].some((word) => options.keyword(word))
    : from !== undefined;
  const by = byName || options?.keyword("kw_only")?.text === "True" ? "name" : "either";
  return alias
    ? [{ name: alias.text.slice(1, -1), by, isRequired: !hasDefault }]
    : [{ name, by, isRequired: !hasDefault }];
}

function isClassVariable(field: Binding): boolean {
  return /(^|\.)ClassVar\b/.test(typeOf(field)?.text.replace(/^["']/, "") ?? "");
}

function typeOf(field: Binding): Node | undefined {
  return field.node.parent?.field("type");
}
