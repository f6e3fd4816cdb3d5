/** How much of a cluster is drawn and listed. Whatever is left out is said beside it, with its count. */
export type Detail = {
  readonly rasterRows: number;
  readonly rasterMarks: number;
  readonly matrixRows: number;
  readonly matrixColumns: number;
  readonly nodes: number;
  readonly links: number;
  readonly evidence: number;
  readonly members: number;
};

/** From the fullest to the barest. The last must keep a hundred clusters of any size under the bound of the page. */
export const DETAILS: readonly [Detail, ...Detail[]] = [
  {
    rasterRows: 60,
    rasterMarks: 1500,
    matrixRows: 40,
    matrixColumns: 60,
    nodes: 120,
    links: 300,
    evidence: 40,
    members: 400,
  },
  {
    rasterRows: 48,
    rasterMarks: 900,
    matrixRows: 40,
    matrixColumns: 60,
    nodes: 100,
    links: 220,
    evidence: 25,
    members: 150,
  },
  {
    rasterRows: 40,
    rasterMarks: 600,
    matrixRows: 40,
    matrixColumns: 40,
    nodes: 80,
    links: 160,
    evidence: 16,
    members: 80,
  },
  {
    rasterRows: 32,
    rasterMarks: 400,
    matrixRows: 30,
    matrixColumns: 30,
    nodes: 60,
    links: 110,
    evidence: 12,
    members: 50,
  },
  {
    rasterRows: 24,
    rasterMarks: 260,
    matrixRows: 24,
    matrixColumns: 24,
    nodes: 40,
    links: 70,
    evidence: 8,
    members: 30,
  },
  {
    rasterRows: 16,
    rasterMarks: 160,
    matrixRows: 16,
    matrixColumns: 16,
    nodes: 24,
    links: 40,
    evidence: 5,
    members: 16,
  },
];
