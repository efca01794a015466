import type { Node } from "../../syntax/node.js";
import { lastNameOf } from "../../python/cfg/expression.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import { holdsAny } from "../../python/prefilter/prefilter.js";
import { unwrap } from "../../python/cfg/evaluation.js";

/** A block that has to raise: `with pytest.raises(ValueError) as caught:`. */
export interface RaisesBlock {
  /** The `with_statement`. */
  readonly statement: Node;
  readonly body: Node;
  /** The call that says so. */
  readonly call: Node;
  /** What the error is to be called, if anything. */
  readonly name: string | undefined;
  /** The names of the classes one of which it has to be; undefined where they are not known. */
  readonly errors: readonly string[] | undefined;
  /** Whether it is the only thing that the `with` enters. */
  readonly isAlone: boolean;
}

const NAMES = [
  "raises",
  "assertRaises",
  "assertRaisesRegex",
  "assertRaisesRegexp",
  "assertRaisesMessage",
  "assert_raises",
  "assert_raises_regex",
];
const RAISES = holdsAny("a block that has to raise", NAMES);

/** The blocks of a file that have to raise, in source order. */
export function* raisesBlocksIn(module: Module): Generator<RaisesBlock> {
  for (const statement of module.mentioning(RAISES, "with_statement")) {
    const items = statement.child("with_clause")?.children ?? [];
    const body = statement.field("body");
    for (const item of body ? items : []) {
      const block = body && readItem(item, statement, body, items.length === 1);
      if (block) yield block;
    }
  }
}

function readItem(item: Node, statement: Node, body: Node, isAlone: boolean): RaisesBlock | undefined {
  const value = item.field("value");
  const [call, target] = value?.kind === "as_pattern" ? value.children : [value];
  if (call?.kind !== "call" || !isRaises(call)) return undefined;
  const [name] = target?.children ?? [];
  return {
    statement,
    body,
    call,
    name: name?.kind === "identifier" ? name.text : undefined,
    errors: errorsOf(call),
    isAlone,
  };
}

function isRaises(node: Node): boolean {
  const { lastName, apis, receiver } = moduleOf(node).call(node);
  if (!NAMES.includes(lastName)) return false;
  return lastName === "raises" ? apis.includes("pytest.raises") : receiver !== undefined || apis.length > 0;
}

function errorsOf(node: Node): readonly string[] | undefined {
  const call = moduleOf(node).call(node);
  const given = call.argument(0, "expected_exception") ?? call.keyword("exception");
  const names = given && namesOf(given);
  return names?.every((name) => name !== undefined) ? names : undefined;
}

/** The classes that an expression names; undefined for each that is not known. */
function namesOf(expression: Node): readonly (string | undefined)[] {
  const node = unwrap(expression);
  if (node.kind === "tuple") return node.children.flatMap(namesOf);
  const values = moduleOf(node).valuesOf(node);
  const isKnown = values.length > 0 && values.every(({ kind }) => kind === "class" || kind === "api");
  return [isKnown ? lastNameOf(node) : undefined];
}
