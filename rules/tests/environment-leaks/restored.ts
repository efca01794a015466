import { isTestFunction } from "../../../src/concepts/tests/collection.js";
import { isOnWayOut } from "../../../src/concepts/errors/ways-out.js";
import {
  aroundClass,
  aroundFile,
  hasUnknownSurroundings,
  helpersOf,
  isTeardown,
  managersAround,
} from "../../../src/concepts/tests/surroundings.js";
import { isSameExpression, lastNameOf } from "../../../src/python/cfg/expression.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { textOf } from "../../../src/python/model/literal.js";
import { question } from "../../../src/python/model/solver.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";
import type { Change } from "./changes.js";

/** Whether something may put a change of the environment back, or it puts another one back itself. */
export function isPutBack(change: Change, of: FunctionDefinition): boolean {
  if (isCleared(of.module) || isOnWayOut(change.at) || isOld(change) || hasUnknownSurroundings(of)) return true;
  if (takesBack(change, of) || givesBack(change, of)) return true;
  if ([...managersAround(change.at)].some(mayKeep)) return true;
  if (isUndoneIn(of, change)) return true;
  return touchesAround(of) || helpersOf(of).some(mayChange);
}

const ENVIRON = /environ|putenv|unsetenv|setenv|delenv/;
const TOUCHES = question(false);

const touches = (of: FunctionDefinition): boolean =>
  of.module.project.once(TOUCHES, of, () => of.body !== undefined && mentionsName(of.body, ENVIRON));

const CHANGES = question(false);

/** Whether a function that a test calls may change the environment: what only reads of it puts nothing back. */
const mayChange = (of: FunctionDefinition): boolean =>
  touches(of) &&
  of.module.project.once(CHANGES, of, () =>
    [...(of.body?.descendants("identifier") ?? [])].some((name) => ENVIRON.test(name.text) && !isRead(name)),
  );

/** `os.environ.get("HOME")`, `os.environ["HOME"]`, `"HOME" in os.environ` */
function isRead(name: Node): boolean {
  const table = name.fieldName === "attribute" ? name.parent : name;
  const { parent, fieldName } = table ?? {};
  if (name.text !== "environ" || fieldName === undefined || !parent) return parent?.kind === "comparison_operator";
  if (parent.kind === "attribute") return /^(get|items|keys|values)$/.test(parent.field("attribute")?.text ?? "");
  return parent.kind === "subscript" && parent.fieldName !== "left" && parent.parent?.kind !== "delete_statement";
}

const CLEARED = question(false);

/** Whether code of a file which is no test empties the environment, so that its tests each begin with what they need. */
function isCleared(module: Module): boolean {
  return module.project.once(CLEARED, module, () =>
    module.callsNamed("clear").some(({ node, receiver }) => {
      const around = module.functionAround(node);
      return (
        lastNameOf(receiver) === "environ" && around !== undefined && !around.isGenerator && !isTestFunction(around)
      );
    }),
  );
}

const TOUCHED = question(false);

/** Whether what runs around a test has to do with the environment. */
function touchesAround({ module, owner }: FunctionDefinition): boolean {
  const { project } = module;
  if (project.once(TOUCHED, module, () => aroundFile(module).some(putsBack))) return true;
  return owner !== undefined && project.once(TOUCHED, owner, () => aroundClass(owner).some(putsBack));
}

/** Whether a function that runs around tests may put variables back: one that only sets them does not. */
function putsBack(of: FunctionDefinition): boolean {
  return touches(of) && (isTeardown(of) || of.isGenerator || (of.body !== undefined && mentionsName(of.body, UNDO)));
}

const KEEPS = question(false);

/** Whether a manager or decorator may put the environment back: it is given it, or is called for it. */
function mayKeep(manager: Node): boolean {
  return moduleOf(manager).project.once(KEEPS, manager, () => {
    if (mentionsName(manager, /env/i)) return true;
    return [...manager.descendants("string")].some((text) => textOf(text)?.includes("environ"));
  });
}

/** Whether a change gives a variable what it was before. */
function isOld({ value }: Change): boolean {
  if (!value) return false;
  const module = moduleOf(value);
  return [...value.descendants("identifier")]
    .filter(({ fieldName }) => fieldName !== "attribute")
    .flatMap((name) => module.bindingsReaching(name.text, name))
    .some(({ from }) => from !== undefined && mentionsName(from, /^(environ|getenv)$/));
}

/** Whether a variable is deleted that the function has had to do with before. */
function takesBack({ at }: Change, { body }: FunctionDefinition): boolean {
  if (at.kind !== "delete_statement") return false;
  return [...(body?.descendants("identifier") ?? [])].some(({ text, start }) => text === "environ" && start < at.start);
}

/** Whether a variable is set that the function has taken out before. */
function givesBack({ at, key }: Change, { body }: FunctionDefinition): boolean {
  if (at.kind !== "assignment" || !key) return false;
  return [...(body?.descendants("delete_statement") ?? [])].some(
    (removal) =>
      removal.start < at.start &&
      removal.children.some((entry) => {
        const removed = entry.field("subscript");
        return removed !== undefined && isSameExpression(removed, key);
      }),
  );
}

const UNDO =
  /^(monkeypatch|addCleanup|addClassCleanup|addfinalizer|callback|enter_context|enterContext|addModuleCleanup)$/;

/** Whether the function itself undoes the change later, or has it done. */
function isUndoneIn({ body }: FunctionDefinition, { at, key }: Change): boolean {
  if (!body) return false;
  const isRemoved = at.kind === "delete_statement";
  for (const name of body.descendants("identifier")) {
    if (UNDO.test(name.text) && name.text !== "monkeypatch") return true;
    // `monkeypatch` puts a variable back as it was when it was first asked to change it.
    if (/^(setenv|delenv)$/.test(name.text) && isOfKey(name, key)) return true;
    if (/^(environ|unsetenv)$/.test(name.text) && name.start > at.end && removes(name, key, isRemoved)) return true;
  }
  return [...body.descendants("for_statement")].some((loop) => loop.start > at.end && mentionsName(loop, /^environ$/));
}

function isOfKey(name: Node, key: Node | undefined): boolean {
  const call = name.parent?.parent;
  const [first] = call?.field("arguments")?.children ?? [];
  return first !== undefined && (!key || isSameExpression(first, key));
}

/**
 * Whether a place takes a variable out of the environment again, or gives it another value that is not written out.
 *
 * @param isRemoved whether the variable is gone, so that any value is what it was, or meant to be
 */
function removes(name: Node, key: Node | undefined, isRemoved: boolean): boolean {
  const table = name.fieldName === "attribute" ? name.parent : name;
  const { parent } = table ?? {};
  if (parent?.kind === "subscript") {
    const isSame = !key || isSameExpression(parent.field("subscript") ?? parent, key);
    const at = parent.parent;
    if (at?.kind === "delete_statement") return isSame;
    return (
      isSame &&
      at?.kind === "assignment" &&
      parent.fieldName === "left" &&
      (isRemoved || textOf(at.field("right") ?? at) === undefined)
    );
  }
  if (parent?.kind !== "attribute") return parent?.kind === "assignment" || parent?.kind === "argument_list";
  const method = parent.field("attribute")?.text ?? "";
  const [first] = parent.parent?.field("arguments")?.children ?? [];
  if (method === "pop")
    return first !== undefined && (!key || isSameExpression(first, key) || textOf(first) === undefined);
  return method === "clear" || (method === "update" && first?.kind !== "dictionary");
}
