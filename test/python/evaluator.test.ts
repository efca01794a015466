import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shown } from "../support/program.js";

describe("names", () => {
  it("mean what they were imported as", async () => {
    const program = `
import pickle as p
from pickle import loads as read
import os.path
try:
    import cPickle as fast
except ImportError:
    import pickle as fast
show(p.loads); show(read); show(os.path.join); show(fast.loads); show(open); show(nowhere)
`;
    assert.deepEqual(await shown(program), [
      "pickle.loads",
      "pickle.loads",
      "os.path.join",
      "cPickle.loads | pickle.loads",
      "open",
      "unknown",
    ]);
  });

  it("are what the last assignment on each path made them", async () => {
    const program = `
def f(flag):
    x = 1
    show(x)
    if flag:
        x = "a"
    show(x)
    x = None
    show(x)
`;
    assert.deepEqual(await shown(program), ["1", '"a" | 1', "none"]);
  });

  it("belong to the scope that binds them", async () => {
    const program = `
value = 1
class Holder:
    value = 2
    def read(self):
        show(value)
    show(value)
def outer():
    value = 3
    def inner():
        nonlocal value
        show(value)
    def other():
        global late
        late = 4
    return [show(value) for value in [5]]
def reader():
    show(late)
`;
    assert.deepEqual(await shown(program), ["1", "2", "3", "5", "4"]);
  });

  it("of fields that only have a type are those around the class", async () => {
    const program = `
import pickle as api
class View:
    api: int
    name: str
    rank: int = 1
    show(api.loads); show(name); show(rank)
    def read(self, account: show(api.loads)):
        show(api.loads)
`;
    assert.deepEqual(await shown(program), ["pickle.loads", "unknown", "1", "pickle.loads", "pickle.loads"]);
  });

  it("of a default belong to the scope around the function", async () => {
    assert.deepEqual(await shown("n = 1\ndef f(n=show(n)):\n    n = 2\n"), ["1"]);
  });

  it("are followed through modules, packages, re-exports and stars", async () => {
    const others = {
      "pkg/__init__.py": "from .pool import Pool as Hidden, get\nfrom .extra import *\n",
      "pkg/pool.py": "class Pool: pass\ndef get(): return Pool()\n",
      "pkg/extra.py": "from . import pool\ndef more(): return pool.Pool()\n",
    };
    const program = `
import pkg, pkg.pool
from pkg import more
show(pkg.Hidden); show(pkg.get()); show(pkg.pool.Pool()); show(more()); show(pkg.missing)
`;
    assert.deepEqual(await shown(program, others), [
      "class Pool",
      "instance Pool",
      "instance Pool",
      "instance Pool",
      "unknown",
    ]);
  });
});

describe("imports", () => {
  it("are found in the nearest place, never in another tree", async () => {
    const others = {
      "pool.py": "where = 'top'\n",
      "app/pool.py": "where = 'app'\n",
      "app/use.py": "from pool import where\n",
      "backup/pool.py": "where = 'backup'\n",
      "other/use.py": "from pool import where\n",
      "lib/tools/deep.py": "where = 'lib'\n",
    };
    const program = `
import os, sys
from pathlib import Path
ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "lib"))
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "outside"))
import app.use, other.use, backup.pool
from tools.deep import where
show(app.use.where); show(other.use.where); show(where)
`;
    assert.deepEqual(await shown(program, others), ["'app'", "'top'", "'lib'"]);
  });
});

describe("attributes", () => {
  it("join what the hierarchy assigns", async () => {
    const program = `
import zmq
class Base:
    retries = 3
    def __init__(self, context):
        self.context = context
    def open(self):
        self.socket = self.context.socket(zmq.REP)
class Agent(Base):
    def __init__(self):
        super().__init__(zmq.Context.instance())
        self.socket = None
    def run(self):
        show(self.retries); show(self.socket); show(self.open); show(super().open)
`;
    assert.deepEqual(await shown(program, {}, true), [
      "3",
      "none | unknown | zmq.Socket()",
      "function Base.open",
      "function Base.open",
    ]);
  });

  it("are what this object was constructed with", async () => {
    const program = `
from dataclasses import dataclass
class Wrapper:
    def __init__(self, inner, size=1):
        self.inner = inner
        self.size = size
@dataclass
class Config:
    endpoint: str
    bind: bool = False
w = Wrapper(Config("tcp://*:1", bind=True))
show(w.inner.bind); show(w.inner.endpoint); show(w.size); show(Config("x").bind)
`;
    assert.deepEqual(await shown(program), ["True", '"tcp://*:1"', "1", "False"]);
  });

  it("of an object from outside keep their path", async () => {
    const program = `
import threading
class Worker(threading.Thread):
    def go(self):
        show(self.start)
show(Worker().join)
`;
    assert.deepEqual(await shown(program), ["threading.Thread().start", "threading.Thread().join"]);
  });
});

describe("calls", () => {
  it("return what the function returns, with this call's arguments", async () => {
    const program = `
class A:
    def chain(self):
        return self
    def __enter__(self):
        return self
def same(value): return value
def either(flag):
    if flag:
        return A()
async def later(): return A()
def generate():
    yield A()
show(same(1)); show(same(A())); show(either(1)); show(later()); show(A().chain())
async def main():
    show(await later())
    for item in generate(): show(item)
    with A() as entered: show(entered)
`;
    assert.deepEqual(await shown(program), [
      "1",
      "instance A",
      "instance A | none",
      "coroutine later",
      "instance A",
      "instance A",
      "instance A",
      "instance A",
    ]);
  });

  it("see through decorators that give the function back, and not through others", async () => {
    const program = `
import functools, unknown_package
def plain(f): return f
def wrapping(f):
    @functools.wraps(f)
    async def inner(*args): return f(*args)
    return inner
@plain
def one(): return 1
@wrapping
def two(): return 2
@unknown_package.magic
def three(): return 3
show(one()); show(two()); show(three())
`;
    assert.deepEqual(await shown(program), ["1", "coroutine inner", "unknown_package.magic()()"]);
  });

  it("give the same answer whichever of a circle is asked first", async () => {
    const functions = `
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
`;
    assert.deepEqual(await shown(`${functions}show(even(1)); show(odd(1))`), ["False | True", "False | True"]);
    assert.deepEqual(await shown(`${functions}show(odd(1)); show(even(1))`), ["False | True", "False | True"]);
  });

  it("end on recursion, long chains and deep nesting", async () => {
    const ring = Array.from({ length: 3000 }, (_, i) => `def f${String(i)}(x): return f${String((i + 1) % 3000)}(x)`);
    assert.equal((await shown(`${ring.join("\n")}\nshow(f0(1))`)).length, 1);
    assert.equal((await shown(`show(${"f(".repeat(400)}1${")".repeat(400)})`)).length, 1);
  });

  it("tell what a parameter is from those who call", async () => {
    const program = `
class A: pass
def use(thing):
    show(thing)
use(A())
`;
    assert.deepEqual(await shown(program), ["parameter thing"]);
    assert.deepEqual(await shown(program, {}, true), ["instance A | unknown"]);
  });
});

describe("annotations", () => {
  it("say what a parameter or a field is", async () => {
    const program = `
from typing import Optional, List
import zmq
class A:
    other: "A"
    maybe: Optional[zmq.Socket] = None
def f(a: A, s: zmq.Socket | None, n: List[int]):
    show(a); show(s); show(a.other); show(a.maybe)
`;
    assert.deepEqual(await shown(program), ["instance A", "none | zmq.Socket()", "instance A", "none | zmq.Socket()"]);
  });
});
