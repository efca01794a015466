import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { calledName, isSameExpression, lastNameOf, spellingOf } from "../../../src/python/cfg/expression.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { matches } from "../../../src/python/tables/api.js";
import { CONTAINER_ADDS, CONTAINER_CHANGES } from "../../../src/python/tables/containers.js";
import { SETTER_NAMES, SETTERS } from "../../../src/python/tables/overrides.js";
import type { Node } from "../../../src/syntax/node.js";

/** A value is kept in a name, another one takes its place, and the one that was kept is put back. */
export interface Override {
  /** What is overridden, as it is written. */
  readonly target: Node;
  /** The expression whose value is kept. */
  readonly saved: Node;
  /** Where the other value is put. */
  readonly set: Node;
  /** Where the old one is. */
  readonly restore: Node;
  /** The name that keeps the old value, where it is put back. */
  readonly old: Node;
  /** All other places of the function that give the target a value. */
  readonly others: readonly Node[];
}

/** A place that gives something a value. */
interface Setting {
  /** The same for what is the same. */
  readonly key: string;
  readonly target: Node;
  readonly value: Node | undefined;
  readonly at: Node;
}

/** Places that override one thing in a function: of more than this, nobody could say which belongs to which. */
const MOST_SETTINGS = 12;
/** Overrides that are looked at in one function. */
const MOST_OVERRIDES = 12;

/** What a function overrides and puts back, in the order of putting back. */
export function overridesIn(of: FunctionDefinition): readonly Override[] {
  const groups = new Map<string, Setting[]>();
  for (const setting of settingsIn(of)) groups.set(setting.key, [...(groups.get(setting.key) ?? []), setting]);
  const found: Override[] = [];
  for (const group of groups.values()) {
    if (group.length < 2 || group.length > MOST_SETTINGS) continue;
    for (const restore of group) {
      const override = found.length < MOST_OVERRIDES ? overrideEndedBy(restore, group, of) : undefined;
      if (override) found.push(override);
    }
  }
  return found;
}

function overrideEndedBy(restore: Setting, group: readonly Setting[], of: FunctionDefinition): Override | undefined {
  const old = restore.value && unwrap(restore.value);
  const saved = old?.kind === "identifier" ? savedIn(old, restore) : undefined;
  if (!old || !saved || !isSameAt(restore.target, saved, restore.at)) return undefined;
  const { graph } = of;
  const isPutBack = ({ value }: Setting): boolean => value !== undefined && isSameExpression(value, old);
  const set = group.find(
    (other) =>
      !isPutBack(other) &&
      (other.at.contains(saved) || graph.reaches(saved, other.at)) &&
      graph.reaches(other.at, restore.at),
  );
  if (!set || restore.at.contains(saved)) return undefined;
  const others = group.filter((other) => other !== set && other !== restore).map(({ at }) => at);
  return { target: restore.target, saved, set: set.at, restore: restore.at, old, others };
}

/** The expression whose value a name keeps, when that is what the target held. */
function savedIn(old: Node, { target, key }: Setting): Node | undefined {
  const [binding, ...others] = moduleOf(old).bindingsReaching(old.text, old);
  if (binding?.kind !== "assign" || !binding.from || others.length > 0) return undefined;
  const from = partOf(unwrap(binding.from), binding.unpack ?? []);
  return from && (isRead(from, target) || isGotten(from, key)) ? from : undefined;
}

function partOf(value: Node, unpack: readonly number[]): Node | undefined {
  const [place, ...deeper] = unpack;
  if (place === undefined) return value;
  const isWritten = /^(tuple|expression_list|list)$/.test(value.kind);
  const part = isWritten && place >= 0 ? value.children[place] : undefined;
  return part && partOf(unwrap(part), deeper);
}

/** Whether an expression reads a target, or copies what it holds. */
function isRead(expression: Node, target: Node): boolean {
  if (isSameExpression(expression, target)) return true;
  if (expression.kind === "subscript") {
    const slice = expression.field("subscript");
    return slice?.text === ":" && isSameExpression(expression.field("value") ?? expression, target);
  }
  if (expression.kind !== "call") return false;
  const { lastName, receiver, positional } = moduleOf(expression).call(expression);
  const [first, second] = positional;
  if (lastName === "getattr") return first !== undefined && second !== undefined && isMember(target, first, second);
  if (lastName === "get" || lastName === "pop") return receiver !== undefined && isItem(target, receiver, first);
  const copied = /^(copy|dict|list)$/.test(lastName) ? (first ?? receiver) : undefined;
  return copied !== undefined && isSameExpression(copied, target);
}

