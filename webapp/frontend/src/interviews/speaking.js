/** An answer that is spoken: recorded in the page, heard again, and sent to the server only when the person says so. */
import { announce, h } from "../lib/dom.js";
import { Refused } from "../lib/http.js";
import { post } from "../live/links.js";
import { words } from "./clock.js";

const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const BITS = 24_000; // a second: five minutes are under a megabyte

/** Wires the recorder of the page, if it has one; `page.speaking` says where recordings are kept. */
export function wireSpeaking(page) {
  const place = document.querySelector("[data-speaking]");
  if (!place || !page.speaking) return;
  const button = place.querySelector("[data-record]");
  const says = place.querySelector("[data-record-says]");
  const list = place.querySelector("[data-takes]");
  const type = globalThis.MediaRecorder && TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  if (!type || !navigator.mediaDevices) {
    button.disabled = true;
    says.textContent = "This browser cannot record here. Type notes instead.";
  }
  let take = null;

  async function begin() {
    button.disabled = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      take = new Take(stream, type, place, page.speaking.longest_ms, (made) => ended(made));
      draw(true);
      announce("Recording.");
    } catch {
      says.textContent = "The microphone could not be used: the browser or you did not allow it. Type notes instead.";
      announce(says.textContent);
    } finally {
      button.disabled = false;
    }
  }

  function draw(on) {
    button.setAttribute("aria-pressed", String(on));
    button.querySelector("[data-record-words]").textContent = on ? "Stop" : "Record your answer";
  }

  function ended(made) {
    take = null;
    draw(false);
    if (made.blob.size) list.append(row(page, made));
    announce(`Recorded ${words(made.length)}. It is not kept yet.`);
  }

  button.addEventListener("click", () => (take ? take.stop() : begin()));
  list.addEventListener("click", async ({ target }) => {
    if (target.dataset.hear) await hear(target);
    if (target.dataset.drop) await drop(target);
  });
  window.addEventListener("beforeunload", (event) => (take || list.querySelector("[data-unkept]")) && event.preventDefault());
}

/** One recording under way. */
class Take {
  constructor(stream, type, place, longest, done) {
    this.begun = performance.now();
    const parts = [];
    const time = place.querySelector("[data-record-time]");
    this.recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS });
    this.recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    this.recorder.addEventListener("stop", () => {
      clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      time.textContent = words(0);
      done({ blob: new Blob(parts, { type: type.split(";")[0] }), begun: this.begun, length: Math.min(this.length, longest) });
    });
    const ticking = setInterval(() => {
      time.textContent = words(performance.now() - this.begun);
      if (performance.now() - this.begun >= longest) this.stop();
    }, 250);
    this.recorder.start(1000);
  }

  stop() {
    if (this.recorder.state === "inactive") return;
    this.length = Math.max(1, Math.round(performance.now() - this.begun));
    this.recorder.stop();
  }
}

/** A recording that is only in this page. */
function row(page, { blob, begun, length }) {
  const audio = h("audio", { controls: true, preload: "auto", src: URL.createObjectURL(blob) });
  const said = h("span", { class: "errors", role: "alert" });
  const item = h("li", { "data-unkept": true }, audio, h("span", { class: "mono" }, words(length)), h("span", { class: "quiet small" }, "only in this page"), said, h("span", { class: "grow" }));
  const keep = h("button", { class: "button", type: "button" }, "Keep on the server");
  const away = h("button", { class: "button plain", type: "button", onclick: () => item.remove() }, "Throw away");
  keep.addEventListener("click", async () => {
    keep.disabled = true;
    const form = new FormData();
    form.append("sound", blob, "answer");
    for (const [name, value] of Object.entries({ sheet: page.speaking.sheet, length, ago: Math.round(performance.now() - begun) })) form.append(name, String(value));
    try {
      const made = await (await post(page.speaking.keep, form)).json();
      item.replaceWith(kept(made));
      announce("Kept on the server.");
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      keep.disabled = false;
      said.textContent = problem.message;
    }
  });
  item.append(keep, away);
  return item;
}

function kept({ length_ms: length, url, drop: away }) {
  return h("li", { "data-kept": true }, h("button", { class: "button", type: "button", "data-hear": url }, "▶ Hear it"), " ", h("span", { class: "mono" }, words(length)), " ", h("span", { class: "chip" }, "kept on the server"), h("span", { class: "grow" }), h("button", { class: "button plain", type: "button", "data-drop": away }, "Delete"));
}

/** Loads a recording whole, since one that a browser made says nowhere how long it is, and puts a player in the button's place. */
async function hear(button) {
  const audio = h("audio", { controls: true, src: await soundAt(button.dataset.hear) });
  button.replaceWith(audio);
  await audio.play().catch(() => null);
}

/** The address of a recording within this page; throws Refused where it cannot be had. */
export async function soundAt(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => null));
  return URL.createObjectURL(await answer.blob());
}

async function drop(button) {
  try {
    await post(button.dataset.drop, new FormData());
    button.closest("li").remove();
    announce("The recording is gone.");
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    button.replaceWith(h("span", { class: "errors", role: "alert" }, problem.message));
  }
}

/** Wires the recordings of a report: heard from their beginning, or from where a part of the story begins. */
export function wireHearing() {
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-hear], [data-hear-from]");
    if (target.dataset.drop) await drop(target);
    if (!button) return;
    const box = button.closest("[data-recording]");
    let audio = box.querySelector("audio");
    if (!audio) {
      audio = h("audio", { controls: true, src: await soundAt(box.dataset.recording) });
      box.prepend(audio);
    }
    const from = Number(button.dataset.hearFrom ?? 0) / 1000;
    if (audio.readyState < 1) await new Promise((resolve) => audio.addEventListener("loadedmetadata", resolve, { once: true }));
    audio.currentTime = from;
    await audio.play().catch(() => null);
  });
}
