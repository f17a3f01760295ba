/** Where the token of a request comes from. */

/** What a token is read from: a `Request`, or anything with its headers. */
export interface RequestLike {
  headers: { get(name: string): string | null };
}

/** Reads the token of a request; null or nothing where it has none. */
export type TokenSource = (
  request: RequestLike,
) => string | null | undefined | Promise<string | null | undefined>;

const scheme = "bearer ";

/** The token of `Authorization: Bearer …` (RFC 6750). */
export const fromBearer: TokenSource = ({ headers }) => {
  const value = headers.get("authorization") ?? "";
  const token = value.slice(scheme.length).trim();
  const isBearer = value.slice(0, scheme.length).toLowerCase() === scheme;
  return isBearer && !token.includes(" ") ? token : null;
};

/** The token of a header of your own, such as `Tollgate-Token`. */
export const fromHeader =
  (name: string): TokenSource =>
  ({ headers }) =>
    headers.get(name)?.trim();

/**
 * The token of a cookie. A browser sends cookies with requests that other sites make: set it `SameSite`, and guard what
 * changes something against forged requests as you do elsewhere.
 */
export const fromCookie =
  (name: string): TokenSource =>
  ({ headers }) => {
    for (const pair of headers.get("cookie")?.split(";") ?? []) {
      const [key = "", ...value] = pair.split("=");
      if (key.trim() === name)
        return value
          .join("=")
          .trim()
          .replace(/^"(.*)"$/, "$1");
    }
    return null;
  };
