/** A day (YYYY-MM-DD) as people say it, in a language; digits stay Latin. */
export const formatDay = (day: string, language = "en-GB"): string =>
  new Intl.DateTimeFormat(`${language}-u-nu-latn-ca-gregory`, {
    dateStyle: "long",
    timeZone: "UTC",
  }).format(new Date(`${day}T00:00:00Z`));

/** A month (YYYY-MM) as people say it in English. */
export const formatMonth = (month: string): string =>
  new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-01T00:00:00Z`));
