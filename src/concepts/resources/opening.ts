import { unwrap, wrapped } from "../../python/cfg/evaluation.js";
import { assignedTo } from "../../python/cfg/expression.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { textOf } from "../../python/model/literal.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import type { Value } from "../../python/model/value.js";
import { question } from "../../python/model/solver.js";
import { calledIn, originalsIn } from "../../python/prefilter/called.js";
import { CLOSERS, OPENER_MAKERS, OPENERS, openedBy, type ResourceKind } from "../../python/tables/resources.js";
import type { Node } from "../../syntax/node.js";

/** Something that is open, in the only local name that it is given. */
export interface Resource {
  /** The name where it is given. */
  readonly name: Node;
  /** The call that opens it. */
  readonly opening: Node;
  readonly kind: ResourceKind;
  /** The function that opens it. */
  readonly of: FunctionDefinition;
}

/** Helpers that open something for their callers, one in the other: more nobody writes. */
const MOST_HELPERS = 3;

/** The resource that a local name holds where it is used, when it cannot hold anything else. */
export function resourceIn(use: Node): Resource | undefined {
  const module = moduleOf(use);
  const of = module.functionAround(use);
  const found = module.scopes.lookup(use.text, use);
  if (!of || found?.scope.node !== of.node) return undefined;
  const [binding, ...others] = found.bindings.filter(({ from }) => from?.kind !== "none");
  if (binding?.kind !== "assign" || !binding.from || others.length > 0) return undefined;
  const opening = openingOf(binding.from);
  const kind = opening && kindOpened(opening, MOST_HELPERS);
  const isWhole = (binding.unpack ?? []).join() === String(kind?.part ?? "");
  return kind && isWhole ? { name: binding.node, opening, kind, of } : undefined;
}

/** Every local name of a file that is given a resource where something is called that libraries open it by. */
export function* resourcesIn(module: Module): Generator<Resource> {
  for (const word of new Set([...OPENERS, ...makersIn(module), ...helpersFor(module)])) {
    for (const { node } of module.callsOf(word)) {
      const awaited = node.parent?.kind === "await" ? node.parent : node;
      const [target] = assignedTo(awaited);
      const name = target?.kind === "pattern_list" ? target.children[1] : target;
      const resource = name?.kind === "identifier" ? resourceIn(name) : undefined;
      // What is given no name worth the word is left to who has the rest.
      if (resource?.opening === node && name?.text !== "_") yield resource;
    }
  }
}

const NAMES = question<ReadonlySet<string>>(new Set());

/** The names that the project gives to what opens something when it is called: `SessionLocal`, `def connect(): …`. */
function makersIn(module: Module): ReadonlySet<string> {
  const { project } = module;
  return project.once(NAMES, project, () => {
    const modules = OPENER_MAKERS.flatMap((maker) => project.modulesMatching(maker, "call", module) ?? []);
    const made = [...new Set(modules)].flatMap((one) => OPENER_MAKERS.flatMap((maker) => namesFor(maker, one)));
    const held = [...new Set(made)].flatMap((name) =>
      [...project.modulesMentioning(name, module)].flatMap((one) => heldAs(name, one)),
    );
    return new Set([...made, ...held, ...[...new Set(modules)].flatMap((one) => helpersBeside(made, one))]);
  });
}

/** The functions of a file that makes such a name, by which they open something and give it to whoever calls them: `def get_session(): return SessionLocal()`. */
function helpersBeside(made: readonly string[], module: Module): readonly string[] {
  return made.flatMap((name) =>
    module.callsOf(name).flatMap(({ node }) => {
      const of = module.functionAround(node);
      return of && kindGiven(of, MOST_HELPERS - 1) ? [of.name] : [];
    }),
  );
}

/** The names under which a file keeps what bears a name: of parameters that fall back to it, and of attributes. */
function heldAs(name: string, module: Module): readonly string[] {
  return module.identifiers(name).flatMap((use) => {
    const { parent, fieldName } = wrapped(use);
    if (fieldName === "value" && /^(typed_)?default_parameter$/.test(parent?.kind ?? "")) {
      const parameter = parent?.field("name")?.text;
      return parameter === undefined ? [] : [parameter, ...attributesGiven(parameter, module)];
    }
    if (fieldName === "value" && parent?.kind === "keyword_argument") return parent.field("name")?.text ?? [];
    return attributeGiven(use);
  });
}

