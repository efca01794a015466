import { groupedBy } from "../../src/grouped.js";
import { closest, namesNear } from "../../src/python/model/closest.js";
import { rule, type Fix, type Report } from "../../src/engine/rule.js";
import {
  isTransparent,
  hasAttribute,
  namesOf,
  ownReads,
  namesReadUnseen,
  readsOnlyItsOwn,
} from "../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../src/python/model/class.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import { CALLED_IN } from "../../src/python/tables/builtin-members.js";
import { CLASS_MEMBERS } from "../../src/python/tables/members.js";
import type { Node } from "../../src/syntax/node.js";
import { quoted } from "../../src/python/editing/quote.js";
import { replace } from "../../src/python/editing/edit.js";
import { builtinReads, type BuiltinRead } from "./unknown-member/builtin.js";
import { misspeltReads, type MisspeltRead } from "./unknown-member/misspelt.js";
import { caughtReads, type CaughtRead } from "./unknown-member/caught.js";
import { isDead } from "./unknown-member/dead.js";
import { earlyReads, type EarlyRead } from "./unknown-member/early.js";
import { isBroken, isMissing, isMissingBelow, isTolerated } from "./unknown-member/missing.js";
import { moduleReads, type ModuleRead } from "./unknown-member/modules.js";
import { unsetReads, type UnsetRead } from "./unknown-member/unset.js";
import { strayReads, type StrayRead } from "./unknown-member/others.js";
import { canStandFor, plain } from "./unknown-member/rename.js";

/**
 * An attribute or a method is used that the object does not have.
 *
 * The line raises `AttributeError` when it runs, which may be the first time a rare branch is taken in production. It is left
 * behind when a method is renamed, when code moves from one class to another, or when two people had different ideas of
 * what one side offers to the other; a test that puts a mock in between does not see it. The object may be the method's own,
 * or any other whose class is known: made on the spot, by a function of the project, by its type, as what a handler catches
 * (critical: it goes wrong only when something has gone wrong already), or because other code gives it to a parameter or an
 * attribute. Nor has an object yet what its constructor reads, or what a method reads that it calls, before it assigns it.
 * The members of the project's own modules are judged, too, and so is what is called like its module:
 * `datetime.now()` after `import datetime`, the `message` that errors of Python's own had in Python 2, and what a container or a text
 * is asked for that those of another type have: `seen.append(name)` of a set.
 *
 * @bad
 * ```python
 * class ThermalPrinter:
 *     def print_label(self, text):
 *         return text
 *
 * class Belt:
 *     def __init__(self, printer):
 *         self.printer = printer
 *
 *     def label(self, parcel):
 *         self.printer.print_parcel_label(parcel)
 *
 * belt = Belt(ThermalPrinter())
 * ```
 * @bad
 * ```python
 * import threading
 *
 * class Leases:
 *     def __init__(self):
 *         self._lock = threading.Lock()
 *         self.leases = {}
 *
 *     def grant(self, key, owner):
 *         with self.lock:
 *             self.leases[key] = owner
 * ```
 * @good
 * ```python
 * class ThermalPrinter:
 *     def print_label(self, text):
 *         return text
 *
 * class Belt:
 *     def __init__(self, printer):
 *         self.printer = printer
 *
 *     def label(self, parcel):
 *         self.printer.print_label(parcel)
 *
 * belt = Belt(ThermalPrinter())
 * ```
 * @limits A class is judged only when all its bases are found and nothing dynamic (`setattr` with a computed name, also in a
 * function that is given the object, `__getattr__`, metaclasses, unknown decorators, a state machine of another library)
 * can define attributes. An attribute that a subclass or any other
 * code of the program assigns counts as defined; what tests assign, mock or derive does not. Of an object that is not the
 * method's own, a name is judged when no other code of the program defines one like it, when the file itself names the class,
 * when it is the one object of its class that a module makes for all who import it, or when few files know it and other code fills the attribute that it is read from. Where only some of the objects that are
 * given lack it, or where a condition may tell them apart, it is reported with `--audit`. One that only some method assigns, and no
 * constructor, is reported with `--audit` where another method may read it before, and so is the `message` in a handler for any `Exception`; nor are those more than likely that stand
 * in classes, functions and methods which nothing else of the project speaks of. Modules with `__getattr__`, `globals()` and the like
 * are left alone, and so are reads behind `hasattr`, `isinstance`, or within a `try` that expects the error, or that only tries one way before its handler takes another of the same object. So are classes of a
 * file that does not compile, and what is declared to be of a class where the program gives it an object that has the name.
 * @off In mix-ins whose users live in other projects.
 * @see https://docs.python.org/3/library/exceptions.html#AttributeError
 */
