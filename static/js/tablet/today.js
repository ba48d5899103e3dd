// The calendar is that of Paris, whatever the tablet's time zone says.

const calendar = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" });

/** Today's date as `YYYY-MM-DD`. */
export function today() {
  return dayOf(new Date());
}

/** The date of a moment. */
export function dayOf(moment) {
  return calendar.format(moment);
}

/** The Monday of a date's week, as a date. */
export function mondayOf(date) {
  const day = new Date(`${date}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
