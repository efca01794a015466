import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { scan } from "../../src/engine/scan/scan.js";
import { workspace } from "../cli/command.js";

type Files = Readonly<Record<string, string>>;

/** What a scan of a project says with a configuration, as `path:line rule message`. */
async function said(t: TestContext, files: Files, configuration: string, rule: string): Promise<string[]> {
  const current = workspace(t, { ...files, "scarlint.toml": configuration });
  const { findings, failures } = await scan({ current, select: [rule] });
  assert.deepEqual(failures, []);
  return findings.map(({ path, start, message }) => `${path}:${start.line} ${message}`);
}

/** Holds that a project has no finding of a rule until it says something of itself, or the other way round. */
async function changes(
  t: TestContext,
  files: Files,
  [rule, knowledge]: readonly [rule: string, knowledge: string],
  expected: { readonly without: readonly RegExp[]; readonly with: readonly RegExp[] },
): Promise<void> {
  for (const [configuration, patterns] of [
    ["", expected.without],
    [`[knowledge]\n${knowledge}\n`, expected.with],
  ] as const) {
    const messages = await said(t, files, configuration, rule);
    assert.equal(messages.length, patterns.length, messages.join("\n"));
    for (const [index, pattern] of patterns.entries()) assert.match(messages[index] ?? "", pattern);
  }
}

const PICKLE = "deserialize/untrusted-pickle";
const BUS = `
import _bus

class Bus:
    def receive(self):
        return _bus.take()

    def frames(self):
        yield from _bus.all()

class Frame:
    def __init__(self, number):
        self.payload = _bus.payload(number)

def latest():
    return _bus.latest()
`;

describe("network sources of a project's own", () => {
  for (const [what, path, program] of [
    [
      "a method",
      "shop.bus.Bus().receive()",
      "from shop.bus import Bus\nimport pickle\n\ndef go(bus: Bus):\n    return pickle.loads(bus.receive())\n",
    ],
    [
      "a function by another name",
      "shop.bus.latest()",
      "from shop.bus import latest as newest\nimport pickle\n\ndef go():\n    return pickle.loads(newest())\n",
    ],
    [
      "an attribute",
      "shop.bus.Frame().payload",
      "from shop.bus import Frame\nimport pickle\n\ndef go():\n    return pickle.loads(Frame(1).payload)\n",
    ],
    [
      "an item",
      "shop.bus.Bus().frames()[]",
      "from shop.bus import Bus\nimport pickle\n\ndef go():\n    for frame in Bus().frames():\n        yield pickle.loads(frame)\n",
    ],
    [
      "a function of a library",
      "acme.{get,take}()",
      "import acme, pickle\n\ndef go():\n    return pickle.loads(acme.take())\n",
    ],
  ] as const) {
    it(`may be ${what}`, async (t) => {
      const files = { "shop/__init__.py": "", "shop/bus.py": BUS, "app.py": program };
      const knowledge = `network-sources = { "a frame of the bus" = ["${path}"] }`;
      await changes(t, files, [PICKLE, knowledge], {
        without: [],
        with: [/^app\.py:\d+ 'pickle\.loads' unpickles a frame of the bus /],
      });
    });
  }

  it("are followed through the files of the project", async (t) => {
    const files = {
      "src/shop/__init__.py": "",
      "src/shop/bus.py": BUS,
      "src/shop/inbox.py":
        "from shop.bus import Bus\n\ndef next_order(bus: Bus):\n    message = bus.receive()\n    return message\n",
      "src/shop/orders.py":
        "import pickle\nfrom shop.inbox import next_order\n\ndef work(bus):\n    return pickle.loads(next_order(bus))\n",
    };
    const knowledge = `network-sources = { "an order" = ["shop.bus.Bus().receive()"] }`;
    await changes(t, files, [PICKLE, knowledge], {
      without: [],
      with: [/^src\/shop\/orders\.py:5 .* an order .* it comes from 'bus\.receive\(\)' \(\[inbox\.py:4\]\(1\)\)/],
    });
  });
});

describe("unpicklers of a project's own", () => {
  for (const [what, path, codec, program] of [
    [
      "a function of the project",
      "shop.codec.unpack",
      "import _codec\n\ndef unpack(data):\n    return _codec.run(data)\n",
      "from shop.codec import unpack\n",
    ],
    [
      "a function of a library by another name",
      "acme.codec.{load,loads}",
      "",
      "from acme.codec import loads as unpack\n",
    ],
  ] as const) {
    it(`may be ${what}, in a file that has no word of a built-in one`, async (t) => {
      const files = {
        "shop/__init__.py": "",
        "shop/codec.py": codec,
        "app.py": `import zmq\n${program}\ndef go(socket: zmq.Socket):\n    return unpack(socket.recv())\n`,
      };
      await changes(t, files, [PICKLE, `unpicklers = ["${path}"]`], {
        without: [],
        with: [/^app\.py:5 'unpack' unpickles a ZeroMQ message /],
      });
    });
  }
});

