import type { Node } from "../../../syntax/node.js";
import { moduleOf, type Module } from "../../../python/model/module.js";
import type { Value } from "../../../python/model/value.js";
import { never, only, unknown, type Defaults } from "./default.js";
import { memberDefaults } from "./names.js";
import type { DefaultsReader } from "./reader.js";

/** What the settings of a framework, and the arguments of a command line, are by default. */
export function frameworkDefaults(
  reader: DefaultsReader,
  value: Value & { kind: "api" },
  name: string,
  node: Node,
): Defaults {
  if (value.path === "django.conf.settings") return djangoSetting(reader, name, node);
  if (/^argparse\.ArgumentParser\(\)\.parse_(known_)?args\(\)(\[\])?$/.test(value.path))
    return optionDefaults(reader, moduleOf(value.at), name, node);
  return [unknown(node)];
}

function djangoSetting(reader: DefaultsReader, name: string, node: Node): Defaults {
  const modules = moduleOf(node).project.modulesMentioning(name, moduleOf(node));
  const defined = modules.filter(
    (module) => module.path.includes("settings") && module.scopes.module.bindings(name).length > 0,
  );
  const found = defined.flatMap((module) => memberDefaults(reader, module, name, node));
  return found.some(({ isNever }) => !isNever) ? found : [unknown(node)];
}

/** What a command line's option is when it is not given: `parser.add_argument("--name", …)`. */
function optionDefaults(reader: DefaultsReader, module: Module, name: string, node: Node): Defaults {
  for (const call of module.callsNamed("add_argument")) {
    const flags = call.positional.map((flag) => only(reader.read(flag, undefined)));
    const own = flags.map((flag) => (typeof flag === "string" ? flag.replace(/^-+/, "").replaceAll("-", "_") : ""));
    const destination = call.keyword("dest");
    const names = destination ? [only(reader.read(destination, undefined))] : own;
    if (!names.includes(name)) continue;
    const isOptional = flags.some((flag) => typeof flag === "string" && flag.startsWith("-"));
    if (call.keyword("required")?.kind === "true" || !isOptional) return [never(call.node)];
    const fallback = call.keyword("default");
    if (fallback) return reader.read(fallback, undefined).map((one) => ({ ...one, reads: [...one.reads, call.node] }));
    const written = call.keyword("action");
    const action = written && only(reader.read(written, undefined));
    const value = action === "store_true" ? false : action === "store_false" ? true : null;
    return [{ value, at: call.node, reads: [call.node] }];
  }
  return [unknown(node)];
}
