/** Sources of one file that make a linter slow if anything in it is quadratic, by what they are. */
export const SHAPES: Readonly<Record<string, { readonly size: number; readonly write: (size: number) => string }>> = {
  "functions, 5 MB at 2n": {
    size: 27_000,
    write: (size) =>
      lines(size, (i) => `def step_${i}(queue, item):\n    return queue.put((item, ${i}), timeout=${i} % 7)\n`),
  },
  "elements of a literal": {
    size: 10_000,
    write: (size) => `TABLE = [\n${lines(size, (i) => `    {"key": "${i}", "at": ${i}},`)}\n]\n`,
  },
  "brackets in each other": {
    size: 500,
    write: (size) => `NESTED = ${"[".repeat(size)}0${"]".repeat(size)}\n`,
  },
  "functions calling each other in a ring": {
    size: 5_000,
    write: (size) =>
      `import pickle\n\n${lines(size, (i) => `def turn_${i}(data):\n    return turn_${String((Number(i) + 1) % size)}(data)\n`)}\ndef start(sock):\n    return pickle.loads(turn_0(sock.recv()))\n`,
  },
  "methods of a class": {
    size: 2_000,
    write: (size) =>
      `import threading\n\n\nclass Wide:\n    def __init__(self):\n        self.lock = threading.Lock()\n        self.state_0 = None\n\n${lines(size, (i) => `    def method_${i}(self):\n        self.state_${String(Number(i) + 1)} = self.state_${i}\n        return self.method_${String((Number(i) + 1) % size)}()\n`)}`,
  },
};

function lines(count: number, line: (index: string) => string): string {
  return Array.from({ length: count }, (_, index) => line(String(index))).join("\n");
}
