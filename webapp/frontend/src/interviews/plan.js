/**
 * A whiteboard as text: one component or arrow a line, so that it is written by keyboard, saved and recorded like every text.
 *   client: Feed app            retrieval: Context tower = 4 ms; 64-d, batched
 *   Feed app -> Gateway: 40 k/s (a request)       Gateway ~> Watch events (learning: no request waits for it)
 *   budget = 80 ms
 */
export const TYPES = ["client", "gateway", "service", "retrieval", "ann index", "feature store", "ranker", "re-ranker", "cache", "queue", "stream job", "trainer", "registry", "monitor", "store"];
const COMPONENT = /^([a-z][a-z -]*?)\s*:\s*([^=;]+?)\s*(?:=\s*([\d.]+)\s*(us|ms|s))?\s*(?:;\s*(.*))?$/i;
const ARROW = /^(.+?)\s*(->|~>)\s*(.+?)\s*(?::\s*(.*))?$/;
const BUDGET = /^budget\s*=\s*([\d.]+)\s*(us|ms|s)$/i;
const IN_MS = { us: 0.001, ms: 1, s: 1000 };
const key = (name) => name.trim().toLowerCase();

/** {components, arrows, budget, wrong}: what the text says, and what could not be read, by line. Latencies in ms. */
export function read(text) {
  const board = { components: new Map(), arrows: [], budget: null, wrong: [] };
  const arrows = [];
  text.split("\n").forEach((raw, index) => {
    const line = raw.trim();
    if (!line || line.startsWith("#")) return;
    const budget = BUDGET.exec(line);
    const arrow = ARROW.exec(line);
    if (budget) board.budget = Number(budget[1]) * IN_MS[budget[2].toLowerCase()];
    else if (arrow) arrows.push({ from: key(arrow[1]), to: key(arrow[3]), late: arrow[2] === "~>", label: arrow[4] ?? "", line: index + 1 });
    else component(board, line, index + 1);
  });
  for (const arrow of arrows) {
    const missing = [arrow.from, arrow.to].find((name) => !board.components.has(name));
    if (missing) board.wrong.push({ line: arrow.line, words: `there is no component “${missing}”` });
    else board.arrows.push(arrow);
  }
  return board;
}

function component(board, line, number) {
  const found = COMPONENT.exec(line);
  const type = found?.[1].toLowerCase();
  if (!found) board.wrong.push({ line: number, words: "is neither a component nor an arrow" });
  else if (!TYPES.includes(type)) board.wrong.push({ line: number, words: `“${type}” is no type; types: ${TYPES.join(", ")}` });
  else if (board.components.has(key(found[2]))) board.wrong.push({ line: number, words: `“${found[2]}” is there already` });
  else board.components.set(key(found[2]), { line: number, type, name: found[2].trim(), ms: found[3] ? Number(found[3]) * IN_MS[found[4].toLowerCase()] : null, note: found[5] ?? "" });
}

/** The slowest way of a request: {ms, names}. What runs in parallel counts its slowest; an arrow back into a circle is left out. */
export function slowest({ components, arrows }) {
  const after = new Map([...components.keys()].map((name) => [name, []]));
  for (const arrow of arrows) if (!arrow.late) after.get(arrow.from).push(arrow.to);
  const known = new Map(); // null while its own ways are walked: whoever comes back to it then has gone in a circle
  const walk = (name) => {
    known.set(name, null);
    let rest = { ms: 0, names: [] };
    for (const other of after.get(name)) {
      const found = known.has(other) ? known.get(other) : walk(other);
      if (found && found.ms > rest.ms) rest = found;
    }
    known.set(name, { ms: (components.get(name).ms ?? 0) + rest.ms, names: [name, ...rest.names] });
    return known.get(name);
  };
  for (const name of components.keys()) if (!known.has(name)) walk(name);
  return [...known.values()].reduce((best, one) => (one.ms > best.ms ? one : best), { ms: 0, names: [] });
}

/** Where each component stands: {column, row}. Requests run left to right; what only learns stands in the rows below. */
export function place({ components, arrows }) {
  const column = new Map([...components.keys()].map((name) => [name, 0]));
  const solid = arrows.filter((arrow) => !arrow.late && arrow.from !== arrow.to);
  for (let round = 0; round < components.size; round++) {
    let moved = false;
    for (const { from, to } of solid) {
      if (column.get(to) > column.get(from) || column.get(from) + 1 >= components.size) continue;
      column.set(to, column.get(from) + 1);
      moved = true;
    }
    if (!moved) break;
  }
  const asked = new Set(solid.flatMap(({ from, to }) => [from, to]));
  const places = new Map();
  const tall = new Map();
  for (const name of components.keys()) {
    if (!asked.has(name)) continue;
    const row = tall.get(column.get(name)) ?? 0;
    places.set(name, { column: column.get(name), row });
    tall.set(column.get(name), row + 1);
  }
  const below = Math.max(0, ...tall.values());
  const wide = Math.max(3, ...[...column.values()].map((n) => n + 1));
  [...components.keys()].filter((name) => !asked.has(name)).forEach((name, n) => places.set(name, { column: n % wide, row: below + Math.floor(n / wide), late: true }));
  return places;
}
