// The way between the engine and the two vendors: latency, faults, late commits. Each request is answered whole inside
// the event of its arrival.
import type { HttpAnswer, HttpRequest } from "../../src/lib/http";
import { readSending, type Sending } from "./calls";
import { FAULTS, REFUSAL } from "./faults";
import type { SimObject } from "./incarnation";
import type { Sim } from "./sim";
import { twist } from "./twists";

/** What the remote did for us, by its own true answer. */
export type Deed = {
  effect: string;
  key: string;
  orderId: string;
  store: string;
  sentAt: number;
  at: number;
  body: string;
  answer: string;
};

export type Net = {
  read(object: SimObject, request: HttpRequest): Sending;
  send(sending: Sending): Promise<HttpAnswer>;
  /** A process died: what it has under way is nobody's any more. */
  forget(object: SimObject): void;
  underWay: Set<Sending>;
  /** Everything that was done at the remotes by us, in order. */
  deeds: Deed[];
  /** `until` of the 429 answers, by object, vendor and operation. */
  waits: Map<string, number>;
};

const LATE_AT_MOST_MS = 10 * 60_000;

export function createNet(sim: Sim): Net {
  const { timeline, streams } = sim;
  const net: Net = {
    underWay: new Set(),
    deeds: [],
    waits: new Map(),
    read: (object, request) => readSending(object, request, timeline.now()),
    forget(object) {
      for (const sending of net.underWay) if (sending.object === object) net.underWay.delete(sending);
    },
    send(sending) {
      sending.departedAt = timeline.now();
      const { fault, refused, twist: meanwhile, orderId } = sim.faults.choose(sending);
      sending.fault = fault;
      sim.departs(sending);
      net.underWay.add(sending);
      if (meanwhile) twist(sim, meanwhile, orderId);
      return new Promise((resolve) => carry(sim, net, sending, refused, resolve));
    },
  };
  return net;

  function carry(_: Sim, __: Net, sending: Sending, refused: boolean, resolve: (answer: HttpAnswer) => void): void {
    const rule = FAULTS[sending.fault];
    const out = 15 + streams.net.below(150);
    const back = 15 + streams.net.below(150);
    const deliver = (at: number, answer: HttpAnswer) =>
      timeline.add(at, `answer ${sending.point}`, () => {
        // What a dead process asked for comes back to nobody.
        if (net.underWay.delete(sending)) sim.returns(sending, answer);
        resolve(answer);
      });
    const longest = sending.request.timeoutMs;
    const wait = rule?.wait === "timeout" ? longest : rule?.wait === "slow" ? longest - 1_000 : out + back;
    const spoil = (truth: Extract<HttpAnswer, { arrived: true }>) =>
      rule ? rule.spoil(truth, sending, streams.fault, timeline.now() + sending.object.skew) : truth;
    const arrive = (at: number, then: (truth: Extract<HttpAnswer, { arrived: true }>) => void) =>
      timeline.add(at, `arrival ${sending.point}`, async () => {
        const truth = refused ? REFUSAL : await answerOf(sim, sending.request);
        noteDeed(sim, net, sending, truth);
        then(truth);
      });
    const sentAt = timeline.now();
    if (rule?.work === "never") deliver(sentAt + wait, spoil(NOTHING));
    else if (rule?.work === "late") {
      arrive(sentAt + wait + streams.fault.below(LATE_AT_MOST_MS), () => undefined);
      deliver(sentAt + wait, spoil(NOTHING));
    } else arrive(sentAt + out, (truth) => deliver(Math.max(sentAt + wait, timeline.now() + back), spoil(truth)));
  }
}

const NOTHING: Extract<HttpAnswer, { arrived: true }> = {
  arrived: true,
  status: 0,
  headers: {},
  body: new Uint8Array(),
};

async function answerOf(sim: Sim, { method, url: asked, headers, body }: HttpRequest) {
  // Some marketplaces give fewer rows than are asked for: then a few orders are many pages.
  const url = sim.plan.pageLimit === null ? asked : asked.replace("max=100", `max=${sim.plan.pageLimit}`);
  const request = new Request(url, body === undefined ? { method, headers } : { method, headers, body });
  const response = await sim.both.answer(request);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const names: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    names[name] = value;
  });
  return { arrived: true as const, status: response.status, headers: names, body: bytes };
}

// ST01 says 201 even when it refused (mirakl.md 3.6).
function isRefused(effect: string, body: Uint8Array): boolean {
  return effect === "shipment" && new TextDecoder().decode(body).includes('"shipment_success":[]');
}

function noteDeed(sim: Sim, net: Net, sending: Sending, truth: Extract<HttpAnswer, { arrived: true }>): void {
  const { effect, intent, object, request, departedAt } = sending;
  sim.note(
    () =>
      `${sending.operation} for ${object.name}: ${truth.status}${sending.fault === "none" ? "" : ` [${sending.fault}]`}`,
  );
  if (effect === null || truth.status < 200 || truth.status >= 300 || isRefused(effect, truth.body)) return;
  const deed: Deed = {
    effect,
    key: intent?.business_key ?? "",
    orderId: intent?.order_id ?? "",
    store: object.name,
    sentAt: departedAt,
    at: sim.timeline.now(),
    body: request.body ?? "",
    answer: truth.body.length > 5_000 ? "" : new TextDecoder().decode(truth.body),
  };
  net.deeds.push(deed);
  sim.did(deed);
}
