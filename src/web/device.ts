import type { Translate } from "../i18n/index";

const BROWSERS = ["Edg", "OPR", "Firefox", "Chrome", "Safari"] as const;
const NAMES: Record<(typeof BROWSERS)[number], string> = {
  Edg: "Edge",
  OPR: "Opera",
  Firefox: "Firefox",
  Chrome: "Chrome",
  Safari: "Safari",
};
const SYSTEMS = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"] as const;

/** A browser and its system by the words it calls itself; Edge also says Chrome, and Chrome also says Safari. */
export function deviceName(t: Translate, userAgent: string): string {
  const browser = BROWSERS.find((word) => userAgent.includes(`${word}/`));
  const system = SYSTEMS.find((word) => userAgent.includes(word));
  if (browser && system) return t("profile.device", { browser: NAMES[browser], system });
  return browser ? NAMES[browser] : t("profile.device.unknown");
}
