/** Which lines only one of two texts has. */

/** Two lists of booleans, one per line: true where the line is not in the longest common sequence of lines. */
export function onlyIn(mine, theirs) {
  const a = mine.split("\n");
  const b = theirs.split("\n");
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const onlyA = a.map((_, i) => i >= head && i < a.length - tail);
  const onlyB = b.map((_, i) => i >= head && i < b.length - tail);
  markCommon(a.slice(head, a.length - tail), b.slice(head, b.length - tail), (i, j) => {
    onlyA[head + i] = false;
    onlyB[head + j] = false;
  });
  return [onlyA, onlyB];
}

function markCommon(a, b, common) {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? lengths[(i + 1) * width + j + 1] + 1 : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) common(i++, j++);
    else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i++;
    else j++;
  }
}
