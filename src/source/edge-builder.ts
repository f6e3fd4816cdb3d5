import { type EdgeColumns, LONGEST_ID_BYTES } from '../model/edge.ts';
import { LockstepError } from '../model/errors.ts';
import { ByteInterner } from './byte-interner.ts';
import { reasonAgainstText } from './check-text.ts';
import { type Cell, type ColumnPlan, LONGEST_LAYER_BYTES } from './column-plan.ts';
import { EdgeRows } from './edge-rows.ts';
import { EntityIds } from './entity-ids.ts';
import { parseAt, reasonOfAt } from './parse-at.ts';
import { parseWeight, reasonOfWeight } from './parse-weight.ts';
import type { IdentifierKind } from './pseudonym.ts';
import type { ReadOptions } from './read-options.ts';

/** `EdgeColumns.layer` holds 16 bits. */
const MOST_LAYERS = 1 << 16;
/** Number of the empty string in the tables of events and sources. */
const NONE = 0;
/** Instead of a number: in order but not seen before; not in order. */
const UNSEEN = -1;
const REFUSED = -2;
const EMPTY = new Uint8Array(0);
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Turns rows of bytes into columns. A scanner puts where each wanted column's value stands into `starts` and `ends` (by the
 * slots of the plan) and calls `add`; a row that is not right in every field leaves no trace but `field` and `reason`.
 */
export class EdgeBuilder {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Why the last `add` returned false. */
  field = '';
  reason = '';

  private readonly plan: ColumnPlan;
  private readonly identifiers: ReadOptions['identifiers'];
  private readonly rows = new EdgeRows();
  private readonly accounts = new ByteInterner();
  private readonly layers = new ByteInterner();
  private readonly events = new ByteInterner();
  private readonly sources = new ByteInterner();
  private readonly entities: EntityIds;
  /** By number of layer. */
  private readonly kinds: (IdentifierKind | 'none')[] = [];

  constructor(plan: ColumnPlan, options: Pick<ReadOptions, 'identifiers' | 'keys'>) {
    this.plan = plan;
    this.identifiers = options.identifiers;
    this.starts = new Int32Array(plan.wanted.length);
    this.ends = new Int32Array(plan.wanted.length);
    this.entities = new EntityIds(options.keys);
    this.events.intern(EMPTY, 0, 0);
    this.sources.intern(EMPTY, 0, 0);
  }

  /** Adds the row's edges, all of them or none. Nothing is numbered before everything is known to be in order. */
  add(bytes: Uint8Array): boolean {
    const { plan } = this;
    const account = this.find(this.accounts, plan.account, bytes, LONGEST_ID_BYTES);
    if (account === REFUSED) return false;
    const at = parseAt(this.bytesOf(plan.at, bytes), this.startOf(plan.at), this.endOf(plan.at));
    if (at < 0) return this.refuse(plan.at, reasonOfAt(at)) !== REFUSED;
    const event = this.find(this.events, plan.event, bytes, LONGEST_ID_BYTES);
    if (event === REFUSED) return false;
    const source = this.find(this.sources, plan.source, bytes, LONGEST_ID_BYTES);
    if (source === REFUSED) return false;
    const weight = parseWeight(this.bytesOf(plan.weight, bytes), this.startOf(plan.weight), this.endOf(plan.weight));
    if (weight < 0) return this.refuse(plan.weight, reasonOfWeight(weight)) !== REFUSED;
    if (plan.isWide && !this.isWideRowRight(bytes)) return false;
    for (const edge of plan.edges) {
      const isAbsent = plan.isWide && this.startOf(edge.entity) === this.endOf(edge.entity);
      if (isAbsent) continue;
      const layer = this.find(this.layers, edge.layer, bytes, LONGEST_LAYER_BYTES);
      if (layer === REFUSED) return false;
      const kind = layer === UNSEEN ? this.kindOf(edge.layer, bytes) : (this.kinds[layer] as IdentifierKind | 'none');
      const entity = this.internEntity(kind, edge.entity, bytes);
      if (entity === REFUSED) return false;
      this.rows.push(
        this.number(this.accounts, plan.account, account, bytes),
        layer === UNSEEN ? this.numberLayer(edge.layer, kind, bytes) : layer,
        entity,
        at,
        this.number(this.events, plan.event, event, bytes),
        this.number(this.sources, plan.source, source, bytes),
        weight,
      );
    }
    return true;
  }

