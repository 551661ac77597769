/** A picture that is shown where somebody shares a page: the house beside these words. */
export type SharePicture = { file: string; words: string; alt: string };

const pictureOf = (file: string, words: string): SharePicture => ({
  file,
  words,
  alt: `${words}. A house at dusk, some of its windows lit.`,
});

const home = pictureOf("home.png", "Safe rooms, lit by many people");
const donate = pictureOf("donate.png", "Every donation keeps rooms lit");
const sponsor = pictureOf("sponsor.png", "Sponsor a room, from £2.50 a week");
const newsletter = pictureOf("newsletter.png", "What the house did this month");

export const sharePictures: readonly SharePicture[] = [home, donate, sponsor, newsletter];

/** The picture of a page, by its path. */
export function sharePictureOf(path: string): SharePicture {
  if (path === "/donate") return donate;
  if (path === "/sponsor") return sponsor;
  return path === "/newsletter" || path.startsWith("/newsletter/") || path === "/news" || path.startsWith("/news/") ? newsletter : home;
}
