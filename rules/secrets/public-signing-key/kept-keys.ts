import { mayBeOfOneProgram } from "../../../src/concepts/reach/modules.js";
import { calledName, lastNameOf } from "../../../src/python/cfg/expression.js";
import { textOf } from "../../../src/python/model/literal.js";
import type { Module } from "../../../src/python/model/module.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import {
  DJANGO_SETTINGS,
  KEEPS_CONFIG,
  KEY_ATTRIBUTES,
  KEY_SETTINGS,
  SIGNS_BY_CONFIG,
} from "../../../src/python/tables/signing-keys.js";
import type { Node } from "../../../src/syntax/node.js";
import type { KeyUse } from "./key-uses.js";
import { isDevelopmentName } from "./public-text.js";

const KEEPS = matchesPattern("an application with a configuration", KEEPS_CONFIG);

/** The keys that a file gives an application to keep: `app.secret_key`, `app.config["SECRET_KEY"]`, settings files. */
export function* keptKeysIn(module: Module): Generator<KeyUse> {
  if (module.mayHold(KEEPS))
    for (const { node, from } of secretKeys(module))
      yield { ...kept(node, from, "app.secret_key"), isIdle: isIdle(module, "secret_key") };
  for (const name of KEY_SETTINGS) {
    for (const place of module.spelled(name)) {
      const key = givenAt(place, module);
      // The names of settings files are those of all applications, which is not seen there.
      const isOfFlask = name === "SECRET_KEY" && place.kind !== "identifier";
      if (key) yield { ...kept(key.parent ?? key, key, name), isIdle: isOfFlask && isIdle(module, name) };
    }
  }
  for (const [name, base] of KEY_ATTRIBUTES) {
    for (const place of module.identifiers(name)) {
      const owner = module.classAround(place);
      const value = assignedAt(place);
      if (value && owner?.ancestry.external.some((path) => base.test(path))) yield kept(value, value, name);
    }
  }
}

function kept(at: Node, key: Node, name: string): KeyUse {
  const does = `'${name}' is a key that everybody can read:`;
  return {
    at: /^(argument_list|pair|block|module)$/.test(at.kind) ? key : at,
    key,
    does,
    guards: `guards as '${name}'`,
  };
}

/** Whether no file of the program has a word of what a Flask application signs with its key, nor reads it again. */
function isIdle(module: Module, name: string): boolean {
  const { project } = module;
  const isOfProgram = (other: Module): boolean => !other.isTest && mayBeOfOneProgram(other, module);
  const isAgain = project.modulesMentioning(name, module).some((other) => other !== module && isOfProgram(other));
  if (isAgain || module.spelled(name).length > 1) return false;
  return !SIGNS_BY_CONFIG.some((word) => project.modulesMentioning(word, module).some(isOfProgram));
}

function* secretKeys(module: Module): Generator<{ node: Node; from: Node }> {
  for (const { node, object, from, kind } of module.storesNamed("secret_key")) {
    if (from && kind === "assign" && /(^|_)app(lication)?$/.test(lastNameOf(object) ?? ""))
      yield { node: node.parent ?? node, from };
  }
}

/** What a configuration is given where the name of a key stands. */
function givenAt(place: Node, module: Module): Node | undefined {
  const { parent } = place;
  if (place.kind === "identifier") return keywordAt(place, module) ?? settingAt(place, module);
  const string = place.kind === "string" ? place : parent;
  if (!string || !module.mayHold(KEEPS)) return undefined;
  return itemAt(string) ?? pairAt(string);
}

/** `app.config["SECRET_KEY"] = …`, `app.config.setdefault("SECRET_KEY", …)`. */
function itemAt(string: Node): Node | undefined {
  const around = string.parent;
  if (around?.kind === "subscript" && isConfig(around.field("value"))) return assignedAt(around);
  const call = around?.kind === "argument_list" ? around.parent : undefined;
  const callee = call?.field("function");
  const isDefault = calledName(call) === "setdefault" && isConfig(callee?.field("object"));
  return isDefault ? around?.children[1] : undefined;
}

/** `app.config.update({"SECRET_KEY": …})`. */
function pairAt(string: Node): Node | undefined {
  const pair = string.parent;
  const call = pair?.kind === "pair" && string.fieldName === "key" ? pair.parent?.parent?.parent : undefined;
  return isFilling(call) ? pair?.field("value") : undefined;
}

