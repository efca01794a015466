import { apis } from "./api.js";

/** Methods that read, and what they give, again and again, when nothing more comes. */
interface ReadingMethod {
  readonly names: ReadonlySet<string>;
  readonly gives: string;
  /** Whether it is told how much to read: what is not gives messages. */
  readonly sized: boolean;
  /** The paths of what reads so, where the name alone says too little. */
  readonly types?: RegExp;
}

export const END_OF_READS: readonly ReadingMethod[] = [
  { names: new Set(["recv", "sock_recv"]), gives: "b''", sized: true },
  { names: new Set(["read"]), gives: "b''", sized: true, types: /^asyncio\.StreamReader\(\)/ },
  {
    names: new Set(["read", "readline"]),
    gives: "''",
    sized: false,
    types:
      /^(open\(\)|pathlib\.Path\(\)\.open\(\)|sys\.stdin|io\.\w+\(\)|subprocess\.Popen\(\)\.\w+|socket\.socket\(\)\.makefile\(\)|asyncio\.StreamReader\(\))\./,
  },
  { names: new Set(["readline"]), gives: "''", sized: false },
];

/** What gives one item after the other for as long as a service runs, to a `for` that goes over it. */
export const ENDLESS_ITERABLES = apis(
  "{kafka.KafkaConsumer(),confluent_kafka.Consumer(),itertools.count()}",
  "{redis.Redis(),redis.StrictRedis(),redis.client.Redis(),redis.from_url()}.pubsub().listen()",
  "pika.BlockingConnection().channel().consume()",
);
