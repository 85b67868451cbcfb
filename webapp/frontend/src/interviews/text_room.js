/** A round that is answered in words: journals, the clock, the parts of a story, the calculator. */
import { addCommands } from "../lib/commands.js";
import { announce, byId, h, pageData } from "../lib/dom.js";
import { showBoard } from "./board.js";
import { showCalculation } from "./calculator.js";
import { RoundClock } from "./clock.js";
import { flushFirst, openSheets } from "./sheets.js";
import { Teller, watchFocus } from "./telling.js";

/** Starts the room. */
export async function startTextRoom() {
  const page = pageData();
  const teller = new Teller(page.urls.events);
  const flush = await openSheets(page, (area) => {
    if (area.dataset.calculator !== undefined) showCalculation(area.value, byId("results"), byId("budget"));
    if (area.dataset.board !== undefined) showBoard(area.value, byId("board-picture"), byId("board-words"));
  });
  const all = async () => {
    await teller.send();
    return flush();
  };
  flushFirst(all);
  const clock = new RoundClock(page, all);
  if (page.clock.state === "open") {
    teller.tell("view", { sheet: page.question });
    watchFocus(teller);
    wireParts(page, teller);
  }
  addCommands("Round", [
    { id: "time-left", title: "Say the time that is left", keys: ["Alt-t"], run: () => clock.say() },
    { id: "save", title: "Save now (it saves itself anyway)", keys: ["Mod-s"], run: () => all() },
    { id: "resume", title: "Go on after the pause", when: () => page.clock.state === "paused", run: () => document.querySelector('[data-command="resume"]').form.requestSubmit() },
  ]);
  document.querySelector(`#text-${CSS.escape(location.hash.replace("#sheet-", ""))}`)?.focus();
  document.body.dataset.ready = "1";
}

function wireParts(page, teller) {
  const group = document.querySelector(".star");
  if (!group) return;
  const buttons = [...group.querySelectorAll("[data-star]")];
  const took = new Map();
  let on = null;
  let since = 0;

  function stop() {
    if (on) took.set(on, (took.get(on) ?? 0) + performance.now() - since);
  }

  function begin(part) {
    stop();
    on = part === "end" ? null : part;
    since = performance.now();
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.star === on));
    const area = byId(`text-${group.dataset.sheet}`);
    teller.tell("star", { sheet: group.dataset.sheet, part, place: [...area.value].length });
    if (part !== "end") area.focus();
    announce(part === "end" ? "The story has ended." : `${buttons.find((button) => button.dataset.star === part).innerText.split("\n")[0]} begins.`);
  }

  function draw() {
    if (!took.size && !on) return;
    const now = new Map(took);
    if (on) now.set(on, (now.get(on) ?? 0) + performance.now() - since);
    const whole = [...now.values()].reduce((sum, one) => sum + one, 0);
    byId("star-shares").replaceChildren(...["S", "T", "A", "R"].flatMap((part) => [h("b", {}, part), ` ${Math.round((100 * (now.get(part) ?? 0)) / Math.max(whole, 1))} %  `]));
  }

  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-star]");
    if (button) begin(button.dataset.star);
  });
  setInterval(draw, 1000);
  const named = buttons.filter((button) => button.dataset.star !== "end");
  addCommands("Story", named.map((button, index) => ({
    id: `star-${button.dataset.star}`,
    title: `${button.innerText.replace(/\s+/g, " ")} begins`.replace(/ Alt \d/, ""),
    keys: [`Alt-${index + 1}`],
    run: () => begin(button.dataset.star),
  })));
}
