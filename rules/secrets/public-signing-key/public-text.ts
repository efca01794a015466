import { holdsUnconfigured, settingName, unconfigured, type Default } from "../../../src/concepts/settings/defaults.js";
import { assignedTo, comparisonOf, lastNameOf, testForMissing } from "../../../src/python/cfg/expression.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { DEVELOPMENT_NAME, PUBLIC_TEXT, SHOWN_IN } from "../../../src/python/tables/signing-keys.js";
import type { Node } from "../../../src/syntax/node.js";

/** A text of the source that a key is, or is made of, when nobody configures the program. */
export interface PublicText {
  /** Where it is written. */
  readonly literal: Node;
  /** The place that reads a setting and falls back to it; none where no setting is asked. */
  readonly read: Node | undefined;
  /** What the key is called on its way: the setting, its variable in the environment, the names it is assigned to. */
  readonly names: readonly string[];
  /** Whether nothing else is known to be passed instead. */
  readonly isCertain: boolean;
}

/**
 * The text that a key falls back to; undefined when it has none that everybody could read.
 * @param takes what a text has to be like to be such a key
 */
export function publicTextOf(key: Node, takes = /./): PublicText | undefined {
  const defaults = unconfigured(key);
  const [found] = defaults.filter((one) => isPublic(one) && typeof one.value === "string" && takes.test(one.value));
  if (!found) return undefined;
  const read = found.reads[0] ?? replacedRead(found.at);
  return {
    literal: found.at,
    read,
    names: namesOf(key, found),
    isCertain: read !== undefined || defaults.every((one) => one === found || isPublic(one)),
  };
}

/** The read that a text takes the place of where it gave nothing: `if not key: key = "…"`. */
function replacedRead(text: Node): Node | undefined {
  const [name] = assignedTo(text);
  const test = name && testForMissing(name);
  if (!test) return undefined;
  const given = moduleOf(test).bindingsReaching(name.text, test);
  return given.flatMap(({ from }) => (from ? unconfigured(from).flatMap(({ reads }) => reads) : []))[0];
}

function isPublic({ value, at }: Default): boolean {
  const module = moduleOf(at);
  return (
    typeof value === "string" &&
    value.trim() !== "" &&
    !PUBLIC_TEXT.test(value) &&
    !module.isTest &&
    !module.isExample &&
    !isForDevelopment(at) &&
    !isTooShort(value, at)
  );
}

/** Whether the field that has a text by default takes none so short, so that the program does not start: `Field("dev", min_length=32)`. */
function isTooShort(text: string, at: Node): boolean {
  const call = at.parent?.kind === "keyword_argument" ? at.parent.parent?.parent : at.parent?.parent;
  const least = call?.kind === "call" ? moduleOf(call).call(call).keyword("min_length") : undefined;
  return least?.kind === "integer" && Number(least.text) > text.length;
}

/** Whether a place is for developers and tests: by its file, the class it stands in, or because the file is started for it. */
export function isForDevelopment(at: Node): boolean {
  const { path } = moduleOf(at);
  if (SHOWN_IN.test(path) || isDevelopmentName(path.replace(/^.*\/(?=[^/]*\/)/, ""))) return true;
  for (const around of at.ancestors()) {
    const name = around.kind === "class_definition" ? around.field("name")?.text : undefined;
    if (name !== undefined && isDevelopmentName(name)) return true;
    const condition = around.kind === "if_statement" ? around.field("condition") : undefined;
    const test = condition && unwrap(condition);
    if (!test) continue;
    if (/^__name__\b/.test(test.text) || (isThen(around, at) && asksForDevelopment(test))) return true;
  }
  return false;
}

const isThen = (choice: Node, at: Node): boolean => choice.field("consequence")?.contains(at) === true;

/** `environment in {"dev", "test"}`, `"test" in sys.argv` and `settings.DEBUG`, unless that holds when nobody says which environment it is. */
function asksForDevelopment(test: Node): boolean {
  // `app.debug or app.testing`
  if (test.kind === "boolean_operator") return test.children.every((part) => asksForDevelopment(unwrap(part)));
  if (/^(identifier|attribute)$/.test(test.kind))
    return isDevelopmentName(lastNameOf(test) ?? "") && holdsUnconfigured(test) !== true;
  if (test.kind !== "comparison_operator") return false;
  const { operator = "", left, right } = comparisonOf(test) ?? {};
  const isInside = operator === "in" && left?.kind === "string";
  const names = isInside ? [left] : /^(==|in)$/.test(operator) ? [...(right?.descendants("string") ?? [])] : [];
  const areMeant = names.length > 0 && names.every((name) => isDevelopmentName(textOf(name) ?? ""));
  return areMeant && holdsUnconfigured(test) !== true;
}

/** Whether a name says that it is for developers and tests: `DevConfig`, `local.py`. */
export function isDevelopmentName(name: string): boolean {
  return DEVELOPMENT_NAME.test(name.replace(/(?<=[a-z])(?=[A-Z])/g, "_"));
}

function namesOf(key: Node, { at, reads }: Default): readonly string[] {
  const written = [key, at, ...reads].flatMap((node) => [node, ...assignedTo(node)]).map(lastNameOf);
  return [...new Set([...written, ...reads.map(settingName)])].filter((name) => name !== undefined);
}
