import * as z from "zod";
import { measure, text, wholeNumber, words } from "./wire-values";

const address = z.looseObject({
  name: words,
  company_name: words,
  address_line_1: words,
  house_number: words,
  address_line_2: words,
  postal_code: words,
  city: words,
  state_province_code: words,
  country_code: words,
  phone_number: words,
  email: words,
});

/** What we send and read back of an order alike. */
const content = z.looseObject({
  order_id: text,
  order_number: words,
  order_details: z.looseObject({
    order_items: z.array(z.looseObject({ item_id: words, name: words, quantity: wholeNumber })),
  }),
  shipping_address: address.nullish().catch(null),
  shipping_details: z
    .looseObject({ measurement: z.looseObject({ weight: measure }).nullish().catch(null) })
    .nullish()
    .catch(null),
});
export type OrderContentWire = z.infer<typeof content>;

/** An order of GET /orders; its id is a string there and a number in the answer of POST (sendcloud.md 2.1). */
export const order = content.extend({
  id: wholeNumber,
  order_details: z.looseObject({
    ...content.shape.order_details.shape,
    integration: z.looseObject({ id: wholeNumber }).nullish().catch(null),
  }),
});
export type OrderWire = z.infer<typeof order>;

/** What POST and PATCH answer for an order: its ids alone. */
export const orderIds = z.looseObject({ id: wholeNumber, order_id: text });
