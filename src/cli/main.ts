import { enableCompileCache } from 'node:module';
import { stopWithLauncher } from './stop-signals.ts';
import { endQuietlyOnClosedPipe } from './terminal.ts';

// Halves the time to start: compiled code is kept in the temporary folder. It has to be asked for before the rest loads.
enableCompileCache();
endQuietlyOnClosedPipe();
stopWithLauncher();
const { runProgram } = await import('./program.ts');
process.exitCode = await runProgram(process.argv.slice(2));
