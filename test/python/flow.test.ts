import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { originsOf } from "../../src/python/dataflow/flow.js";
import { moduleOf as moduleOfNode, whereIs } from "../../src/python/model/module.js";
import { moduleOf } from "../support/program.js";

const sources = {
  label: (node: Parameters<typeof originsOf>[0]) =>
    node.kind === "call" &&
    moduleOfNode(node)
      .apiPathsOf(node)
      .some((path) => path.endsWith(".recv()"))
      ? "a message"
      : undefined,
};

/** The origins of each `sink(expression)` of a program, as `kind file:line,file:line`. */
async function origins(main: string, others: Record<string, string> = {}): Promise<string[][]> {
  const module = await moduleOf(main, others);
  return module.callsNamed("sink").map((call) => {
    const argument = call.positional[0];
    assert.ok(argument);
    return [...originsOf(argument, sources)].map(
      (origin) => `${origin.kind} ${origin.steps.map((step) => whereIs(step.at).replace("main.py:", "")).join(",")}`,
    );
  });
}

const SOCKET = "import zmq, queue, base64\nsocket = zmq.Context().socket(zmq.PULL)\n";

describe("a value is traced", () => {
  it("through assignments, unpacking, slices and decoding", async () => {
    const program = `${SOCKET}
data = socket.recv()
head, *rest = data
sink(base64.b64decode(rest[1][2:]))
`;
    assert.deepEqual(await origins(program), [["source 4,4,5,6"]]);
  });

  it("through containers and queues", async () => {
    const program = `${SOCKET}
class Worker:
    def __init__(self):
        self.queue = queue.Queue()
    def read(self):
        self.queue.put(socket.recv())
    def work(self):
        sink(self.queue.get())
`;
    assert.deepEqual(await origins(program), [["source 8,8,10", "call 6,10"]]);
  });

  it("through helpers in other files, and back to the caller it came from", async () => {
    const helper = "def strip(text):\n    return text[1:]\n";
    const program = `${SOCKET}
from helper import strip
clean = strip(b"constant")
sink(strip(socket.recv()))
sink(clean)
`;
    const found = await origins(program, { "helper.py": helper });
    assert.equal(found[0]?.length, 1);
    assert.match(found[0][0] ?? "", /^source 6,/);
    assert.match(found[1]?.[0] ?? "", /^constant/);
    assert.equal(found[1]?.length, 1);
  });

  it("to the parameter where callers end", async () => {
    const program = `${SOCKET}
def handle(payload):
    sink(payload)
def public(payload):
    handle(payload)
`;
    assert.deepEqual(await origins(program), [["parameter 7"]]);
  });

  it("to constants, and not through what hides the value", async () => {
    assert.deepEqual(await origins(`${SOCKET}\nsink("a" + "b")\nsink(len(socket.recv()))\n`), [
      ["constant ", "constant "],
      ["constant "],
    ]);
  });

  it("to an end in loops and recursion", async () => {
    const program = `${SOCKET}
def grow(buffer):
    while True:
        buffer = buffer + socket.recv()
        sink(buffer)
        if not buffer:
            return grow(buffer)
`;
    const found = await origins(program);
    assert.ok(found[0]?.some((origin) => origin.startsWith("source")));
  });
});
