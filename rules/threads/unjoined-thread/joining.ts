import type { Node } from "../../../src/syntax/node.js";
import { insertAfter, type Edit, type Fix } from "../../../src/python/editing/edit.js";
import { familyOf } from "../../../src/concepts/threads/endless-loop.js";
import type { Holder } from "../../../src/python/dataflow/escape.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { endlessWait } from "../../../src/concepts/threads/blocking.js";
import { functionsOf, type StopPath } from "./stopping.js";
import type { ThreadStart } from "../../../src/concepts/threads/thread.js";

/**
 * Waits for a thread that an attribute keeps, right after the method that ends it has told it so.
 *
 * It is a guess that nobody calls that method from the thread itself, or holds what the thread still needs. That the
 * thread comes round to look at the signal is none: where it may wait for something else there is no fix.
 */
export function joined(
  start: ThreadStart,
  holders: readonly Holder[],
  { by, at, isLookedAt }: StopPath,
): Fix | undefined {
  const [holder, ...others] = holders;
  const statement = placeFor(at, by.node);
  // A thread that may wait for ever would take along whoever joins it.
  if (!isLookedAt || functionsOf(start).some((definition) => endlessWait(definition))) return undefined;
  if (holder?.kind !== "attribute" || others.length > 0 || !statement || by.isAsync || !by.receiver) return undefined;
  if (!by.owner || !familyOf(holder.owner).includes(by.owner) || start.threads.some(({ isTimer }) => isTimer)) {
    return undefined;
  }
  const born = bornWith(holder);
  const code = born && joinCode(`${by.receiver.name}.${holder.name}`, start, holder, born.length > 0);
  const edit = code === undefined ? undefined : insertAfter(statement, code);
  return (
    edit && { description: `Join it after it has been told to stop`, isSafe: false, edits: [...(born ?? []), edit] }
  );
}

type Attribute = Extract<Holder, { kind: "attribute" }>;

/**
 * What gives objects the attribute from the beginning, so that who is stopped before it was started has one; undefined
 * where there is no place for it.
 */
function bornWith({ owner, name }: Attribute): readonly Edit[] | undefined {
  const family = familyOf(owner);
  const stores = family.flatMap((member) => member.storesNamed(name));
  const isBorn = stores.some(({ node }) => moduleOf(node).functionAround(node)?.name === "__init__");
  if (isBorn || family.some((member) => member.scope.has(name))) return [];
  const constructor = owner.methods.get("__init__")?.at(-1);
  const last = constructor?.body?.children.findLast(({ kind }) => kind !== "comment");
  if (last?.kind !== "expression_statement" || !constructor?.receiver) return undefined;
  const edit = insertAfter(last, `${constructor.receiver.name}.${name} = None`);
  return edit && [edit];
}

/** The statement to wait behind: the one that gives the signal, or the `with` around it, whose lock the thread may need. */
function placeFor(at: Node, method: Node): Node | undefined {
  if (at === method) return undefined;
  let place: Node | undefined;
  for (const node of [at, ...at.ancestors()]) {
    if (node === method) return place;
    const isPlace = node.kind === "with_statement" || (!place && node.kind === "expression_statement");
    if (isPlace && node.parent?.kind === "block") place = node;
  }
  return undefined;
}

function joinCode(written: string, start: ThreadStart, holder: Attribute, mayBeNone: boolean): string | undefined {
  const stores = familyOf(holder.owner).flatMap((member) => member.storesNamed(holder.name));
  const given = stores.flatMap(({ from }) => from ?? []);
  const kinds = new Set(given.map(({ kind }) => kind));
  if (start.threads.every(({ made }) => given.includes(made))) {
    if (mayBeNone || kinds.has("none")) return `if ${written} is not None:\n    ${written}.join()`;
    const isMadeElsewhere = start.threads.some(({ made }) => functionAt(made) !== functionAt(start.call.node));
    return isMadeElsewhere ? `if ${written}.is_alive():\n    ${written}.join()` : `${written}.join()`;
  }
  if ([...kinds].every((kind) => kind.startsWith("list"))) return `for thread in ${written}:\n    thread.join()`;
  if ([...kinds].every((kind) => kind === "dictionary")) return `for thread in ${written}.values():\n    thread.join()`;
  return undefined;
}

const functionAt = (node: Node): unknown => moduleOf(node).functionAround(node);
