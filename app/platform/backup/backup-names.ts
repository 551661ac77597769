/** So many are kept beyond their days: a site that made none for long still has some. But none beyond a year, as the privacy page says. */
const minKept = 3;
const maxDays = 365;
const dayMs = 24 * 60 * 60 * 1000;
const pattern = /^roomlight-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z\.tar\.gz\.age$/;

/** Such as roomlight-2026-11-28T03-40-00Z.tar.gz.age, which sorts by time and is a name everywhere. */
export const backupName = (takenAt: Date): string => `roomlight-${takenAt.toISOString().slice(0, 19).replaceAll(":", "-")}Z.tar.gz.age`;

/** Whether a file is one that backupName called. */
export const isBackupName = (name: string): boolean => pattern.test(name);

export const takenAtOf = (name: string): number | null => {
  const parts = pattern.exec(name);
  return parts ? Date.parse(`${parts[1]}T${parts[2]}:${parts[3]}:${parts[4]}Z`) : null;
};

/** Which files of a folder are backups older than so many days, but for the latest few. What is no backup's name is never among them. */
export function listOldBackups(names: readonly string[], at: Date, keepDays: number): string[] {
  const backups = names
    .map((name) => ({ name, takenAt: takenAtOf(name) }))
    .filter((backup): backup is { name: string; takenAt: number } => backup.takenAt !== null)
    .toSorted((a, b) => b.takenAt - a.takenAt);
  return backups
    .filter(({ takenAt }, nth) => takenAt < at.getTime() - (nth < minKept ? maxDays : keepDays) * dayMs)
    .map(({ name }) => name);
}
