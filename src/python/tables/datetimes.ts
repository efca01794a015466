import { apis } from "./api.js";

/** What gives a time without a zone, whatever it is called with. */
export const NAIVE_TIMES = apis("datetime.datetime.{utcnow,today,utcfromtimestamp}()", "datetime.datetime.{min,max}");

/** Where a call that gives a time takes its zone. */
export interface ZonePlace {
  readonly position: number;
  readonly keyword: string;
}

/** What gives a time with the zone that it is called with, and without one when it is given none. */
export const ZONED_TIMES: ReadonlyMap<string, ZonePlace> = new Map([
  ["datetime.datetime", { position: 7, keyword: "tzinfo" }],
  ["datetime.datetime.now", { position: 0, keyword: "tz" }],
  ["datetime.datetime.fromtimestamp", { position: 1, keyword: "tz" }],
]);

/** What gives a time with a zone where the settings of its framework say so. */
export const AWARE_BY_SETTING: ReadonlySet<string> = new Set(["django.utils.timezone.now"]);
export const ZONE_SETTING = "USE_TZ";

/** What stands for the default of a field in the body of a class. */
export const FIELDS: ReadonlySet<string> = new Set([
  "dataclasses.field",
  "attrs.field",
  "attr.ib",
  "attr.field",
  "pydantic.Field",
]);

/** What makes a time of a day and a time of day, whose zone it takes unless it is given one. */
export const COMBINES = "datetime.datetime.combine";

/** Times of day without a zone, and what makes them when it is given none. */
export const NAIVE_TIMES_OF_DAY = apis("datetime.time.{min,max}");
export const TIME_OF_DAY = "datetime.time";

/** What parses a time by a format, as its second argument. */
export const PARSES_BY_FORMAT = "datetime.datetime.strptime";

/** What a format holds that reads a zone as an offset. */
export const ZONE_IN_FORMAT = /%:?z/;

/** A span of time: added to a time it leaves the zone as it is. */
export const SPANS = apis("datetime.timedelta()", "{dateutil.relativedelta,relativedelta}.relativedelta()");

/** Words without one of which a text has nothing to do with times. */
export const TIME_WORDS: readonly string[] = ["time", "utcnow"];
