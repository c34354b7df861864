// Asks the reference of the opening_hours notation, the npm package `opening_hours`, about random (rules, zone,
// instant) triples and prints its answers, one JSON object a line. tests/vectors/hours/reference.jsonl was made with it.
//
//   usage: node tests/oracle/hours.mjs COUNT SEED [FOLDER]
//
// FOLDER holds node_modules/opening_hours (default: the current folder). Nothing is installed from here; to get it:
//   npm install --prefix FOLDER opening_hours@3.15.0
//
// Holdfast differs from the reference on purpose in two things, so triples that touch them are left out:
//   - a window over midnight belongs whole to its first date: such windows only come in rules that stand alone;
//   - clock changes: nothing is asked within two days of one.
// Also left out is what the package 3.15.0 gets wrong or refuses: ranges within one February that reach its end (never
// matched), weeks with windows over midnight, weeks where the clocks move by half an hour, several Mo[n] after a month.

import { createRequire } from 'node:module';
import path from 'node:path';

const [count, seed] = [Number(process.argv[2] ?? 100), Number(process.argv[3] ?? 1)];
const folder = path.resolve(process.argv[4] ?? '.');
const require = createRequire(path.join(folder, 'package.json'));
const opening_hours = require('opening_hours');
const { version } = require('opening_hours/package.json');

const zones = ['Europe/London', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Asia/Tokyo', 'Australia/Lord_Howe',
    'Africa/Johannesburg', 'Pacific/Apia', 'America/St_Johns', 'Antarctica/Troll', 'UTC', 'Asia/Kathmandu'];
const weekdays = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const month_days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const place = { address: { country_code: 'gb', state: 'England' } };
const day_ms = 24 * 3600 * 1000;
const first_year = 2025, years = 4;
/** Nothing is looked for beyond; null means "not before this". */
const last_asked = Date.UTC(first_year + years + 6, 0, 1);

// ---- randomness: mulberry32, so that a seed means the same everywhere ----

