import type { Command } from 'commander';
import { type Config, type ConfigFlags, loadConfig } from '../config/load-config.ts';

/** Flags that every verb understands, before or after its name. They win over environment and config file. */
export function addConfigFlags(program: Command): void {
  program
    .option('--config <file>', 'YAML file with settings (LOCKSTEP_CONFIG)')
    .option('--seed <n>', 'decides every random choice (LOCKSTEP_SEED)')
    .option('--threads <n>', 'threads to use; changes no byte of a report (LOCKSTEP_THREADS)')
    .option('--memory-limit-mb <n>', 'refuse what needs more memory (LOCKSTEP_MEMORY_LIMIT_MB)')
    .option(
      '--timezone <zone>',
      'zone of --from, --to and --until without an offset, and of schedules (LOCKSTEP_TIMEZONE)',
    )
    .option('--log-level <level>', 'error, warn, info or debug (LOCKSTEP_LOG_LEVEL)')
    .option('--data-dir <dir>', 'where runs go that are given no --out (LOCKSTEP_DATA_DIR)');
}

type ConfigOptions = { readonly [name: string]: string | undefined };

export function configOf(command: Command, layers: readonly string[] = []): Config {
  return loadConfig(flagsOf(command, layers));
}

/** What the command line says of the config: plain, so that a thread can load the same. */
export function flagsOf(command: Command, layers: readonly string[] = []): ConfigFlags {
  const options = command.optsWithGlobals<ConfigOptions>();
  return {
    configFile: options['config'],
    layers,
    values: {
      seed: options['seed'],
      threads: options['threads'],
      memory_limit_mb: options['memoryLimitMb'],
      timezone: options['timezone'],
      log_level: options['logLevel'],
      data_dir: options['dataDir'],
    },
  };
}