function isMember(target: Node, object: Node, name: Node): boolean {
  const owner = target.field("object");
  const isSetattr = calledName(target) === "setattr" && target.kind === "call";
  if (isSetattr) {
    const [setObject, setName] = moduleOf(target).call(target).positional;
    return !!setObject && !!setName && isSameExpression(object, setObject) && isSameExpression(name, setName);
  }
  return !!owner && isSameExpression(owner, object) && textOf(name) === target.field("attribute")?.text;
}

function isItem(target: Node, container: Node, key: Node | undefined): boolean {
  const [of, index] = [target.field("value"), target.field("subscript")];
  return !!of && !!index && !!key && isSameExpression(of, container) && isSameExpression(index, key);
}

/** Whether an expression is a call that tells what a setter of a key has set. */
function isGotten(expression: Node, key: string): boolean {
  if (expression.kind !== "call") return false;
  const { apis } = moduleOf(expression).call(expression);
  return SETTERS.some(
    ({ set, get, givesOld }) =>
      set.has(key.split(" ")[0] ?? "") && apis.some((path) => matches(get, path) || (givesOld && matches(set, path))),
  );
}

/** Whether the names that a target is written with mean at both places the same. */
function isSameAt(target: Node, saved: Node, restore: Node): boolean {
  const module = moduleOf(target);
  return [...target.descendants("identifier")]
    .filter(({ fieldName }) => fieldName !== "attribute")
    .every(({ text }) => {
      const before = module.bindingsReaching(text, saved);
      const after = module.bindingsReaching(text, restore);
      return before.length === after.length && before.every((binding) => after.includes(binding));
    });
}

function* settingsIn(of: FunctionDefinition): Generator<Setting> {
  const { module, body } = of;
  for (const node of body?.descendants("assignment", "call") ?? []) {
    if (module.functionAround(node) !== of) continue;
    if (node.kind === "call") yield* settingBy(node);
    else yield* assigned(node.field("left"), node.field("right"), node);
  }
}

function* assigned(target: Node | undefined, value: Node | undefined, at: Node): Generator<Setting> {
  if (!target) return;
  if (target.kind === "pattern_list" || target.kind === "tuple_pattern") {
    const values = value && /^(tuple|expression_list)$/.test(value.kind) ? value.children : [];
    for (const [place, part] of target.children.entries()) yield* assigned(part, values[place], at);
  } else if (target.kind === "attribute" || target.kind === "subscript") {
    // `sys.path[:] = saved` puts back what the list held.
    const whole = target.field("subscript")?.text === ":" ? target.field("value") : undefined;
    if (whole) {
      yield* assigned(whole, value, at);
      return;
    }
    yield { key: spellingOf(target), target, value, at };
    const container = target.field("value");
    if (container?.kind === "attribute") yield { key: spellingOf(container), target: container, value: undefined, at };
  }
}

/** What takes the place of all that a dictionary held under its keys: `os.environ.update(saved)`. */
function filling(node: Node, name: string): Node | undefined {
  const [given, ...others] = node.field("arguments")?.children ?? [];
  if (name !== "update" || given?.kind !== "identifier" || others.length > 0) return undefined;
  const around = moduleOf(node).functionAround(node);
  const uses = [...(around?.body?.descendants("identifier") ?? [])].filter(({ text }) => text === given.text);
  return uses.some(isChanged) ? undefined : given;
}

/** Whether what a name keeps is changed: `saved["LANG"] = "C"`. */
function isChanged({ parent, fieldName }: Node): boolean {
  if (parent?.kind === "subscript" && fieldName === "value") return parent.fieldName === "left";
  return parent?.kind === "attribute" && CONTAINER_CHANGES.has(parent.field("attribute")?.text ?? "");
}

function* settingBy(node: Node): Generator<Setting> {
  const name = lastNameOf(node.field("function")) ?? "";
  const object = node.field("function")?.field("object");
  // `sys.path.insert(0, folder)`: what is put into a container takes the place of what it held.
  if (object?.kind === "attribute" && CONTAINER_ADDS.has(name))
    yield { key: spellingOf(object), target: object, value: filling(node, name), at: node };
  if (name !== "setattr" && !SETTER_NAMES.has(name)) return;
  const call = moduleOf(node).call(node);
  const [owner, attribute, value] = call.positional;
  if (name === "setattr") {
    if (owner && attribute && value)
      yield { key: `setattr ${spellingOf(owner)} ${spellingOf(attribute)}`, target: node, value, at: node };
    return;
  }
  const setter = SETTERS.find(({ set }) => call.apis.some((path) => matches(set, path)));
  const [path] = call.apis;
  if (!setter || path === undefined || call.positional.length <= setter.value) return;
  const fixed = call.positional.slice(0, setter.value).map((argument) => spellingOf(argument));
  yield { key: [path, ...fixed].join(" "), target: call.callee, value: call.positional[setter.value], at: node };
}
