import assert from "node:assert/strict";
import { it } from "node:test";
import { fitOf } from "../../src/python/model/fit.js";
import { whereIs } from "../../src/python/model/module.js";
import { moduleOf } from "../support/program.js";

const PROGRAM = `
import abc, attrs, functools
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum
from typing import ClassVar, NamedTuple, Optional
from pydantic import BaseModel
import unknown
def plain(a, b=1): pass
def only(a, /, *, b): pass
def any(*args, **kwargs): pass
@unknown.changes
def changed(a): pass
@functools.lru_cache
def cached(a): pass
class Zone:
    def __init__(self, name): pass
    def price(self, kind): pass
    @classmethod
    def make(cls, name): pass
    @staticmethod
    def round(value): pass
    def __call__(self, x): pass
class Sub(Zone):
    def price(self, kind, extra=None): pass
class Empty(abc.ABC): pass
class New:
    def __new__(cls, a): pass
class Meta(metaclass=type):
    def __init__(self, a): pass
class Outside(unknown.Base):
    def __init__(self, a): pass
@dataclass
class Data:
    host: str
    port: int = 5
    kind: ClassVar[str] = "x"
    made: list = field(default_factory=list)
    hidden: int = field(init=False)
@dataclass
class More(Data):
    _: KW_ONLY
    extra: int = 1
@dataclass(kw_only=True)
class Named:
    host: str
@attrs.define
class Attrs:
    _size: int
    name: str = attrs.field()
    @name.default
    def _name(self): return ""
class Pair(NamedTuple):
    left: int
    right: int = 0
class Model(BaseModel):
    host: str
    port: Optional[int]
class Color(Enum):
    RED = 1
partial = functools.partial(plain, 1)
zone = Zone("a")
def use(either, other: Zone, flag):
    f = plain if flag else any
    g = plain if flag else cached
    CALLS
`;

/** What of each call is wrong. */
async function misfits(calls: string): Promise<string[]> {
  const module = await moduleOf(PROGRAM.replace("CALLS", calls));
  const use = module.functions.find(({ name }) => name === "use");
  assert.ok(use);
  const statements = (use.body?.children ?? []).slice(2).flatMap(({ children: [call] }) => call ?? []);
  return statements.map((node) => {
    const fit = fitOf(module.call(node));
    const faults = fit.kind === "misfit" ? fit.faults : [];
    return faults.length > 0 ? faults.map(({ problem, names }) => [problem, ...names].join(" ")).join(", ") : fit.kind;
  });
}

it("a call of a function fits its parameters, or it is said why not", async () => {
  const calls = {
    "plain(1)": "fits",
    "plain(1, b=2)": "fits",
    "plain()": "missing a",
    "plain(1, 2, 3)": "too-many",
    "plain(1, a=2)": "given-twice a",
    "plain(1, c=2)": "unknown-keyword c",
    "plain(*either)": "unknown",
    "plain(1, 2, 3, *either)": "too-many",
    "plain(**either)": "unknown",
    "plain(c=1, **either)": "unknown-keyword c",
    "only(1, b=2)": "fits",
    "only(a=1, b=2)": "unknown-keyword a, missing a",
    "only(1)": "missing b",
    "any(1, 2, c=3)": "fits",
    "changed()": "unknown",
    "cached(1)": "fits",
    "cached()": "missing a",
    "either()": "unknown",
    "f()": "unknown",
    "g()": "missing a",
  };
  assert.deepEqual(await misfits(Object.keys(calls).join("; ")), Object.values(calls));
});

it("a call of a method is without the object that it is bound to", async () => {
  const calls = {
    "zone.price(1)": "fits",
    "zone.price()": "missing kind",
    "zone.price(1, 2)": "too-many",
    "Zone.price(zone, 1)": "fits",
    "Zone.price(zone)": "missing kind",
    "Zone.make(1)": "fits",
    "Zone.make()": "missing name",
    "zone.round(1)": "fits",
    "zone.round()": "missing value",
    "zone(1)": "fits",
    "zone()": "missing x",
    "other.price(1, 2)": "too-many",
    "other.price(1, 2, 3)": "too-many",
    "partial()": "fits",
    "partial(1, 2)": "too-many",
    "partial(c=2)": "unknown-keyword c",
  };
  assert.deepEqual(await misfits(Object.keys(calls).join("; ")), Object.values(calls));
});

it("a call of a class is one of its constructor, written or made of its fields", async () => {
  const calls = {
    "Zone(1)": "fits",
    "Sub()": "missing name",
    "Empty()": "fits",
    "Empty(1)": "too-many",
    "New(1)": "fits",
    "New()": "missing a",
    "Meta()": "unknown",
    "Outside()": "unknown",
    "Data(1)": "fits",
    "Data()": "missing host",
    "Data(1, 2, [], 4)": "too-many",
    "Data(1, hidden=2)": "unknown-keyword hidden",
    "Data(1, kind=2)": "unknown-keyword kind",
    "More(1, extra=2)": "fits",
    "More(1, 2, [], 2)": "too-many",
    "Named(host=1)": "fits",
    "Named(1)": "too-many, missing host",
    "Attrs(size=1)": "fits",
    "Attrs(_size=1)": "unknown-keyword _size, missing size",
    "Pair(1)": "fits",
    "Pair()": "missing left",
    "Model(host=1, other=2)": "fits",
    "Model()": "missing host",
    "Model(1)": "too-many, missing host",
    "Color(1)": "unknown",
    "Color()": "unknown",
  };
  assert.deepEqual(await misfits(Object.keys(calls).join("; ")), Object.values(calls));
});

it("a misfit names who is called, where that is defined, and the first wrong argument", async () => {
  const module = await moduleOf(PROGRAM.replace("CALLS", "zone.price(1, 2, 3)"));
  const fit = fitOf(module.callsNamed("price").at(-1) ?? module.call(module.root));
  if (fit.kind !== "misfit") assert.fail(fit.kind);
  assert.deepEqual(
    [fit.signature.name, whereIs(fit.signature.at), fit.given, fit.faults[0].at.text],
    ["Zone.price", "main.py:17", 3, "2"],
  );
});
