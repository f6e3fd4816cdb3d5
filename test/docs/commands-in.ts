import type { Command } from 'commander';

/** Commands of ours that a page shows, in blocks of shell and in its text: what follows the word `lockstep`. */
export function commandsIn(page: string): readonly string[] {
  const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text.replaceAll(/\\\n\s*/g, ' '));
  const inBlocks = blocks.flatMap((text) => text.split('\n')).map((line) => line.replace(/(^|\s)#.*$/, ''));
  const inText = [...page.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) =>
    code.replaceAll(/\s+/g, ' '),
  );
  return [...inBlocks, ...inText].flatMap((line) =>
    line
      .split(/[;&|()]+/)
      .map(
        (part) =>
          /^\s*(?:[A-Z_]+=\S+ )*(?:docker compose (?:exec|run --rm) worker )?(?:npx )?lockstep +(\S.*)$/.exec(
            part,
          )?.[1],
      )
      .filter((command) => command !== undefined),
  );
}

/** What is wrong with a command, or `null`: a verb, a verb under it or a flag that the program does not know. */
export function faultIn(command: string, program: Command): string | null {
  const words = command.trim().match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  let at = program;
  let rest: readonly string[] = words;
  for (const word of words) {
    const next = at.commands.find((one) => one.name() === word);
    if (next === undefined) break;
    at = next;
    rest = rest.slice(1);
  }
  const [first = ''] = rest;
  const isVerb = at === program || (at.commands.length > 0 && at.registeredArguments.length === 0);
  if (isVerb && first !== '' && !first.startsWith('-') && first !== '…') return `"${command}": there is no "${first}"`;
  const known = [...program.options, ...at.options].map(({ long }) => long);
  for (const flag of rest.filter((word) => word.startsWith('--'))) {
    const name = flag.split('=')[0] ?? '';
    if (name !== '--help' && !known.includes(name)) return `"${command}": there is no ${name}`;
  }
  return null;
}
