/**
 * Calls whose results have the items of what they are given, each with the place of the argument that holds them, or with
 * all of them.
 */
export const SAME_ITEMS: ReadonlyMap<string, number | "all"> = new Map<string, number | "all">([
  ["list()", 0],
  ["tuple()", 0],
  ["set()", 0],
  ["frozenset()", 0],
  ["sorted()", 0],
  ["reversed()", 0],
  ["iter()", 0],
  ["filter()", 1],
  ["collections.deque()", 0],
  ["itertools.chain()", "all"],
  ["itertools.islice()", 0],
  ["itertools.cycle()", 0],
  ["itertools.takewhile()", 1],
  ["itertools.dropwhile()", 1],
  ["itertools.filterfalse()", 1],
  ["heapq.nlargest()", 1],
  ["heapq.nsmallest()", 1],
  ["random.sample()", 0],
  ["random.choices()", 0],
  ["copy.copy()", 0],
  ["copy.deepcopy()", 0],
]);

/** Calls that give tuples with an item of each of those that they are given; `enumerate` puts a number in front. */
export const SIDE_BY_SIDE: ReadonlySet<string> = new Set([
  "enumerate()",
  "zip()",
  "itertools.zip_longest()",
  "itertools.product()",
]);

/** Calls that give one of the items of what they are given. */
export const ONE_ITEM: ReadonlySet<string> = new Set(["next", "max", "min", "random.choice", "heapq.heappop"]);

/**
 * Calls that hand each item of what they go over to a function: the place of what they go over, for a function that is
 * their `key`, and for one that is their first argument.
 */
export const CALLED_WITH_ITEMS: ReadonlyMap<string, { readonly key?: number; readonly first?: number }> = new Map([
  ["sorted", { key: 0 }],
  ["min", { key: 0 }],
  ["max", { key: 0 }],
  ["heapq.nlargest", { key: 1 }],
  ["heapq.nsmallest", { key: 1 }],
  ["itertools.groupby", { key: 0 }],
  ["filter", { first: 1 }],
  ["map", { first: 1 }],
]);
