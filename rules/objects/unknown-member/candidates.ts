import type { Node } from "../../../src/syntax/node.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { Module } from "../../../src/python/model/module.js";
import { hasAttribute } from "../../../src/python/model/attributes.js";
import { isExact } from "../../../src/python/model/hierarchy.js";
import type { Binding } from "../../../src/python/model/scope.js";
import { question } from "../../../src/python/model/solver.js";
import type { Value } from "../../../src/python/model/value.js";
import { membersOf } from "../../../src/python/tables/members.js";
import { mayDefine } from "../../../src/python/prefilter/definers.js";
import { holdsAny } from "../../../src/python/prefilter/prefilter.js";
import { givenTo } from "./holders.js";
import { namesBehind, pairsWithin, pathsIn } from "./texts.js";

/**
 * The reads of a file that are worth asking what they are read from: few, by what their names say.
 *
 * A name that no code of the program defines may be missing wherever it is read. Other names are looked at where the
 * file itself names the class of the object, and those that few files know where other code fills what they are read from,
 * or makes it as a part of its own objects.
 */
export function candidatesIn(module: Module): ReadonlySet<Node> {
  const nobodys = nobodysNames(module);
  return new Set([
    ...readsOfNobodys(module, nobodys),
    ...readsOfNamedClasses(module),
    ...readsOfSharedObjects(module),
    ...readsOfFilled(module, nobodys),
    ...readsOfParts(module, nobodys),
  ]);
}

/** The names that a file reads and no code of the program defines. */
function nobodysNames(module: Module): ReadonlySet<string> {
  const { project } = module;
  const names = new Set<string>();
  for (const [owner, read] of pathsIn(module)) {
    if (isFromOutside(module, owner)) continue;
    for (const name of read) {
      if (names.has(name) || OF_PYTHON.has(name) || /^__\w+__$/.test(name) || mayDefine(module.source, name)) continue;
      if (project.once(NOBODYS, project, () => !project.mayDefine(name, module), name)) names.add(name);
    }
  }
  return names;
}

function* readsOfNobodys(module: Module, names: ReadonlySet<string>): Generator<Node> {
  for (const node of readsNamed(module, module.root, names)) {
    const object = node.field("object");
    if (object?.kind !== "identifier" || !isFromOutside(module, object.text)) yield node;
  }
}

const NOBODYS = question(false);

/** Whether a name is only ever that of a module or of something else outside the project. */
function isFromOutside(module: Module, name: string): boolean {
  const bindings = name === "" ? [] : module.scopes.module.bindings(name);
  if (bindings.length === 0) return false;
  if (bindings.every(({ kind }) => kind === "import"))
    return bindings.flatMap((binding) => module.project.evaluator.bindingValues(binding)).every(isOutside);
  const values = module.valuesThroughout(name) ?? [];
  return values.length > 0 && values.every(isOutside);
}

const isOutside = ({ kind }: Value): boolean => kind === "api" || kind === "module";

/** What objects have that Python itself makes: whoever reads one of these from them reads what is there. */
const OF_PYTHON = new Set(
  (
    "append extend insert remove pop clear index count sort reverse copy keys values items get setdefault update popitem " +
    "add discard union difference intersection issubset issuperset join split rsplit splitlines strip lstrip rstrip " +
    "startswith endswith replace format encode decode lower upper title capitalize isdigit isalpha isalnum isspace find rfind " +
    "rindex partition rpartition zfill ljust rjust center read write close readline readlines writelines flush seek tell " +
    "fileno group groups groupdict start end match search sub findall finditer args errno strerror message hex"
  ).split(" "),
);

/** The reads, in a node, of some names. */
function* readsNamed(module: Module, within: Node, names: ReadonlySet<string>): Generator<Node> {
  if (names.size === 0) return;
  for (const node of module.inside(within, holdsAny("some attributes", names), "attribute"))
    if (names.has(node.field("attribute")?.text ?? "")) yield node;
}

/** The names that are wanted behind each name. */
export type Wanted = Map<string, Set<string>>;

/** The reads, in a node, of wanted names, each from what ends in the name that it is wanted behind. */
export function* readsWanted(module: Module, within: Node, wanted: Wanted): Generator<Node> {
  const all = new Set([...wanted.values()].flatMap((names) => [...names]));
  for (const read of readsNamed(module, within, all)) {
    const from = read.field("object");
    const object = from && unwrap(from);
    const last = object?.kind === "attribute" ? object.field("attribute")?.text : object?.text;
    if (wanted.get(last ?? "")?.has(read.field("attribute")?.text ?? "")) yield read;
  }
}

