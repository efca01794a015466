import { familyOf } from "../../../src/concepts/threads/endless-loop.js";
import { wrapped } from "../../../src/python/cfg/evaluation.js";
import { calledName, lastNameOf } from "../../../src/python/cfg/expression.js";
import { isTransparent, outsideStores } from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import type { Node } from "../../../src/syntax/node.js";
import { isMadeForEachRequest } from "./made.js";

/** Bases whose bodies declare what each object gets, and classes of which there is one object a name. */
const DECLARING = /^(enum|ctypes|typing|typing_extensions|unittest|abc\.ABCMeta)\b/;

/** What makes or counts the objects of a class itself: a singleton, a registry. */
const OWN_MAKING = /^(__new__|__class_getitem__|__set_name__|_?_?instances?|_?get_?instance)$/i;

/** What may give each subclass an attribute of its own, whose name is not written there. */
const GIVES_ANY = /\b(setattr|vars|getattr|__annotations__|__dict__|annotations|items|fields)\b/;

/** What is called so is there to be shared. */
const SHARED_BY_NAME =
  /cache|(^|_)memo(s|$|_|ized)|regist|instance|shared|global|singleton|known|pool|class|default|(^|_)(un)?lock(s|ed)?($|_)|loaded|compiled|lookup|all_|_map$|^_*by_|^_*[A-Z0-9_]+$/;

/** Whether something tells that all objects of a class are to share an attribute. */
export function isMeantToBeShared(of: ClassDefinition, name: string): boolean {
  const isReadable = isTransparent(of) || isMadeForEachRequest(of);
  if (SHARED_BY_NAME.test(name) || !isReadable || of.ancestry.external.some((path) => DECLARING.test(path)))
    return true;
  const family = familyOf(of);
  const names = family.flatMap((member) => [...member.scope.keys()]);
  if (names.some((own) => OWN_MAKING.test(own)) || of.body?.text.includes("__dict__")) return true;
  if (family.some((member) => isPreparedBySubclass(member, name))) return true;
  return isReachedByClass(of, name, new Set(family.map((member) => member.name)));
}

/** Whether the hook of a class for its subclasses has to do with an attribute, or may have. */
function isPreparedBySubclass({ scope, methods }: ClassDefinition, name: string): boolean {
  if (!scope.has("__init_subclass__")) return false;
  const hooks = methods.get("__init_subclass__") ?? [];
  const texts = hooks.map(({ body }) => body?.text ?? "");
  return texts.length === 0 || texts.some((text) => text.includes(name) || GIVES_ANY.test(text));
}

/** What a comment says of what is there for all objects; the name of this rule says nothing. */
const SAYS_SHARED =
  /(?<![\w/-])(class|shared?|global|all|across|instances?|every|process|once|cache[ds]?|singleton|static)\b/i;

/** Whether a comment at what a class binds says that it is shared: above it, or behind it on its line. */
export function isSaidToBeShared(made: Node): boolean {
  const { source } = moduleOf(made);
  const [behind = ""] = source.slice(made.end, made.end + LONGEST).split("\n", 1);
  const above = commentAbove(source, wrapped(made).parent?.start ?? made.start);
  return (/^[\s)]*#/.test(behind) && SAYS_SHARED.test(behind)) || SAYS_SHARED.test(above);
}

/** UTF-16 units behind what is made in which a comment on its line is read. */
const LONGEST = 1_000;
/** Lines in front of what is made in which a comment above it is looked for. */
const ABOVE = 100;

function commentAbove(source: string, at: number): string {
  const comment: string[] = [];
  let start = source.lastIndexOf("\n", at - 1);
  for (let count = 0; count < ABOVE && start > 0; count++) {
    const end = start;
    start = source.lastIndexOf("\n", end - 1);
    const line = source.slice(start + 1, end);
    if (!/^\s*(#|$)/.test(line)) break;
    comment.push(line);
  }
  return comment.join(" ");
}

/** Whether an object of a class, or of one that derives from it, may get an attribute of its own. */
export function isRebound(of: ClassDefinition, name: string): boolean {
  const family = familyOf(of);
  if (!of.module.project.knowsSubclassesOf(of)) return true;
  if (family.some((member) => member !== of && member.scope.has(name))) return true;
  if (family.some((member) => member.storesNamed(name).length > 0)) return true;
  return outsideStores(of, name)?.length !== 0;
}

/** Whether somebody gets at an attribute by the class: `Registry.plots`, `cls.plots`, `type(self).plots`. */
function isReachedByClass(of: ClassDefinition, name: string, classes: ReadonlySet<string>): boolean {
  const { module } = of;
  const modules = new Set([module, ...module.project.modulesMentioning(of.name, module, [name])]);
  return [...modules].some((other) => {
    const owners = ownersOf(other, name);
    return [...BY_CLASS, ...classes].some((owner) => owners.has(owner));
  });
}

/** Whether a text is the key of an item, or compared: no attribute is asked for by that. */
function isKey(text: Node): boolean {
  const { parent, fieldName } = wrapped(text.kind === "string_content" && text.parent ? text.parent : text);
  if (parent?.kind === "pair") return fieldName === "key";
  return (parent?.kind === "subscript" && fieldName === "subscript") || parent?.kind === "comparison_operator";
}

const OWNERS = question<ReadonlySet<string>>(new Set());

/** How an attribute is asked for by its name in a string, and by a class that is not named. */
const BY_CLASS = ["'", "cls", "__class__", "type()", "super()"];

/** What stands in front of an attribute in a file: the last name of it, or what is called. */
function ownersOf(module: Module, name: string): ReadonlySet<string> {
  const find = (): ReadonlySet<string> =>
    new Set(
      module.spelled(name).flatMap((node) => {
        const { parent, kind } = node;
        if (kind !== "identifier") return isKey(node) ? [] : "'";
        const object = parent?.kind === "attribute" ? parent.field("object") : undefined;
        if (object?.kind === "call") return `${calledName(object) ?? ""}()`;
        return lastNameOf(object) ?? [];
      }),
    );
  return module.project.once(OWNERS, module, find, name);
}
