import { rule, type Fix, type Report } from "../../src/engine/rule.js";
import { drop, insertAfter, statementOf } from "../../src/python/editing/edit.js";
import type { Module } from "../../src/python/model/module.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import { noneAttributes } from "./none-then-used/attributes.js";
import { noneLocals, type NoneUse } from "./none-then-used/locals.js";
import { ATTRIBUTE_UNSET, NONE_USED } from "../../src/python/prefilter/none.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * Something is set to None and then used as if it were not.
 *
 * The use raises `AttributeError: 'NoneType' object has no attribute …`. Typical are a resource that a subclass gives away
 * after `super().__init__()` while inherited methods go on using it, a clean-up that forgets the object before closing
 * it, and a `try` that logs its failure and then goes on with what it failed to make.
 *
 * @bad
 * ```python
 * class Channel:
 *     def __init__(self, connection):
 *         self.connection = connection
 *
 *     def close(self):
 *         self.connection = None
 *         self.connection.close()
 * ```
 * @good
 * ```python
 * class Channel:
 *     def __init__(self, connection):
 *         self.connection = connection
 *
 *     def close(self):
 *         self.connection.close()
 *         self.connection = None
 * ```
 * @limits An attribute that any other code fills is a placeholder, and only uses right behind the `None` are reported. When only
 * some paths leave the name None, the use is reported if the path is that of a failed `try`.
 * @off When another library fills the attribute from outside.
 * @see https://docs.python.org/3/library/constants.html#None
 */
export default rule({
  severity: "critical",
  fixes: ["unsafe"],
  mentions: ["None"],
  *check(module) {
    const uses = new Map<Node, NoneUse[]>();
    for (const found of everyUse(module)) {
      const known = uses.get(found.set);
      if (!known) uses.set(found.set, [found]);
      else if (!known.some(({ use }) => use === found.use)) known.push(found);
    }
    for (const [set, found] of uses) yield report(set, found);
  },
});

function* everyUse(module: Module): Generator<NoneUse> {
  for (const node of module.within(NONE_USED, "function_definition")) {
    const body = node.field("body");
    if (body && module.mayHold(NONE_USED, body) && !node.isBrokenInside) yield* noneLocals(module.function(node));
  }
  if (!module.mayHold(ATTRIBUTE_UNSET)) return;
  for (const definition of module.classes) {
    for (const found of noneAttributes(definition)) if (!definition.node.isBrokenInside) yield found;
  }
}

/** Uses beyond this many say nothing new. */
const MOST_SHOWN = 8;

function report(set: Node, found: readonly NoneUse[]): Report {
  const proved = found.filter(({ likely }) => !likely);
  const shown = proved.length > 0 ? proved : found;
  const [first] = shown;
  const related = shown.slice(0, MOST_SHOWN).map(({ use }) => ({ at: use, message: "used here" }));
  const where = first ? `[${whereIs(first.use)}](1)` : "later";
  const failing = first?.failing;
  if (failing) related.push({ at: failing, message: "fails before it is assigned" });
  const why = failing ? `when what fills it in ${whereIs(failing)} fails` : "with nothing between that fills it";
  const user = first && isElsewhere(set, first.use);
  return {
    at: set,
    message: user
      ? `'${set.text}' is set to None and nothing ever fills it, but '${user}' uses it in ${where}.`
      : `'${set.text}' is set to None and still None where it is used in ${where}, ${why}.`,
    related,
    likely: proved.length === 0,
    fix:
      proved.length > 0
        ? setAfter(
            set,
            shown.map(({ use }) => use),
          )
        : undefined,
  };
}

/** Forgets the object after its last use, when all that is in between are simple statements of one block. */
function setAfter(set: Node, uses: readonly Node[]): Fix | undefined {
  const statement = set.parent?.kind === "assignment" && statementOf(set.parent);
  const siblings = statement ? (statement.parent?.children ?? []) : [];
  if (!statement || set.parent.field("right")?.kind !== "none") return undefined;
  const users = uses.map((use) => siblings.findIndex((sibling) => sibling.contains(use)));
  const first = siblings.indexOf(statement) + 1;
  const last = siblings[Math.max(...users)];
  const between = siblings.slice(first, Math.max(...users) + 1);
  const isPlain = users.every((user) => user >= first) && between.every(({ kind }) => kind === "expression_statement");
  const edit = last && isPlain ? insertAfter(last, statement.text) : undefined;
  if (!edit) return undefined;
  return { description: `Set '${set.text}' to None after its last use`, isSafe: false, edits: [drop(statement), edit] };
}

/** The method that a use stands in, when that is not the one that sets the attribute. */
function isElsewhere(set: Node, use: Node): string | undefined {
  const user = moduleOf(use).functionAround(use);
  return user === moduleOf(set).functionAround(set) ? undefined : user?.qualifiedName;
}
