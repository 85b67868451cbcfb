/** A recording in memory: texts at any moment, without the document. Times are milliseconds from the start. */
const KEYFRAME = 100; // changes between two whole texts of a sheet
export const IDLE = 20_000;

const splice = (text, { place, cut, put }, whole) => {
  if (!whole) return text.slice(0, place) + put + text.slice(place + cut);
  const points = [...text]; // characters beyond the basic plane take two units here and one on the server
  points.splice(place, cut, ...put);
  return points.join("");
};

export class Film {
  constructor({ events, sheets, whole_ms, remarks }) {
    this.whole = whole_ms;
    this.sheets = sheets;
    this.remarks = remarks;
    this.events = events.map(([at, kind, sheet, data, number, by]) => ({ at, kind, sheet, data, number, by }));
    this.wide = new Set();
    this.changes = new Map(sheets.map((sheet) => [sheet.name, []]));
    for (const sheet of sheets) if (/[\ud800-\udfff]/.test(sheet.text)) this.wide.add(sheet.name);
    for (const event of this.events) {
      if (event.kind !== "text") continue;
      if (/[\ud800-\udfff]/.test(event.data.put)) this.wide.add(event.sheet);
      if (!this.changes.has(event.sheet)) this.changes.set(event.sheet, []);
      this.changes.get(event.sheet).push(event);
    }
    this.frames = new Map(sheets.map((sheet) => [sheet.name, [sheet.text]]));
    this.idle = this.#gaps();
  }

  /** How many changes of a sheet were made by `at`. */
  #count(name, at) {
    const rows = this.changes.get(name) ?? [];
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].at <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** {text, from, to}: what the sheet held at `at`, and where its last change put something. */
  textAt(name, at) {
    const rows = this.changes.get(name) ?? [];
    const count = this.#count(name, at);
    const frames = this.frames.get(name) ?? [""];
    while (frames.length <= Math.floor(count / KEYFRAME)) {
      let text = frames.at(-1);
      for (let n = (frames.length - 1) * KEYFRAME; n < frames.length * KEYFRAME; n++) text = splice(text, rows[n].data, this.wide.has(name));
      frames.push(text);
    }
    this.frames.set(name, frames);
    const base = Math.floor(count / KEYFRAME);
    let text = frames[base];
    for (let n = base * KEYFRAME; n < count; n++) text = splice(text, rows[n].data, this.wide.has(name));
    const last = count ? rows[count - 1].data : null;
    if (!last) return { text, from: 0, to: 0 };
    const from = this.wide.has(name) ? [...text].slice(0, last.place).join("").length : last.place;
    return { text, from, to: from + last.put.length, by: rows[count - 1].by };
  }

  /** The sheet that was worked on at `at`. */
  sheetAt(at) {
    let name = this.sheets[0]?.name ?? "";
    for (const event of this.events) {
      if (event.at > at) break;
      if (event.sheet && ["text", "view", "stage", "run", "submit", "probe"].includes(event.kind)) name = event.sheet;
    }
    return name;
  }

  /** The event that an address such as #e12 names. */
  moment(number) {
    return this.events.find((event) => event.number === number)?.at;
  }

  #gaps() {
    const found = [];
    let before = 0;
    for (const event of this.events) {
      if (event.at - before > IDLE) found.push([before, event.at]);
      before = event.at;
    }
    return found;
  }

  /** Where playing goes on from `at` when what is idle is left out. */
  skip(at) {
    const gap = this.idle.find(([from, to]) => at > from + 1000 && at < to - 1000);
    return gap ? gap[1] - 1000 : at;
  }
}
