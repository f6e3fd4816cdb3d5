import { runProgram } from './program.ts';
import { endQuietlyOnClosedPipe } from './terminal.ts';

endQuietlyOnClosedPipe();
process.exitCode = await runProgram(process.argv.slice(2));