describe("functions that return bound sockets", () => {
  const files = {
    "pool/__init__.py": "",
    "pool/sockets.py": "import _pool\n\ndef lease(name):\n    return _pool.take(name)\n",
  };

  it("make a second bind a finding", async (t) => {
    const app =
      "from pool.sockets import lease\n\nclass Agent:\n    def __init__(self):\n        self.socket = lease('replies')\n\n    def run(self):\n        self.socket.bind('tcp://*:5555')\n";
    await changes(t, { ...files, "agent.py": app }, ["zmq/rebind", `bound-sockets = ["pool.sockets.lease"]`], {
      without: [],
      with: [
        /^agent\.py:8 'self\.socket' is bound again, but 'lease' returns a socket that is \[already bound\]\(1\), as the configuration says\.$/,
      ],
    });
  });

  it("make a connect a finding", async (t) => {
    const app =
      "import acme_pool\n\ndef run():\n    socket = acme_pool.bound('orders')\n    socket.connect('tcp://peer:5555')\n";
    await changes(t, { "agent.py": app }, ["zmq/bind-then-connect", `bound-sockets = ["acme_pool.bound()"]`], {
      without: [],
      with: [/^agent\.py:5 'socket' connects here, but 'acme_pool\.bound' returns /],
    });
  });
});

const WORKER = `
class Worker:
    def __init__(self):
        self.running = True
        self.thread = spawn(self._run)

    def stop(self):
        self.running = False

    def _run(self):
        while self.running:
            self.step()
`;

describe("functions that start threads", () => {
  it("make a thread that nobody joins a finding, in a file without a word of threads", async (t) => {
    const files = {
      "base/__init__.py": "",
      "base/tasks.py": "import _native\n\ndef spawn(function):\n    return _native.start(function)\n",
      "worker.py": `from base.tasks import spawn\n${WORKER}`,
    };
    await changes(t, files, ["threads/unjoined-thread", `starts-threads = ["base.tasks.spawn"]`], {
      without: [],
      with: [/^worker\.py:6 Nothing joins thread 'thread': 'stop' \(\[worker\.py:9\]\(1\)\) ends it without waiting/],
    });
    const joined = {
      ...files,
      "worker.py": `${files["worker.py"]}\n    def close(self):\n        self.thread.join()\n`,
    };
    await changes(t, joined, ["threads/unjoined-thread", `starts-threads = ["base.tasks.spawn"]`], {
      without: [],
      with: [],
    });
  });

  it("run what they are given in the background", async (t) => {
    const files = {
      "pump.py":
        "class Pump:\n    def run(self):\n        while True:\n            self.step()\n\n    def stop(self):\n        self.valve.shut()\n",
      "main.py": "import acme\nfrom pump import Pump\n\ndef start():\n    return acme.background(Pump().run)\n",
    };
    await changes(t, files, ["threads/stop-less-loop", `starts-threads = ["acme.background"]`], {
      without: [],
      with: [/^pump\.py:3 'run' runs in the background \(\[main\.py:5\]\(1\)\)/],
    });
  });
});

it("functions that join threads count as a join", async (t) => {
  const files = {
    "ends.py": "import _native\n\ndef reap(thread):\n    _native.wait(thread.ident)\n",
    "worker.py": `import threading\nfrom ends import reap\n${WORKER.replace("spawn(self._run)", "threading.Thread(target=self._run)\n        self.thread.start()")}\n    def close(self):\n        reap(self.thread)\n`,
  };
  await changes(t, files, ["threads/unjoined-thread", `joins-threads = ["ends.reap"]`], {
    without: [/^worker\.py:8 Nothing joins thread 'thread'/],
    with: [],
  });
});

it("names of stop flags end loops", async (t) => {
  const files = {
    "state.py": "shutting_down = False\n",
    "loop.py":
      "import threading\n\nclass Loop:\n    draining = False\n\n    def start(self):\n        threading.Thread(target=self.run).start()\n\n    def run(self):\n        while not self.draining:\n            self.step()\n",
  };
  await changes(t, files, ["threads/stop-less-loop", `stop-flags = ["draining"]`], {
    without: [/^loop\.py:10 .* nothing ever changes 'draining'/],
    with: [],
  });
});

it("what one part of a repository knows does not leak into another", async (t) => {
  const program = "import acme, pickle\n\ndef go():\n    return pickle.loads(acme.take())\n";
  const current = workspace(t, {
    "a/scarlint.toml": `[knowledge.network-sources]\n"an order" = ["acme.take()"]\n`,
    "a/app.py": program,
    "b/app.py": program,
    "c/scarlint.toml": `extend = "../a/scarlint.toml"\n[knowledge.network-sources]\n"a quote" = ["acme.quote()"]\n`,
    "c/app.py": program,
  });
  const { findings } = await scan({ current, select: [PICKLE] });
  assert.deepEqual(
    findings.map(({ path }) => path),
    ["a/app.py", "c/app.py"],
  );
});
