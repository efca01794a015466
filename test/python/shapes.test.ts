import assert from "node:assert/strict";
import { it } from "node:test";
import { fitOf } from "../../src/python/model/fit.js";
import { definitionsIn } from "../../src/python/prefilter/definitions.js";
import { fits, passingAt } from "../../src/python/prefilter/shapes.js";
import { moduleOf } from "../support/program.js";

const PARAMETERS = [
  "",
  "a",
  "a, b=1",
  "a, /, b",
  "a, *, b",
  "a, *rest, b=None",
  "*args, **kwargs",
  "a: dict[str, int] = {}, *, b: int",
  "a,  # b=1, c\n    b='(', # x\n",
];
const ARGUMENTS = [
  "",
  "1",
  "1, 2",
  "1, 2, 3",
  "a=1",
  "b=2, a=1",
  "1, a=2",
  "1, b=(2, 3)",
  "1, c=[4, {5: 6}]",
  '\'a, b\', b="""c, d"""',
  "x for x in y",
  "1,  # two, three\n    b=2,",
  "1, b == 2",
  "lambda x, y: x",
];

it("what a text shows of a definition and of a call is what the tree says of them", async () => {
  let compared = 0;
  for (const parameters of PARAMETERS) {
    for (const passed of ARGUMENTS) {
      const source = `def f(${parameters}): pass\nf(${passed})\n`;
      const [defined] = definitionsIn(source);
      const passing = passingAt(source, source.lastIndexOf(`f(${passed})`) + 1);
      const [call] = (await moduleOf(source)).callsNamed("f");
      if (!defined || defined.taking === "unclear" || !passing || !call) continue;
      compared++;
      assert.equal(fits(passing, defined.taking, false), fitOf(call).kind === "fits", source);
    }
  }
  assert.ok(compared > PARAMETERS.length * ARGUMENTS.length * 0.7, "hardly anything was clear");
});

it("a call that a text shows only in part is not clear", () => {
  assert.equal(passingAt("f(lambda a, b: a)", 1), undefined);
  assert.equal(passingAt("f(1, 2", 1), undefined);
  assert.deepEqual(passingAt("f(1, *rest, a=2)", 1), { places: 1, names: ["a"], isOpen: true });
});

/** What a text defines: the name, how much it takes, and what may change that. */
function described(source: string): string[] {
  return definitionsIn(source).map(({ name, taking, decorator, bases }) => {
    const takes = taking === "unclear" ? taking : `${taking.places.join()} ${taking.binds}`;
    return [name, takes, decorator ?? "", bases.join()].join("|");
  });
}

it("methods are bound, and decorators may change what is called", () => {
  const source = `
class Gate(Base, metaclass=Kept):
    @classmethod
    def make(cls, a): pass
    @staticmethod
    def tell(self, b): pass
    @property
    def name(self): pass
    @audited
    def open(self, c): pass
    @audited(
        1,
    )
    def shut(self, d): pass

class Pool(dict):
    def __init__(self, size):
        def inner(e): pass

class Low(OSError, errors.Harbour): pass

class Colour(Enum): pass
`;
  assert.deepEqual(described(source), [
    "make|cls,a anything||",
    "tell|self,b nothing||",
    "open|self,c objects|audited|",
    "shut|self,d objects|?|",
    "Pool|self,size anything||",
    "__init__|self,size objects||",
    "inner|e nothing||",
    "Low| nothing||OSError,Harbour",
  ]);
});
