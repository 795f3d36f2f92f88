// Requests and answers of the simulator's own process: what the sandbox's handlers ask of them, without streams, which
// cost ten times the handler. Digests and signatures answer at once: a thread pool would make the order of events depend
// on the machine.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

type Init = { status?: number; headers?: unknown; method?: string; body?: unknown };

class LightHeaders {
  readonly map = new Map<string, string>();

  constructor(init?: unknown) {
    if (!init) return;
    const entries = isIterable(init) ? init : Object.entries(init);
    for (const [name, value] of entries as Iterable<[string, string]>) this.append(name, value);
  }

  get(name: string): string | null {
    return this.map.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.map.has(name.toLowerCase());
  }

  set(name: string, value: string): void {
    this.map.set(name.toLowerCase(), String(value));
  }

  append(name: string, value: string): void {
    const known = this.get(name);
    this.set(name, known === null ? value : `${known}, ${value}`);
  }

  delete(name: string): void {
    this.map.delete(name.toLowerCase());
  }

  forEach(visit: (value: string, name: string) => void): void {
    for (const [name, value] of this.map) visit(value, name);
  }

  getSetCookie(): string[] {
    return [];
  }

  keys() {
    return this.map.keys();
  }

  entries() {
    return this.map.entries();
  }

  [Symbol.iterator]() {
    return this.map.entries();
  }
}

class LightBody {
  readonly headers: LightHeaders;
  readonly content: string | Uint8Array;
  readonly hasBody: boolean;

  constructor(body: unknown, init: Init) {
    this.headers =
      init.headers instanceof LightHeaders ? new LightHeaders(init.headers) : new LightHeaders(init.headers);
    this.hasBody = body !== null && body !== undefined;
    this.content = toContent(body);
    if (typeof body === "string" && !this.headers.has("content-type"))
      this.headers.set("content-type", "text/plain;charset=UTF-8");
  }

  get body(): unknown {
    return this.hasBody ? this.content : null;
  }

  async text(): Promise<string> {
    return typeof this.content === "string" ? this.content : new TextDecoder().decode(this.content);
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async bytes(): Promise<Uint8Array> {
    return typeof this.content === "string" ? new TextEncoder().encode(this.content) : this.content;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return new Uint8Array(await this.bytes()).buffer;
  }
}

class LightRequest extends LightBody {
  readonly method: string;

  constructor(
    readonly url: string,
    init: Init = {},
  ) {
    super(init.body, init);
    this.method = init.method ?? "GET";
  }
}

class LightResponse extends LightBody {
  readonly status: number;
  readonly statusText = "";

  constructor(body?: unknown, init: Init = {}) {
    super(body, init);
    this.status = init.status ?? 200;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  clone(): LightResponse {
    return new LightResponse(this.hasBody ? this.content : null, { status: this.status, headers: this.headers });
  }

  static json(value: unknown, init: Init = {}): LightResponse {
    const answer = new LightResponse(JSON.stringify(value), init);
    answer.headers.set("content-type", "application/json");
    return answer;
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

function toContent(body: unknown): string | Uint8Array {
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  return body === null || body === undefined ? "" : String(body);
}

const bytesOf = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
  data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

const subtle = {
  digest: async (_algorithm: unknown, data: ArrayBuffer) =>
    new Uint8Array(createHash("sha256").update(bytesOf(data)).digest()).buffer,
  importKey: async (_format: unknown, key: ArrayBuffer) => bytesOf(key),
  sign: async (_algorithm: unknown, key: Uint8Array, data: ArrayBuffer) =>
    new Uint8Array(createHmac("sha256", key).update(bytesOf(data)).digest()).buffer,
  verify: async (_algorithm: unknown, key: Uint8Array, mac: Uint8Array, data: ArrayBuffer) => {
    const made = createHmac("sha256", key).update(bytesOf(data)).digest();
    return made.length === mac.length && timingSafeEqual(made, mac);
  },
};

let uuids = 0;

/** Puts the light ones in place of this process's own. Called before anything of the product is loaded. */
export function lightenThisProcess(): void {
  const crypto = {
    subtle,
    randomUUID: () => {
      uuids += 1;
      return `uuid-${uuids}`;
    },
    getRandomValues: (bytes: Uint8Array) => bytes,
  };
  const light = { Headers: LightHeaders, Request: LightRequest, Response: LightResponse, crypto };
  for (const [name, value] of Object.entries(light))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** Each seed counts its identifiers from one. */
export function forgetUuids(): void {
  uuids = 0;
}
