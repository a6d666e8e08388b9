/** What is wrong with a bucket's name, as far as the form checks it; S3 checks the other rules. */
export function nameProblem(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return 'A bucket’s name has 3 to 63 characters.';
  if (!/^[a-z0-9.-]+$/.test(name)) return 'A bucket’s name has small letters, digits, dots and dashes only.';
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return 'A bucket’s name begins and ends with a letter or a digit.';
  return undefined;
}
