import type { Random } from "./random.js";

const NOUNS = ["order", "invoice", "shipment", "customer", "price", "region", "ledger", "parcel", "quota", "tariff"];
const VERBS = ["collect", "merge", "split", "rank", "weigh", "format", "validate", "convert", "group", "compare"];

/** Ordinary code of a service, about as long as told: functions, classes and tables that no rule has an interest in. */
export function fillerOf(random: Random, length: number): string {
  const parts: string[] = [];
  for (let written = 0, number = 0; written < length; number++) {
    const noun = random.pick(NOUNS, "item");
    const verb = random.pick(VERBS, "handle");
    const part = random.pick(PARTS, functionPart)(noun, verb, `${String(number)}_${String(random.below(100_000))}`);
    parts.push(part);
    written += part.length;
  }
  return parts.join("");
}

type Part = (noun: string, verb: string, tag: string) => string;

const functionPart: Part = (noun, verb, tag) => `

def ${verb}_${noun}_${tag}(${noun}s, limit=None, *, strict=False):
    """${verb} the ${noun}s that are due, in the order in which they were recorded."""
    chosen = []
    total = 0
    for index, ${noun} in enumerate(${noun}s):
        if limit is not None and index >= limit:
            break
        weight = ${noun}.get("weight", 0) * (1.5 if strict else 1.0)
        if weight < 0:
            raise ValueError(f"${noun} {index} weighs {weight!r}")
        total += weight
        chosen.append({"index": index, "weight": weight, "name": ${noun}.get("name", "")})
    return sorted(chosen, key=lambda entry: (-entry["weight"], entry["name"])), total
`;

const classPart: Part = (noun, verb, tag) => `

class ${noun.charAt(0).toUpperCase()}${noun.slice(1)}_${tag}:
    """One ${noun} as the rest of the service sees it."""

    unit = "kg"

    def __init__(self, name, parts=(), factor=1.0):
        self.name = name
        self.parts = list(parts)
        self.factor = factor

    def ${verb}(self, other):
        shared = [part for part in self.parts if part in other.parts]
        if not shared and self.factor != other.factor:
            return None
        return type(self)(f"{self.name}+{other.name}", shared, (self.factor + other.factor) / 2)

    @property
    def size(self):
        return sum(len(str(part)) for part in self.parts) * self.factor

    def __repr__(self):
        return f"<{type(self).__name__} {self.name} of {len(self.parts)} parts>"
`;

const tablePart: Part = (noun, verb, tag) => `

${noun.toUpperCase()}_${tag} = {
    "${verb}-first": {"rank": 1, "labels": ["small", "urgent"], "range": (0, 10), "enabled": True},
    "${verb}-next": {"rank": 2, "labels": ["small"], "range": (10, 100), "enabled": True},
    "${verb}-later": {"rank": 3, "labels": [], "range": (100, 1_000), "enabled": False},
    # Nobody has asked for more than these since the ${noun}s moved.
    "${verb}-never": {"rank": 9, "labels": ["large", "old"], "range": (1_000, None), "enabled": False},
}
`;

const PARTS: readonly Part[] = [functionPart, functionPart, classPart, tablePart];
