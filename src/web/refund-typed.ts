import { decimalFromMoney, decimalsOf, type Money, moneyFromDecimal } from "../domain/money";
import { amountOf } from "../domain/return";
import type { Language } from "../i18n/index";
import type { RefundOffer, RefundRequest } from "../sync/stub-orders";
import type { FieldErrors, Typed } from "./forms";

type Line = RefundOffer["lines"][number];
type Chosen = RefundRequest["lines"][number];

/**
 * What the form shows at first: the lines that a return brings back are ticked, every line has its price, written as the
 * reader's language does.
 */
export function firstTyped(offer: RefundOffer, language: Language): Typed {
  const written = (money: Money) => decimalFromMoney(money).replace(".", language === "en" ? "." : ",");
  const open = offer.lines.filter(({ why }) => why === null);
  const whole = offer.lines.every(({ quantity, wanted }) => wanted >= quantity);
  const fields = open.flatMap((line): [string, string][] => {
    const quantity = line.wanted > 0 ? line.wanted : Math.max(0, line.quantity);
    const amount = written(priceOf(line, quantity));
    const shipping = offer.withShipping && whole && line.shipping.minor > 0 ? written(line.shipping) : "";
    return [
      ...(line.wanted > 0 ? ([[`take.${line.lineId}`, "on"]] satisfies [string, string][]) : []),
      [`quantity.${line.lineId}`, String(quantity)],
      [`amount.${line.lineId}`, amount],
      [`shipping.${line.lineId}`, shipping],
      [`proposed.${line.lineId}`, `${quantity} ${amount}`],
    ];
  });
  return Object.fromEntries([...fields, ["reason", offer.reason ?? ""]]);
}

/** The ticked lines with their money, or what is wrong with each field. */
export function readRefund(
  offer: RefundOffer,
  typed: Typed,
): { ok: true; lines: Chosen[]; reason: string } | { ok: false; errors: FieldErrors } {
  const errors: FieldErrors = {};
  const taken = offer.lines.filter(({ lineId, why }) => why === null && typed[`take.${lineId}`] !== undefined);
  const lines = taken.map((line) => readLine(line, offer.currency, typed, errors));
  if (taken.length === 0)
    errors[`take.${offer.lines.find(({ why }) => why === null)?.lineId ?? ""}`] = "refund.fault.none";
  const reason = typed.reason ?? "";
  if (!offer.reasons.some(({ code }) => code === reason)) errors.reason = "refund.fault.reason";
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, lines, reason };
}

function readLine(line: Line, currency: string, typed: Typed, errors: FieldErrors): Chosen {
  const { lineId } = line;
  const text = (field: string) => (typed[`${field}.${lineId}`] ?? "").trim();
  const quantity = /^\d{1,6}$/.test(text("quantity")) ? Number(text("quantity")) : null;
  if (quantity === null || quantity > line.quantity) errors[`quantity.${lineId}`] = "refund.fault.quantity";
  const amount = readAmount(line, quantity ?? 0, typed, currency);
  if (!amount) errors[`amount.${lineId}`] = "refund.fault.amount";
  else if (amount.minor > line.amount.minor) errors[`amount.${lineId}`] = "refund.fault.over";
  const shipping = text("shipping") === "" ? { minor: 0, currency } : readMoney(text("shipping"), currency);
  if (!shipping) errors[`shipping.${lineId}`] = "refund.fault.amount";
  else if (shipping.minor > line.shipping.minor) errors[`shipping.${lineId}`] = "refund.fault.overShipping";
  if (amount?.minor === 0 && shipping?.minor === 0) errors[`amount.${lineId}`] = "refund.fault.nothing";
  const none = { minor: 0, currency };
  return { lineId, quantity: quantity ?? 0, amount: amount ?? none, shipping: shipping ?? none };
}

// Who changes the quantity and leaves the proposed amount means the price of that quantity.
function readAmount(line: Line, quantity: number, typed: Typed, currency: string): Money | null {
  const text = (typed[`amount.${line.lineId}`] ?? "").trim();
  const [proposedQuantity, proposed] = (typed[`proposed.${line.lineId}`] ?? "").split(" ");
  const isUntouched = text === "" || (text === proposed && String(quantity) !== proposedQuantity);
  return isUntouched ? priceOf(line, quantity) : readMoney(text, currency);
}

function priceOf(line: Line, quantity: number): Money {
  return amountOf(line, quantity, line);
}

/** An amount as people type it, with a comma or a point; null when it has more decimals than the currency. */
function readMoney(text: string, currency: string): Money | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  const match = /^\d{1,9}(?:\.(\d+))?$/.exec(plain);
  if (!match || (match[1] ?? "").length > decimalsOf(currency)) return null;
  return moneyFromDecimal(plain, currency);
}
