import type { Call } from "../../../src/python/model/call.js";
import { dropItem, insertBehind, replace, type Edit, type Fix } from "../../../src/python/editing/edit.js";
import { importEdits } from "../../../src/python/editing/import-edit.js";

/**
 * The change that keeps a deserializer to plain data where it has such a mode: `yaml.load` becomes `yaml.safe_load`.
 *
 * @param api the path of what is called
 */
export function saferCall(call: Call, api: string): Fix | undefined {
  if (call.hasSplat || !call.apis.includes(api)) return undefined;
  switch (api) {
    case "yaml.load":
    case "yaml.unsafe_load":
      return safeYaml(call, "safe_load");
    case "yaml.load_all":
    case "yaml.unsafe_load_all":
      return safeYaml(call, "safe_load_all");
    case "torch.load":
      return given(call, "weights_only", "True");
    case "numpy.load":
      return given(call, "allow_pickle", "False");
    default:
      return undefined;
  }
}

/** The safe functions take the stream and nothing else. */
function safeYaml(call: Call, name: string): Fix | undefined {
  const loader = call.argument(1, "Loader");
  const argument = loader?.parent?.kind === "keyword_argument" ? loader.parent : loader;
  const count = call.arguments.length;
  const callee = safeCallee(call, name);
  if (!callee || count !== (argument ? 2 : 1)) return undefined;
  return {
    description: `Load only plain data, with 'yaml.${name}'`,
    isSafe: true,
    edits: [...callee, ...(argument ? [dropItem(argument)] : [])],
  };
}

function safeCallee({ callee }: Call, name: string): readonly Edit[] | undefined {
  const attribute = callee.field("attribute");
  if (attribute) return [replace(attribute, name)];
  // `from yaml import load`: the module itself has to be there.
  const imported = importEdits("yaml", callee);
  return imported && [...imported, replace(callee, `yaml.${name}`)];
}

/** With this, a model or array that holds objects is refused, even one of the program's own. */
function given(call: Call, keyword: string, value: string): Fix | undefined {
  const description = `Refuse objects, with '${keyword}=${value}'`;
  const written = call.keyword(keyword);
  if (written) return { description, isSafe: false, edits: [replace(written, value)] };
  const last = call.arguments.at(-1)?.node;
  if (!last || last.kind === "for_in_clause" || call.positional[2]) return undefined;
  return { description, isSafe: false, edits: [insertBehind(last, `, ${keyword}=${value}`)] };
}
