import { rule, type Cause, type Fix, type Report } from "../../src/engine/rule.js";
import { quoted } from "../../src/python/editing/quote.js";
import { drop, insertAfter, statementOf } from "../../src/python/editing/edit.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import type { Module } from "../../src/python/model/module.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import { usesWhereAsked, type AskedUse } from "./none-then-used/asked.js";
import { noneAttributes } from "./none-then-used/attributes.js";
import { noneLocals } from "./none-then-used/locals.js";
import { KEEPS_NONE } from "./none-then-used/results.js";
import { optionalResults } from "./none-then-used/optional.js";
import { takenAttributes } from "./none-then-used/taken.js";
import { unreadyAttributes } from "./none-then-used/unready.js";
import type { NoneUse } from "./none-then-used/use.js";
import { ATTRIBUTE_UNSET, NONE_USED } from "../../src/python/prefilter/none.js";
import type { Prefilter } from "../../src/python/prefilter/prefilter.js";
import type { Node } from "../../src/syntax/node.js";
import { calledName } from "../../src/python/cfg/expression.js";

/**
 * Something is None where it is used as if it were not.
 *
 * The use raises `AttributeError: 'NoneType' object has no attribute …`. Typical are a resource that a subclass gives away
 * after `super().__init__()` while inherited methods go on using it, a clean-up that forgets the object before closing
 * it or that runs although opening it has failed, a `try` that logs its failure and then goes on with what it failed to
 * make, a branch that looks into what it has just found to be None (high), a thread that sets to None what another one has just tested, and the result of a call that returns nothing:
 * `thread = Thread(target=work).start()`.
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
 * @limits An attribute that other code fills is a placeholder. Its uses are reported right behind the `None`, in a clean-up
 * that the class itself runs when filling has failed, and where a thread takes it away behind a test; with `--audit` also
 * in methods that may be called before it is filled, when another method asks whether it is or when they are there to
 * clean up (`close`, `stop`), and where an `await` lets others run between test and use. What a function returns on some paths only is reported where most of its callers
 * test it, and not where the row of a statement that counts is fetched. When only some paths leave it None, the use is reported if one of them leads from the `None` straight to it, or
 * is that of a failed `try`.
 * @off When another library fills the attribute from outside.
 * @see https://docs.python.org/3/library/constants.html#None
 */
export default rule({
  severity: "low",
  fixes: ["unsafe"],
  *check(module) {
    const uses = new Map<Node, NoneUse[]>();
    for (const found of everyUse(module)) {
      const at = found.taker || found.giver ? found.use : found.set;
      const known = uses.get(at);
      if (!known) uses.set(at, [found]);
      else if (!known.some(({ use }) => use === found.use)) known.push(found);
    }
    for (const one of usesWhereAsked(module)) yield whereAsked(one);
    for (const [at, found] of uses) {
      const proved = found.filter(({ likely }) => !likely);
      const shown = proved.length > 0 ? proved : found;
      const [first] = shown;
      if (first?.taker) yield taken(first, first.taker);
      else if (first?.giver) yield untested(first, first.giver);
      else yield report(at, shown);
    }
  },
});

const NONE_IN_LOCAL: Prefilter = {
  name: "a name that is None",
  mayHold: (text) => NONE_USED.mayHold(text) || KEEPS_NONE.mayHold(text),
};

function* everyUse(module: Module): Generator<NoneUse> {
  for (const node of module.mentioning(NONE_IN_LOCAL, "function_definition")) {
    for (const found of noneLocals(module.function(node))) if (!node.isBrokenInside) yield found;
  }
  yield* optionalResults(module);
  if (!module.mayHold(ATTRIBUTE_UNSET) && !module.mayHold(KEEPS_NONE)) return;
  for (const definition of module.classes) {
    const { node } = definition;
    for (const found of noneAttributes(definition)) if (!node.isBrokenInside) yield found;
    for (const found of takenAttributes(definition)) if (!node.isBrokenInside) yield found;
    for (const found of unreadyAttributes(definition)) if (!node.isBrokenInside) yield found;
  }
}

