/** Latin, Greek, Cyrillic and Vietnamese with the usual signs: each letter has a picture of its own, from left to right. */
const plainText = /^[\u0020-\u024f\u0370-\u052f\u1e00-\u1eff\u2010-\u2027\u202f-\u203a\u20ac]*$/;

/** Whether a text needs no more than the font that every document begins with. */
export const isPlainText = (text: string): boolean => plainText.test(text);
