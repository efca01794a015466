import type { Node } from "../../../src/syntax/node.js";
import type { ContainerTest } from "./container-test.js";
import { isInert, replace, type Fix } from "../../../src/python/editing/edit.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Value } from "../../../src/python/model/value.js";
import { spellingOf } from "../../../src/python/cfg/expression.js";

/**
 * The one operation that stands for a test and the removal it guards: `if key in jobs: del jobs[key]` is
 * `jobs.pop(key, None)`, which no other thread can come in between of.
 */
export function inOneStep({ at, container, key }: ContainerTest, operation: Node): Fix | undefined {
  // Of `urgent and key in jobs`, the other half would be lost.
  if (at.kind !== "comparison_operator" || at.children.length !== 2) return undefined;
  const branch = at.parent;
  const [statement, ...more] = branch?.field("consequence")?.children ?? [];
  if (branch?.kind !== "if_statement" || branch.field("condition") !== at || branch.field("alternative"))
    return undefined;
  if (!statement || !key || more.length > 0 || !statement.contains(operation) || !isInert(key)) return undefined;
  const removal = removalOf(statement, container, key);
  if (removal === undefined) return undefined;
  const comments = [...branch.descendants("comment")].filter((comment) => comment.start < statement.start);
  const { lines, source } = moduleOf(branch);
  const indent = source.slice(lines.start(lines.position(branch.start).line), branch.start);
  const text = [...comments.map((comment) => comment.text), removal].join(`\n${/^\s*$/.test(indent) ? indent : ""}`);
  if (comments.length > 0 && !/^\s*$/.test(indent)) return undefined;
  return {
    description: `Test and remove in one step, with '${removal}'`,
    isSafe: true,
    edits: [replace(branch, text)],
  };
}

/** The step that does what a guarded statement does, when that is all it does. */
function removalOf(statement: Node, container: Node, key: Node): string | undefined {
  const values = moduleOf(container).valuesOf(container);
  const text = spellingOf(statement);
  const [of, named] = [spellingOf(container), spellingOf(key)];
  if (values.length > 0 && values.every(isDict)) {
    const removes = [`del ${of}[${named}]`, `${of}.pop(${named})`].includes(text);
    return removes ? `${container.text}.pop(${key.text}, None)` : undefined;
  }
  if (values.length > 0 && values.every(isSet)) {
    return text === `${of}.remove(${named})` ? `${container.text}.discard(${key.text})` : undefined;
  }
  return undefined;
}

function isDict(value: Value): boolean {
  if (value.kind === "literal") return value.at.kind.startsWith("dictionary");
  return value.kind === "api" && /^(dict|collections\.(OrderedDict|defaultdict|Counter))\(\)$/.test(value.path);
}

function isSet(value: Value): boolean {
  if (value.kind === "literal") return value.at.kind.startsWith("set");
  return value.kind === "api" && value.path === "set()";
}
