/**
 * Arithmetic of a notes pane: names, + - * / ^, brackets, min and max, numbers with k, M, B, bytes and times. A value has a unit
 * (none, bytes, seconds or their rates); adding unlike units is an error. No code of a person is ever evaluated.
 */
const SIZES = { "": [1, 0, 0], k: [1e3, 0, 0], K: [1e3, 0, 0], M: [1e6, 0, 0], B: [1e9, 0, 0], T: [1e12, 0, 0], "%": [0.01, 0, 0] };
const BYTES = { byte: 1, bytes: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };
const TIMES = { us: 1e-6, ms: 1e-3, s: 1, sec: 1, min: 60, h: 3600, hour: 3600, hours: 3600, day: 86400, days: 86400, d: 86400, year: 31536000 };
const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*([A-Za-z%]*)|([A-Za-z_][\w]*)|(\S))/y;

/** What is wrong with a line, in words. */
export class Wrong extends Error {}

const unitOf = (name) => {
  if (name in SIZES) return SIZES[name];
  if (name in BYTES) return [BYTES[name], 1, 0];
  if (name in TIMES) return [TIMES[name], 0, 1];
  return null;
};

function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length && text.slice(TOKEN.lastIndex).trim()) {
    const match = TOKEN.exec(text);
    if (!match) throw new Wrong("cannot be read");
    const [, number, unit, name, sign] = match;
    if (number !== undefined) {
      const known = unitOf(unit);
      if (!known) throw new Wrong(`no unit “${unit}”`);
      found.push({ value: { n: Number(number) * known[0], bytes: known[1], time: known[2] } });
    } else if (name !== undefined) found.push({ name });
    else found.push({ sign });
  }
  return found;
}

/** The value of an expression: {n, bytes, time}, the last two as powers of their unit. */
export function evaluate(text, names) {
  const queue = tokens(text);
  let at = 0;
  const sign = (...signs) => (signs.includes(queue[at]?.sign) ? queue[at++].sign : null);

  function sum() {
    let left = product();
    for (let op = sign("+", "-"); op; op = sign("+", "-")) {
      const right = product();
      alike(left, right);
      left = { ...left, n: op === "+" ? left.n + right.n : left.n - right.n };
    }
    return left;
  }

  function product() {
    let left = power();
    for (let op = sign("*", "×", "/", "÷"); op; op = sign("*", "×", "/", "÷")) {
      const right = power();
      const way = op === "*" || op === "×" ? 1 : -1;
      if (way < 0 && right.n === 0) throw new Wrong("divides by zero");
      left = { n: way > 0 ? left.n * right.n : left.n / right.n, bytes: left.bytes + way * right.bytes, time: left.time + way * right.time };
    }
    return left;
  }

  function power() {
    if (sign("-")) {
      const value = power();
      return { ...value, n: -value.n };
    }
    const base = atom();
    if (!sign("^")) return base;
    const exponent = power();
    if (exponent.bytes || exponent.time) throw new Wrong("an exponent has no unit");
    return { n: base.n ** exponent.n, bytes: base.bytes * exponent.n, time: base.time * exponent.n };
  }

  function atom() {
    if (sign("(")) {
      const value = sum();
      if (!sign(")")) throw new Wrong("a bracket is open");
      return value;
    }
    const token = queue[at++];
    if (token?.value) return token.value;
    if (token?.name) return ["max", "min"].includes(token.name) && sign("(") ? extreme(token.name) : named(token.name);
    throw new Wrong(token ? `“${token.sign}” is not expected` : "something is missing");
  }

  function extreme(name) {
    const values = [sum()];
    while (sign(",")) values.push(sum());
    if (!sign(")")) throw new Wrong("a bracket is open");
    for (const value of values) alike(values[0], value);
    return values.reduce((best, value) => ((name === "max") === (value.n > best.n) ? value : best));
  }

  function named(name) {
    if (names.has(name)) return names.get(name);
    const unit = unitOf(name);
    if (unit) return { n: unit[0], bytes: unit[1], time: unit[2] };
    throw new Wrong(`“${name}” is not known yet`);
  }

  const value = sum();
  if (at < queue.length) throw new Wrong("there is more than one value");
  if (!Number.isFinite(value.n)) throw new Wrong("too large to be a number");
  return value;
}

function alike(one, other) {
  if (one.bytes !== other.bytes || one.time !== other.time) throw new Wrong(`adds ${unitWords(one)} and ${unitWords(other)}`);
}

function unitWords({ bytes, time }) {
  const parts = [bytes && (bytes === 1 ? "bytes" : `bytes^${bytes}`), time && (time === 1 ? "time" : time === -1 ? "a rate" : `time^${time}`)].filter(Boolean);
  return parts.join(" × ") || "a plain number";
}

const scaled = (n, steps) => {
  const [size, name] = steps.find(([size]) => Math.abs(n) >= size) ?? steps.at(-1);
  return `${Number((n / size).toPrecision(3))}${name}`;
};
const COUNT = [[1e12, " T"], [1e9, " B"], [1e6, " M"], [1e3, " k"], [1, ""]];
const DATA = [[1e15, " PB"], [1e12, " TB"], [1e9, " GB"], [1e6, " MB"], [1e3, " KB"], [1, " bytes"]];
const TIME = [[86400, " days"], [3600, " h"], [60, " min"], [1, " s"], [1e-3, " ms"], [1e-6, " µs"]];

/** A value as people read it. */
export function shown({ n, bytes, time }) {
  if (bytes === 0 && time === 0) return scaled(n, COUNT);
  if (bytes === 1 && time === 0) return scaled(n, DATA);
  if (bytes === 0 && time === 1) return scaled(n, TIME);
  if (time === -1) return `${bytes === 1 ? scaled(n, DATA) : scaled(n, COUNT)}/s`;
  return `${Number(n.toPrecision(3))} ${unitWords({ bytes, time })}`;
}

/** Every line that computes: [{line, name, step, text, value | wrong}]; lines of plain words are left out. */
export function calculate(text) {
  const names = new Map();
  return text.split("\n").flatMap((raw, index) => {
    const match = /^\s*(\+)?\s*([A-Za-z_][\w ]*?)\s*=\s*(\S.*)$/.exec(raw);
    if (!match) return [];
    const [, plus, label, expression] = match;
    const row = { line: index + 1, name: label.trim(), step: Boolean(plus) };
    try {
      const value = evaluate(expression, names);
      names.set(row.name.replaceAll(" ", "_"), value);
      return [{ ...row, value, text: shown(value) }];
    } catch (problem) {
      if (!(problem instanceof Wrong)) throw problem;
      return [{ ...row, wrong: problem.message }];
    }
  });
}
