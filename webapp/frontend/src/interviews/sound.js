/** What was spoken, beside the film: it plays where the film is, up to four times as fast. */
import { Refused } from "../lib/http.js";
import { soundAt } from "./speaking.js";

const FASTEST = 4; // above it nobody understands a word
const APART = 0.4; // seconds that sound and film may part

export class Sound {
  constructor(recordings) {
    this.recordings = recordings;
    this.players = new Map();
  }

  /** The recording that was running at `at`. */
  at(at) {
    return this.recordings.find((one) => at >= one.at && at < one.at + one.length);
  }

  /** Brings the sound to where the film is. */
  follow(at, speed) {
    const here = this.at(at);
    if (here !== this.here) this.rest();
    this.here = here;
    if (!here || speed > FASTEST) return this.rest();
    const audio = this.#player(here);
    if (!audio) return undefined;
    const place = (at - here.at) / 1000;
    audio.playbackRate = speed;
    if (Math.abs(audio.currentTime - place) > APART * speed) audio.currentTime = place;
    if (audio.paused && !audio.ended) audio.play().catch(() => null);
    return undefined;
  }

  rest() {
    for (const audio of this.players.values()) audio?.pause();
  }

  /** Loaded whole when it is first needed; until then, and where it cannot be had, the film is silent. */
  #player(recording) {
    if (!this.players.has(recording.url)) {
      this.players.set(recording.url, null);
      soundAt(recording.url).then(
        (address) => this.players.set(recording.url, new Audio(address)),
        (problem) => {
          if (!(problem instanceof Refused)) throw problem;
        },
      );
    }
    return this.players.get(recording.url);
  }
}
