/** What is started as a thread is, and the methods that wait for its end. */
export const THREAD_KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["threading.Thread()", ["join"]],
  ["threading.Timer()", ["join", "cancel"]],
  ["logging.handlers.QueueListener()", ["stop"]],
]);

/** Methods that wait for something from outside, however long it takes. */
export const ENDLESS_WAITS: ReadonlySet<string> = new Set(
  (
    "accept input iter_content iter_lines mainloop readline readlines recv recv_into recv_json " +
    "recv_multipart recv_pyobj recv_string recvfrom recvmsg run_forever serve_forever"
  ).split(" "),
);

/** Methods that wait as long as they are told: how many arguments they can be given before that, and its name. */
export const BOUNDED_WAITS: ReadonlyMap<string, number> = new Map([
  ["get", 1],
  ["join", 0],
  ["listen", 0],
  ["result", 0],
  ["select", 0],
  ["wait", 0],
]);

/** Methods that run until their object is shut down, and the method that does so and waits until they have returned. */
export const SERVING = { run: "serve_forever", end: "shutdown" } as const;
