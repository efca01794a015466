import { familyOf } from "../../src/concepts/threads/endless-loop.js";
import { rule, type Report } from "../../src/engine/rule.js";
import { unwrap, wrapped } from "../../src/python/cfg/evaluation.js";
import { calledName, comparisonOf, isSameExpression } from "../../src/python/cfg/expression.js";
import type { ClassDefinition } from "../../src/python/model/class.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";
import { CONTAINER_ADDS, CONTAINER_DISPLAYS, CONTAINER_MAKERS } from "../../src/python/tables/containers.js";
import { nodesWithin, type Node } from "../../src/syntax/node.js";
import { fieldDefault, isGivenToSome } from "./shared-class-attribute/fields.js";
import { objectsMade } from "./shared-class-attribute/made.js";
import { isMeantToBeShared, isRebound, isSaidToBeShared } from "./shared-class-attribute/meant.js";

/**
 * A list, dictionary or set of a class is changed through an object, and all objects of the class share it.
 *
 * What stands in the body of a class is made once. What one object puts in, the others find: the rows of one request in the answer to the
 * next, which is seen as soon as two of them are made in one process.
 *
 * @bad
 * ```python
 * class Harvest:
 *     baskets = []
 *
 *     def pick(self, apple):
 *         self.baskets.append(apple)
 *
 * harvests = [Harvest() for _ in range(2)]
 * ```
 * @good
 * ```python
 * class Harvest:
 *     def __init__(self):
 *         self.baskets = []
 *
 *     def pick(self, apple):
 *         self.baskets.append(apple)
 *
 * harvests = [Harvest() for _ in range(2)]
 * ```
 * @limits Reported where the program makes several objects, or one for each request; with `--audit` where it is not seen how many it makes.
 * What only subclasses in other files change is reported at what the class binds.
 * So are the fields of `attrs`, whose defaults are made once, too. What is got at by the class as well, is declared as `ClassVar`, or is called a cache or a registry, is meant to be shared;
 * a set of running tasks, each of which is taken out when it is done, harms nobody.
 * @off Where all objects are to share what is changed.
 * @see https://docs.python.org/3/tutorial/classes.html#class-and-instance-variables
 */
export default rule({
  severity: "high",
  *check(module) {
    if (module.isTest) return;
    for (const node of module.within(BINDS_CONTAINER, "class_definition")) {
      const of = module.class(node);
      for (const { name, made, isField } of containersOf(of)) {
        // What is not empty is as a rule there to be read, and each subclass has its own.
        const users = made.children.length === 0 || made.kind === "call" ? familyOf(of) : [of];
        const uses = users.flatMap((member) => usesThroughSelf(member, name));
        const changes = uses.flatMap((use) => changeOf(use) ?? []);
        const here = changes.filter((each) => moduleOf(each) === module);
        const [change] = here.length > 0 ? here : changes;
        if (
          !change ||
          (isField ? isGivenToSome(of, name) : isFilledOnce(uses)) ||
          uses.some(takesOutWhatIsDone) ||
          isSaidToBeShared(made) ||
          isMeantToBeShared(of, name) ||
          isRebound(of, name)
        )
          continue;
        const objects = objectsMade(changedBy(change, of, name));
        if (objects === "one") continue;
        const others = changes.filter((each) => each !== change);
        yield { ...report(of, name, made, change, others), likely: objects === "unseen" };
      }
    }
  },
});

/** At the change where it is, or at what the class binds where only another file has changes. */
function report(of: ClassDefinition, name: string, made: Node, change: Node, others: readonly Node[]): Report {
  const [at, [evidence, said]] =
    moduleOf(change) === of.module
      ? [change, [made, "made once, with the class"] as const]
      : [made, [change, "changed here"] as const];
  const what = at === change ? "This changes" : `A subclass ([${whereIs(change)}](1)) changes`;
  const where = at === change ? ` ([${whereIs(made)}](1))` : "";
  return {
    at,
    message: `${what} '${name}' for everybody: all objects of '${of.name}' share '${name}' of its class${where}.`,
    related: [{ at: evidence, message: said }, ...others.map((other) => ({ at: other, message: "changed here, too" }))],
  };
}

/** The class whose objects have to be several: of what only a subclass does anything with, the subclass. */
function changedBy(change: Node, of: ClassDefinition, name: string): ClassDefinition {
  const by = moduleOf(change).classAround(change);
  const isOnlyThere = by !== undefined && by !== of && usesThroughSelf(of, name).length === 0;
  return isOnlyThere && of.module.project.subclassesOf(of).includes(by) ? by : of;
}