const attributesGiven = (name: string, module: Module): readonly string[] =>
  module.identifiers(name).flatMap((use) => attributeGiven(use));

/** `self.open_session = open_session` */
function attributeGiven(use: Node): readonly string[] {
  const { parent, fieldName } = wrapped(use);
  const target = fieldName === "right" && parent?.kind === "assignment" ? parent.field("left") : undefined;
  return target?.kind === "attribute" ? [target.field("attribute")?.text ?? ""] : [];
}

/** The names of the project's functions that a file calls and that may open something, as far as texts show. */
function helpersFor(module: Module): readonly string[] {
  const { source, project } = module;
  const originals = originalsIn(source);
  return [...calledIn(source)]
    .flatMap((name) => [name, ...(originals.get(name) ?? [])])
    .filter((name) => project.mayOpen(name, module));
}

function namesFor(maker: string, module: Module): readonly string[] {
  return module
    .callsOf(maker)
    .flatMap(({ node }) => assignedTo(node))
    .flatMap((target) => (target.kind === "identifier" ? [target.text] : []));
}

function openingOf(value: Node): Node | undefined {
  const inner = unwrap(value);
  const call = inner.kind === "await" ? unwrap(inner.children[0] ?? inner) : inner;
  return call.kind === "call" ? call : undefined;
}

/** What a call opens anew, itself or by helpers that do nothing else with it. */
function kindOpened(node: Node, helpers: number): ResourceKind | undefined {
  const { targets, callees, module } = moduleOf(node).call(node);
  // What a constructor is given to open sessions with falls back to what the program has.
  const isGiven = targets.length > 0 && targets.every(({ kind: what }) => what === "parameter");
  const known = isGiven ? module.project.evaluator.withCallers(targets).filter(isKnown) : targets;
  const kinds = known.map((value) => {
    if (value.kind === "class") return helpers > 0 ? kindOwned(value.definition) : undefined;
    return value.kind === "api" ? openedBy(value.path) : undefined;
  });
  const [kind] = kinds;
  if (kind && kinds.every((other) => other === kind)) return isInMemory(node) ? undefined : kind;
  const [helper, ...others] = callees.list;
  if (!helper || !callees.isAll || others.length > 0 || helpers === 0) return undefined;
  return kindGiven(helper.definition, helpers - 1);
}

const isKnown = ({ kind: what }: Value): boolean => what !== "unknown" && what !== "parameter" && what !== "none";

/** Methods that run when an object is made; that of a dataclass comes after its fields are filled. */
const MAKES = /^__(init|post_init)__$/;

const OWNED = question<ResourceKind | undefined>(undefined);

/** What objects of a class of the project are, when making one opens something that only their own method closes. */
function kindOwned(of: ClassDefinition): ResourceKind | undefined {
  return of.module.project.once(OWNED, of, () => {
    const closes = new Set([...CLOSERS].filter((name) => of.method(name)));
    if (closes.size === 0 || of.method("__del__") || !(of.method("__init__") ?? of.method("__post_init__")))
      return undefined;
    const opens = [...of.assignedAttributes].some((name) =>
      of.storesNamed(name).some(({ node, from }) => {
        const opening = from && openingOf(from);
        const by = of.module.functionAround(node)?.name;
        return (
          by !== undefined &&
          MAKES.test(by) &&
          opening !== undefined &&
          kindOpened(opening, MOST_HELPERS - 1) !== undefined
        );
      }),
    );
    return opens ? { opens: new Set(), closes } : undefined;
  });
}

/** Whether a database is gone with its connection, and nobody else waits for it. */
function isInMemory(node: Node): boolean {
  const first = moduleOf(node).call(node).argument(0, "database");
  return first !== undefined && textOf(first) === ":memory:";
}

/** What a function opens and gives to whoever calls it, each time anew. */
function kindGiven(helper: FunctionDefinition, helpers: number): ResourceKind | undefined {
  if (helper.decorators.length > 0 || helper.isGenerator || helper.fallsThrough || helper.name === "__init__")
    return undefined;
  const kinds = helper.results.map((result) => {
    const value = unwrap(result);
    if (value.kind === "identifier") return resourceIn(value)?.kind;
    const opening = openingOf(value);
    return opening && kindOpened(opening, helpers);
  });
  const [kind] = kinds;
  return kind && kinds.every((other) => other === kind) ? kind : undefined;
}
