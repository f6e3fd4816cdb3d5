/** How much of a cluster is drawn and listed. Whatever is left out is said beside it, with its count. */
export type Detail = {
  readonly rasterRows: number;
  /** Of the members and of the ordinary accounts together. */
  readonly rasterMarks: number;
  /** Entities with a colour of their own; the others are grey. */
  readonly entities: number;
  readonly closeupRows: number;
  readonly matrixRows: number;
  readonly matrixColumns: number;
  /** Accounts in the graph; with none it is left out. */
  readonly nodes: number;
  readonly links: number;
  readonly evidence: number;
  readonly members: number;
  /** Of a tier that comes after others have taken all the room. */
  readonly leastMembers: number;
};

/** From the fullest to the barest. The last must keep a hundred clusters of any size under the bound of the page. */
export const DETAILS: readonly [Detail, ...Detail[]] = [
  level(60, 2400, 10, 24, 40, 60, 120, 300, 40, 400, 10),
  level(48, 1500, 10, 24, 40, 60, 100, 220, 25, 150, 8),
  level(40, 1000, 10, 16, 40, 40, 80, 160, 16, 80, 6),
  level(32, 700, 10, 12, 30, 30, 60, 110, 12, 50, 5),
  level(24, 480, 8, 8, 24, 24, 40, 70, 8, 30, 4),
  level(16, 320, 6, 0, 16, 20, 24, 40, 5, 16, 3),
  level(12, 200, 4, 0, 12, 16, 12, 20, 3, 8, 1),
  level(12, 120, 3, 0, 8, 12, 0, 0, 2, 4, 1),
];

function level(...numbers: readonly number[]): Detail {
  const [rasterRows = 0, rasterMarks = 0, entities = 0, closeupRows = 0, matrixRows = 0, matrixColumns = 0] = numbers;
  const [nodes = 0, links = 0, evidence = 0, members = 0, leastMembers = 0] = numbers.slice(6);
  return {
    rasterRows,
    rasterMarks,
    entities,
    closeupRows,
    matrixRows,
    matrixColumns,
    nodes,
    links,
    evidence,
    members,
    leastMembers,
  };
}