/** A name that is given a container, or what may make one. */
const BINDS_CONTAINER = matchesPattern(
  "a container that is bound",
  /=[\s\\(]{0,200}(?:#.{0,200}[\r\n]+[\s\\(]{0,200}){0,3}(?:[[{]|\w*(?:list|dict|set|deque|Dict|Counter|bytearray)\b|\w+\s*\.)/,
);

interface ClassContainer {
  readonly name: string;
  readonly made: Node;
  /** Whether it is what `attrs` gives each object that is made without one: all get the same. */
  readonly isField: boolean;
}

/** What the body of a class binds to a container, once. */
function containersOf(of: ClassDefinition): readonly ClassContainer[] {
  return [...of.scope].flatMap(([name, bindings]) => {
    const [binding, ...others] = bindings;
    const isPlain = binding?.kind === "assign" && others.length === 0 && !name.startsWith("__");
    const from = isPlain && binding.from ? unwrap(binding.from) : undefined;
    const field = from && fieldDefault(of, from);
    const made = field ?? from;
    return made && isContainer(of, made) && !isDeclaredShared(made)
      ? [{ name, made, isField: field !== undefined }]
      : [];
  });
}

function isContainer({ module }: ClassDefinition, made: Node): boolean {
  if (CONTAINER_DISPLAYS.has(made.kind)) return true;
  return made.kind === "call" && module.call(made).apis.some((path) => CONTAINER_MAKERS.has(path));
}

function isDeclaredShared(made: Node): boolean {
  const { parent } = wrapped(made);
  const type = parent?.kind === "assignment" ? parent.field("type") : undefined;
  return type !== undefined && /\b(ClassVar|Final)\b/.test(type.text);
}

/** Where methods of a class use what their own object calls by a name. */
function usesThroughSelf(of: ClassDefinition, name: string): readonly Node[] {
  const { module, node } = of;
  return nodesWithin(module.identifiers(name), node).flatMap((identifier) => {
    const attribute = identifier.fieldName === "attribute" ? identifier.parent : undefined;
    const object = attribute?.field("object");
    if (!attribute || !object || module.receiverClass(object) !== of) return [];
    return module.functionAround(attribute)?.isClassMethod ? [] : [attribute];
  });
}

/** Whether an object looks at what others have put there before it does: a cache, or what the first one loads for all. */
function isFilledOnce(uses: readonly Node[]): boolean {
  const isKeyed = uses.some(({ parent }) => parent?.kind === "subscript");
  return uses.some(({ parent, fieldName }) => {
    if (parent?.kind === "not_operator" || (parent?.kind === "if_statement" && fieldName === "condition")) return true;
    if (!isKeyed) return false;
    if (parent?.kind === "attribute")
      return /^(get|__contains__)$/.test(parent.field("attribute")?.text ?? "") && !isAddedTo(parent);
    const comparison = parent && comparisonOf(parent);
    return parent && comparison && /^(not )?in$/.test(comparison.operator) && !isDemanded(parent);
  });
}

/** Whether what is put in takes itself out once it is done: `task.add_done_callback(self.tasks.discard)` only keeps it alive. */
function takesOutWhatIsDone({ parent }: Node): boolean {
  if (!/^(discard|remove|pop)$/.test(parent?.field("attribute")?.text ?? "")) return false;
  const { parent: around } = parent ?? {};
  const given = around?.kind === "call" && around.parent?.kind === "lambda" ? around.parent.parent : around;
  const call = given?.kind === "argument_list" ? given.parent : undefined;
  return call?.kind === "call" && calledName(call) === "add_done_callback";
}

/** Whether what is read goes into what is put in its own place: `self.sums[day] = self.sums.get(day, 0) + amount`. */
function isAddedTo(read: Node): boolean {
  const call = read.parent;
  const sum = call && wrapped(call).parent;
  const statement = sum?.kind === "binary_operator" ? wrapped(sum).parent : undefined;
  const left = statement?.kind === "assignment" ? statement.field("left") : undefined;
  const target = left && unwrap(left);
  const pairs = [
    [target?.field("value"), read.field("object")],
    [target?.field("subscript"), call?.field("arguments")?.children[0]],
  ];
  return pairs.every(([one, other]) => one && other && isSameExpression(unwrap(one), unwrap(other)));
}

/** Whether a comparison demands that something is there already: `if word not in self.commands: raise LookupError(word)`. */
function isDemanded(comparison: Node): boolean {
  const { parent, fieldName } = wrapped(comparison);
  const branch = fieldName === "condition" && parent?.kind === "if_statement" ? parent.field("consequence") : undefined;
  return branch?.children.at(-1)?.kind === "raise_statement";
}

/** The call or assignment that puts something into a container. */
function changeOf({ parent, fieldName }: Node): Node | undefined {
  if (parent?.kind === "subscript" && fieldName === "value") {
    const statement = parent.parent;
    const isSet = statement?.kind === "assignment" && parent.fieldName === "left";
    return isSet || (statement?.kind === "augmented_assignment" && parent.fieldName === "left") ? statement : undefined;
  }
  const call = parent?.kind === "attribute" && parent.fieldName === "function" ? parent.parent : undefined;
  return CONTAINER_ADDS.has(parent?.field("attribute")?.text ?? "") ? call : undefined;
}
