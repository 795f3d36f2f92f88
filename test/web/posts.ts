import { ORIGIN, type Site } from "./site";

/** Posts a file, or with headers of its own, as this person's browser would. */
export async function postAs(
  site: Site,
  { cookie }: { cookie: string },
  path: string,
  body: FormData | URLSearchParams,
  more: Record<string, string> = {},
): Promise<Response> {
  const headers = { Cookie: cookie, Origin: ORIGIN, "Accept-Language": "fr", ...more };
  return site.request(path, { method: "POST", headers, body });
}
