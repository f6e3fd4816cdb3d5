/** Rows of a small campaign: twelve accounts share what nobody else does, within seconds, on four days, amid 300 others. */
export function smallCampaign(): readonly string[] {
  let state = 12_345;
  const chance = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const day = 86_400;
  const start = 1_767_225_600; // 2026-01-01T00:00:00Z
  const rows: string[] = [];
  for (let account = 0; account < 300; account++) {
    for (let i = 0; i < 12; i++) rows.push(`user${account},link,page${chance(900)},${start + chance(7 * day)}`);
  }
  for (let post = 0; post < 12; post++) {
    const at = start + (post % 4) * day + 3600 * (9 + chance(9));
    for (let member = 0; member < 12; member++) rows.push(`ring${member},link,slogan${post},${at + chance(20)}`);
  }
  return rows;
}

export const HEADER = 'account,layer,entity,at\n';
