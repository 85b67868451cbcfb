/** Waiting for a peer, and for the other to come: the page asks now and then, which also says that it is open. */
import { announce, byId } from "../lib/dom.js";
import { Refused, sendForJson } from "../lib/http.js";

const LOOK = 5000; // ms

const minutes = (seconds) => (seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`);

async function ask(url) {
  try {
    return await sendForJson(url, { method: "GET" });
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    return null; // the next look tells
  }
}

/** Starts whichever of the two the page is. */
export function startPeers() {
  const wait = byId("wait");
  const meeting = byId("meeting");
  if (wait) setInterval(() => look(wait.dataset.state), LOOK);
  if (meeting) {
    setInterval(async () => {
      const now = await ask(meeting.dataset.state);
      if (now && (now.state !== "meeting" || String(now.here) !== meeting.dataset.here)) location.reload();
    }, LOOK);
  }
  document.body.dataset.ready = "1";
}

async function look(url) {
  const now = await ask(url);
  if (!now) return;
  if (now.state === "matched") {
    announce("Somebody is there.");
    location.assign(now.href);
  } else if (now.state === "none") location.reload();
  else {
    byId("waited").textContent = minutes(now.waited_s);
    byId("elsewhere").textContent = now.elsewhere ? `${now.elsewhere} wait for another round or level.` : "Nobody waits for anything else either.";
    byId("lately").textContent = now.lately ? `Pairs that met for it in the last seven days: ${now.lately}.` : "No pair has met for it in the last seven days.";
  }
}
