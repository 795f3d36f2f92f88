import { beforeEach, describe, expect, it } from "vitest";
import {
  addLoginLink,
  consumeLoginLink,
  findLoginLink,
  findPersonByEmail,
  hasWorkspace,
  setLanguage,
} from "../../src/db/people";
import { endSession, openSession, touchSession, whoHoldsSession } from "../../src/db/sessions";
import type { D1 } from "../../src/lib/ports";
import { d1Twin } from "../d1-twin";
import { addWorkspace, NOW } from "./cast";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OWNER = { personId: "owner-w1", workspaceId: "w1" };

let d1: D1;
beforeEach(() => {
  d1 = d1Twin();
});

describe("a workspace", () => {
  it("is made with its owner, and only by the first of two who set up at once", async () => {
    expect(await hasWorkspace(d1)).toBe(false);
    const made = await Promise.all([addWorkspace(d1, "w1", true), addWorkspace(d1, "w2", true)]);
    expect(made).toEqual([true, false]);
    expect(await hasWorkspace(d1)).toBe(true);
    expect(await findPersonByEmail(d1, "w1@roux.example")).toEqual(OWNER);
    expect(await findPersonByEmail(d1, "w2@roux.example")).toBeNull();
  });

  it("may stand beside others when it need not be the first", async () => {
    expect([await addWorkspace(d1, "w1"), await addWorkspace(d1, "w2")]).toEqual([true, true]);
  });
});

describe("a session", () => {
  const open = () => openSession(d1, { tokenHash: "hash", ...OWNER, device: "Firefox", now: NOW });

  it("names who holds it, in the role of today", async () => {
    await addWorkspace(d1, "w1");
    await open();
    expect(await whoHoldsSession(d1, "hash", NOW)).toEqual({
      ...OWNER,
      sessionRef: "hash",
      name: "Camille Roux",
      language: "fr",
      workspaceName: "Atelier Roux",
      timeZone: "Europe/Paris",
      role: "owner",
      freshUntil: NOW + 5 * 60_000,
      seenAt: NOW,
    });
    await d1.prepare("UPDATE memberships SET role = 'viewer'").bind().run();
    await setLanguage(d1, OWNER.personId, "en");
    expect(await whoHoldsSession(d1, "hash", NOW)).toMatchObject({ role: "viewer", language: "en" });
    await d1.prepare("DELETE FROM memberships").bind().run();
    expect(await whoHoldsSession(d1, "hash", NOW)).toBeNull();
  });

  it("ends after seven idle days, and after thirty days in use", async () => {
    await addWorkspace(d1, "w1");
    await open();
    expect(await whoHoldsSession(d1, "hash", NOW + 7 * DAY_MS - 1)).not.toBeNull();
    expect(await whoHoldsSession(d1, "hash", NOW + 7 * DAY_MS)).toBeNull();
    for (let day = 5; day <= 25; day += 5) await touchSession(d1, "hash", NOW, NOW + day * DAY_MS);
    expect(await whoHoldsSession(d1, "hash", NOW + 30 * DAY_MS - 1)).not.toBeNull();
    expect(await whoHoldsSession(d1, "hash", NOW + 30 * DAY_MS)).toBeNull();
  });

  it("is noted as seen once an hour at most", async () => {
    await addWorkspace(d1, "w1");
    await open();
    await touchSession(d1, "hash", NOW, NOW + HOUR_MS - 1);
    expect((await whoHoldsSession(d1, "hash", NOW))?.seenAt).toBe(NOW);
    await touchSession(d1, "hash", NOW, NOW + HOUR_MS);
    expect((await whoHoldsSession(d1, "hash", NOW))?.seenAt).toBe(NOW + HOUR_MS);
  });

  it("ends at once, and no other with it", async () => {
    await addWorkspace(d1, "w1");
    await open();
    await openSession(d1, { tokenHash: "other", ...OWNER, device: "Firefox", now: NOW });
    await endSession(d1, "hash");
    expect(await whoHoldsSession(d1, "hash", NOW)).toBeNull();
    expect(await whoHoldsSession(d1, "other", NOW)).not.toBeNull();
  });
});

describe("a login link", () => {
  const add = () => addLoginLink(d1, { tokenHash: "link", ...OWNER, expiresAt: NOW + HOUR_MS });

  it("lets one of two in, and is not used up by being looked at", async () => {
    await add();
    expect(await findLoginLink(d1, "link", NOW)).toEqual(OWNER);
    const who = await Promise.all([consumeLoginLink(d1, "link", NOW), consumeLoginLink(d1, "link", NOW)]);
    expect(who).toEqual([OWNER, null]);
    expect(await findLoginLink(d1, "link", NOW)).toBeNull();
  });

  it("is worth nothing once its time is up", async () => {
    await add();
    expect(await findLoginLink(d1, "link", NOW + HOUR_MS)).toBeNull();
    expect(await consumeLoginLink(d1, "link", NOW + HOUR_MS)).toBeNull();
    expect(await consumeLoginLink(d1, "link", NOW + HOUR_MS - 1)).toEqual(OWNER);
  });
});
