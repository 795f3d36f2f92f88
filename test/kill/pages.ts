import { attribute, type Merchant, type Page } from "./merchant";

const LIST_PAGES = 6;

/** The orders that may be chosen for labels, as boxes of the list, and the job that its form would be. */
export async function openList(merchant: Merchant): Promise<{ job: string; boxes: string[] }> {
  let page = await merchant.get("/orders?tab=to-ship");
  const job = /<input type="hidden" name="job" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
  const boxes = boxesOf(page);
  for (let n = 1; n < LIST_PAGES; n += 1) {
    const next = /href="(\/orders\?[^"]*after=[^"]*)"/.exec(page.text)?.[1];
    if (!next) break;
    page = await merchant.get(next.replaceAll("&amp;", "&"));
    boxes.push(...boxesOf(page));
  }
  return { job, boxes: [...new Set(boxes)] };
}

function boxesOf({ text }: Page): string[] {
  const tags = [...text.matchAll(/<input[^>]*>/g)].map(([tag]) => tag);
  return tags.filter((tag) => attribute(tag, "name") === "order").map((tag) => attribute(tag, "value"));
}

/** The store and the order that a box stands for. */
export function placeOf(box: string): { storeId: string; orderId: string } {
  const [storeId = "", ...orderId] = box.split(":");
  return { storeId, orderId: orderId.join(":") };
}

/** What *Create label* on an order's page would send; null when it offers nothing now. */
export function optionsOf(html: string, place: string): { option: string; weight: string } | null {
  const form = html.slice(html.indexOf(`action="${place}/labels"`));
  const radios = [...form.matchAll(/<input[^>]*type="radio"[^>]*>/g)].map(([tag]) => tag);
  const option = radios.find((tag) => / checked/.test(tag)) ?? radios.find((tag) => !/ disabled/.test(tag));
  const weight = /<input[^>]*name="weight"[^>]*>/.exec(form)?.[0];
  return option && weight ? { option: attribute(option, "value"), weight: attribute(weight, "value") } : null;
}

/** What the page of a list that is over says of each order: null, or why not. */
export function outcomesOf(html: string): { orderId: string; why: string | null }[] {
  return [...html.matchAll(/<tr>.*?<\/tr>/gs)].flatMap(([row]) => {
    const orderId = decodeURIComponent(/href="\/orders\/[^/"]+\/([^"]+)"/.exec(row)?.[1] ?? "");
    if (orderId === "") return [];
    return [{ orderId, why: row.includes('data-tone="success"') ? null : plainText(row.split("<td").at(-1) ?? "") }];
  });
}

/** The addresses of the orders that a page names. */
export function orderLinks(html: string): string[] {
  return [...new Set([...html.matchAll(/href="(\/orders\/[0-9a-f-]{36}\/[^"/?]+)"/g)].map(([, place = ""]) => place))];
}

function plainText(html: string): string {
  return html
    .replace(/^[^>]*>/, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
