/** A WebSocket that comes back: with patience that grows, and never all browsers at the same moment. */
const FIRST = 400; // ms before the first try to come back
const LONGEST = 15000;
const STEADY = 8000; // ms after which a connection counts as good
const SILENCE = 20000; // then the server is asked for a sign
const NO_SIGN = 6000; // and without one the line is dead

/** Codes after which trying again by itself would be of no use. */
export const FINAL = new Set([4400, 4401, 4403, 4404, 4409, 4413, 4422, 4423]);
const AT_ONCE = 4412;

export class Socket {
  /** Handlers: `state(name, detail)` with connected, reconnecting, offline or ended; `frame(buffer)`; `message(object)`. */
  constructor(url, handlers) {
    this.url = url;
    this.handlers = handlers;
    this.failures = 0;
    this.stopped = true;
    window.addEventListener("online", () => !this.stopped && !this.open && this.#connect());
    window.addEventListener("offline", () => this.#lost());
  }

  get open() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  start() {
    this.stopped = false;
    this.failures = 0;
    this.#connect();
  }

  /** Sends a frame or an object; false when the line is not there, and then nothing was sent. */
  send(data) {
    if (!this.open) return false;
    this.socket.send(data instanceof Uint8Array ? data : JSON.stringify(data));
    return true;
  }

  stop() {
    this.stopped = true;
    this.#forget();
  }

  #connect() {
    this.#forget();
    const socket = (this.socket = new WebSocket(this.url));
    socket.binaryType = "arraybuffer";
    const opening = setTimeout(() => this.#lost(), LONGEST);
    socket.onopen = () => {
      clearTimeout(opening);
      this.steady = setTimeout(() => (this.failures = 0), STEADY);
      this.#watch();
      this.handlers.state("connected");
    };
    socket.onmessage = ({ data }) => {
      this.#watch();
      if (typeof data !== "string") return this.handlers.frame(data);
      const message = JSON.parse(data);
      if (message.type !== "pong") this.handlers.message(message);
    };
    socket.onclose = ({ code, reason }) => (clearTimeout(opening), this.#closed(code, reason));
  }

  #forget() {
    for (const timer of [this.retry, this.steady, this.silence]) clearTimeout(timer);
    if (!this.socket) return;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.socket = null;
  }

  /** The browser says that it is offline, or no sign came: what is left of the line only delays. */
  #lost() {
    if (this.stopped) return;
    this.#forget();
    this.#closed(1006, "");
  }

  #closed(code, reason) {
    this.#forget();
    if (FINAL.has(code)) {
      this.stopped = true;
      this.handlers.state("ended", { code, reason });
      return;
    }
    this.handlers.state(navigator.onLine === false ? "offline" : "reconnecting", { code, reason });
    const wait = code === AT_ONCE ? 0 : Math.min(LONGEST, FIRST * 2 ** this.failures) * (0.5 + Math.random() / 2);
    this.failures++;
    this.retry = setTimeout(() => this.#connect(), wait);
  }

  #watch() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.send({ type: "ping" });
      this.silence = setTimeout(() => this.#lost(), NO_SIGN);
    }, SILENCE);
  }
}
