import { unwrap } from "../../src/python/cfg/evaluation.js";
import { rule, type Report } from "../../src/engine/rule.js";
import { calledName, isSameExpression } from "../../src/python/cfg/expression.js";
import { outsideStores } from "../../src/python/model/attributes.js";
import { familyOf } from "../../src/concepts/threads/endless-loop.js";
import { textOf } from "../../src/python/model/literal.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import { usesOf } from "../../src/python/model/uses.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";
import { nodesWithin, type Node } from "../../src/syntax/node.js";
import { changesThrough, type Change } from "./mutated-default/changes.js";
import { changedDefaults, MAY_DEFAULT } from "./mutated-default/parameters.js";
import { rollbacksIn } from "./mutated-default/rollback.js";
import { constantAt, leadsToContainer, sourceOf, type Constant, type Source } from "./mutated-default/source.js";

/**
 * Something inside a default is changed, because only the outermost dictionary or list was copied, or nothing was.
 *
 * What `copy` gives is new, what it holds is not. The first caller who fills in a value writes it into the constant, and all who
 * come later start with it: the settings of one user in the session of another. A list or dictionary in front of a parameter is made once,
 * too, with the function: who changes it changes it for all calls that leave the argument out.
 *
 * @bad
 * ```python
 * DEFAULTS = {"width": 80, "yarn": {"weft": "wool"}}
 *
 * def load(weft):
 *     config = DEFAULTS.copy()
 *     config["yarn"]["weft"] = weft
 *     return config
 * ```
 * @good
 * ```python
 * import copy
 *
 * DEFAULTS = {"width": 80, "yarn": {"weft": "wool"}}
 *
 * def load(weft):
 *     config = copy.deepcopy(DEFAULTS)
 *     config["yarn"]["weft"] = weft
 *     return config
 * ```
 * @limits What a parameter falls back to is left alone where the function asks what it was given, and where the name says that it is to be kept, as of a cache. A constant that another name stands for, without any copy, is reported where it is called a default, a base or a
 * template, and with `--audit` otherwise; so is a copy over which something is spread that is not seen, and a snapshot that a handler puts back, though what is inside was changed since.
 * It is `high` where it is what a parameter falls back to, and a call of the project leaves the argument out.
 * @off Where the constant is to be changed.
 * @see https://docs.python.org/3/library/copy.html
 */
export default rule({
  severity: "low",
  *check(module) {
    if (module.isTest) return;
    for (const assignment of module.within(MAY_COPY, "assignment")) {
      const around = module.functionAround(assignment);
      const target = assignment.field("left");
      const value = assignment.field("right");
      const source = around && value && sourceOf(value);
      if (!source || !target || around.name === "main") continue;
      yield* judge(module, source, target);
    }
    for (const node of module.within(MAY_COPY, "function_definition")) yield* rollbacksIn(module.function(node));
    for (const node of module.within(MAY_DEFAULT, "function_definition")) yield* changedDefaults(module.function(node));
  },
});

/** What copies something, or is called as constants are. */
const MAY_COPY = matchesPattern("a default", /copy|dict|list|Dict|\*\*|[A-Z][A-Z0-9_]{2}|default|base|template/);

function* judge(module: Module, source: Source, target: Node): Generator<Report> {
  const all = changesOf(module, target);
  const changes = all.filter(({ steps }) => source.copiedBy === undefined || steps.length > 0);
  const constant = changes.length > 0 ? constantOf(source) : undefined;
  if (!constant || (target.kind === "attribute" && !isOnlyStore(module, target))) return;
  for (const change of changes) {
    if (!leadsToContainer(constant.display, change.steps) || isReplaced(change, all, source, target)) continue;
    yield report(source, constant, change, target);
  }
}

function report(
  { copiedBy, of, replaced }: Source,
  { name, display }: Constant,
  { at, steps }: Change,
  target: Node,
): Report {
  // Each object that is made has its own, as far as who wrote it knows.
  const isKept = target.kind === "attribute" && steps.length > 0 && /^_*[A-Z][A-Z\d_]+$/.test(name);
  const how = copiedBy === undefined ? `: '${target.text}' is the same object` : `, which '${copiedBy}' shares`;
  return {
    at,
    message: `This changes '${name}' ([${whereIs(display)}](1))${how}, for all who use it from now on.`,
    related: [
      { at: display, message: "the constant" },
      { at: of, message: copiedBy === undefined ? "given another name" : "copied, but not what is inside" },
    ],
    cause: { at: of },
    // What is spread over the copy may bring another object along.
    likely: replaced === undefined || (copiedBy === undefined && !STARTING_POINT.test(name) && !isKept),
  };
}

/** What a constant is called that others start from. */
const STARTING_POINT = /(^|_)(defaults?|base|template|initial|prototype|empty|blank|skeleton)(_|$)/i;

function constantOf({ of, copiedBy }: Source): Constant | undefined {
  const constant = constantAt(of);
  if (!constant || copiedBy !== undefined) return constant;
  // What is empty is there to be filled.
  return constant.display.children.length > 0 ? constant : undefined;
}

/** Where what a name or an attribute of `self` holds is changed. */
function changesOf(module: Module, target: Node): readonly Change[] {
  if (target.kind === "identifier") return usesOf(target).flatMap((use) => [...changesThrough(use)]);
  return ownUses(module, target).flatMap((use) => [...changesThrough(use)]);
}

/** Where methods of the class read an attribute of `self` that one of them assigns. */
function ownUses(module: Module, target: Node): readonly Node[] {
  const object = target.kind === "attribute" ? target.field("object") : undefined;
  const of = object && module.receiverClass(object);
  if (!of) return [];
  return nodesWithin(module.identifiers(target.field("attribute")?.text ?? ""), of.node).flatMap((name) => {
    const use = name.fieldName === "attribute" ? name.parent : undefined;
    return use && use !== target && isSameExpression(use, target) ? [use] : [];
  });
}

/** Whether nothing else is ever assigned to an attribute. */
function isOnlyStore(module: Module, target: Node): boolean {
  const object = target.field("object");
  const of = object && module.receiverClass(object);
  const name = target.field("attribute")?.text ?? "";
  if (!of || familyOf(of).flatMap((member) => member.storesNamed(name)).length !== 1) return false;
  return outsideStores(of, name)?.length === 0;
}

/** Whether something else may have taken the place of what is changed. */
function isReplaced(
  { at, steps }: Change,
  all: readonly Change[],
  { copiedBy, replaced }: Source,
  target: Node,
): boolean {
  const [step] = steps;
  if (copiedBy === undefined || step === undefined) return false;
  const word = step === "each" ? undefined : textOf(unwrap(step));
  if (replaced?.some((other) => word === undefined || other === word)) return true;
  const before = all.filter(
    (other) => other.steps.length === 0 && (target.kind === "attribute" || other.at.start < at.start),
  );
  return before.some((other) => mayReplace(other, word));
}

/** Whether a change may put another object where a key leads to. */
function mayReplace({ at, key }: Change, word: string | undefined): boolean {
  if (!key) return /^(update|pop|clear)$/.test(calledName(at) ?? "");
  const other = textOf(unwrap(key));
  return other === undefined || word === undefined || other === word;
}
