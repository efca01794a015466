/** What stands on a page of the site by the time that its own scripts run. */
declare global {
  /** The code of the worker, from `playground-engine.js`. */
  var scarlintEngine: string;
  /** What the search looks through, from `search-data.js`. */
  var scarlintSections: readonly (readonly [address: string, page: string, title: string, text: string])[];
}

export {};
