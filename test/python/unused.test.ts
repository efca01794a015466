import assert from "node:assert/strict";
import { test } from "node:test";
import { isUnused } from "../../src/concepts/objects/unused.js";
import { neverReturns } from "../../src/python/model/diverging.js";
import { moduleOf, projectOf } from "../support/program.js";

const FILES = {
  "main.py": "from shop import made\n\nprint(made())\n",
  "shop.py": `
import threading

class Made:
    def run(self): return self._go()
    def _go(self): return 1
    def _spare(self): return 2

class Left:
    def twin(self): return Left()

class Tested: pass

class Named: pass

__all__ = ["Named"]

class Worker(threading.Thread):
    def _rest(self): return 3

@register
class Plugin: pass

def made(): return Made()

def left(n): return left(n - 1)
`,
  "tests/test_shop.py": "from shop import Tested\n",
  "alone.py": "class Alone: pass\n",
};

test("what nothing of the project speaks of is unused", async () => {
  const project = await projectOf(FILES);
  const modules = ["shop.py", "alone.py"].flatMap((path) => project.module(path) ?? []);
  const classes = modules.flatMap((module) => module.classes);
  const functions = modules.flatMap((module) =>
    [...module.definitions("function_definition")].map((node) => module.function(node)),
  );
  const unused = [...classes, ...functions]
    .filter(isUnused)
    .map((one) => ("qualifiedName" in one ? one.qualifiedName : one.name));
  assert.deepEqual(unused, ["Left", "Made._spare", "Left.twin", "left"]);
});

test("a function whose every way raises never returns, unless a subclass's does", async () => {
  const module = await moduleOf(`
class Base:
    def fail(self, text): raise ValueError(text)
    def give_up(self): self.fail("gave up")
    def warn(self, text):
        if text: raise ValueError(text)
    def open(self): raise NotImplementedError
    def stop(self): raise ValueError

class Soft(Base):
    def stop(self): return None

class Step(Base):
    def run(self):
        self.fail("a"); self.give_up(); self.warn("b"); self.open(); self.stop(); self.other()
`);
  const run = module.classes[2]?.methods.get("run")?.[0];
  assert.ok(run);
  const ends = run.calls.filter((call) => neverReturns(run.graph, call)).map((call) => call.text);
  assert.deepEqual(ends, ['self.fail("a")', "self.give_up()", "self.stop()"]);
});
