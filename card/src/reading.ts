/** How far the library of an account was when this page first heard of it. */
const begun = new Map<string, { percent: number; at: number }>();

/** Return when a library will have been read; none until the page has seen it grow. */
export function readingEnds(
  account: string,
  percent: number,
  now: number,
): Date | undefined {
  const start = begun.get(account);
  // One that is read anew began again.
  if (!start || percent < start.percent) {
    begun.set(account, { percent, at: now });
    return undefined;
  }
  const grown = percent - start.percent;
  if (!grown) return undefined;
  return new Date(now + ((100 - percent) * (now - start.at)) / grown);
}
