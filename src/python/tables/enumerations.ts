import { apis } from "./api.js";

/** Bases of enumerations whose members equal nothing but themselves. */
export const PLAIN_ENUMS = apis("enum.Enum");

/** Bases of enumerations whose members are texts or numbers themselves. */
export const TEXT_ENUMS = apis("enum.StrEnum", "{str,backports.strenum.StrEnum,strenum.StrEnum}");
export const NUMBER_ENUMS = apis("enum.IntEnum", "{int,float}");

/** Bases that change nothing about how members compare. */
export const SILENT_BASES = apis("{object,abc.ABC,typing.Generic}");

/** Methods by which an enumeration has its members compare, or be made, in ways of its own. */
export const CHANGES_MEMBERS: readonly string[] = [
  "__eq__",
  "__ne__",
  "_missing_",
  "__new__",
  "__init__",
  "__getattribute__",
  "_generate_next_value_",
  "value",
  "_value_",
];
