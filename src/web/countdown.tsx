import type { Child } from "hono/jsx";
import { formatClock } from "../i18n/format";
import { isoSeconds } from "../lib/time";
import type { Reader } from "./reader";

const WINDOW_S = 60;

/**
 * How long something may still be taken back: the moment in words, and the seconds that public/js/countdown.js runs down.
 * Children are the button that does it.
 */
export function Countdown({ reader, until, children }: { reader: Reader; until: number; children?: Child }) {
  const { t, language, timeZone, now } = reader;
  const left = Math.min(WINDOW_S, Math.max(0, Math.ceil((until - now) / 1000)));
  return (
    <div class="countdown">
      <progress max={WINDOW_S} value={WINDOW_S - left} aria-hidden="true" />
      <span>
        <time datetime={isoSeconds(until)}>{t("undo.leavesAt", { time: formatClock(language, timeZone, until) })}</time>{" "}
        <span class="num" data-left={String(left)}>{`${left} s`}</span>
      </span>
      {children}
    </div>
  );
}
