import { enableCompileCache } from 'node:module';
import { endQuietlyOnClosedPipe } from './terminal.ts';

// Halves the time to start: compiled code is kept in the temporary folder. It has to be asked for before the rest loads.
enableCompileCache();
endQuietlyOnClosedPipe();
const { runProgram } = await import('./program.ts');
process.exitCode = await runProgram(process.argv.slice(2));
