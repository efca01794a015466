import { fixturesIn } from "../../../src/concepts/tests/fixtures.js";
import { isSetup } from "../../../src/concepts/tests/surroundings.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { calledName, comparisonOf, spellingOf } from "../../../src/python/cfg/expression.js";
import { mentionsPath } from "../../../src/python/cfg/mentions.js";
import { textOf } from "../../../src/python/model/literal.js";
import { question } from "../../../src/python/model/solver.js";
import { groupedBy } from "../../../src/grouped.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";
import { entriesAt, type Entry } from "./stubs.js";

/** What a file does to undo entries of `sys.modules`. */
export class Restoring {
  /** Where each name is taken out, by how it is written. */
  readonly #removals: ReadonlyMap<string, readonly Node[]>;
  readonly #isWhole: boolean;

  constructor(
    private readonly module: Module,
    tables: readonly Node[],
  ) {
    const removals = tables.flatMap((table) => removalAt(table) ?? []);
    this.#removals = groupedBy(removals, (key) => textOf(key) ?? "");
    this.#isWhole =
      this.#removals.has("") ||
      tables.some((table) => isSnapshot(table) || isPutBack(module, table)) ||
      keepsAround(module);
  }

  /** Whether something takes an entry back. */
  undoes({ at, key }: Entry): boolean {
    const removals = this.#removals.get(textOf(key) ?? "") ?? [];
    return (
      this.#isWhole || isKeptAround(at) || removals.slice(-MOST_LOOKED_AT).some((each) => this.isBehind(each, key))
    );
  }

  /** Whether a removal comes after an entry, as far as that can be told. */
  private isBehind(removed: Node, key: Node): boolean {
    // `monkeypatch` puts back what was there when it was first asked.
    if (ITEM.test(calledName(removed.parent?.parent) ?? "") || removed.start > key.start) return true;
    return this.module.functionAround(removed) !== this.module.functionAround(key);
  }
}

/** Of more places that take a module out, the last ones tell enough. */
const MOST_LOOKED_AT = 20;

const ITEM = /^(set|del)item$/;

/** The name of what is taken out of `sys.modules`: `del sys.modules[name]`, `sys.modules.pop(name)`, `delitem(sys.modules, name)`. */
function removalAt(table: Node): Node | undefined {
  const { parent } = table;
  if (parent?.kind === "subscript")
    return parent.parent?.kind === "delete_statement" || parent.parent?.parent?.kind === "delete_statement"
      ? parent.field("subscript")
      : undefined;
  const isPop = parent?.kind === "attribute" && /^(pop|__delitem__)$/.test(parent.field("attribute")?.text ?? "");
  if (isPop && parent.parent?.kind === "call") return parent.parent.field("arguments")?.children[0];
  // `monkeypatch.setitem(sys.modules, name, stub)`, `monkeypatch.delitem(sys.modules, name)`
  if (parent?.kind === "argument_list" && parent.children[0] === table)
    return ITEM.test(calledName(parent.parent) ?? "") ? parent.children[1] : undefined;
  return parent?.kind === "comparison_operator" ? expectedGone(parent) : undefined;
}

/** The name that a test asserts to be gone: what it tests takes the entry out. */
function expectedGone(comparison: Node): Node | undefined {
  const { left, operator } = comparisonOf(comparison) ?? {};
  return operator === "not in" && comparison.parent?.kind === "assert_statement" ? left : undefined;
}

/** Whether all of `sys.modules` is kept, or emptied: `dict(sys.modules)`, `sys.modules.copy()`. */
function isSnapshot({ parent, fieldName, kind }: Node): boolean {
  if (parent?.kind === "argument_list") return COPIES.test(spellingOf(parent.parent?.field("function") ?? parent));
  if (parent?.kind === "attribute") return /^(copy|clear|keys|items)$/.test(parent.field("attribute")?.text ?? "");
  return (
    parent?.kind === "dictionary_splat" ||
    (parent?.kind === "assignment" && fieldName === "left" && kind === "attribute")
  );
}

const COPIES = /^(dict|list|set|frozenset|sorted|(copy\.)?(copy|deepcopy))$/;

/** Whether an entry gets what was kept of `sys.modules` before. */
function isPutBack(module: Module, table: Node): boolean {
  return [...entriesAt(table)].some(({ value: written }) => {
    const value = written && unwrap(written);
    if (value?.kind !== "identifier") return false;
    const bindings = module.bindingsReaching(value.text, value);
    return bindings.some(({ kind, from }) => kind === "iterate" || (from !== undefined && speaksOf(from)));
  });
}

const speaksOf = (code: Node): boolean => mentionsPath(code, "sys.modules");

/** Whether a `with` or a decorator around a place puts all of `sys.modules` back. */
function isKeptAround(at: Node): boolean {
  for (const around of at.ancestors()) {
    if (around.kind === "with_statement" && keeps(around.child("with_clause"))) return true;
    const decorators = around.kind === "decorated_definition" ? around.children : [];
    if (decorators.some((each) => each.kind === "decorator" && keeps(each))) return true;
  }
  return false;
}

const KEPT = question(false);

function keeps(code: Node | undefined): boolean {
  return code !== undefined && moduleOf(code).project.once(KEPT, code, () => speaksOf(code) || isNamedIn(code));
}

const isNamedIn = (code: Node): boolean =>
  [...code.descendants("string")].some((text) => textOf(text) === "sys.modules");

/** Whether what runs around the tests of a file keeps `sys.modules`: a fixture or a method before tests with `patch.dict`. */
function keepsAround(module: Module): boolean {
  const around = [...fixturesIn(module), ...module.functions.filter((each) => isSetup(each))];
  return around.some(({ body }) =>
    [...(body?.descendants("call") ?? [])].some(
      (call) => (call.field("function")?.text ?? "").endsWith(".dict") && keeps(call.field("arguments")),
    ),
  );
}
