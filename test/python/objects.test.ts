import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shown } from "../support/program.js";

describe("imports", () => {
  it("of a package from itself are its submodules", async () => {
    const others = {
      "ledger/__init__.py":
        "from . import service\nfrom ledger import audit as checks\nfrom . import VERSION\nVERSION = '2'\n",
      "ledger/service.py": "def main(): return 1\n",
      "ledger/audit.py": "LEVEL = 3\n",
      "use.py": "from ledger import service\n",
    };
    const program =
      "import ledger, use\nshow(ledger.service.main()); show(use.service); show(ledger.checks.LEVEL); show(ledger.VERSION)\n";
    assert.deepEqual(await shown(program, others), ["1", "module ledger/service.py", "3", "'2'"]);
  });
});

describe("tuples without parentheses", () => {
  it("are tuples wherever they stand", async () => {
    const program = `
def pair(): return 1, "b"
def single(): return 2,
def steps():
    yield 3, "d"
both = 4, "e"
first, second = pair()
show(pair()); show(single()); show(first); show(second); show(both[0]); show(pair()[1]); show(pair().index)
for number, letter in steps(): show(letter)
for each in 5, 6: show(each)
`;
    assert.deepEqual(await shown(program), ['1, "b"', "2,", "1", '"b"', "4", '"b"', "tuple().index", '"d"', "5 | 6"]);
  });
});

describe("properties", () => {
  it("are what the getter gives, with a setter and a deleter too", async () => {
    const program = `
import abc, functools
class Plugins:
    def reload(self): return 1
class Core:
    def __init__(self): self._plugins = Plugins()
    @property
    def plugins(self) -> Plugins: return self._plugins
    @plugins.setter
    def plugins(self, value: Plugins): self._plugins = value
    @plugins.deleter
    def plugins(self): del self._plugins
    @functools.cached_property
    def name(self): return "core"
    size = property(lambda self: 3)
    def _get_level(self): return 4
    level = property(_get_level)
    @property
    async def later(self): return 5
class Base(abc.ABC):
    @property
    @abc.abstractmethod
    def plugins(self) -> Plugins: ...
def use(base: Base): show(base.plugins)
core = Core()
show(core.plugins.reload()); show(core.name); show(core.size); show(core.level); show(core.later)
`;
    assert.deepEqual(await shown(program), ["instance Plugins", "1", '"core"', "3", "4", "coroutine later"]);
  });
});

describe("decorators", () => {
  it("of typing_extensions and warnings leave a function what it is", async () => {
    const program = `
import typing_extensions, warnings
from typing_extensions import override, deprecated
class A:
    @override
    def one(self): return 1
    @deprecated("use one")
    def two(self): return 2
    @warnings.deprecated("use one")
    def three(self): return 3
    @typing_extensions.final
    def four(self): return 4
show(A().one()); show(A().two()); show(A().three()); show(A().four())
`;
    assert.deepEqual(await shown(program), ["1", "2", "3", "4"]);
  });
});

describe("what is taken from an object", () => {
  it("is bound, whoever defined it", async () => {
    const program = `
def tagged(function):
    def inner(self, value):
        return value
    return inner
def getter(name):
    def read(self):
        return self
    return read
class A:
    @tagged
    def one(self, value): return None
    read = getter("a")
    key = lambda self: 3
    @staticmethod
    def plain(value): return value
    free = staticmethod(getter)
    def __init__(self): self.stored = tagged
a = A()
show(a.one(1)); show(a.read()); show(a.key()); show(a.plain(2)); show(a.stored(4)); show(A.one(a, 5))
`;
    assert.deepEqual(await shown(program), ["1", "instance A", "3", "2", "function inner", "5"]);
  });

  it("is what a descriptor gives", async () => {
    const program = `
class Setting:
    def __init__(self, function): self.function = function
    def __get__(self, instance, owner):
        if instance is None:
            return self
        return "given"
class A:
    level = Setting(None)
    @Setting
    def size(self): return 3
show(A().level); show(A().size)
`;
    assert.deepEqual(await shown(program), ['"given"', '"given"']);
  });

  it("is a member where the class is an enumeration", async () => {
    const program = `
from enum import Enum
class Zone(Enum):
    INNER = 1
    OUTER = 2
    def price(self): return self
    @classmethod
    def default(cls): return cls.INNER
show(Zone["INNER"]); show(Zone(2)); show(Zone.INNER.price()); show(Zone.default()); show(Zone.OUTER.value)
for zone in Zone: show(zone)
`;
    assert.deepEqual(await shown(program), [
      "instance Zone",
      "instance Zone",
      "instance Zone",
      "instance Zone",
      "enum.Enum().value",
      "instance Zone",
    ]);
  });

  it("is made by '__new__' of the class that it is given", async () => {
    const program = `
class Base:
    def __new__(cls, size):
        made = super().__new__(cls)
        show(made)
        return made
class Other(Base):
    def __new__(cls, size):
        show(super().__new__(cls, size))
show(object.__new__(Base))
`;
    assert.deepEqual(await shown(program), ["instance Base", "instance Base", "instance Base"]);
  });
});

