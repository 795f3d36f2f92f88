/** What the object shells ask of `cloudflare:workers`. */
export class DurableObject<E> {
  constructor(
    protected readonly ctx: unknown,
    protected readonly env: E,
  ) {}
}
