import { isPytestFixture } from "../../../src/concepts/tests/fixtures.js";
import { isTestFunction } from "../../../src/concepts/tests/collection.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Module } from "../../../src/python/model/module.js";
import { spellingOf } from "../../../src/python/cfg/expression.js";
import { question } from "../../../src/python/model/solver.js";
import type { Node } from "../../../src/syntax/node.js";

/** Bases whose tests run outside of any loop when they are plain functions. */
const PLAIN_BASES = new Set([
  "unittest.TestCase",
  "unittest.IsolatedAsyncioTestCase",
  "unittest.case.TestCase",
  "unittest.async_case.IsolatedAsyncioTestCase",
  "django.test.TestCase",
  "django.test.SimpleTestCase",
  "object",
]);

/** Whether a function is a test or fixture that is surely called outside of a running loop. */
export function runsPlainly(of: FunctionDefinition): boolean {
  return of.module.project.once(PLAIN, of, () => isPlain(of));
}

const PLAIN = question(false);

function isPlain(of: FunctionDefinition): boolean {
  if (of.isAsync) return false;
  if (!isPytestFixture(of) && (of.isGenerator || !isTestFunction(of))) return false;
  if (of.parameters.some(({ name }) => /loop/i.test(name)) || !of.decorators.every(isHarmless)) return false;
  const { owner } = of;
  if (owner && (owner.ancestry.isOpen || !owner.ancestry.external.every((base) => PLAIN_BASES.has(base)))) return false;
  return (owner === undefined || owner.decorators.length === 0) && !replacesAsyncio(of.module);
}

/** Decorators that leave a test running where it would. */
const HARMLESS = /^(pytest\.(mark\.\w+|fixture|yield_fixture)|(\w+\.)*patch(\.\w+)?)$/;

function isHarmless(decorator: Node): boolean {
  const named = decorator.kind === "call" ? decorator.field("function") : decorator;
  return named !== undefined && HARMLESS.test(spellingOf(named));
}

const REPLACES = question(false);

/** Whether a file puts something into the place of a function of asyncio, or sets a running loop itself. */
function replacesAsyncio(module: Module): boolean {
  return module.project.once(REPLACES, module, () => {
    const strings = [...module.mentioning(NAMED, "string_content")];
    return strings.some(({ text }) =>
      /(^|\.)(asyncio|create_task|get_running_loop|ensure_future|current_task)$/.test(text),
    );
  });
}

const NAMED = {
  name: "a function of asyncio in quotes",
  mayHold: (text: string) => /asyncio|_task|_running_loop|ensure_future/.test(text),
};
