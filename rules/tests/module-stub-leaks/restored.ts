import { fixturesIn } from "../../../src/concepts/tests/fixtures.js";
import { isSetup } from "../../../src/concepts/tests/surroundings.js";
import { calledName, comparisonOf, isSameExpression, spellingOf } from "../../../src/python/cfg/expression.js";
import { mentionsPath } from "../../../src/python/cfg/mentions.js";
import { textOf } from "../../../src/python/model/literal.js";
import type { Module } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";
import { entriesAt, type Entry } from "./stubs.js";

/** What a file does to undo entries of `sys.modules`. */
export class Restoring {
  readonly #removals: readonly Node[];
  readonly #isWhole: boolean;

  constructor(
    private readonly module: Module,
    tables: readonly Node[],
  ) {
    this.#removals = tables.flatMap((table) => removalAt(table) ?? []);
    this.#isWhole = tables.some((table) => isSnapshot(table) || isPutBack(module, table)) || keepsAround(module);
  }

  /** Whether something takes an entry back. */
  undoes({ at, key }: Entry): boolean {
    return this.#isWhole || isKeptAround(at) || this.#removals.some((removed) => this.removes(removed, key));
  }

  private removes(removed: Node, key: Node): boolean {
    if (textOf(removed) === undefined) return true;
    const isBefore =
      this.module.functionAround(removed) === this.module.functionAround(key) && removed.start < key.start;
    // `monkeypatch` puts back what was there when it was first asked.
    return (!isBefore || ITEM.test(calledName(removed.parent?.parent) ?? "")) && isSameExpression(removed, key);
  }
}

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
  return [...entriesAt(table)].some(({ value }) => {
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

function keeps(code: Node | undefined): boolean {
  return (
    code !== undefined &&
    (speaksOf(code) || [...code.descendants("string")].some((text) => textOf(text) === "sys.modules"))
  );
}

/** Whether what runs around the tests of a file keeps `sys.modules`: a fixture or a method before tests with `patch.dict`. */
function keepsAround(module: Module): boolean {
  const around = [...fixturesIn(module), ...module.functions.filter((each) => isSetup(each))];
  return around.some(({ body }) =>
    [...(body?.descendants("call") ?? [])].some(
      (call) => (call.field("function")?.text ?? "").endsWith(".dict") && keeps(call.field("arguments")),
    ),
  );
}