export default rule({
  severity: "high",
  formerly: ["objects/undefined-attribute"],
  fixes: ["unsafe"],
  *check(module) {
    for (const definition of module.classes) {
      for (const read of earlyReads(definition)) yield early(read);
      for (const read of unsetReads(definition)) yield unset(read);
      if (readsOnlyItsOwn(definition) || !isTransparent(definition)) continue;
      const unseen = namesReadUnseen(definition);
      if (unseen?.size !== 0) yield* missing(definition, unseen);
    }
    yield* ofOneCause([...strayReads(module)].map(stray));
    for (const read of moduleReads(module)) yield fromModule(read);
    for (const read of caughtReads(module)) yield fromCaught(read);
    for (const read of misspeltReads(module)) yield fromMisspelt(read);
    for (const read of builtinReads(module)) yield fromBuiltin(read);
  },
});

/** @param among the names that may be missing; any unless given */
function* missing(definition: ClassDefinition, among: ReadonlySet<string> | undefined): Generator<Report> {
  for (const [name, node] of firstReads(definition, among)) {
    const hint = closest(name, namesOf(definition));
    yield {
      likely: isDead(node),
      at: node,
      message: `'${node.text}' is read, but ${owners(definition)} '${name}'${suggesting(hint)}.`,
      cause: { at: definition.node },
      advice: adviceFor(definition.name, name, hint),
      fix: hint !== undefined && plain(hint) === plain(name) ? renamed(definition, name, hint) : undefined,
    };
  }
}

/** The read of each name that an object lacks: the first in code that runs, if there is one. */
function firstReads(definition: ClassDefinition, among: ReadonlySet<string> | undefined): ReadonlyMap<string, Node> {
  const reads = new Map<string, Node>();
  for (const { node, name } of ownReads(definition, among)) {
    const known = reads.get(name);
    if ((known && !isDead(known)) || /^__\w+__$/.test(name) || hasAttribute(definition, name)) continue;
    if (CLASS_MEMBERS.has(name) && definition.module.functionAround(node)?.isClassMethod) continue;
    if (isTolerated(definition, node) || !isMissingBelow(definition, name) || !isMissing(definition, name)) continue;
    if (isBroken(definition)) break;
    if (!known || !isDead(node)) reads.set(name, node);
  }
  return reads;
}

/** A class that lacks much of what a file asks of it is another one than who wrote that had in mind: that is one mistake. */
function* ofOneCause(found: readonly Report[]): Generator<Report> {
  const names = new Map<Node | undefined, Set<string | undefined>>();
  for (const [of, reports] of groupedBy(found, ({ cause }) => cause?.at))
    names.set(of, new Set(reports.map(({ cause }) => cause?.name)));
  for (const report of found) {
    const { cause } = report;
    yield cause && (names.get(cause.at)?.size ?? 0) >= MUCH ? { ...report, cause: { at: cause.at } } : report;
  }
}

const MUCH = 3;

function early({ node, name, filler }: EarlyRead): Report {
  return {
    at: node,
    message: `'${node.text}' is read, but only '${filler.qualifiedName}' ([${whereIs(filler.node)}](1)) assigns '${name}', and nothing shows that it has run.`,
    related: [{ at: filler.node.field("name") ?? filler.node, message: "assigned by this method" }],
    cause: { at: filler.node },
    likely: true,
  };
}

function unset({ at, read, name, store }: UnsetRead): Report {
  const around = moduleOf(read).functionAround(read)?.qualifiedName ?? "";
  const how = at === read ? "here" : `in '${around}' ([${whereIs(read)}](1)), which is called here`;
  const assigned = { at: store, message: "assigned here" };
  return {
    at,
    message: `'${read.text}' is read ${how}, before line [${moduleOf(store).lineOf(store)}](${at === read ? "1" : "2"}) assigns '${name}' for the first time.`,
    related: at === read ? [assigned] : [{ at: read, message: "read here" }, assigned],
    cause: { at: store },
    advice: `Assign '${name}' before it is read`,
    likely: isDead(read),
  };
}