/** The reads from objects whose class the file names where it makes, declares or catches them. */
function* readsOfNamedClasses(module: Module): Generator<Node> {
  const held = new Map<Node, Map<string, Set<ClassDefinition>>>();
  for (const [name, of] of classesNamedIn(module)) {
    for (const named of module.identifiers(name)) {
      const mention = named.fieldName === "attribute" && named.parent ? named.parent : named;
      const read = readAt(mention);
      if (read && !mayHave(of, read.field("attribute")?.text ?? "")) yield read;
      const bound = read ? undefined : targetOf(mention);
      if (bound) noteHolder(module, bound, of, held);
    }
  }
  for (const [within, classes] of held) {
    const wanted: Wanted = new Map();
    for (const [name, all] of classes) {
      const missing = [...namesBehind(name, module, within)].filter((read) =>
        [...all].some((of) => !mayHave(of, read)),
      );
      if (missing.length > 0) wanted.set(name, new Set(missing));
    }
    yield* readsWanted(module, within, wanted);
  }
}

/** The reads from the one object of a class that a module makes for all who import it: `orders = OrderService()`. */
function* readsOfSharedObjects(module: Module): Generator<Node> {
  const wanted: Wanted = new Map();
  for (const [name, read] of pathsIn(module)) {
    const [binding, ...others] = CLASS_NAME.test(name) ? [] : module.scopes.module.bindings(name);
    if (!binding || others.length > 0 || !MAKES.has(binding.kind)) continue;
    const of = sharedClassOf(module, binding);
    const missing = of ? [...read].filter((each) => !mayHave(of, each)) : [];
    if (missing.length > 0) wanted.set(name, new Set(missing));
  }
  yield* readsWanted(module, module.root, wanted);
}

/** The class of the object that a name of a module is bound to, when it is just of that. */
function sharedClassOf(module: Module, binding: Binding): ClassDefinition | undefined {
  if (binding.kind !== "import" && binding.from?.kind !== "call") return undefined;
  const [value, ...others] = module.project.evaluator.bindingValues(binding);
  return value?.kind === "instance" && others.length === 0 && isExact(value) ? value.of : undefined;
}

/** What binds a name to what may be such an object. */
const MAKES: ReadonlySet<string> = new Set(["import", "assign"]);

/** The attribute that is read from a class where it is mentioned, or from an object of it where that is made. */
function readAt(mention: Node): Node | undefined {
  const { parent } = mention;
  const made = parent?.kind === "call" && mention.fieldName === "function" ? parent : mention;
  return made.parent?.kind === "attribute" && made.fieldName === "object" ? made.parent : undefined;
}

/** Notes the class of what a variable holds, or an attribute of the object itself, for the code in which it has that name. */
function noteHolder(
  module: Module,
  bound: Node,
  of: ClassDefinition,
  held: Map<Node, Map<string, Set<ClassDefinition>>>,
): void {
  const isOwn = bound.kind === "attribute";
  const name = isOwn ? bound.field("attribute")?.text : bound.kind === "identifier" ? bound.text : undefined;
  const within = isOwn ? module.classAround(bound)?.node : (module.functionAround(bound)?.node ?? module.root);
  if (name === undefined || !within) return;
  const names = held.get(within) ?? new Map<string, Set<ClassDefinition>>();
  held.set(within, names.set(name, (names.get(name) ?? new Set<ClassDefinition>()).add(of)));
}

/** What classes are called, by custom. */
const CLASS_NAME = /^_*[A-Z]\w*[a-z]/;

/** The classes of the project that a file defines or imports, by the names that it has for them. */
function classesNamedIn(module: Module): ReadonlyMap<string, ClassDefinition> {
  const classes = new Map<string, ClassDefinition>();
  const paths = pathsIn(module);
  for (const [name, bindings] of module.scopes.module.all()) {
    const [binding] = bindings;
    const inner = [...(paths.get(name) ?? [])].filter((each) => /^[A-Z]/.test(each));
    if (bindings.length !== 1 || !binding || (binding.kind !== "class" && binding.kind !== "import")) continue;
    if (inner.length === 0 && !CLASS_NAME.test(name)) continue;
    for (const value of module.project.evaluator.bindingValues(binding)) {
      if (value.kind === "class") classes.set(name, value.definition);
      if (value.kind !== "module") continue;
      for (const own of inner) {
        const [of] = value.module.scopes.module.bindings(own);
        if (of?.kind === "class") classes.set(own, value.module.class(of.node));
      }
    }
  }
  return classes;
}

