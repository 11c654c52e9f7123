// Reads a calendar file as ical.js does, by the zones in the file, and prints its events as JSON.
// The package is looked for where FOLKMOOT_READERS says, then where NODE_PATH says and beside this file.
// Leaves with 69 where there is none, as `folkmoot` does when something is missing.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const EX_UNAVAILABLE = 69;

function found() {
  const { FOLKMOOT_READERS } = process.env;
  const places = [import.meta.url];
  if (FOLKMOOT_READERS) places.unshift(pathToFileURL(join(resolve(FOLKMOOT_READERS), "here.js")));
  for (const place of places) {
    try {
      return createRequire(place).resolve("ical.js");
    } catch (error) {
      if (error.code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  console.error("the package ical.js is not installed");
  process.exit(EX_UNAVAILABLE);
}

const { default: ICAL } = await import(pathToFileURL(found()));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));

const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    summary: event.summary,
  };
});
console.log(JSON.stringify({ name: calendar.getFirstPropertyValue("name"), events }));
