import { groupedBy } from "../../../src/grouped.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Module } from "../../../src/python/model/module.js";
import { inSourceOrder, type Node } from "../../../src/syntax/node.js";

/** A place that changes a variable of the environment, or several. */
export interface Change {
  readonly at: Node;
  /** The name of the variable, where there is one. */
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

const WORD = { name: "os.environ", mayHold: (text: string) => text.includes("environ") };

/** What the functions of a file change in the environment themselves, in source order. */
export function changesIn(module: Module): ReadonlyMap<FunctionDefinition, readonly Change[]> {
  const tables = environsIn(module);
  const changes = [...tables.flatMap((table) => changeAt(table) ?? []), ...puts(module)];
  const inFunctions = changes.flatMap((change) => {
    const of = module.functionAround(change.at);
    return of ? [{ change, of }] : [];
  });
  const grouped = groupedBy(inFunctions, ({ of }) => of);
  return new Map([...grouped].map(([of, list]) => [of, list.map(({ change }) => change).sort(byPlace)]));
}

const byPlace = (a: Change, b: Change): number => inSourceOrder(a.at, b.at);

/** Where a file speaks of `os.environ`. */
function environsIn(module: Module): readonly Node[] {
  if (!module.mayHold(WORD)) return [];
  return module
    .identifiers("environ")
    .map((name) => (name.fieldName === "attribute" && name.parent ? name.parent : name))
    .filter((table) => module.apiPathsOf(table).includes("os.environ"));
}

function changeAt(table: Node): Change | undefined {
  const { parent } = table;
  if (parent?.kind === "subscript") return assigned(parent);
  const at = parent?.kind === "attribute" ? parent.parent : undefined;
  if (at?.kind !== "call" || at.parent?.kind !== "expression_statement") return undefined;
  const method = parent?.field("attribute")?.text;
  const [first, second] = at.field("arguments")?.children ?? [];
  if (method === "setdefault" && first) return { at, key: first, value: second };
  return method === "update" ? { at, key: onlyKey(first), value: first } : undefined;
}

function assigned(entry: Node): Change | undefined {
  const { parent: at, fieldName } = entry;
  const key = entry.field("subscript");
  if (fieldName === "left" && at?.kind === "assignment") return { at, key, value: at.field("right") };
  return at?.kind === "delete_statement" ? { at, key, value: undefined } : undefined;
}

/** The key of a display with one. */
function onlyKey(display: Node | undefined): Node | undefined {
  const [pair, ...others] = display?.kind === "dictionary" ? display.children : [];
  return pair?.kind === "pair" && others.length === 0 ? pair.field("key") : undefined;
}

function* puts(module: Module): Generator<Change> {
  for (const call of module.callsOf("putenv")) {
    const key = call.argument(0);
    if (key && call.apis.includes("os.putenv")) yield { at: call.node, key, value: call.argument(1) };
  }
}
