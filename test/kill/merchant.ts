const PATIENCE_MS = 60_000;

/** The app died under a request, or was never there: whoever asked may ask again, like a person who reloads. */
export class AppGone extends Error {}

export type Page = { status: number; place: string; text: string };

/** The merchant's browser without JavaScript: pages, forms, a cookie. */
export class Merchant {
  #cookie = "";

  constructor(readonly base: string) {}

  async enter(url: string, init: RequestInit = {}): Promise<void> {
    const answer = await fetch(url, { redirect: "manual", ...init });
    await answer.arrayBuffer();
    this.#cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    if (this.#cookie === "") throw new Error(`the link lets nobody in: ${answer.status}`);
  }

  get(path: string): Promise<Page> {
    return this.#send(path, { method: "GET" });
  }

  post(path: string, fields: Record<string, string> | [string, string][] | FormData): Promise<Page> {
    if (!(fields instanceof FormData)) return this.#send(path, { method: "POST", body: new URLSearchParams(fields) });
    // The runtime answers nothing more on the connection of a request whose work goes on behind its answer.
    return this.#send(path, { method: "POST", body: fields, headers: { connection: "close" } });
  }

  /** A control of the sandbox. */
  async control<T>(path: string, body: object): Promise<T> {
    const headers = { "content-type": "application/json" };
    const { status, text } = await this.#send(path, { method: "POST", headers, body: JSON.stringify(body) });
    if (status !== 200) throw new Error(`POST ${path} answers ${status}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  }

  async #send(path: string, init: RequestInit): Promise<Page> {
    const headers = { cookie: this.#cookie, origin: this.base, ...(init.headers as Record<string, string>) };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      const answer = await fetch(`${this.base}${path}`, { ...init, headers, signal, redirect: "manual" });
      const place = new URL(answer.headers.get("location") ?? path, this.base);
      return { status: answer.status, place: place.pathname + place.search, text: await answer.text() };
    } catch (error) {
      throw new AppGone(error instanceof Error ? error.message : String(error));
    }
  }
}

/** What a form on a page would send if nobody changed it. */
export function formOf(html: string): Record<string, string> {
  const tags = [...html.matchAll(/<input[^>]*>/g)].map(([tag]) => tag);
  const chosen = tags.filter((tag) => !/type="(radio|checkbox)"/.test(tag) || / checked/.test(tag));
  const values = chosen.map((tag) => [attribute(tag, "name"), attribute(tag, "value")]);
  const selects = [...html.matchAll(/<select[^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs)].map(
    ([, name = "", options = ""]) => {
      const option = /<option value="([^"]*)" selected/.exec(options) ?? /<option value="([^"]*)"/.exec(options);
      return [name, plain(option?.[1] ?? "")];
    },
  );
  return Object.fromEntries([...values, ...selects].filter(([name]) => name !== ""));
}

export function attribute(tag: string, name: string): string {
  return plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
}

function plain(text: string): string {
  return text.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
