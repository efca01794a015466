import { toJsonSchema } from "@valibot/to-json-schema";
import { CONFIGURATION, RuleName } from "../../config/schema.js";
import { HOMEPAGE } from "../../version.js";

/**
 * What a configuration file may say, as JSON Schema: for a whole scarlint.toml, or for `tool.scarlint` of a
 * pyproject.toml. Editors offer the known rules; others may come from outside.
 */
export function configurationSchema(ids: readonly string[]): string {
  const names = [...new Set(ids.flatMap((id) => [id.slice(0, id.indexOf("/")), id]))].sort();
  const schema = toJsonSchema(CONFIGURATION, {
    typeMode: "input",
    // What no schema can say is left to the command: how much the braces of a glob stand for.
    errorMode: "ignore",
    definitions: { rule: RuleName },
  });
  const { description } = RuleName.pipe[1];
  const rule = { type: "string", description, anyOf: [{ enum: names }, {}] };
  const { $schema, ...rest } = schema;
  const document = {
    $schema,
    $id: `${HOMEPAGE}/raw/main/docs/scarlint.schema.json`,
    title: "Configuration of scarlint",
    ...rest,
    $defs: { ...schema.$defs, rule },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
