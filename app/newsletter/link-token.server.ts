/** The token of a link as it stands in the address; "" where it can't be one of ours. */
export const getLinkToken = (params: Record<string, string | undefined>): string => {
  const token = params["token"] ?? "";
  return /^[\w-]{43}$/.test(token) ? token : "";
};

/** Headers of pages that a personal link opens: kept by nobody. */
export const privatePageHeaders = { "Cache-Control": "no-store", "X-Robots-Tag": "noindex" };
