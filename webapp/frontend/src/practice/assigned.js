/** The line of an assignment above the statement: an exam's clock counts down by durations, for a browser's clock may be set to anything. */
import { announce } from "../lib/dom.js";

const WARN_MS = [5 * 60_000, 60_000];

export function startExamClock() {
  const line = document.querySelector("[data-assigned][data-left-ms]");
  if (!line) return;
  const words = line.querySelector("[data-left]");
  const end = performance.now() + Number(line.dataset.leftMs);
  let before = Infinity;
  const tick = () => {
    const left = Math.max(0, end - performance.now());
    words.textContent = left ? `${clock(left)} left` : "Time is up: nothing more is taken";
    for (const mark of WARN_MS) if (before > mark && left <= mark && before !== Infinity) announce(`${Math.round(mark / 60_000)} minutes left`);
    before = left;
    if (!left) {
      clearInterval(timer);
      announce("Time is up");
    }
  };
  const timer = setInterval(tick, 1000);
  tick();
}

function clock(ms) {
  const seconds = Math.ceil(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return (parts[0] ? parts : parts.slice(1)).map((part, n) => (n ? String(part).padStart(2, "0") : part)).join(":");
}
