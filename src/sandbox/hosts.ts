/** The host a request was meant for: inside the sandbox every request travels under another one's address. */
export function hostOf(request: Request): string {
  return request.headers.get("x-sandbox-host") ?? new URL(request.url).host;
}
