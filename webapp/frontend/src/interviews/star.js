/** The parts of a story: situation, task, action and result are marked as they begin. */
import { addCommands } from "../lib/commands.js";
import { announce, byId, h } from "../lib/dom.js";

/**
 * Wires the four buttons: `fieldOf(sheet)` takes the focus, `length(field)` says how far the text has come (code points). `story` is
 * how far the server knows it to have come, {on, took}: a page that is loaded again goes on from there.
 */
export function wireParts(teller, fieldOf, length, story) {
  const group = document.querySelector(".star");
  if (!group) return;
  const buttons = [...group.querySelectorAll("[data-star]")];
  const took = new Map(Object.entries(story?.took ?? {}));
  let on = story?.on ?? null;
  let since = performance.now();

  function stop() {
    if (on) took.set(on, (took.get(on) ?? 0) + performance.now() - since);
  }

  function press() {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.star === on));
  }

  function begin(part) {
    stop();
    on = part === "end" ? null : part;
    since = performance.now();
    press();
    const field = fieldOf(group.dataset.sheet);
    teller.tell("star", { sheet: group.dataset.sheet, part, place: length(field) });
    if (part !== "end") field.focus();
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
  press();
  draw();
  const named = buttons.filter((button) => button.dataset.star !== "end");
  addCommands("Story", named.map((button, index) => ({
    id: `star-${button.dataset.star}`,
    title: `${button.innerText.replace(/\s+/g, " ")} begins`.replace(/ Alt \d/, ""),
    keys: [`Alt-${index + 1}`],
    run: () => begin(button.dataset.star),
  })));
}
