import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hasAttribute, outsideStores } from "../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../src/python/model/class.js";
import { givenToAttribute, givenToParameter, type Given } from "../../src/python/model/given.js";
import { whereIs } from "../../src/python/model/module.js";
import { projectOf } from "../support/program.js";

type Files = Record<string, string>;

async function classIn(files: Files, path: string, name: string): Promise<ClassDefinition> {
  const found = (await projectOf(files)).module(path)?.classes.find((each) => each.name === name);
  assert.ok(found);
  return found;
}

const told = ({ list, isAll }: Given): string =>
  [...list.map(({ value, at }) => `${value.text} at ${whereIs(at)}`), isAll ? "all" : "not all"].join(", ");

async function attribute(files: Files, path: string, name: string): Promise<string> {
  const [of = "", member = ""] = name.split(".");
  return told(givenToAttribute(await classIn(files, path, of), member));
}

const DEPOT: Files = {
  "printers.py": "class Printer: pass\nclass Thermal(Printer): pass\n",
  "sorting.py": `
class Belt:
    def __init__(self, printer=None, size=1):
        self.printer = printer
        self.size = size
class Long(Belt):
    def stretch(self):
        self.size = 2
class Chute:
    def __init__(self):
        self.printer = None
`,
  "hall.py": `
from printers import Printer, Thermal
from sorting import Belt, Chute, Long
class Hall:
    def __init__(self, port):
        self.belt = Belt(Thermal())
        self.long = Long(printer=Printer())
        self.chute = Chute()
        self.chute.printer = Thermal()
`,
  "tests/test_belt.py": `
from unittest.mock import MagicMock
from sorting import Belt, Chute
def test_belt():
    belt = Belt(MagicMock(), size=MagicMock())
    belt.printer = MagicMock()
    belt.extra = 1
    Chute().printer = MagicMock()
class Half(Belt):
    def __init__(self):
        self.printer = 4
`,
};

describe("what the program gives", () => {
  it("to an attribute are the arguments of constructors, by whichever class they are called", async () => {
    assert.equal(
      await attribute(DEPOT, "sorting.py", "Belt.printer"),
      "Thermal() at hall.py:6, Printer() at hall.py:7, all",
    );
    assert.equal(await attribute(DEPOT, "sorting.py", "Belt.size"), "1 at hall.py:6, 2 at sorting.py:8, all");
  });

  it("to an attribute is what an owner assigns that is known to hold such an object", async () => {
    assert.equal(
      await attribute(DEPOT, "sorting.py", "Chute.printer"),
      "None at sorting.py:11, Thermal() at hall.py:9, all",
    );
    const stranger = { ...DEPOT, "other.py": "def paint(thing):\n    thing.printer = 5\n" };
    assert.match(await attribute(stranger, "sorting.py", "Chute.printer"), /, not all$/);
  });

  it("to a field is what the constructor is called with that is made of it", async () => {
    const files = {
      "m.py":
        "from dataclasses import dataclass\n@dataclass\nclass Config:\n    host: str\n    port: int = 5\n" +
        "a = Config('a')\nb = Config(host='b', port=6)\n",
    };
    assert.equal(await attribute(files, "m.py", "Config.host"), "'a' at m.py:6, 'b' at m.py:7, all");
    assert.equal(await attribute(files, "m.py", "Config.port"), "5 at m.py:5, 6 at m.py:7, all");
  });

  it("is not all where the callers are not known", async () => {
    const given = async (main: string): Promise<string> => {
      const module = (await projectOf({ "m.py": main })).module("m.py");
      const parameter = module?.functions[0]?.parameters[0];
      assert.ok(parameter);
      return told(givenToParameter(parameter));
    };
    assert.equal(await given("def f(x): pass\nf(1)\nf(x=2)\n"), "1 at m.py:2, 2 at m.py:3, all");
    assert.equal(await given("def f(x): pass\nf(1)\nhandlers = [f]\n"), "1 at m.py:2, not all");
    assert.equal(await given("def f(x): pass\nf(1)\nf(*rest)\n"), "1 at m.py:2, not all");
    assert.equal(await given("def f(*x): pass\nf(1)\n"), "not all");
    assert.equal(await given("@route('/')\ndef f(x): pass\nf(1)\n"), "not all");
    assert.equal(await given("class A:\n    def f(x, y): pass\ndef use(a): a.f(1)\n"), "not all");
  });
});

describe("tests", () => {
  it("give, define, derive and call nothing of the program", async () => {
    const belt = await classIn(DEPOT, "sorting.py", "Belt");
    assert.deepEqual(
      belt.module.project.subclassesOf(belt).map(({ name }) => name),
      ["Long"],
    );
    assert.deepEqual(outsideStores(belt, "extra"), []);
    assert.equal(hasAttribute(belt, "extra"), false);
    const init = belt.method("__init__");
    assert.ok(init);
    assert.deepEqual(
      belt.module.project.callersOf(init).map(({ call }) => call.module.path),
      ["hall.py", "hall.py"],
    );
  });

  it("see each other", async () => {
    const files = {
      "tests/helpers.py": "class Fake:\n    def __init__(self, size): self.size = size\n",
      "tests/test_a.py":
        "from helpers import Fake\nclass Sub(Fake): pass\ndef test_a():\n    fake = Fake(1)\n    fake.extra = 2\n",
    };
    const fake = await classIn(files, "tests/helpers.py", "Fake");
    assert.equal(fake.module.project.subclassesOf(fake).length, 1);
    assert.equal(outsideStores(fake, "extra")?.length, 1);
    assert.equal(told(givenToAttribute(fake, "size")), "1 at test_a.py:4, all");
  });

  it("are told by their names, and by what pytest is configured to look for", async () => {
    const areTests = async (files: Files, ...paths: string[]): Promise<string[]> => {
      const project = await projectOf(files);
      return paths.filter((path) => project.isTestFile(path));
    };
    const usual = ["tests/a.py", "a/test_b.py", "a/b_test.py", "shop/tests.py", "conftest.py"];
    assert.deepEqual(await areTests({}, ...usual, "a/check_b.py", "contest.py", "latest.py"), usual);
    const toml =
      '[tool.pytest.ini_options]\npython_files = [\n  "check_*.py",\n  "*.py",\n]\n[tool.x]\npython_files = "no_*.py"\n';
    const others = ["a/check_b.py", "a/no_b.py", "a/b_spec.py"];
    assert.deepEqual(await areTests({ "pyproject.toml": toml }, ...others), ["a/check_b.py"]);
    const ini =
      "[flake8]\npython_files = no_*.py\n[tool:pytest]\npython_files = *_spec.py\n  check_*.py\naddopts = no_*.py\n";
    assert.deepEqual(await areTests({ "setup.cfg": ini }, ...others), ["a/check_b.py", "a/b_spec.py"]);
  });
});
