import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Call } from "../../src/python/model/call.js";
import type { ClassDefinition } from "../../src/python/model/class.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import type { Module } from "../../src/python/model/module.js";
import type { Project } from "../../src/python/model/project.js";
import { Texts } from "../../src/python/model/texts.js";
import { loadParser } from "../../src/syntax/parser.js";
import type { Node } from "../../src/syntax/node.js";
import { findFixtures } from "../support/fixtures.js";
import { projectOf, spell } from "../support/program.js";

/** What is asked of the nodes of a kind, and the answer in words. */
type Ask = (module: Module, node: Node) => unknown;

const values: Ask = (module, node) => module.valuesOf(node).map(spell);

const ASKED: Readonly<Record<string, readonly Ask[]>> = {
  identifier: [values],
  attribute: [values],
  subscript: [values],
  call: [values, (module, node) => aboutCall(module.call(node))],
  class_definition: [(module, node) => aboutClass(module.class(node))],
  function_definition: [(module, node) => aboutFunction(module.function(node))],
};

function aboutCall({ apis, callees, functions }: Call): unknown {
  const names = callees.list.map(({ definition, bound }) => [definition.qualifiedName, bound]);
  return { apis, callees: names, isAll: callees.isAll, functions: functions.map(({ qualifiedName }) => qualifiedName) };
}

function aboutClass(of: ClassDefinition): unknown {
  const { classes, external, isOpen } = of.ancestry;
  const { project } = of.module;
  return {
    bases: classes.map(({ name }) => name),
    external,
    isOpen,
    subclasses: project.subclassesOf(of).map(({ name }) => name),
    isAll: project.knowsSubclassesOf(of),
    attributes: [...of.assignedAttributes].sort(),
  };
}

function aboutFunction(definition: FunctionDefinition): unknown {
  const { project } = definition.module;
  return {
    returns: project.evaluator.returnsOf(definition).map(spell),
    callers: project.callersOf(definition).map(({ call, bound }) => [call.module.path, call.node.start, bound]),
    overrides: definition.owner?.methods.get(definition.name)?.length,
  };
}

interface Question {
  readonly path: string;
  /** The place of the node among those that can be asked about. */
  readonly index: number;
  readonly ask: Ask;
}

function nodesOf(module: Module): readonly Node[] {
  return [...module.root.descendants(...Object.keys(ASKED))];
}

function questionsOf(project: Project, paths: readonly string[]): readonly Question[] {
  return paths.flatMap((path) => {
    const module = project.module(path);
    if (!module) return [];
    return nodesOf(module).flatMap(({ kind }, index) => (ASKED[kind] ?? []).map((ask) => ({ path, index, ask })));
  });
}

/** The answers of a project to questions, asked one after the other. */
function answersOf(project: Project, questions: readonly Question[]): readonly unknown[] {
  const nodes = new Map<Module, readonly Node[]>();
  return questions.map(({ path, index, ask }) => {
    const module = project.module(path);
    assert.ok(module);
    const known = nodes.get(module) ?? nodesOf(module);
    nodes.set(module, known);
    const node = known[index];
    assert.ok(node);
    return ask(module, node);
  });
}

const parser = await loadParser();
const programs = findFixtures().map(({ name, sources }) => ({ name, files: Object.fromEntries(sources) }));
/** So many questions are asked in one order, each of which a project of its own answers, too. */
const MOST = 20;

test("an answer about an expression does not depend on what was asked before", async () => {
  const fresh = (files: Readonly<Record<string, string>>): Promise<Project> => projectOf(files, new Texts(parser));
  const known = new Map<string, readonly Question[]>();
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...programs), fc.infiniteStream(fc.nat()), async ({ name, files }, numbers) => {
      let all = known.get(name);
      if (!all) known.set(name, (all = questionsOf(await fresh(files), Object.keys(files))));
      if (all.length === 0) return;
      const questions = Array.from({ length: MOST }, () => all[(numbers.next().value ?? 0) % all.length]).filter(
        (one) => one !== undefined,
      );
      const together = answersOf(await fresh(files), questions);
      for (const [index, question] of questions.entries()) {
        const [alone] = answersOf(await fresh(files), [question]);
        assert.deepEqual(together[index], alone, `${name}: ${question.path}, expression ${String(question.index)}`);
        asked++;
      }
    }),
    { numRuns: 100 },
  );
  assert.ok(asked > 1000, `only ${String(asked)} were asked`);
});