/** What an object of a class that is mentioned is bound to. */
function targetOf(mention: Node): Node | undefined {
  for (let node = mention, around = node.parent; around; node = around, around = node.parent) {
    switch (around.kind) {
      case "call":
        if (node.fieldName !== "function" && node.parent?.kind !== "argument_list") return undefined;
        break;
      case "assignment":
        return around.field("left");
      case "named_expression":
      case "typed_default_parameter":
        return around.field("name");
      case "typed_parameter":
        return around.children[0];
      case "as_pattern":
        return around.field("alias")?.children[0];
      case "type":
      case "generic_type":
      case "type_parameter":
      case "subscript":
      case "union_type":
      case "binary_operator":
      case "string":
      case "tuple":
      case "parenthesized_expression":
      case "boolean_operator":
      case "conditional_expression":
      case "await":
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}

/**
 * The reads, from attributes of a method's own object that other code fills, of names that something in them lacks.
 *
 * @param nobodys what is read of these is looked at anyhow
 */
function* readsOfFilled(module: Module, nobodys: ReadonlySet<string>): Generator<Node> {
  for (const of of module.classes) {
    const wanted: Wanted = new Map();
    for (const [field, names] of pairsWithin(module, of.node)) {
      const rare = [...names].filter((name) => !nobodys.has(name) && !OF_PYTHON.has(name) && isRare(module, name));
      if (rare.length === 0 || !isFilledByOthers(of, field)) continue;
      const { held } = givenTo(of, field);
      const missing = rare.filter((name) => held.some((each) => !mayHave(each.of, name)));
      if (missing.length > 0) wanted.set(field, new Set(missing));
    }
    yield* readsWanted(module, of.node, wanted);
  }
}

/**
 * The reads, from what objects are made of somewhere (`self.lamp = Lamp()`), of names that such a part lacks.
 *
 * @param nobodys what is read of these is looked at anyhow
 */
function* readsOfParts(module: Module, nobodys: ReadonlySet<string>): Generator<Node> {
  const wanted: Wanted = new Map();
  for (const [part, names] of pathsIn(module)) {
    if (part === "" || CLASS_NAME.test(part) || OF_PYTHON.has(part)) continue;
    const others = [...names].filter((name) => !nobodys.has(name) && !OF_PYTHON.has(name));
    if (others.length === 0 || !isRare(module, part)) continue;
    const classes = classesOfPart(module, part);
    const missing = others.filter((name) => classes.some((of) => !hasAttribute(of, name)));
    if (missing.length > 0) wanted.set(part, new Set(missing));
  }
  for (const read of readsWanted(module, module.root, wanted))
    if (read.field("object")?.kind === "attribute") yield read;
}

const PARTS = question<readonly ClassDefinition[]>([]);

/** The classes whose objects are made as a part of others. */
function classesOfPart(asker: Module, part: string): readonly ClassDefinition[] {
  return asker.project.once(PARTS, asker.project, () => findClassesOfPart(asker, part), part);
}

function findClassesOfPart(asker: Module, part: string): readonly ClassDefinition[] {
  const makers = asker.project.modulesAssigning(part, asker) ?? [];
  const made = makers.flatMap((maker) =>
    maker.storesNamed(part).flatMap(({ from }) => (from ? maker.valuesOf(from) : [])),
  );
  return made.flatMap((value) => (value.kind === "instance" && isExact(value) ? [value.of] : []));
}

const RARE = question(false);

const isRare = (module: Module, name: string): boolean =>
  module.project.once(RARE, module.project, () => module.project.isRare(name), name);

/** Whether an attribute is assigned what a method was given, or nothing: what it holds comes from elsewhere. */
function isFilledByOthers(of: ClassDefinition, field: string): boolean {
  return of.storesNamed(field).some(({ from }) => from?.kind === "identifier" || from?.kind === "none");
}

/** Whether the text of a class or its bases may define a name. */
function mayHave({ ancestry: { classes, external } }: ClassDefinition, name: string): boolean {
  const isOwn = classes.some(({ node, module }) => mayDefine(module.source, name, node.start, node.end));
  return isOwn || external.some((path) => membersOf(path)?.has(name));
}