let state = seed >>> 0;
function random() {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (n) => Math.floor(random() * n);
const pick = (list) => list[below(list.length)];
const chance = (p) => random() < p;
const two = (n) => String(n).padStart(2, '0');

// ---- rules ----

const clock = (minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

function times(over_midnight) {
    if (over_midnight) return `${two(18 + below(6))}:${pick(['00', '30'])}-${two(below(6))}:${pick(['00', '15', '45'])}`;
    const marks = new Set();
    while (marks.size < 2 * (1 + below(3))) marks.add(15 * below(96));
    const sorted = [...marks].sort((a, b) => a - b);
    const ranges = [];
    for (let i = 0; i + 1 < sorted.length; i += 2) ranges.push(`${clock(sorted[i])}-${clock(sorted[i + 1])}`);
    return ranges.join(',');
}

function days_of_week() {
    const one = () => (chance(0.5) ? `${pick(weekdays)}-${pick(weekdays)}` : pick(weekdays));
    if (chance(0.12)) return `${pick(weekdays)}[${pick(['1', '2', '-1', '1,3', '2-4', '-2'])}]`;
    const list = Array.from({ length: 1 + below(3) }, one);
    if (chance(0.1)) list.unshift('PH');
    return list.join(',');
}

function month_day() {
    const m = below(12);
    return [m, 1 + below(month_days[m])];
}
const written = ([m, d]) => `${months[m]} ${two(d)}`;

function dates(with_weeks = true) {
    switch (below(with_weeks ? 6 : 5)) {
        case 0: return pick(months);
        case 1: return `${pick(months)}-${pick(months)}`;
        case 2: return written(month_day());
        case 3: {
            const [a, b] = [month_day(), month_day()];
            return a[0] === b[0] ? written(a) : `${written(a)}-${written(b)}`;
        }
        case 4: {
            const y = first_year + below(years);
            const [a, b] = [month_day(), month_day()].sort((x, z) => x[0] - z[0] || x[1] - z[1]);
            return a[0] === b[0] ? `${y} ${written(a)}` : `${y} ${written(a)}-${y + below(2)} ${written(b)}`;
        }
        default: {
            const a = 1 + below(40);
            return `week ${two(a)}-${two(a + 1 + below(53 - a))}`;
        }
    }
}

function selector() {
    const kind = random();
    if (kind < 0.55) return days_of_week();
    if (kind < 0.75) return dates();
    if (kind < 0.9) return `${dates()} ${days_of_week()}`;
    return 'PH';
}

function rule() {
    const kind = random();
    if (kind < 0.6) return `${selector()} ${times(false)}`;
    if (kind < 0.7) return `${selector()} off`;
    if (kind < 0.8) return `${selector()} off "reason ${below(9)}"`;
    if (kind < 0.88) return `${selector()} ${times(false)} off`;
    if (kind < 0.92) return `${selector()} ${times(false)} open "reason ${below(9)}"`;
    if (kind < 0.95) return `${selector()} ${times(false)} "perhaps"`;
    return times(false);
}

function rules() {
    if (chance(0.03)) return pick(['24/7', '24/7; Sa off', 'off', 'Mo-Su 00:00-24:00', 'Mo-Fr']);
    if (chance(0.15)) return `${chance(0.3) ? `${dates(false)} ` : ''}${days_of_week()} ${times(true)}`;
    let text = rule();
    for (let more = below(4); more > 0; --more) {
        const next = rule();
        // After times or a state a comma adds a rule; one that begins with times would only lengthen the list.
        text += chance(0.2) && !/^\d\d:/.test(next) ? `, ${next}` : `; ${next}`;
    }
    return text;
}

// ---- answers ----

function in_zone(zone, ask) {
    process.env.TZ = zone;
    return ask();
}

const holidays = in_zone('UTC', () => {
    const days = [];
    const oh = new opening_hours('PH', place);
    for (let t = Date.UTC(first_year, 0, 1); t < last_asked; t += day_ms)
        if (oh.getState(new Date(t + day_ms / 2))) days.push(new Date(t).toISOString().slice(0, 10));
    return days;
});

/** True when the clocks change within two days of `date`. */
function near_clock_change(date) {
    const offset = new Date(date.getTime() - 2 * day_ms).getTimezoneOffset();
    for (let t = date.getTime() - 2 * day_ms; t <= date.getTime() + 2 * day_ms; t += day_ms / 8)
        if (new Date(t).getTimezoneOffset() !== offset) return true;
    return false;
}

/** The next flip between open and anything else; the reference also stops where only a comment changes. */
function next_flip(oh, date, limit) {
    const it = oh.getIterator(date);
    const before = it.getState();
    for (let i = 0; i < 3000 && it.advance(limit); ++i)
        if (it.getState() !== before) return it.getDate();
    return null;
}

/** What the package is known to get wrong, see above. */
const is_known_fault = (text, zone) => text.includes('week') && zone === 'Australia/Lord_Howe';

const whole = (date) => date.toISOString().replace('.000Z', 'Z');

function answer(text, zone, at) {
    const oh = new opening_hours(text, place);
    const limit = new Date(last_asked);
    const flip = next_flip(oh, at, limit);
    if (near_clock_change(at) || (flip && near_clock_change(flip))) return undefined;
    return { rules: text, zone, at: whole(at), open: oh.getState(at), next_change: flip ? whole(flip) : null };
}

console.log(JSON.stringify({ package: 'opening_hours', version, seed, asked_until: whole(new Date(last_asked)), holidays }));
for (let made = 0; made < count;) {
    const text = rules();
    const zone = pick(zones);
    const at = new Date(60000 * Math.floor((Date.UTC(first_year, 0, 1) + random() * years * 365 * day_ms) / 60000));
    if (is_known_fault(text, zone)) continue;
    let line;
    try {
        line = in_zone(zone, () => answer(text, zone, at));
    } catch {
        continue;  // the package refuses some of what the notation allows
    }
    if (!line) continue;
    console.log(JSON.stringify(line));
    ++made;
}
