import { basename } from "node:path/posix";
import { projectAt } from "../engine/scan/project-at.js";
import type { FunctionDefinition } from "../python/model/function.js";
import type { Module } from "../python/model/module.js";
import { checksIn, flawOf } from "./test-flaw.js";
import { BUG_NAME, type TestCase } from "./tests.js";

/**
 * The test functions below a directory: everything called `test…` in a file that is called like tests are, or that
 * says `VALIDATED_BUG` somewhere.
 *
 * @param root absolute
 */
export async function findTests(root: string): Promise<readonly TestCase[]> {
  const { project, files, paths: all } = await projectAt(root);
  const paths = all.filter((path) => mayHoldTests(path, files.read(path) ?? ""));
  return paths.flatMap((path) => {
    const module = project.module(path);
    return module ? testsIn(module) : [];
  });
}

function mayHoldTests(path: string, text: string): boolean {
  const isTestFile = /^tests?[_.]|[_-]tests?\.py$|^conftest\.py$/.test(basename(path)) || /(^|\/)tests?\//.test(path);
  return isTestFile ? /def test|VALIDATED_BUG/i.test(text) : text.includes("VALIDATED_BUG");
}

function testsIn(module: Module): TestCase[] {
  const tests = module.functions.filter(({ name }) => /^test/i.test(name));
  return tests.map((test) => {
    const text = `${headOf(test)}\n${aboveOf(test.node, module)}\n${test.node.text}`;
    const names = test.owner ? [test.owner.name, test.name] : [test.name];
    return {
      path: module.path,
      line: module.lineOf(test.node),
      name: names.join("."),
      bugs: [...new Set([...`${names.join(" ")} ${text}`.matchAll(BUG_NAME)].map(([, number]) => Number(number)))],
      isValidated: text.includes("VALIDATED_BUG"),
      // Few are asked for these, and to answer is to parse the test.
      get checks() {
        return checksIn(test);
      },
      get flaw() {
        return module.root.isBroken ? "is in a file that does not compile" : flawOf(test);
      },
    };
  });
}

/** What a class says of all its tests: from above it to its first method. */
function headOf({ owner, module }: FunctionDefinition): string {
  if (!owner) return "";
  const body = owner.body?.children.find(({ kind }) => /^(decorated|function)_definition$/.test(kind));
  return aboveOf(owner.node, module) + module.source.slice(owner.node.start, body?.start ?? owner.node.end);
}

/** The comments and decorators right above a definition. */
function aboveOf(definition: FunctionDefinition["node"], module: Module): string {
  const node = definition.parent?.kind === "decorated_definition" ? definition.parent : definition;
  const { source } = module;
  const own = startOfLine(source, node.start);
  let first = own;
  for (let at = own; at === first && at > 0;) {
    at = startOfLine(source, at - 1);
    if (/^\s*#/.test(source.slice(at, first))) first = at;
  }
  return `${source.slice(first, own)}\n${source.slice(node.start, definition.start)}\n`;
}

/** Where the line begins that an offset is in. */
function startOfLine(source: string, offset: number): number {
  return offset === 0 ? 0 : source.lastIndexOf("\n", offset - 1) + 1;
}
