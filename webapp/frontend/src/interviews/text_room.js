/** A round that is answered in words: journals, the clock, the parts of a story, the calculator. */
import { addCommands } from "../lib/commands.js";
import { byId, pageData } from "../lib/dom.js";
import { showBoard } from "./board.js";
import { showCalculation } from "./calculator.js";
import { RoundClock } from "./clock.js";
import { wireDrawing } from "./drawing.js";
import { wireInviting } from "./inviting.js";
import { followSimulation } from "./simulation.js";
import { flushFirst, openSheets } from "./sheets.js";
import { wireSpeaking } from "./speaking.js";
import { wireParts } from "./star.js";
import { Teller, watchFocus } from "./telling.js";

/** Starts the room. */
export async function startTextRoom() {
  const page = pageData();
  const teller = new Teller(page.urls.events);
  let drawn = () => {};
  const flush = await openSheets(page, (area) => {
    if (area.dataset.calculator !== undefined) showCalculation(area.value, byId("results"), byId("budget"));
    if (area.dataset.board !== undefined) {
      showBoard(area.value, byId("board-picture"), byId("board-words"));
      drawn();
    }
  });
  const board = document.querySelector("[data-board]");
  if (board) {
    drawn = wireDrawing(() => board.value, (text) => {
      board.value = text;
      board.dispatchEvent(new Event("input", { bubbles: true }));
    });
    followSimulation(page.urls.simulated);
  }
  const all = async () => {
    await teller.send();
    return flush();
  };
  flushFirst(all);
  const clock = new RoundClock(page, all);
  wireInviting(page, all);
  wireSpeaking(page);
  if (page.clock.state === "open") {
    teller.tell("view", { sheet: page.question });
    watchFocus(teller);
    wireParts(teller, (sheet) => byId(`text-${sheet}`), (area) => [...area.value].length, page.story);
  }
  addCommands("Round", [
    { id: "time-left", title: "Say the time that is left", keys: ["Alt-t"], run: () => clock.say() },
    { id: "save", title: "Save now (it saves itself anyway)", keys: ["Mod-s"], run: () => all() },
    { id: "resume", title: "Go on after the pause", when: () => page.clock.state === "paused", run: () => document.querySelector('[data-command="resume"]').form.requestSubmit() },
  ]);
  document.querySelector(`#text-${CSS.escape(location.hash.replace("#sheet-", ""))}`)?.focus();
  document.body.dataset.ready = "1";
}
