const twoDigits = (part: number) => String(part).padStart(2, '0');

/** `2026-01-02T03:04:05+00:00`, with microseconds only when there is a fraction. */
export function isoTime(date: Date, local: boolean): string {
  const offset = local ? -date.getTimezoneOffset() : 0;
  const shifted = new Date(date.getTime() + offset * 60_000);
  const fraction = date.getUTCMilliseconds();
  const seconds = shifted.toISOString().slice(0, 19);
  const offsetMinutes = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(offsetMinutes / 60))}:${twoDigits(offsetMinutes % 60)}`;
  return `${seconds}${fraction === 0 ? '' : `.${String(fraction).padStart(3, '0')}000`}${zone}`;
}

/** `2026-01-02 03:04:05` in the machine's time zone, as `aws s3 ls` prints times. */
export function listTime(date: Date): string {
  return isoTime(date, true).slice(0, 19).replace('T', ' ');
}