function stray({ node, name, lacking, likely, isCaught, others }: StrayRead): Report {
  const [{ of, at }] = lacking;
  const near = namesNear(name, namesOf(of)).filter((other) =>
    [node, ...others].every((read) => canStandFor(of, other, read)),
  );
  const [hint = closest(name, namesOf(of))] = near;
  const names = [node, ...others].flatMap((read) => read.field("attribute") ?? []);
  const object = `'${quoted(node.field("object") ?? node)}'`;
  const given = at === undefined ? "" : `, and ${object} is given one in [${whereIs(at)}](2)`;
  return {
    at: node,
    message: `${quotedClasses(lacking)} no '${name}'${given}${suggesting(hint)}.`,
    related: [
      { at: of.node.field("name") ?? of.node, message: `'${of.name}' is defined here` },
      ...(at ? [{ at, message: "given here" }] : []),
    ],
    cause: { at: of.node, name },
    likely,
    advice: adviceFor(of.name, name, hint),
    ...(isCaught && { severity: "critical" as const }),
    fix:
      near.length === 1 && hint !== undefined
        ? { description: `Read '${hint}'`, isSafe: false, edits: names.map((read) => replace(read, hint)) }
        : undefined,
  };
}

function fromModule({ node, name, value, binding }: ModuleRead): Report {
  const imported = { at: binding.node, message: "imported here" };
  if (value.kind === "api") {
    const kind = value.path.includes(".") ? `'${value.path}'` : `The module '${value.path}'`;
    return {
      at: node,
      message: `${kind}, which '${binding.name}' is here ([${whereIs(binding.node)}](1)), has no '${name}'.`,
      related: [imported],
      cause: { at: binding.node, name },
    };
  }
  const names = new Set(value.module.scopes.module.all().keys());
  return {
    at: node,
    message: `The module '${basename(value.module.path)}', which is imported in [${whereIs(binding.node)}](1), has no '${name}'${suggesting(closest(name, names))}.`,
    related: [imported],
    cause: { at: binding.node, name },
  };
}

function fromCaught({ node, clause, caught, likely }: CaughtRead): Report {
  return {
    at: node,
    message: `'${caught}', which is handled in [${whereIs(clause)}](1), has no 'message' since Python 3: the handler fails in its turn.`,
    related: [{ at: clause, message: "handled here" }],
    cause: { at: clause },
    advice: `Use 'str(${node.field("object")?.text ?? ""})'`,
    likely,
  };
}

function fromMisspelt({ node, name, meant }: MisspeltRead): Report {
  const spelled = node.field("attribute") ?? node;
  return {
    at: node,
    message: `Nothing has '${name}': what Python calls so is '${meant}'.`,
    advice: `Read '${meant}'`,
    likely: isDead(node),
    fix: { description: `Read '${meant}'`, isSafe: false, edits: [replace(spelled, meant)] },
  };
}

function fromBuiltin({ node, name, type, at }: BuiltinRead): Report {
  const meant = CALLED_IN[type]?.[name];
  return {
    at: node,
    message: `'${quoted(node.field("object") ?? node)}' is a ${type} ([${whereIs(at)}](1)), which has no '${name}'.`,
    related: [{ at, message: "made here" }],
    cause: { at, name },
    likely: isDead(node),
    ...(meant !== undefined && { advice: `Call '${meant}'` }),
  };
}

function quotedClasses([{ of }, ...others]: StrayRead["lacking"]): string {
  const more = [...new Set(others.map((other) => other.of))].filter((other) => other !== of);
  const first = `'${of.name}' ([${whereIs(of.node)}](1))`;
  if (more.length === 0) return `${first} has`;
  return `${first} and ${more.map(({ name }) => `'${name}'`).join(", ")} have`;
}

function adviceFor(owner: string, name: string, hint: string | undefined): string {
  return `Give '${owner}' the '${name}' that it lacks, or use what it has${hint === undefined ? "" : `: '${hint}'`}`;
}

const suggesting = (hint: string | undefined): string => (hint ? `; '${hint}' is the closest name` : "");

/** Every read of the name in the class, as one of a misspelt name is seldom alone. */
function renamed(definition: ClassDefinition, name: string, to: string): Fix | undefined {
  const reads = [...ownReads(definition, new Set([name]))].map(({ node }) => node);
  if (!reads.every((read) => canStandFor(definition, to, read))) return undefined;
  const names = reads.flatMap((read) => read.field("attribute") ?? []);
  return { description: `Read '${to}'`, isSafe: false, edits: [...new Set(names)].map((node) => replace(node, to)) };
}

function owners({ name, ancestry }: ClassDefinition): string {
  const bases = ancestry.classes.slice(1).map((base) => `'${base.name}'`);
  return bases.length === 0
    ? `'${name}' does not define`
    : `neither '${name}' nor its base ${bases.join(", ")} defines`;
}

const basename = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
