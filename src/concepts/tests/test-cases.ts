import { hasPlainBody } from "../../python/model/attributes.js";
import type { ClassDefinition } from "../../python/model/class.js";
import { question } from "../../python/model/solver.js";

/** What awaits the asynchronous tests of its subclasses. */
const ASYNCHRONOUS = /(^|\.)IsolatedAsyncioTestCase$/;
/** Classes outside the project that run a test by calling it, and do nothing with what it gives. */
const PLAIN =
  /^(unittest(\.case)?\.TestCase|object|abc\.ABC|typing\.Generic|unittest\.async_case\.IsolatedAsyncioTestCase|unittest\.IsolatedAsyncioTestCase)$/;
/** Methods by which a class may run its tests in a way of its own. */
const RUNNERS = ["run", "debug", "__call__", "__init_subclass__", "__getattribute__", "_callTestMethod", "_callSetUp"];

const KIND = question<"plain" | "asynchronous" | undefined>(undefined);

/**
 * Whether unittest itself calls the tests of a class, or awaits them; undefined for what is no `TestCase`, and where
 * something else has, or may have, a hand in it: other bases, metaclasses, decorators, methods that run tests.
 */
export function testCaseKind(of: ClassDefinition): "plain" | "asynchronous" | undefined {
  return of.module.project.once(KIND, of, () => readKind(of));
}

function readKind(of: ClassDefinition): "plain" | "asynchronous" | undefined {
  const { classes, external, isOpen } = of.ancestry;
  if (isOpen || !external.some((path) => path.endsWith("TestCase")) || !external.every((path) => PLAIN.test(path)))
    return undefined;
  if (!classes.every(hasPlainBody) || RUNNERS.some((name) => of.method(name))) return undefined;
  return external.some((path) => ASYNCHRONOUS.test(path)) ? "asynchronous" : "plain";
}
