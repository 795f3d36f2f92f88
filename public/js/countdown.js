// Seconds that run down: `data-left` is what was left when the page was made. Without this script the page names the
// moment, which is enough.
const TICK_MS = 250;
const ends = new WeakMap();

setInterval(() => {
  for (const element of document.querySelectorAll("[data-left]")) {
    const { left } = element.dataset;
    const known = ends.get(element);
    // A page that was read again says anew what is left.
    const end = known?.left === left ? known : { left, at: performance.now() + Number(left) * 1000 };
    ends.set(element, end);
    const seconds = Math.max(0, Math.ceil((end.at - performance.now()) / 1000));
    const words = `${seconds} s`;
    if (element.textContent !== words) element.textContent = words;
    const bar = element.closest(".countdown")?.querySelector("progress");
    if (bar) bar.value = bar.max - seconds;
  }
}, TICK_MS);
