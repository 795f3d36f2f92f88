import { code128, type DrawingContext } from "bwip-js/generic";

/** A bar of a barcode, in modules from the left edge. */
export type Bar = { left: number; width: number };

/** The bars of a Code 128, without quiet zones, and how many modules it is wide. */
export function barsOf(text: string): { bars: Bar[]; modules: number } {
  const bars = code128({ bcid: "code128", text, scale: 1 }, collectBars());
  const last = bars.at(-1);
  return { bars, modules: last ? last.left + last.width : 0 };
}

// bwip-js draws each bar as one upright line of the bar's width, its middle rounded up.
function collectBars(): DrawingContext<Bar[]> {
  const bars: Bar[] = [];
  return {
    scale: () => [1, 1],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: () => undefined,
    line: (x, _y0, _x1, _y1, width) => {
      bars.push({ left: x - Math.ceil(width / 2), width });
    },
    polygon: () => undefined,
    hexagon: () => undefined,
    ellipse: () => undefined,
    fill: () => undefined,
    text: () => undefined,
    end: () => bars,
  };
}
