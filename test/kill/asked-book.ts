/** What the merchant asked for, as he would remember it. */
export class AskedBook {
  /**
   * Orders whose label was asked for, also in requests that died under way: whether those were taken or not, whoever
   * asked chooses them again until they are done.
   */
  readonly tried = new Set<string>();
  /** Orders whose label somebody wanted to take back, with their pages: he will want another. */
  readonly takenBack = new Map<string, string>();
  /** The last word of a list about an order it would not label. */
  readonly refused = new Map<string, string>();
  /** Lists that were taken and whose outcome nobody has looked at yet. */
  readonly jobs = new Set<string>();

  ask(orderIds: readonly string[]): void {
    for (const orderId of orderIds) {
      this.tried.add(orderId);
      this.refused.delete(orderId);
    }
  }
}
