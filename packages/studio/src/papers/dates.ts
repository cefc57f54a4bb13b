const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** "28 November 2025", "October 2025" or "2019": as precise as the date is known. */
export function dateText(date: string): string {
  const [year, month, day] = date.split("-");
  return [day && Number(day), month && months[Number(month) - 1], year].filter(Boolean).join(" ");
}

/** The month that a date lies in, "October 2025", or its year where no month is known. */
export const monthText = (date: string): string => dateText(date.slice(0, 7));

type Dated = { facts: { date: string } };

/** The order of dates, the oldest first. Of plain text: a language's own order takes a browser long to load. */
export const byDate = ({ facts: a }: Dated, { facts: b }: Dated): number =>
  Number(a.date > b.date) - Number(a.date < b.date);