function whereAsked({ use, asked }: AskedUse): Report {
  return {
    at: use,
    severity: "high",
    message: `'${quoted(use)}' is None here, as line [${moduleOf(asked).lineOf(asked)}](1) has just found out.`,
    related: [{ at: asked, message: "asked here" }],
    cause: { at: asked },
  };
}

/** Uses beyond this many say nothing new. */
const MOST_SHOWN = 8;

function report(set: Node, shown: readonly NoneUse[]): Report {
  const [first] = shown;
  const related = shown.slice(0, MOST_SHOWN).map(({ use }) => ({ at: use, message: "used here" }));
  const { by, failing, filler, likely = false } = first ?? {};
  if (by) related.push({ at: by, message: "called here" });
  if (failing) related.push({ at: failing, message: "fails before it is assigned" });
  if (filler) related.push({ at: nameOf(filler), message: "fills it" });
  if (first?.shown)
    related.push({ at: first.shown, message: likely ? "asks whether it is None" : "runs when it was not filled" });
  const uses = shown.map(({ use }) => use);
  return {
    at: set,
    message: first ? messageFor(set, first) : "",
    related,
    cause: attributeOf(set),
    likely,
    fix: likely || filler ? undefined : setAfter(set, uses),
  };
}

/** The attribute that is set to None: however often, what is wrong is how it is used. */
function attributeOf(set: Node): Cause | undefined {
  const owner = set.kind === "attribute" ? moduleOf(set).classAround(set) : undefined;
  return owner && { at: owner.node, name: set.text };
}

const nameOf = ({ node }: FunctionDefinition): Node => node.field("name") ?? node;

function messageFor(set: Node, found: NoneUse): string {
  const { use, failing, result, filler } = found;
  const where = `[${whereIs(use)}](1)`;
  const user = isElsewhere(set, use);
  if (filler) return unreadyMessage(set, filler, found, where);
  if (result) {
    const call = `${calledName(result) ?? ""}()`;
    return `'${set.text}' is what '${call}' returns, which is always None, and is used in ${where} as if it were not.`;
  }
  if (user && found.by)
    return `'${set.text}' is set to None and still None where '${quoted(found.by)}' leads to its use in ${where}.`;
  if (user) return `'${set.text}' is set to None and nothing ever fills it, but '${user}' uses it in ${where}.`;
  const why = failing ? `when what fills it in ${whereIs(failing)} fails` : "with nothing between that fills it";
  return `'${set.text}' is set to None and still None where it is used in ${where}, ${why}.`;
}

function unreadyMessage(set: Node, filler: FunctionDefinition, { use, shown, likely }: NoneUse, where: string): string {
  const user = moduleOf(use).functionAround(use)?.qualifiedName ?? "";
  const why = shown
    ? likely
      ? `, while [${whereIs(shown)}](3) asks whether it is None`
      : `, also when it has failed ([${whereIs(shown)}](3))`
    : `: it may run when '${filler.name}' has not, or has failed`;
  return `'${set.text}' is None until '${filler.qualifiedName}' ([${whereIs(nameOf(filler))}](2)) fills it, but '${user}' uses it in ${where} without a test${why}.`;
}

function taken({ set, use, likely = false }: NoneUse, taker: FunctionDefinition): Report {
  const how = likely ? "while this method waits" : "in another thread";
  return {
    at: use,
    message: `'${use.text}' is tested and then used, but '${taker.name}' may set it to None in [${whereIs(set)}](1) in between, ${how}.`,
    related: [{ at: set, message: "set to None here" }],
    cause: { at: set },
    likely,
  };
}

function untested({ set, use, shown, likely = false }: NoneUse, giver: FunctionDefinition): Report {
  const related = [{ at: set, message: "returns None here" }];
  if (shown) related.push({ at: shown, message: "tested here" });
  return {
    at: use,
    message: `'${quoted(use)}' is used as if it could not be None, but '${giver.qualifiedName}' returns None in [${whereIs(set)}](1)${shown ? `, and [${whereIs(shown)}](2) tests what it returns` : ""}.`,
    related,
    cause: { at: set },
    likely,
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
