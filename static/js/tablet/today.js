// The calendar is that of Paris, whatever the tablet's time zone says.

const calendar = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" });

/** Today's date as `YYYY-MM-DD`. */
export function today() {
  return calendar.format(new Date());
}