  toColumns(): EdgeColumns {
    return {
      ...this.rows.toColumns(),
      accounts: this.accounts.toTable(),
      layers: this.layers.toTable(),
      entities: this.entities.interner.toTable(),
      events: this.events.toTable(),
      sources: this.sources.toTable(),
    };
  }

  private internEntity(kind: IdentifierKind | 'none', cell: Cell, bytes: Uint8Array): number {
    const from = this.bytesOf(cell, bytes);
    const start = this.startOf(cell);
    const end = this.endOf(cell);
    if (start === end) return this.refuse(cell, 'is empty');
    const entity = this.entities.intern(kind, from, start, end);
    return entity < 0 ? this.refuse(cell, this.entities.reasonAgainst(kind, from, start, end) ?? '') : entity;
  }

  /** A row of several edges is looked through before the first of them is numbered. */
  private isWideRowRight(bytes: Uint8Array): boolean {
    for (const { layer, entity } of this.plan.edges) {
      const start = this.startOf(entity);
      const end = this.endOf(entity);
      if (start === end) continue;
      const reason = this.entities.reasonAgainst(this.kindOf(layer, bytes), this.bytesOf(entity, bytes), start, end);
      if (reason !== null) return this.refuse(entity, reason) !== REFUSED;
    }
    return true;
  }

  private find(interner: ByteInterner, cell: Cell, bytes: Uint8Array, longest: number): number {
    const from = this.bytesOf(cell, bytes);
    const start = this.startOf(cell);
    const end = this.endOf(cell);
    if (start === end) return cell.mayBeEmpty ? NONE : this.refuse(cell, 'is empty');
    if (end - start > longest) return this.refuse(cell, `is longer than ${longest} bytes`);
    const known = interner.find(from, start, end);
    if (known >= 0) return known;
    const reason = reasonAgainstText(from, start, end);
    return reason === null ? UNSEEN : this.refuse(cell, reason);
  }

  private number(interner: ByteInterner, cell: Cell, found: number, bytes: Uint8Array): number {
    return found >= 0 ? found : interner.intern(this.bytesOf(cell, bytes), this.startOf(cell), this.endOf(cell));
  }

  private numberLayer(cell: Cell, kind: IdentifierKind | 'none', bytes: Uint8Array): number {
    if (this.layers.size === MOST_LAYERS) {
      const advice = `is column ${JSON.stringify(cell.field)} the layer? Name another with --map layer=NAME`;
      throw new LockstepError('over-limit', `The input has more than ${MOST_LAYERS} layers: ${advice}.`);
    }
    this.kinds.push(kind);
    return this.number(this.layers, cell, UNSEEN, bytes);
  }

  private kindOf(layer: Cell, bytes: Uint8Array): IdentifierKind | 'none' {
    const from = this.bytesOf(layer, bytes);
    return this.identifiers(decoder.decode(from.subarray(this.startOf(layer), this.endOf(layer))));
  }

  private refuse(cell: Cell, reason: string): typeof REFUSED {
    this.field = cell.field;
    this.reason = reason;
    return REFUSED;
  }

  private bytesOf(cell: Cell, bytes: Uint8Array): Uint8Array {
    return cell.slot < 0 ? cell.constant : bytes;
  }

  private startOf(cell: Cell): number {
    return cell.slot < 0 ? 0 : (this.starts[cell.slot] as number);
  }

  private endOf(cell: Cell): number {
    return cell.slot < 0 ? cell.constant.length : (this.ends[cell.slot] as number);
  }
}
