import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Names a process that holds leases. Unlike a process id it is never used again. */
export function newHolder(): string {
  return `${hostname()}.${process.pid}.${randomBytes(4).toString('hex')}`;
}
