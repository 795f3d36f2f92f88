import { describe, expect, it } from "vitest";
import { refusedParts } from "../../src/domain/push-refusal";

const AT = "/data/attributes/[3]";

describe("what a refusal of Sendcloud points at", () => {
  it.each([
    [`Field required (${AT}/shipping_address/state_province_code)`, [{ field: "state" }]],
    [`Field required (${AT}/shipping_address/house_number)`, [{ field: "street1" }]],
    [`value is not a valid email address (${AT}/shipping_address/email)`, [{ field: "email" }]],
    [`Input should be greater than 0 (${AT}/order_details/order_items/0/quantity)`, [{ field: null, part: "items" }]],
    [`Input should be 'EUR' (${AT}/payment_details/total_price/currency)`, [{ field: null, part: "price" }]],
    [
      `Input should be greater than 0 (${AT}/shipping_details/measurement/weight/value)`,
      [{ field: null, part: "weight" }],
    ],
    [`Field required (${AT}/order_number)`, [{ field: null, part: "number" }]],
    [`Integration with id 9 does not exist (${AT}/order_details/integration/id)`, [{ field: null, part: "other" }]],
    ["Something is wrong", [{ field: null, part: "other" }]],
    ["Something (said so) is wrong", [{ field: null, part: "other" }]],
    ["", [{ field: null, part: "other" }]],
    [
      `Field required (${AT}/shipping_address/city); Field required (${AT}/shipping_address/city); No (${AT}/order_number)`,
      [{ field: "city" }, { field: null, part: "number" }],
    ],
  ])("%s", (words, parts) => {
    expect(refusedParts(words)).toEqual(parts);
  });
});
