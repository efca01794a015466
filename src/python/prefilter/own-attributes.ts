import type { Prefilter } from "./prefilter.js";

/** The attributes that a text reads or sets of what methods call their object or class. */
const OWN = /\b(?:self|cls)[\s\\]*\.[\s\\]*([\w\x80-\uffff]+)/g;
/** Such attributes that the text may not name: behind a comment, or of a name in brackets. */
const OWN_HIDDEN = /\b(?:self|cls)[\s\\]*(?:\.[\s\\]*)?#|\([\s\\]*(?:self|cls)[\s\\]*\)[\s\\)]*[.#]/;
/** Assignments of an attribute, each on a line of its own. */
const SETS = /^[ \t]*self[ \t]*\.[ \t]*([\w\x80-\uffff]+)[ \t]*(?::[^=\r\n]*)?=(?!=)/gm;
/** The first parameters of the functions in a text, and what stands in their place when they are hard to tell. */
const FIRST_PARAMETERS = /\bdef[\s\\]+[^\s(]+[\s\\]*(?:\(\s*([^\s,):=]*)|([[#]))/g;
/** A class in a class, whose `self` is somebody else. */
const INNER_CLASS = /^[ \t]+class\b/m;
const DOCSTRING = /("""|''')[^]*?\1/g;

/** A class whose methods read attributes that {@link attributesRead} may leave out, or of objects of a class inside. */
export const READ_HIDDEN: Prefilter = {
  name: "an attribute that the text of a class does not name",
  mayHold: (text) => OWN_HIDDEN.test(text) || INNER_CLASS.test(text),
};

/**
 * A class whose methods may read an attribute that its own statements and methods do not set.
 *
 * @param indent what its statements begin with
 */
export function unsetRead(indent: string): Prefilter {
  const own = new RegExp(`^${indent}(?:(?:async[ \\t]+)?def[ \\t]+(\\w+)|(\\w+)[ \\t]*(?:=(?!=)|:))`, "gm");
  const mayHold = (text: string): boolean => {
    if (READ_HIDDEN.mayHold(text)) return true;
    for (const [, first = "", hidden] of text.matchAll(FIRST_PARAMETERS))
      if (hidden !== undefined || !/^(?:self|cls)?$/.test(first)) return true;
    const read = new Set(attributesRead(text));
    for (const name of attributesSet(text)) read.delete(name);
    for (const [, method = "", name = method] of withoutDocstrings(text).matchAll(own)) read.delete(name);
    return read.size > 0;
  };
  return { name: "an attribute read that the class does not set", mayHold };
}

/** The attributes that the text of a class reads or sets. */
export function attributesRead(text: string): readonly string[] {
  return Array.from(text.matchAll(OWN), ([, name = ""]) => name);
}

/** The attributes that the text of a class sets on lines of their own. */
export function attributesSet(text: string): readonly string[] {
  return Array.from(withoutDocstrings(text).matchAll(SETS), ([, name = ""]) => name);
}

/** What stands in a docstring looks like code, or like a declaration. */
const withoutDocstrings = (text: string): string => text.replace(DOCSTRING, '""');
