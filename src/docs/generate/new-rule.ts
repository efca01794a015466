import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { generatedFor } from "./generated.js";
import { writeGenerated } from "./write.js";

// `npm run new-rule domain/name`: writes a rule that reports calls of `risky`, and a fixture for it, to be made into what
// the rule is about; from the first minute on, all that is generated and tested of a rule is there.
const root = process.cwd();

const RULE = `import { rule } from "../../src/engine/rule.js";

/**
 * The bug in one sentence.
 *
 * Why it hurts, in two or three sentences.
 *
 * @bad
 * \`\`\`python
 * risky(value)
 * \`\`\`
 * @good
 * \`\`\`python
 * careful(value)
 * \`\`\`
 * @limits What the rule does not see.
 * @off When a team is right to turn it off.
 */
export default rule({
  severity: "medium",
  mentions: ["risky"],
  *check(module) {
    for (const call of module.callsNamed("risky")) {
      yield { at: call.node, message: \`'\${call.name}' is called.\` };
    }
  },
});
`;

function fixtureOf(name: string): string {
  return `def reported(value):
    return risky(value)  # expect: ${name} "'risky'"


def silent(value):
    return careful(value)
`;
}

function refusalOf(name: string): string | undefined {
  if (!/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(name))
    return `'${name}' is no id of a rule: domain/name, in small letters, digits and hyphens, named for the bug`;
  const taken = [`rules/${name}.ts`, `fixtures/${name}`].find((file) => existsSync(path.join(root, file)));
  return taken === undefined ? undefined : `${taken} is there already; edit it, or choose another name`;
}

function create(name: string): void {
  const files = { [`rules/${name}.ts`]: RULE, [`fixtures/${name}/example.py`]: fixtureOf(name) };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
    console.log(`${file}: written`);
  }
  const generated = generatedFor(root);
  writeGenerated(root, generated);
  for (const problem of generated.problems) console.error(problem);
  if (generated.problems.length > 0) process.exitCode = 1;
  console.log(`next: npm run build && node dist/test/support/check.js fixtures/${name}`);
}

const [id = "", ...others] = process.argv.slice(2);
const refusal = others.length > 0 ? "one rule at a time: npm run new-rule domain/name" : refusalOf(id);
if (refusal === undefined) create(id);
else {
  console.error(refusal);
  process.exitCode = 2;
}
