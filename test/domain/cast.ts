import type { Address, Recipient } from "../../src/domain/address";
import type { IntentKind, IntentState } from "../../src/domain/intent";
import type { LineState, Order, OrderLine } from "../../src/domain/order";
import type { OrderFacts } from "../../src/domain/order-state";
import type { Parcel, ParcelStage } from "../../src/domain/parcel";

const euros = (minor: number) => ({ minor, currency: "EUR" });

export const louise: Address = {
  firstName: "Louise",
  lastName: "Tessier",
  company: "",
  street1: "14 rue des Lilas",
  street2: "",
  note: "",
  zip: "69003",
  city: "Lyon",
  state: "",
  country: "FR",
  countryLabel: "France",
  phone: "+33600000000",
};

export const louiseAtHome: Recipient = { address: louise, email: "relay@marketplace.test" };

export function line(lineId: string, state: LineState = "shipping", quantity = 1): OrderLine {
  return {
    lineId,
    position: 1,
    state,
    title: "Lamp",
    offerSku: "LAMP-1",
    productSku: "P-1",
    shopSku: null,
    quantity,
    unitPrice: euros(1000),
    price: euros(1000),
    shippingPrice: euros(0),
    total: euros(1000),
    refunds: [],
    cancelations: [],
  };
}

export function order(changes: Partial<Order> = {}): Order {
  return {
    orderId: "C100-A",
    commercialId: "C100",
    references: { customer: null, seller: null },
    customFields: [],
    state: "shipping",
    stateText: "SHIPPING",
    createdAt: 0,
    updatedAt: 0,
    deadlineAt: null,
    canShip: true,
    canCancel: false,
    hasIncident: false,
    fullyRefunded: false,
    fulfilmentCenter: "DEFAULT",
    shippingType: { code: "STD", label: "Standard" },
    pickupPointId: null,
    buyer: { firstName: "Louise", lastName: "Tessier", email: null, locale: null },
    shippingAddress: louise,
    billingAddress: null,
    total: euros(1000),
    shippingPrice: euros(0),
    lines: [line("L1")],
    tracking: { carrierCode: null, carrierName: null, number: null, url: null },
    ...changes,
  };
}

export function facts(changes: Partial<OrderFacts> = {}): OrderFacts {
  return {
    place: null,
    intents: [],
    parcels: [],
    problems: [],
    pushed: false,
    shipWhen: "label-made",
    shippedByOtherMeans: false,
    shippingType: { clickAndCollect: false, deliveryByOperator: false, mandatoryTracking: false },
    lastState: null,
    ...changes,
  };
}

export function parcel(stage: ParcelStage = "label-ready", lineIds = ["L1"], parcelNo = 1): Parcel {
  return {
    parcelNo,
    generation: 1,
    shipmentId: `S${parcelNo}`,
    sendcloudParcelId: null,
    carrierCode: "colissimo",
    carrierName: "Colissimo",
    optionCode: "colissimo:home",
    optionName: "Home",
    trackingNumber: "6A123",
    trackingUrl: null,
    stage,
    statusText: "",
    price: null,
    lineIds,
    createdAt: 0,
    seenAt: 0,
  };
}

export function intent(kind: IntentKind, state: IntentState, parcelNo: number | null = null) {
  return { kind, state, parcelNo };
}
