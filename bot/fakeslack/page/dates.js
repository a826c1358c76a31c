// Instants as the chosen person sees them: Slack draws every date token in the reader's zone, so this page draws it in
// the zone of the person whose eyes you borrow, never in the browser's.

const parts = new Map();

function formatter(tz) {
  if (!parts.has(tz)) {
    parts.set(tz, new Intl.DateTimeFormat("en-US", {
      timeZone: tz, hourCycle: "h23", weekday: "long", year: "numeric", month: "numeric", day: "numeric",
      hour: "numeric", minute: "numeric", second: "numeric",
    }));
  }
  return parts.get(tz);
}

function knownZone(tz) {
  try {
    formatter(tz);
    return tz;
  } catch {
    return "UTC";
  }
}

/** The wall clock of an instant (unix seconds) in a zone: {year, month, day, hour, minute, second, weekday}. */
export function wall(unix, tz) {
  const out = {};
  for (const { type, value } of formatter(knownZone(tz)).formatToParts(new Date(unix * 1000))) {
    out[type] = type === "weekday" ? value : Number(value);
  }
  delete out.literal;
  return out;
}

/** The instant (unix seconds) at which the clocks of a zone show y-m-d h:mi. A time that a clock change skips is moved past the gap. */
export function instant(year, month, day, hour, minute, tz) {
  const wanted = Date.UTC(year, month - 1, day, hour, minute) / 1000;
  const shown = (unix) => {
    const w = wall(unix, tz);
    return Date.UTC(w.year, w.month - 1, w.day, w.hour, w.minute) / 1000;
  };
  const first = wanted + (wanted - shown(wanted));
  const second = first + (wanted - shown(first));
  return shown(second) === wanted ? second : Math.max(first, second);
}

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const pad = (n) => String(n).padStart(2, "0");

function ordinal(n) {
  const tens = n % 100;
  if (tens >= 11 && tens <= 13) return `${n}th`;
  return n + (["th", "st", "nd", "rd"][n % 10] ?? "th");
}

/** Whether people of this locale read 14:30 rather than 2:30 PM. */
export function reads24(locale) {
  try {
    const cycle = new Intl.DateTimeFormat(locale || "en-US", { hour: "numeric" }).resolvedOptions().hourCycle;
    return cycle === "h23" || cycle === "h24";
  } catch {
    return false;
  }
}

/** The time of day in words: "2:05 PM" or "14:05". */
export function timeOfDay(unix, person, withSeconds = false) {
  const w = wall(unix, person.tz);
  const tail = pad(w.minute) + (withSeconds ? `:${pad(w.second)}` : "");
  if (reads24(person.locale)) return `${pad(w.hour)}:${tail}`;
  return `${w.hour % 12 || 12}:${tail} ${w.hour < 12 ? "AM" : "PM"}`;
}

/** Whole days from today to the instant's day, both in the person's zone: -1 is yesterday. */
export function daysAhead(unix, now, tz) {
  const a = wall(unix, tz);
  const b = wall(now, tz);
  return Math.round((Date.UTC(a.year, a.month - 1, a.day) - Date.UTC(b.year, b.month - 1, b.day)) / 86400000);
}

function ago(unix, now) {
  const gap = Math.abs(now - unix);
  const [n, unit] = gap < 60 ? [Math.round(gap), "second"] : gap < 3600 ? [Math.floor(gap / 60), "minute"]
    : gap < 86400 ? [Math.floor(gap / 3600), "hour"] : gap < 30 * 86400 ? [Math.floor(gap / 86400), "day"]
      : gap < 365 * 86400 ? [Math.floor(gap / (30 * 86400)), "month"] : [Math.floor(gap / (365 * 86400)), "year"];
  const words = `${n} ${unit}${n === 1 ? "" : "s"}`;
  return unix <= now ? `${words} ago` : `in ${words}`;
}

const halfYear = 183 * 86400;

function token(name, unix, person, now) {
  const w = wall(unix, person.tz);
  const month = months[w.month - 1];
  const near = Math.abs(unix - now) < halfYear;
  const year = near ? "" : `, ${w.year}`;
  switch (name) {
    case "date_num": return `${w.year}-${pad(w.month)}-${pad(w.day)}`;
    case "date_slash": return `${pad(w.month)}/${pad(w.day)}/${w.year}`;
    case "date": return `${month} ${ordinal(w.day)}${year}`;
    case "date_short": return `${month.slice(0, 3)} ${w.day}${year}`;
    case "date_long": return `${w.weekday}, ${month} ${ordinal(w.day)}${year}`;
    case "date_long_full": return `${month} ${w.day}, ${w.year}`;
    case "time": return timeOfDay(unix, person);
    case "time_secs": return timeOfDay(unix, person, true);
    case "ago": return ago(unix, now);
    case "day_divider_pretty":
    case "date_pretty":
    case "date_short_pretty":
    case "date_long_pretty": {
      const near = { "-1": "yesterday", 0: "today", 1: "tomorrow" }[daysAhead(unix, now, person.tz)];
      if (near) return near;
      return token(name === "day_divider_pretty" ? "date_long" : name.replace("_pretty", ""), unix, person, now);
    }
    default: return null;
  }
}

/** A date format with its {tokens} replaced, or null when Slack would show the fallback. A pretty word that opens the text is capitalised. */
export function formatDate(unix, format, person, now) {
  if (!Number.isFinite(unix) || !/\{[a-z_]+\}/.test(format)) return null;
  let known = true;
  const text = format.replace(/\{([a-z_]+)\}/g, (whole, name) => {
    const words = token(name, unix, person, now);
    known &&= words !== null;
    return words ?? whole;
  });
  return known ? text.charAt(0).toUpperCase() + text.slice(1) : null;
}

/** "Thu, Nov 26" — a day as headings and the clock show it. */
export function shortDay(unix, tz) {
  const w = wall(unix, tz);
  return `${w.weekday.slice(0, 3)}, ${months[w.month - 1].slice(0, 3)} ${w.day}`;
}

/** "Europe/Berlin" as people say it: "Berlin". */
export function place(tz) {
  return (tz || "UTC").split("/").pop().replaceAll("_", " ");
}