describe("the body of a class", () => {
  it("reads the name of the enclosing scope until it binds it", async () => {
    const program = `
limit = 1
class A:
    show(limit)
    limit = 2
    show(limit)
    def list(self) -> list: ...
    show(open)
    open = 3
def outer():
    size = 4
    class B:
        size = show(size)
`;
    assert.deepEqual(await shown(program), ["1", "2", "open", "4"]);
  });
});

describe("awaiting", () => {
  it("of what is no coroutine gives the value, so that what is behind it stays known", async () => {
    const program = `
import asyncio
from pydantic import BaseModel
class Session:
    def close(self): return 1
class Model(BaseModel): pass
class Ticket:
    def __await__(self): yield
def make(): return Session()
async def later(): return Session()
async def main():
    session = await make()
    show(session.close()); show(await Model()); show(await Ticket())
    task = asyncio.create_task(later())
    show(await task); show(await asyncio.wait_for(later(), 3)); show(await asyncio.gather(later()))
`;
    assert.deepEqual(await shown(program), [
      "1",
      "instance Model",
      "unknown",
      "instance Session",
      "instance Session",
      "unknown",
    ]);
  });
});

describe("tasks", () => {
  it("are tasks however they are made", async () => {
    const program = `
import asyncio
async def work(): ...
async def main():
    async with asyncio.TaskGroup() as group:
        show(group.create_task(work()).cancel)
    loop = asyncio.get_running_loop()
    show(loop.create_task(work()).cancel); show(asyncio.ensure_future(work()).cancel)
    show(loop.create_future().set_result); show(loop.run_in_executor(None, print).cancel)
def f(task: asyncio.Task, other: "asyncio.Task[int]", third: asyncio.Task[int]): show(task.cancel); show(third.cancel)
`;
    assert.deepEqual(await shown(program), [
      "asyncio.Task().cancel",
      "asyncio.Task().cancel",
      "asyncio.Task().cancel",
      "asyncio.Future().set_result",
      "asyncio.Future().cancel",
      "asyncio.Task().cancel",
      "asyncio.Task().cancel",
    ]);
  });
});

describe("annotated containers", () => {
  it("hold what their annotation says, although they begin empty", async () => {
    const program = `
import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Dict, List, Mapping, Optional, Sequence
class Job:
    def run(self): return 1
@dataclass
class Table:
    rows: list[Job] = field(default_factory=list)
class Hub:
    names: Dict[str, Job] = {}
    def __init__(self):
        self.queues: dict[int, asyncio.Queue] = {}
        self.jobs: list[Job] = []
        self.waiting: deque[Job] = deque()
        self.by_key: defaultdict[str, list[Job]] = defaultdict(list)
        self.maybe: Optional[Dict[str, Job]] = None
    def use(self, key, given: Sequence[Job], table: Table, mapping: Mapping[str, Job]):
        show(self.queues[key]); show(self.queues.get(key)); show(self.queues.pop(key)); show(self.jobs[0])
        show(self.jobs.pop()); show(self.waiting.popleft()); show(self.by_key[key][0]); show(self.maybe[key])
        show(self.names.get(key, 3)); show(self.names.setdefault(key, Job())); show(given[1]); show(mapping.get(key))
        for queue in self.queues.values(): show(queue)
        for queue in list(self.queues.values()): show(queue)
        for number, queue in self.queues.items(): show(number); show(queue)
        for job in self.jobs: show(job.run())
        for job in self.jobs[1:]: show(job)
        for row in table.rows: show(row)
        show([each for each in self.waiting][0])
`;
    assert.deepEqual(await shown(program), [
      "asyncio.Queue()",
      "asyncio.Queue() | none",
      "asyncio.Queue()",
      "instance Job",
      "instance Job",
      "instance Job",
      "instance Job",
      "instance Job",
      "3 | instance Job",
      "instance Job | instance Job",
      "instance Job",
      "instance Job | none",
      "asyncio.Queue()",
      "asyncio.Queue()",
      "int()",
      "asyncio.Queue()",
      "1",
      "instance Job",
      "instance Job",
      "instance Job",
    ]);
  });
});

describe("injected parameters", () => {
  it("hold what the dependency gives", async () => {
    const others = {
      "tasks.py":
        "class Tasks: pass\nclass Session: pass\ndef get_tasks(): return Tasks()\nasync def get_later(): return Tasks()\n" +
        "async def get_session():\n    yield Session()\nclass Guard:\n    def __call__(self): return Tasks()\n",
    };
    const program = `
from typing import Annotated, Any
from fastapi import Depends, Security
from tasks import Guard, Session, get_later, get_session, get_tasks
def a(tasks=Depends(get_tasks), later=Depends(get_later), session=Depends(get_session)):
    show(tasks); show(later); show(session)
def b(tasks: Annotated[Any, Depends(get_tasks)], session: Any = Depends(get_session), made=Security(Session)):
    show(tasks); show(session); show(made)
def c(guarded=Depends(Guard()), other=Depends(elsewhere)):
    show(guarded); show(other)
`;
    assert.deepEqual(await shown(program, others), [
      "instance Tasks",
      "instance Tasks",
      "instance Session",
      "instance Tasks",
      "instance Session",
      "instance Session",
      "instance Tasks",
      "unknown",
    ]);
  });
});
