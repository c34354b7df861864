// Speaks for the reference of the opening_hours notation, the npm package `opening_hours`: which minutes of a date do
// rules open? hours.py asks; one JSON line {"rules", "first", "days"} is answered by one line: for each date from
// `first` on (days since 1970) its windows as [begin, end) in minutes, or {"refused": why}.
//
//   usage: node tests/oracle/hours.mjs FOLDER     FOLDER holds node_modules/opening_hours
//
// Only local time is spoken here: the process runs in UTC, so that a Date is a wall clock and each day has 24 hours.
// The package is asked for the state at each minute that the rules mention and at midnight, and never for its next
// change: it looks for that in hints of the selectors, and some leap too far (a lone year, 29 February).

import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';

const require = createRequire(path.join(path.resolve(process.argv[2] ?? '.'), 'package.json'));
const opening_hours = require('opening_hours');
const { version } = require('opening_hours/package.json');

/** Whose public holidays PH means. */
const place = { address: { country_code: 'gb', state: 'England' } };
const minute_ms = 60 * 1000;
const minutes_a_day = 24 * 60;

/** The minutes of a day at which the state may change. */
function marks_of(rules) {
    const marks = new Set([0]);
    for (const [, hour, minute] of rules.matchAll(/(\d\d):(\d\d)/g))
        marks.add((60 * Number(hour) + Number(minute)) % minutes_a_day);
    return [...marks].sort((a, b) => a - b);
}

function windows_on(day, { hours, marks }) {
    const windows = [];
    for (const [i, begin] of marks.entries()) {
        if (!hours.getState(new Date((day * minutes_a_day + begin) * minute_ms))) continue;
        const end = marks[i + 1] ?? minutes_a_day;
        if (windows.at(-1)?.[1] === begin) windows.at(-1)[1] = end;
        else windows.push([begin, end]);
    }
    return windows;
}

let last;
function read(rules) {
    if (last?.rules !== rules) last = { rules, hours: new opening_hours(rules, place), marks: marks_of(rules) };
    return last;
}

function answer({ rules, first, days }) {
    try {
        const question = read(rules);
        return Array.from({ length: days }, (_, i) => windows_on(first + i, question));
    } catch (error) {
        return { refused: String(error) };
    }
}

if (new Date(0).getTimezoneOffset() !== 0) throw new Error('run this with TZ=UTC');
console.log(JSON.stringify({ version }));
for await (const line of readline.createInterface({ input: process.stdin }))
    console.log(JSON.stringify(answer(JSON.parse(line))));
