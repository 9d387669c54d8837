/** One entry of a setup log. */
export interface SetupLogEntry {
  /** What stands between the first brackets, as it was written. */
  readonly stamp: string;
  /** With the lines that continue it. */
  readonly text: string;
}

/**
 * `[05/14/2021 19:02:11.0418] [0] text`; the number is a nesting level, not a severity. Setup fills in the separators of dates and times that are
 * those of the server's culture: `[05.14.2021 …]` in German, `[05/14/2021 19.02.11.0418]` in Finnish.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings#the--custom-format-specifier
 */
const Line = /^\[(?=[^\]]*\p{Nd})([^[\]]{6,80})\]\s*\[\p{Nd}+\]\s?(.*)$/u;

/** Marks that say nothing: those of byte order and of the direction of writing, and what is left of UTF-16 that was read as bytes. */
// oxlint-disable-next-line no-control-regex
const Marks = /[\u0000\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/** Entries in file order: trust that order, not the stamps. Lines without a stamp belong to the text of the entry before. */
export function entriesOf(log: string): readonly SetupLogEntry[] {
  const entries: { stamp: string; lines: string[] }[] = [];
  for (const line of log.replace(Marks, "").split(/\r\n|\r|\n/)) {
    const [, stamp, text] = Line.exec(line) ?? [];
    if (stamp !== undefined) entries.push({ stamp, lines: [text ?? ""] });
    else entries.at(-1)?.lines.push(line);
  }
  return entries.map(({ stamp, lines }) => ({ stamp, text: lines.join("\n").trimEnd() }));
}

/** With the digits that everybody has. In Unicode the ten of a script follow one another; only those of mathematics touch others. */
const inAscii = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0) ?? 0;
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) {
      zero--;
      value++;
    }
    return String(value);
  });

/** What the second half of the day is called where the clock has twelve hours; without periods and spaces. Source: Unicode CLDR, dayPeriods. */
const afterNoon: readonly string[] = ["pm", "p", "午後", "下午", "오후", "م", "بظ", "μμ", "pg", "ch", "gn", "md", "మ", "მ"];
const beforeNoon: readonly string[] = ["am", "a", "午前", "上午", "오전", "ص", "قظ", "πμ", "pd", "sa", "ga", "pd"];

/** The hours that a stamp may mean; both halves of the day where the word beside it is not known. */
function hoursOf(hour: number, half: string): readonly number[] {
  if (half === "" || hour > 12 || hour === 0) return [hour];
  const [early, late] = [hour % 12, (hour % 12) + 12];
  if (afterNoon.includes(half)) return [late];
  return beforeNoon.includes(half) ? [early] : [early, late];
}

/** Days that a date of three numbers may mean: setup writes the month first, but that it never writes the day first is not documented. */
function daysOf(numbers: readonly string[]): readonly (readonly [year: number, month: number, day: number])[] {
  const [a = "", b = "", c = ""] = numbers;
  if (a.length === 4) return [[Number(a), Number(b), Number(c)]];
  if (c.length !== 4) return [];
  return a === b
    ? [[Number(c), Number(a), Number(b)]]
    : [
        [Number(c), Number(a), Number(b)],
        [Number(c), Number(b), Number(a)],
      ];
}

/** A year of the Buddhist calendar, which is Thailand's, has the months and days of the Gregorian one. */
const gregorian = (year: number): number => (year >= 2500 && year < 2700 ? year - 543 : year);

/** In milliseconds since 1970; none where there is no such day or hour. */
function instantOf([year, month, day]: readonly [number, number, number], [hour, minute, second, ms]: readonly number[]): number[] {
  if (year < 1990 || year > 2699 || month < 1 || month > 12 || day < 1) return [];
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return [];
  const at = new Date(Date.UTC(gregorian(year), month - 1, day, hour, minute, second, ms));
  return at.getUTCDate() === day ? [at.getTime()] : [];
}

/**
 * The moments that a stamp may mean, the likeliest first; none where it is not one that can be read, as of a calendar with other months. Stamps are
 * UTC (domain reference 4.10). Some
 * do not say whether the day or the month comes first, or which half of the day is meant.
 */
export function momentsOf(stamp: string): readonly number[] {
  const text = inAscii(stamp);
  const numbers = text.match(/\d+/g) ?? [];
  const [hour = "", minute = "", second = "0", fraction = "0"] = numbers.slice(3);
  if (hour === "" || minute === "") return [];
  // A culture may put the word before the hour as well as behind the seconds.
  const half = text.replace(/[\d\s.:/\-,'’年月日時分秒년월일시분초TZ]/gu, "").toLowerCase();
  // Four digits that hold milliseconds: the first one is always 0.
  const ms = fraction.length <= 4 ? Number(fraction.slice(-3)) : Number(fraction.slice(0, 3));
  return daysOf(numbers).flatMap((day) =>
    hoursOf(Number(hour), half).flatMap((hours) => instantOf(day, [hours, Number(minute), Number(second), ms])),
  );
}
