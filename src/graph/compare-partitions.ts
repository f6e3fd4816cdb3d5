/**
 * How far two groupings of the same vertices agree. Labels are whole numbers; a negative one marks an outlier, which
 * stands for a group of its own.
 */
type Labels = Int32Array | Uint32Array;

/**
 * Adjusted Rand index (Hubert & Arabie 1985, doi 10.1007/BF01908075): 1 = the same groups, 0 = as by chance.
 * (pairs together in both - expected) / (mean of the pairs together in each - expected). Two groupings that leave nothing
 * to chance (all alone, or all together, in both) agree: 1.
 */
export function adjustedRandIndex(one: Labels, other: Labels): number {
  let together = 0;
  for (const size of jointSizes(one, other)) together += pairs(size);
  const inOne = pairsTogether(one);
  const inOther = pairsTogether(other);
  const all = pairs(one.length);
  const expected = all === 0 ? 0 : (inOne / all) * inOther;
  const most = (inOne + inOther) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

/**
 * Variation of information (Meila 2007, doi 10.1016/j.jmva.2006.11.013) in nats: H(one | other) + H(other | one). 0 = the same
 * groups, at most ln n; a metric, so that a chain of partitions can be measured step by step.
 */
export function variationOfInformation(one: Labels, other: Labels): number {
  const n = one.length;
  if (n === 0) return 0;
  const joint = entropySum(jointSizes(one, other));
  const alone = entropySum(groupSizes(one)) + entropySum(groupSizes(other));
  return Math.max(0, (alone - 2 * joint) / n);
}

/** Sum of size × ln size: a group of one adds nothing, so outliers need not be listed. */
function entropySum(sizes: Iterable<number>): number {
  let sum = 0;
  for (const size of sizes) if (size > 1) sum += size * Math.log(size);
  return sum;
}

function pairsTogether(labels: Labels): number {
  let sum = 0;
  for (const size of groupSizes(labels)) sum += pairs(size);
  return sum;
}

function pairs(size: number): number {
  return (size * (size - 1)) / 2;
}

function groupSizes(labels: Labels): Uint32Array {
  const sizes = new Uint32Array(numberOfLabels(labels));
  for (const label of labels) if (label >= 0) sizes[label] = (sizes[label] as number) + 1;
  return sizes;
}

/** Sizes of the groups that two groupings make together, outliers of either left out. */
function jointSizes(one: Labels, other: Labels): readonly number[] {
  const width = numberOfLabels(other);
  const keys = Float64Array.from(one, (label, v) => {
    const second = other[v] as number;
    return label < 0 || second < 0 ? -1 : label * width + second;
  }).sort();
  const sizes: number[] = [];
  let start = 0;
  for (let i = 1; i <= keys.length; i++) {
    if (keys[i] === keys[start]) continue;
    if ((keys[start] as number) >= 0) sizes.push(i - start);
    start = i;
  }
  return sizes;
}

function numberOfLabels(labels: Labels): number {
  let largest = -1;
  for (const label of labels) largest = Math.max(largest, label);
  return largest + 1;
}