/** `app.config.from_mapping(SECRET_KEY=…)`. */
function keywordAt(name: Node, module: Module): Node | undefined {
  const argument = name.fieldName === "name" ? name.parent : undefined;
  if (argument?.kind !== "keyword_argument" || !module.mayHold(KEEPS)) return undefined;
  return isFilling(argument.parent?.parent) ? argument.field("value") : undefined;
}

function isFilling(call: Node | undefined): boolean {
  const callee = call?.kind === "call" ? call.field("function") : undefined;
  return /^(update|from_mapping)$/.test(lastNameOf(callee) ?? "") && isConfig(callee?.field("object"));
}

function isConfig(object: Node | undefined): boolean {
  return lastNameOf(object) === "config";
}

function assignedAt(target: Node): Node | undefined {
  const assignment = target.fieldName === "left" ? target.parent : undefined;
  return assignment?.kind === "assignment" ? assignment.field("right") : undefined;
}

/** A name that a settings file, or a class of settings, binds. */
function settingAt(name: Node, module: Module): Node | undefined {
  const value = assignedAt(name);
  if (!value || module.functionAround(name)) return undefined;
  const scope = module.scopes.around(name);
  const isKept = scope.isClass ? isLoadedClass(name, module) : isDjango(module) || isLoadedFile(module);
  return isKept && !isReplaced(name, module) && !isSetAgain(name) ? value : undefined;
}

/** Whether a later line of the same block gives the name something else, whatever happens. */
function isSetAgain(name: Node): boolean {
  const statement = name.parent?.parent;
  const later = (statement?.parent?.children ?? []).filter(({ start }) => start > name.start);
  return later.some(({ children: [first] }) => first?.kind === "assignment" && first.field("left")?.text === name.text);
}

function isDjango(module: Module): boolean {
  return DJANGO_SETTINGS.filter((name) => module.scopes.module.bindings(name).length > 0).length > 1;
}

/** Whether an application takes its configuration from a class: `app.config.from_object(Config)`. */
function isLoadedClass(name: Node, module: Module): boolean {
  const owner = module.classAround(name);
  if (!owner) return false;
  return loaders(module).some((other) => {
    const names = [owner.name, ...module.derivedFrom(owner).map((derived) => derived.name)];
    return other === module || names.some((known) => other.spelled(known).length > 0) || mentionsFile(other, module);
  });
}

function isLoadedFile(module: Module): boolean {
  return loaders(module).some((other) => mentionsFile(other, module));
}

function loaders(module: Module): readonly Module[] {
  const { project } = module;
  const found = ["from_object", "from_pyfile"].flatMap((word) => project.modulesMatching(word, "call", module) ?? []);
  return [...new Set(found)].filter((other) => !other.isTest);
}

/** What a file is called, without its ending. */
const stemOf = ({ path }: Module): string => /([^/]+)\.py$/.exec(path)?.[1] ?? "";

/** Whether a file imports another one, or names it in a text. */
function mentionsFile(other: Module, module: Module): boolean {
  const stem = stemOf(module);
  if (stem === "" || stem === "__init__") return false;
  if (other.spelled(stem).length > 0) return true;
  const texts = ["from_object", "from_pyfile"].flatMap((word) => other.callsNamed(word));
  return texts.some(
    ({ positional: [first] }) => first !== undefined && (textOf(first) ?? "").split(/[./:]/).includes(stem),
  );
}

/** Whether what a deployment loads has a key of its own: a later import, or settings made of these. */
function isReplaced(name: Node, module: Module): boolean {
  const owner = module.classAround(name);
  if (owner)
    return module
      .derivedFrom(owner)
      .some((derived) => derived.scope.has(name.text) && !isDevelopmentName(derived.name));
  for (const star of module.root.descendants("wildcard_import")) if (name.precedes(star)) return true;
  // A file of the deployment is run among the settings, and sets its own.
  if (module.callsNamed("exec").some(({ node }) => name.precedes(node) && !module.functionAround(node))) return true;
  const { project } = module;
  const isTaken = (other: Module): boolean =>
    other !== module &&
    !other.isTest &&
    mayBeOfOneProgram(other, module) &&
    !isDevelopmentName(other.path) &&
    [...other.root.descendants("wildcard_import")].length > 0;
  const binds = (other: Module): boolean =>
    other.scopes.module.bindings(name.text).some(({ kind }) => kind === "assign");
  return (
    project.modulesMentioning(name.text, module).some((other) => binds(other) && isTaken(other)) ||
    // What does not compile may go on with a key of its own.
    project.modulesMentioning(stemOf(module), module).some((other) => other.fault !== undefined && isTaken(other))
  );
}
