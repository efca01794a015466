import { familyOf } from "../../../src/concepts/threads/endless-loop.js";
import { calledName, lastNameOf } from "../../../src/python/cfg/expression.js";
import { isTransparent, outsideStores } from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { Node } from "../../../src/syntax/node.js";

/** Bases whose bodies declare what each object gets, and classes of which there is one object a name. */
const DECLARING = /^(enum|ctypes|typing|typing_extensions|unittest|abc\.ABCMeta)\b/;

/** What makes or counts the objects of a class itself: a singleton, a registry. */
const OWN_MAKING = /^(__new__|__init_subclass__|__class_getitem__|__set_name__|_?_?instances?|_?get_?instance)$/i;

/** What is called so is there to be shared. */
const SHARED_BY_NAME =
  /cache|memo|regist|instance|shared|global|singleton|known|pool|class|default|lock|loaded|compiled|lookup|all_|_map$|^_*[A-Z0-9_]+$/;

/** Whether something tells that all objects of a class are to share an attribute. */
export function isMeantToBeShared(of: ClassDefinition, name: string): boolean {
  if (SHARED_BY_NAME.test(name) || !isTransparent(of) || of.ancestry.external.some((path) => DECLARING.test(path)))
    return true;
  const family = familyOf(of);
  const names = family.flatMap((member) => [...member.scope.keys()]);
  if (names.some((own) => OWN_MAKING.test(own)) || of.body?.text.includes("__dict__")) return true;
  return isReachedByClass(of, name, new Set(family.map((member) => member.name)));
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
  return [...modules].some((other) =>
    other.spelled(name).some(({ parent, kind }) => {
      // In a string it may be asked for by its name.
      if (kind !== "identifier") return true;
      const object = parent?.kind === "attribute" ? parent.field("object") : undefined;
      return object !== undefined && isClass(object, classes);
    }),
  );
}

function isClass(object: Node, classes: ReadonlySet<string>): boolean {
  const name = object.kind === "call" ? calledName(object) : lastNameOf(object);
  if (object.kind === "call") return name === "type" || name === "super";
  return name === "cls" || name === "__class__" || (name !== undefined && classes.has(name));
}
