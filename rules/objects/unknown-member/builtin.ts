import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { handlesAttributeError } from "../../../src/python/model/attributes.js";
import { givenToAttribute } from "../../../src/python/model/given.js";
import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { nodeKey, type Value, type Values } from "../../../src/python/model/value.js";
import { COMMENT } from "../../../src/python/prefilter/shapes.js";
import { BUILTIN_MEMBERS, MAPPING_METHODS, SOUGHT_IN_BUILTINS } from "../../../src/python/tables/builtin-members.js";
import { LITERAL_TYPES } from "../../../src/python/tables/types.js";
import type { Node } from "../../../src/syntax/node.js";
import { isAskedFor } from "./asked.js";
import { readsWanted, type Wanted } from "./candidates.js";
import { hasSecondWay } from "./second-way.js";
import { pathsIn } from "./texts.js";

/** A read, from a container or a text of Python's own, of a method that those of another type have. */
export interface BuiltinRead {
  readonly node: Node;
  readonly name: string;
  /** Its type, `set`. */
  readonly type: string;
  /** Where it is made. */
  readonly at: Node;
}

/**
 * Such reads in a file of the program, of what a name or an attribute of a method's own object surely is. Of those of one
 * object and name a function's first is judged: what is asked on the way to each of many takes too long to find out.
 */
export function* builtinReads(module: Module): Generator<BuiltinRead> {
  if (module.isTest) return;
  const judged = new Set<string>();
  for (const node of readsWanted(module, module.root, wantedIn(module))) {
    const from = node.field("object");
    const object = from && unwrap(from);
    const name = node.field("attribute")?.text ?? "";
    const made = object && madeAs(module, object);
    if (!made || BUILTIN_MEMBERS[made.type]?.has(name) !== false || isMistaken(object, name, made)) continue;
    const around = module.functionAround(node)?.node ?? module.root;
    const known = `${nodeKey(around)} ${nodeKey(made.at)} ${name}`;
    if (judged.has(known)) continue;
    judged.add(known);
    if (!handlesAttributeError(node) && !hasSecondWay(node) && !isAskedFor(module, object, node))
      yield { node, name, ...made };
  }
}

/** Whether a variable is used as a mapping: `values/not-a-mapping` says that of all that it may come from. */
const isMistaken = ({ kind }: Node, name: string, { type }: Made): boolean =>
  kind === "identifier" && type !== "str" && MAPPING_METHODS.has(name);

/** What is read behind names to which the file's text gives something that may lack it. */
function wantedIn(module: Module): Wanted {
  const wanted: Wanted = new Map();
  const types = typesGiven(module);
  for (const [owner, read] of pathsIn(module)) {
    const given = [...(types.get(owner) ?? [])];
    const missing = [...read].filter(
      (name) => SOUGHT_IN_BUILTINS.has(name) && given.some((type) => BUILTIN_MEMBERS[type]?.has(name) === false),
    );
    if (missing.length > 0) wanted.set(owner, new Set(missing));
  }
  return wanted;
}

const GAP = String.raw`(?:[\s\\()]|${COMMENT}){0,99}`;
/** A name that is given a display, a text or what one of the types makes, be it declared to be something. */
const GIVEN = new RegExp(
  String.raw`(?<![\w\x80-\uffff])([\w\x80-\uffff]+)(?=${GAP}(?::(?:[^=#]|${COMMENT}){0,200})?=(?!=)${GAP}(?:([[{])|[rRbBuUfF]{0,2}(["'])|(${Object.keys(BUILTIN_MEMBERS).join("|")})\b))`,
  "g",
);
/** The types of what begins with a sign. */
const BEGINS: Readonly<Record<string, readonly string[]>> = { "[": ["list"], "{": ["dict", "set"] };

const TYPES = question<ReadonlyMap<string, ReadonlySet<string>>>(new Map());

/** The types of what a file's text gives to names, as far as that can be told. */
function typesGiven(module: Module): ReadonlyMap<string, ReadonlySet<string>> {
  return module.project.once(TYPES, module, () => {
    const types = new Map<string, Set<string>>();
    for (const [, owner = "", sign, quote, called] of module.source.matchAll(GIVEN)) {
      const given = sign === undefined ? [quote === undefined ? (called ?? "") : "str"] : (BEGINS[sign] ?? []);
      const known = types.get(owner) ?? new Set();
      types.set(owner, known);
      for (const type of given) known.add(type);
    }
    return types;
  });
}

type Made = Pick<BuiltinRead, "type" | "at">;

/** What a name or an attribute is, when all that is given to it is of one type. */
function madeAs(module: Module, object: Node): Made | undefined {
  if (object.kind === "identifier") return oneType(module.valuesOf(object));
  const [owner, name] = [object.field("object"), object.field("attribute")?.text];
  const of = owner && module.receiverClass(unwrap(owner));
  if (!of || name === undefined) return undefined;
  const { list, isAll, shifts } = givenToAttribute(of, name);
  return isAll && !shifts ? oneType(list.flatMap(({ value }) => module.project.evaluator.evaluate(value))) : undefined;
}

function oneType(values: Values): Made | undefined {
  const made = values.filter(({ kind }) => kind !== "none").map(typeOf);
  const [first] = made;
  return first && made.every((each) => each?.type === first.type) ? first : undefined;
}

function typeOf(value: Value): Made | undefined {
  if (value.kind === "literal") return { type: LITERAL_TYPES[value.at.kind] ?? "", at: value.at };
  const called = value.kind === "api" ? /^(\w+)\(\)$/.exec(value.path)?.[1] : undefined;
  return called !== undefined && value.kind === "api" && called in BUILTIN_MEMBERS
    ? { type: called, at: value.at }
    : undefined;
}
