import type { Recipient } from "../../src/domain/address";
import { goodsOf } from "../../src/domain/customs-block";
import type { Order, OrderLine } from "../../src/domain/order";
import { DEFAULT_SETTINGS } from "../../src/domain/store";
import type { PushWish } from "../../src/sendcloud/push";

const euros = (minor: number) => ({ minor, currency: "EUR" });

export const RECIPIENT: Recipient = {
  address: {
    firstName: "Saskia",
    lastName: "de Proef",
    company: "Atelier Brume",
    street1: "Testlaan 115",
    street2: "",
    note: "bel twee keer",
    zip: "5642 CV",
    city: "Eindhoven",
    state: "",
    country: "NL",
    countryLabel: "Pays-Bas",
    phone: "0612345678",
  },
  email: "relay-7@buyers.example",
};

export function line(changes: Partial<OrderLine> = {}): OrderLine {
  return {
    lineId: "T-1-A-1",
    position: 1,
    state: "shipping",
    title: "Blue lamp",
    offerSku: "LAMP-BLUE",
    productSku: "MKP-5001",
    shopSku: "SHOP-9",
    quantity: 2,
    unitPrice: euros(1250),
    price: euros(2500),
    shippingPrice: euros(490),
    total: euros(2990),
    refunds: [],
    cancelations: [],
    ...changes,
  };
}

export function order(changes: Partial<Order> = {}): Order {
  return {
    orderId: "T-1-A",
    commercialId: "T-1",
    references: { customer: null, seller: null },
    customFields: [],
    state: "shipping",
    stateText: "SHIPPING",
    createdAt: Date.UTC(2026, 10, 20, 8),
    updatedAt: Date.UTC(2026, 10, 20, 9),
    deadlineAt: null,
    canShip: true,
    canCancel: false,
    hasIncident: false,
    fullyRefunded: false,
    fulfilmentCenter: "DEFAULT",
    shippingType: { code: "STD", label: "Livraison standard" },
    pickupPointId: null,
    buyer: { firstName: "Saskia", lastName: "de Proef", email: null, locale: null },
    shippingAddress: RECIPIENT.address,
    billingAddress: null,
    total: euros(2990),
    shippingPrice: euros(490),
    lines: [line()],
    tracking: { carrierCode: null, carrierName: null, number: null, url: null },
    ...changes,
  };
}

export function pushWish(changes: Partial<PushWish> = {}): PushWish {
  const { lines } = changes.order ?? order();
  return {
    externalOrderId: "ab12cd:T-1-A",
    orderNumber: "T-1-A",
    integrationId: 4711,
    order: order(),
    recipient: RECIPIENT,
    weightGrams: 1320,
    itemSku: "product",
    goods: lines.map((one) => goodsOf(one, one.productSku, null, DEFAULT_SETTINGS)),
    customs: null,
    shipmentType: "commercial-goods",
    currencyRates: {},
    ...changes,
  };
}
