import type { Report } from "../../../src/engine/rule.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { isSameExpression } from "../../../src/python/cfg/expression.js";
import { quoted } from "../../../src/python/editing/quote.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { whereIs } from "../../../src/python/model/module.js";
import { usesOf } from "../../../src/python/model/uses.js";
import type { Node } from "../../../src/syntax/node.js";
import { changesThrough } from "./changes.js";
import { sourceOf } from "./source.js";

/** Snapshots that a handler puts back, though what is inside of them was changed in place since. */
export function* rollbacksIn(of: FunctionDefinition): Generator<Report> {
  const { module } = of;
  if (!of.body?.text.includes("except")) return;
  for (const clause of of.body.descendants("except_clause")) {
    for (const restore of clause.descendants("assignment")) {
      const [path, right] = [restore.field("left"), restore.field("right")];
      const old = right && unwrap(right);
      if (path?.kind !== "attribute" || old?.kind !== "identifier" || module.functionAround(restore) !== of) continue;
      const copy = snapshotIn(of, old, path);
      const changed = copy && changedInside(of, path, copy, restore);
      if (!changed) continue;
      yield {
        at: restore,
        message: `Putting back '${old.text}' brings nothing back: '${quoted(changed)}' was changed in place since the copy ([${whereIs(copy)}](1)), which shares it.`,
        related: [
          { at: copy, message: "copied, but not what is inside" },
          { at: changed, message: "changed in place" },
        ],
        likely: true,
      };
    }
  }
}

/** The shallow copy of an attribute that a name holds. */
function snapshotIn(of: FunctionDefinition, old: Node, path: Node): Node | undefined {
  const [binding, ...others] = of.module.bindingsReaching(old.text, old);
  if (!binding?.from || others.length > 0 || usesOf(binding.node).length === 0) return undefined;
  const source = sourceOf(unwrap(binding.from));
  return source?.copiedBy !== undefined && isSameExpression(source.of, path) ? binding.from : undefined;
}

/** What is changed inside an attribute between two places of a function. */
function changedInside(of: FunctionDefinition, path: Node, copy: Node, restore: Node): Node | undefined {
  for (const use of of.body?.descendants("attribute") ?? []) {
    if (use.start < copy.end || use.end > restore.start || !isSameExpression(use, path)) continue;
    for (const { steps } of changesThrough(use)) if (steps.length > 0) return use.parent;
  }
  return undefined;
}
