import { hostOf } from "./hosts";
import { nextLateRequest, takeLateRequest } from "./late-requests";
import { miraklApp } from "./mirakl-app";
import { createMiraklTables, nextMiraklStep, stepMirakl } from "./mirakl-orders";
import { sendcloudApp } from "./sendcloud-app";
import { createSendcloudTables, nextSendcloudStep, stepSendcloud } from "./sendcloud-parcels";
import { createTraffic } from "./traffic";
import { SANDBOX_MIRAKL_SUFFIX, SANDBOX_SENDCLOUD_HOST, SANDBOX_TOKEN_HOST, type World } from "./world";

export type BothWorlds = {
  /** Answers a request to either vendor by the host it was meant for. */
  answer(request: Request): Promise<Response>;
  /** Applies everything that is due by now. */
  step(): Promise<void>;
  nextStep(): number | null;
};

/** Opens the tables and puts both vendors' APIs behind one door. */
export function openBothWorlds(world: World): BothWorlds {
  createMiraklTables(world.sql);
  createSendcloudTables(world.sql);
  createTraffic(world.sql);
  const mirakl = miraklApp(world, () => null);
  const sendcloud = sendcloudApp(world);
  const carryOut = async (request: Request): Promise<Response> => {
    const host = hostOf(request);
    if (host === SANDBOX_SENDCLOUD_HOST || host === SANDBOX_TOKEN_HOST) return sendcloud.fetch(request);
    if (host.endsWith(SANDBOX_MIRAKL_SUFFIX)) return mirakl.fetch(request);
    return new Response("no such host in the sandbox", { status: 404 });
  };
  const carryOutLate = async () => {
    for (let late = takeLateRequest(world); late; late = takeLateRequest(world)) await carryOut(late);
  };
  return {
    async answer(request) {
      await carryOutLate();
      return carryOut(request);
    },
    async step() {
      await carryOutLate();
      stepMirakl(world);
      await stepSendcloud(world);
    },
    nextStep: () => earlier(nextLateRequest(world), earlier(nextMiraklStep(world), nextSendcloudStep(world))),
  };
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
