/** RFC 3339 in UTC, whole seconds without a fraction. */
export function instantOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
