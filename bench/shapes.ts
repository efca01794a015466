/** Programs that make a linter slow if anything in it is quadratic. */
export interface Shape {
  /** The largest size, which is how often what repeats is there. */
  readonly size: number;
  /** A program of a size: one file, or several by path. */
  readonly write: (size: number) => string | ReadonlyMap<string, string>;
}

/** By what they are many of. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  functions: {
    size: 5_000,
    write: (size) =>
      lines(size, (i) => `def step_${i}(queue, item):\n    return queue.put((item, ${i}), timeout=${i} % 7)\n`),
  },
  "elements of a literal": {
    size: 20_000,
    write: (size) => `TABLE = [\n${lines(size, (i) => `    {"key": "${i}", "at": ${i}},`)}\n]\n`,
  },
  "words of a tuple": { size: 20_000, write: (size) => `WORDS = (${joined(size, ", ", (i) => `"word_${i}"`)})\n` },
  "functions calling each other in a ring": {
    size: 10_000,
    write: (size) =>
      `import pickle\n\n${lines(size, (i) => `def turn_${i}(data):\n    return turn_${after(i, size)}(data)\n`)}\ndef start(sock):\n    return pickle.loads(turn_0(sock.recv()))\n`,
  },
  "methods of a class": {
    size: 5_000,
    write: (size) =>
      `import threading\n\n\nclass Wide:\n    def __init__(self):\n        self.lock = threading.Lock()\n        self.state_0 = None\n\n${lines(size, (i) => `    def method_${i}(self):\n        self.state_${after(i)} = self.state_${i}\n        return self.method_${after(i, size)}()\n`)}`,
  },
  "methods that test and pop one container": {
    size: 5_000,
    write: (size) =>
      `import threading\n\n\nclass Pool:\n    def __init__(self):\n        self.items = []\n        threading.Thread(target=self.take_0).start()\n\n${lines(size, (i) => `    def take_${i}(self):\n        if self.items:\n            return self.items.pop()\n`)}`,
  },
  "objects made of parts of such objects": {
    size: 2_000,
    write: (size) =>
      `class Sum:\n    def __init__(self, table, first=None, second=None, kind=None):\n        self.table = table\n        self.first = first\n        self.second = second\n        self.kind = first.kind if first and not kind else kind\n\n${lines(size, (i) => `    def plus_${i}(self, other):\n        left = Sum(self.table, self.first, other, self.kind)\n        if left.second.kind:\n            return Sum(left.table, left, Sum(other.table, left.first, other.second, left.kind))\n`)}`,
  },
  "threads popping one list": {
    size: 2_000,
    write: (size) =>
      `import threading\n\nqueue = []\n\n\n${lines(size, (i) => `def work_${i}():\n    while queue:\n        queue.pop()\n\n\nthreading.Thread(target=work_${i}).start()\n`)}`,
  },
  "classes with one method calling each other": {
    size: 2_000,
    write: (size) =>
      `import threading\n\n\n${lines(size, (i) => `class Stage${i}:\n    def __init__(self, other):\n        self.other = other\n        self.items = []\n\n    def run(self):\n        if self.items:\n            self.items.pop()\n        self.other.run()\n\n\nthreading.Thread(target=Stage${i}(None).run).start()\n`)}`,
  },
  "threads that are started": {
    size: 2_000,
    write: (size) =>
      `import threading\nimport time\n\n\n${lines(size, (i) => `def work_${i}():\n    while True:\n        time.sleep(1)\n\n\nworker_${i} = threading.Thread(target=work_${i})\nworker_${i}.start()\n`)}`,
  },
  "classes of threads": {
    size: 2_000,
    write: (size) =>
      `import threading\n\n\n${lines(size, (i) => `class Worker${i}(threading.Thread):\n    def __init__(self):\n        super().__init__()\n        self.stopped = False\n\n    def run(self):\n        while not self.stopped:\n            self.step()\n\n    def step(self):\n        pass\n\n    def stop(self):\n        self.stopped = True\n\n\nWorker${i}().start()\n`)}`,
  },
  "subclasses in a chain": {
    size: 2_000,
    write: (size) =>
      `import threading\n\n\nclass Link0:\n    value = None\n\n\n${lines(size, (i) => `class Link${after(i)}(Link${i}):\n    def method_${i}(self):\n        return self.value\n\n`)}\nclass Last(Link${String(size)}, threading.Thread):\n    def run(self):\n        pass\n\n\nLast().start()\n`,
  },
  "subclasses of one class": {
    size: 2_000,
    write: (size) =>
      `import threading\n\n\nclass Base(threading.Thread):\n    client = None\n\n    def run(self):\n        self.step()\n        self.client.send()\n\n    def step(self):\n        pass\n\n\n${lines(size, (i) => `class Leaf${i}(Base):\n    def step(self):\n        return self.client\n\n\nLeaf${i}().start()\n`)}`,
  },
  "nested classes": {
    size: 1_000,
    write: (size) => `${lines(size, (i) => `${" ".repeat(Number(i))}class C${i}:`)}\n${" ".repeat(size)}pass\n`,
  },
  "nested functions": {
    size: 1_000,
    write: (size) => `${lines(size, (i) => `${" ".repeat(Number(i))}def f${i}():`)}\n${" ".repeat(size)}pass\n`,
  },
  "nested ifs": {
    size: 1_000,
    write: (size) =>
      `def f(a):\n${lines(size, (i) => ` ${" ".repeat(Number(i))}if a:`)}\n${" ".repeat(size + 1)}pass\n`,
  },
  "nested withs": {
    size: 1_000,
    write: (size) =>
      `def f(a):\n${lines(size, (i) => ` ${" ".repeat(Number(i))}with a:`)}\n${" ".repeat(size + 1)}pass\n`,
  },
  "nested tries": {
    size: 1_000,
    write: (size) =>
      `def f(a):\n${lines(size, (i) => ` ${" ".repeat(Number(i))}try:`)}\n${" ".repeat(size + 1)}a()\n${Array.from({ length: size }, (_, i) => `${" ".repeat(size - i)}except OSError:\n${" ".repeat(size - i + 1)}pass`).join("\n")}\n`,
  },
  "nested loops": {
    size: 1_000,
    write: (size) =>
      `def f(a):\n${lines(size, (i) => ` ${" ".repeat(Number(i))}while a.get():`)}\n${" ".repeat(size + 1)}pass\n`,
  },
  "awaits in a row": { size: 20_000, write: (size) => `async def f():\n    ${"await ".repeat(size)}a\n` },
  "negations in a row": { size: 20_000, write: (size) => `def f(a):\n    return ${"not ".repeat(size)}a\n` },
  "signs in a row": { size: 20_000, write: (size) => `def f(a):\n    return ${"-".repeat(size)}a\n` },
  "lambdas in each other": { size: 10_000, write: (size) => `f = ${"lambda: ".repeat(size)}a\n` },
  "conditions in each other": {
    size: 10_000,
    write: (size) => `def f(a, b):\n    return ${"a if b else ".repeat(size)}a\n`,
  },
  "brackets in each other": { size: 10_000, write: (size) => `NESTED = ${"[".repeat(size)}0${"]".repeat(size)}\n` },
  "parentheses in each other": { size: 10_000, write: (size) => `NESTED = ${"(".repeat(size)}0${")".repeat(size)}\n` },
  "calls in each other": { size: 10_000, write: (size) => `NESTED = ${"f(".repeat(size)}0${")".repeat(size)}\n` },
  "brackets that stay open": { size: 10_000, write: (size) => `NESTED = ${"(".repeat(size)}\n` },
  "attributes in a chain": { size: 10_000, write: (size) => `def f(a):\n    return a${".b".repeat(size)}\n` },
  "calls in a chain": { size: 5_000, write: (size) => `def f(a):\n    return a${".b()".repeat(size)}\n` },
  "subscripts in a chain": { size: 10_000, write: (size) => `def f(a):\n    return a${"[0]".repeat(size)}\n` },
  "terms of a sum": {
    size: 10_000,
    write: (size) => `def f(x):\n    return ${joined(size, " + ", () => "x")}\n`,
  },
  "powers of powers": { size: 5_000, write: (size) => `def f(x):\n    return ${joined(size, " ** ", () => "x")}\n` },
  "conditions joined": {
    size: 5_000,
    write: (size) => `def f(x):\n    if ${joined(size, " and ", (i) => `x.a${i}`)}:\n        return x\n`,
  },
  "comparisons in a chain": {
    size: 10_000,
    write: (size) => `def f(x):\n    return ${joined(size, " < ", (i) => `x${i}`)}\n`,
  },
  "assignments of one name": {
    size: 5_000,
    write: (size) => `def f(x):\n${lines(size, (i) => `    x = g(x, ${i})`)}\n    return x\n`,
  },
  "assignments of one attribute": {
    size: 10_000,
    write: (size) =>
      `class Box:\n    def __init__(self):\n        self.value = None\n${lines(size, (i) => `        self.value = ${i}`)}\n        self.value.strip()\n`,
  },
  "methods that set one attribute": {
    size: 5_000,
    write: (size) =>
      `class Box:\n    def __init__(self):\n        self.value = None\n\n${lines(size, (i) => `    def set_${i}(self):\n        self.value = make_${i}()\n        self.value.close()\n        self.value = None\n`)}`,
  },
  "imports of one name": {
    size: 5_000,
    write: (size) => `${lines(size, (i) => `from package_${i} import thing`)}\n\ndef f():\n    thing.do()\n`,
  },
  "names imported at once": {
    size: 5_000,
    write: (size) => `from package import (${joined(size, ", ", (i) => `name_${i}`)})\n`,
  },
  "uses of one import": {
    size: 5_000,
    write: (size) => `import pickle\n\ndef f(sock):\n${lines(size, () => `    pickle.loads(sock.recv(10))`)}\n`,
  },
  "branches of an if": {
    size: 10_000,
    write: (size) =>
      `def f(x):\n    if x == 0:\n        y = 0\n${lines(size, (i) => `    elif x == ${i}:\n        y = ${i}`)}\n    return y\n`,
  },
  "elses of elses": {
    size: 1_000,
    write: (size) =>
      `def f(x):\n${lines(size, (i) => ` ${" ".repeat(Number(i))}if x == ${i}:\n  ${" ".repeat(Number(i))}y = 1\n ${" ".repeat(Number(i))}else:`)}\n${" ".repeat(size + 2)}y = 2\n`,
  },
  "handlers of a try": {
    size: 10_000,
    write: (size) => `def f(x):\n    try:\n        x()\n${lines(size, (i) => `    except Error${i}:\n        pass`)}\n`,
  },
  "tries in a row": {
    size: 5_000,
    write: (size) =>
      `def f(x):\n${lines(size, (i) => `    try:\n        y = x(${i})\n    except Exception:\n        pass\n    finally:\n        x.close()`)}\n    return y\n`,
  },
  "tries of modules": {
    size: 5_000,
    write: (size) => lines(size, (i) => `try:\n    value = load(${i})\nexcept Exception:\n    value = None\n`),
  },
  "cases of a match": {
    size: 10_000,
    write: (size) =>
      `def f(x):\n    match x:\n${lines(size, (i) => `        case ${i}:\n            y = ${i}`)}\n    return y\n`,
  },
  "loops in a row": {
    size: 5_000,
    write: (size) =>
      `def f(x):\n${lines(size, (i) => `    while x.get():\n        if x.a${i}:\n            break\n        y = x\n`)}\n    return y\n`,
  },
  decorators: { size: 5_000, write: (size) => `${lines(size, (i) => `@wrap(${i})`)}\ndef f():\n    pass\n` },
  "decorators that are open": { size: 5_000, write: (size) => `${lines(size, (i) => `@wrap(${i})`)}\n` },
  parameters: {
    size: 10_000,
    write: (size) => `def f(${joined(size, ", ", (i) => `p${i}=None`)}):\n    return p0.x\n\n\nf(1)\n`,
  },
  arguments: {
    size: 10_000,
    write: (size) => `def f(*args, **kwargs):\n    return args\n\n\nf(${joined(size, ", ", (i) => `k${i}=${i}`)})\n`,
  },
  "parts of an f-string": { size: 5_000, write: (size) => `def f(x):\n    return f"${"{x} ".repeat(size)}"\n` },
  "f-strings in each other": {
    size: 140,
    write: (size) => `def f(x):\n    return ${'f"{'.repeat(size)}x${'}"'.repeat(size)}\n`,
  },
  "strings in a row": { size: 5_000, write: (size) => `TEXT = (${joined(size, "\n", (i) => `"part ${i}"`)})\n` },
  "line of a megabyte": { size: 200_000, write: (size) => `TEXT = "${"x".repeat(size)}"\n` },
  "statements on one line": { size: 10_000, write: (size) => `${joined(size, "; ", (i) => `x = ${i}`)}\n` },
  "blank lines": { size: 20_000, write: (size) => `import pickle\n${"\n".repeat(size)}\npickle.loads(data)\n` },
  comments: {
    size: 20_000,
    write: (size) => `import pickle\n${lines(size, (i) => `# note ${i}`)}\npickle.loads(data)\n`,
  },
  suppressions: {
    size: 10_000,
    write: (size) => lines(size, (i) => `x = ${i}  # scarlint: ignore[threads/check-then-act] because ${i}`),
  },
  "names in a suppression": {
    size: 10_000,
    write: (size) => `x = 1  # scarlint: ignore[${joined(size, ", ", (i) => `threads/rule-${i}`)}] because\n`,
  },
  findings: {
    size: 10_000,
    write: (size) =>
      lines(size, (i) => `def f${i}():\n    try:\n        work()\n    except Exception:\n        pass\n`),
  },
  "findings on one line": {
    size: 10_000,
    write: (size) =>
      `import pickle\n\n\ndef f(sock):\n    return [${joined(size, ", ", () => "pickle.loads(sock.recv())")}]\n`,
  },
  faults: { size: 10_000, write: (size) => lines(size, (i) => `def f${i}(:\n    return (${i}\n`) },
  "faulty classes in each other": {
    size: 300,
    write: (size) =>
      `${lines(size, (i) => `${" ".repeat(Number(i))}class C${i}:\n${" ".repeat(Number(i))} def f(:`)}\n`,
  },
  "quotes that stay open": { size: 5_000, write: (size) => lines(size, () => `x = "open`) },
  "carriage returns": { size: 10_000, write: (size) => `${joined(size, "\r", (i) => `x = ${i}`)}\r` },
  "continued lines": { size: 10_000, write: (size) => `x = 1 ${"\\\n + 1".repeat(size)}\n` },
  globals: {
    size: 5_000,
    write: (size) =>
      `state = None\n\n\n${lines(size, (i) => `def set_${i}():\n    global state\n    state = ${i}\n    return state.x\n`)}`,
  },
  "functions of one name": {
    size: 3_000,
    write: (size) => lines(size, (i) => `def made(x):\n    return x\n\n\ndef use_${i}():\n    return made(${i})\n`),
  },
  "attributes that a constructor reads early": {
    size: 2_000,
    write: (size) =>
      `class Mill:\n    def __init__(self):\n${lines(size, (i) => `        self.read_${i}()`)}\n${lines(size, (i) => `        self.a_${i} = ${i}`)}\n\n${lines(size, (i) => `    def read_${i}(self):\n        return self.a_${i} or self.read_${after(i)}()\n`)}`,
  },
  "tests for None": {
    size: 5_000,
    write: (size) => `def use(x):\n${lines(size, (i) => `    if x.a_${i} is None:\n        print(x.a_${i}.b)`)}\n`,
  },
  "functions with one caller": {
    size: 5_000,
    write: (size) =>
      `import pickle\n\n\n${lines(size, (i) => `def load_${i}(data):\n    return pickle.loads(data)\n`)}\n\ndef all(sock):\n${lines(size, (i) => `    load_${i}(sock.recv(1))`)}\n`,
  },
  "callers of one function": {
    size: 5_000,
    write: (size) =>
      `import pickle\n\n\ndef load(data):\n    return pickle.loads(data)\n\n\n${lines(size, (i) => `def use_${i}(data):\n    return load(data)\n`)}`,
  },
  "optional results": {
    size: 5_000,
    write: (size) =>
      `def find_0(x):\n    return None\n\n\n${lines(size, (i) => `def find_${after(i)}(x):\n    found = find_${i}(x)\n    if x:\n        return found.name\n    return found\n`)}`,
  },
  "locals that may be None": {
    size: 5_000,
    write: (size) =>
      `def f(x):\n${lines(size, (i) => `    v${i} = None\n    if x == ${i}:\n        v${i} = x.get()\n    v${i}.close()`)}\n`,
  },
  coroutines: {
    size: 5_000,
    write: (size) =>
      `import asyncio\n\n\n${lines(size, (i) => `async def work_${i}():\n    await asyncio.gather(work_${after(i, size)}(), plain_${i}())\n\n\ndef plain_${i}():\n    return 1\n`)}`,
  },
  "coroutine functions that one coroutine calls": {
    size: 2_000,
    write: (size) =>
      `import asyncio\nimport time\n\n\n${lines(size, (i) => `async def step_${i}(x):\n    time.sleep(x)\n\n\ndef back_off_${i}(x):\n    time.sleep(x)\n\n`)}\nasync def work(x):\n    asyncio.get_running_loop()\n${lines(size, (i) => `    await step_${i}(x)\n    step_${i}(x)\n    back_off_${i}(x)\n    asyncio.create_task(step_${i}(x))`)}\n`,
  },
  "coroutines that nobody awaits": {
    size: 2_000,
    write: (size) =>
      `async def work(x):\n    return x\n\n\ndef use():\n${lines(size, (i) => `    v${i} = work(${i})\n    if v${i}:\n        print(len(v${i}))\n    v = work(v${after(i, size)})\n    len(v)\n    work(${i})`)}\n`,
  },
  "keys of dictionaries that callers write": {
    size: 1_000,
    write: (size) =>
      `def read(values):\n${lines(size, (i) => `    v${i} = values["k${i}"]\n    v${i}.get("a")`)}\n\n\n${lines(size, (i) => `read({"k${i}": True, "k${after(i, size)}": 1})`)}\n`,
  },
  "times with and without a zone": {
    size: 1_000,
    write: (size) =>
      `from datetime import datetime, timedelta, timezone\n\n\nclass Log:\n    def __init__(self):\n        self.end = None\n\n    def use(self):\n${lines(size, (i) => `        t${i} = datetime.now(timezone.utc)\n        t${i} += timedelta(days=1)\n        t${i} < self.end\n        t${after(i, size)} < datetime.utcnow()\n        self.end = datetime.utcnow()`)}\n`,
  },
  "members compared with texts": {
    size: 1_000,
    write: (size) =>
      `from enum import Enum\n\n\nclass State(Enum):\n${lines(size, (i) => `    S${i} = "s${i}"`)}\n\n\ndef use(state: State):\n${lines(size, (i) => `    state == "t${i}" or state.value == "t${i}"`)}\n`,
  },
  sockets: {
    size: 2_000,
    write: (size) =>
      `import zmq\n\ncontext = zmq.Context()\n\n\n${lines(size, (i) => `def open_${i}():\n    socket = context.socket(zmq.PUB)\n    socket.bind("tcp://*:5555")\n    return socket\n`)}`,
  },
  "binds of one socket": {
    size: 2_000,
    write: (size) =>
      `import zmq\n\n\nclass Hub:\n    def __init__(self):\n        self.socket = zmq.Context().socket(zmq.PUB)\n\n${lines(size, (i) => `    def bind_${i}(self):\n        self.socket.bind("tcp://*:${i}")\n        self.bind_${after(i, size)}()\n`)}`,
  },
  routes: {
    size: 2_000,
    write: (size) =>
      `from flask import Flask, request, abort\n\napp = Flask(__name__)\nTOKEN = None\n\n\n${lines(size, (i) => `@app.route("/${i}")\ndef view_${i}():\n    if TOKEN and request.headers.get("Authorization") != TOKEN:\n        abort(401)\n    return eval(request.args["x"])\n`)}`,
  },
  "loops that threads run": {
    size: 2_000,
    write: (size) =>
      `import threading\nimport time\n\n\nclass Service:\n    def __init__(self):\n        self.running = True\n${lines(size, (i) => `        self.thread_${i} = threading.Thread(target=self.loop_${i})\n        self.thread_${i}.start()`)}\n\n    def stop(self):\n        self.running = False\n\n${lines(size, (i) => `    def loop_${i}(self):\n        while self.running:\n            time.sleep(${i})\n`)}`,
  },
  "attributes never set": {
    size: 5_000,
    write: (size) =>
      `class Bag:\n    def __init__(self):\n        self.a = 1\n\n${lines(size, (i) => `    def get_${i}(self):\n        return self.b_${i}\n`)}`,
  },
  "classes reading attributes": {
    size: 2_000,
    write: (size) =>
      lines(
        size,
        (i) =>
          `class Bag${i}:\n    def __init__(self):\n        self.a${i} = None\n\n    def get(self, other):\n        return self.a${i}.x + self.b${i}\n`,
      ),
  },
  "handlers of one name": {
    size: 2_000,
    write: (size) =>
      `def work(take):\n    error = None\n${lines(size, (i) => `    try:\n        take(${i})\n    except ValueError as error:\n        print(take)`)}\n    return error\n`,
  },
  "classes that are taken note of": {
    size: 2_000,
    write: (size) =>
      `KNOWN = {}\n\n\ndef register(of):\n    KNOWN[of.__name__] = of\n    return of\n\n\n${lines(size, (i) => `@register\nclass Bag${i}:\n    def get(self):\n        return self.b_${i}\n`)}`,
  },
  "coroutines that a file keeps": {
    size: 2_000,
    write: (size) =>
      `async def get(number):\n    return number\n\n\n${lines(size, (i) => `kept_${i} = get(${i})`)}\n\n\ndef use():\n${lines(size, (i) => `    kept_${i}.mode()`)}\n`,
  },
  "sets that are appended to": {
    size: 1_000,
    write: (size) =>
      `def keep(rows):\n    seen = set()\n${lines(size, (i) => `    if rows[${i}]:\n        seen.append(rows)`)}\n    return seen\n`,
  },
  "lists that are used as mappings": {
    size: 1_000,
    write: (size) =>
      `class Kept:\n    def __init__(self):\n${lines(size, (i) => `        self.row_${i} = []`)}\n\n    def use(self):\n${lines(size, (i) => `        row_${i} = list()\n        print(row_${i}.items(), self.row_${i}.add(1))`)}\n`,
  },
  "parts of one object": {
    size: 1_000,
    write: (size) =>
      `${lines(size, (i) => `class Part${i}:\n    def __init__(self):\n        self.own_${i} = 1\n`)}\n\nclass Whole:\n    def __init__(self):\n${lines(size, (i) => `        self.part_${i} = Part${i}()`)}\n\n\ndef use(whole: Whole):\n${lines(size, (i) => `    print(whole.part_${i}.own_${after(i, size)})`)}\n`,
  },
  "modules in a chain of imports": {
    size: 2_000,
    write: (size) =>
      files(
        size,
        (i) => `from m${after(i, size)} import load as go\n\n\ndef load(data):\n    return go(data).strip()\n`,
      ),
  },
  "star imports in a chain": {
    size: 2_000,
    write: (size) => files(size, (i) => `from m${after(i, size)} import *\n\nthing.do(name_${i})\n`),
  },
  "star imports of one module": {
    size: 2_000,
    write: (size) =>
      new Map([
        ...files(size, (i) => `value_${i} = None\n`),
        ["all.py", `${lines(size, (i) => `from m${i} import *`)}\n\nprint(value_0.x, value_${String(size - 1)}.x)\n`],
      ]),
  },
  "modules with one class name": {
    size: 2_000,
    write: (size) =>
      files(
        size,
        (i) =>
          `import threading\nfrom m${after(i, size)} import Worker as Base\n\n\nclass Worker(Base):\n    def __init__(self):\n        self.items = []\n\n    def run(self):\n        if self.items:\n            self.items.pop()\n        self.run()\n`,
      ),
  },
};

function lines(count: number, line: (index: string) => string): string {
  return joined(count, "\n", line);
}

function joined(count: number, between: string, part: (index: string) => string): string {
  return Array.from({ length: count }, (_, index) => part(String(index))).join(between);
}

/** Modules `m0.py`, `m1.py`, … */
function files(count: number, text: (index: string) => string): Map<string, string> {
  return new Map(Array.from({ length: count }, (_, index) => [`m${String(index)}.py`, text(String(index))]));
}

/** The number after one, from 0 again at the end. */
function after(index: string, end = Infinity): string {
  return String((Number(index) + 1) % end);
}
