import { type EdgeColumns, LONGEST_ID_BYTES } from '../model/edge.ts';
import { LockstepError } from '../model/errors.ts';
import { ByteInterner, hashBytes } from './byte-interner.ts';
import { reasonAgainstText } from './check-text.ts';
import { type Cell, type ColumnPlan, LONGEST_LAYER_BYTES } from './column-plan.ts';
import { EdgeRows } from './edge-rows.ts';
import { EntityIds, type EntityKind } from './entity-ids.ts';
import { listAliases, type PulledEdges } from './list-aliases.ts';
import { parseAt, reasonOfAt } from './parse-at.ts';
import { parseWeight, reasonOfWeight } from './parse-weight.ts';
import type { ReadOptions } from './read-options.ts';
import { BATCH_ROWS, type RowBatch } from './row-batch.ts';

/** `EdgeColumns.layer` holds 16 bits. */
const MOST_LAYERS = 1 << 16;
/** Number of the empty string in the tables of events and sources. */
const NONE = 0;
/** Instead of a number: in order but not seen before; not in order. */
const UNSEEN = -1;
const REFUSED = -2;
const EMPTY = new Uint8Array(0);
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Turns batches of rows into columns. A row that is not right in every field leaves no trace but `field` and `reason`. */
export class EdgeBuilder {
  readonly plan: ColumnPlan;
  /** Why the last `add` returned false. */
  field = '';
  reason = '';

  private readonly identifiers: ReadOptions['identifiers'];
  private readonly rows = new EdgeRows();
  private readonly accounts = new ByteInterner();
  private readonly layers = new ByteInterner();
  private readonly events = new ByteInterner();
  private readonly sources = new ByteInterner();
  private readonly entities: EntityIds;
  /** By number of layer. */
  private readonly kinds: EntityKind[] = [];
  /** Of the batch at hand: hash of each row's account, and of each row's entities one after the other. */
  private readonly accountHashes = new Int32Array(BATCH_ROWS);
  private readonly entityHashes: Int32Array;
  /** Means nothing: what `prepare` loaded has to go somewhere, or the loads would be optimised away. */
  warmth = 0;
  /** Where the values of the row at hand stand. */
  private starts: Int32Array = new Int32Array(0);
  private ends: Int32Array = new Int32Array(0);
  private base = 0;

  constructor(plan: ColumnPlan, options: Pick<ReadOptions, 'identifiers' | 'keys'>) {
    this.plan = plan;
    this.identifiers = options.identifiers;
    this.entities = new EntityIds(options.keys);
    this.entityHashes = new Int32Array(BATCH_ROWS * plan.edges.length);
    this.numberNothing();
  }

  /** Hashes the ids of a batch and brings near what looking them up will touch; then `add` takes its rows one by one. */
  prepare(batch: RowBatch, bytes: Uint8Array): void {
    const { plan, accounts, entities, accountHashes, entityHashes } = this;
    this.starts = batch.starts;
    this.ends = batch.ends;
    let next = 0;
    for (let row = 0; row < batch.count; row++) {
      this.base = row * batch.width;
      accountHashes[row] = this.hashOf(plan.account, bytes);
      for (const edge of plan.edges) entityHashes[next++] = this.hashOf(edge.entity, bytes);
    }
    let warmth = 0;
    for (let row = 0; row < batch.count; row++) warmth += accounts.touch(accountHashes[row] as number);
    for (let i = 0; i < next; i++) warmth += entities.touch(entityHashes[i] as number);
    for (let row = 0; row < batch.count; row++) warmth += accounts.touchBytes(accountHashes[row] as number);
    for (let i = 0; i < next; i++) warmth += entities.interner.touchBytes(entityHashes[i] as number);
    this.warmth = warmth | 0;
  }

  /** Adds the edges of row `row` of the batch, all of them or none: nothing is numbered before all is known to be in order. */
  add(batch: RowBatch, row: number, bytes: Uint8Array): boolean {
    const { plan } = this;
    this.base = row * batch.width;
    const account = this.find(this.accounts, plan.account, bytes, LONGEST_ID_BYTES, this.accountHashes[row] as number);
    if (account === REFUSED) return false;
    const at = parseAt(this.bytesOf(plan.at, bytes), this.startOf(plan.at), this.endOf(plan.at));
    if (at < 0) return this.refuse(plan.at, reasonOfAt(at)) !== REFUSED;
    const event = this.findLabel(this.events, plan.event, bytes, LONGEST_ID_BYTES);
    if (event === REFUSED) return false;
    const source = this.findLabel(this.sources, plan.source, bytes, LONGEST_ID_BYTES);
    if (source === REFUSED) return false;
    const weight = parseWeight(this.bytesOf(plan.weight, bytes), this.startOf(plan.weight), this.endOf(plan.weight));
    if (weight < 0) return this.refuse(plan.weight, reasonOfWeight(weight)) !== REFUSED;
    if (plan.isWide && !this.isWideRowRight(bytes)) return false;
    for (let i = 0; i < plan.edges.length; i++) {
      const edge = plan.edges[i] as ColumnPlan['edges'][number];
      if (plan.isWide && this.startOf(edge.entity) === this.endOf(edge.entity)) continue;
      const layer = this.findLabel(this.layers, edge.layer, bytes, LONGEST_LAYER_BYTES);
      if (layer === REFUSED) return false;
      const kind = layer === UNSEEN ? this.kindOf(edge.layer, bytes) : (this.kinds[layer] as EntityKind);
      const entity = this.internEntity(
        kind,
        edge.entity,
        bytes,
        this.entityHashes[row * plan.edges.length + i] as number,
      );
      if (entity === REFUSED) return false;
      this.rows.push(
        account >= 0 ? account : this.number(this.accounts, plan.account, bytes),
        layer >= 0 ? layer : this.numberLayer(edge.layer, kind, bytes),
        entity,
        at,
        event >= 0 ? event : this.number(this.events, plan.event, bytes),
        source >= 0 ? source : this.number(this.sources, plan.source, bytes),
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

  get length(): number {
    return this.rows.length;
  }

  /** What the rows so far are as columns, and what their keyed entities were called under older keys; begins anew. */
  take(): PulledEdges {
    const columns = this.toColumns();
    const aliases = listAliases(columns, this.kinds, this.entities.formerNames);
    this.rows.clear();
    for (const interner of [this.accounts, this.layers, this.events, this.sources]) interner.clear();
    this.entities.clear();
    this.kinds.length = 0;
    this.numberNothing();
    return { columns, aliases };
  }

  private numberNothing(): void {
    this.events.intern(EMPTY, 0, 0, hashBytes(EMPTY, 0, 0));
    this.sources.intern(EMPTY, 0, 0, hashBytes(EMPTY, 0, 0));
  }

  private internEntity(kind: EntityKind, cell: Cell, bytes: Uint8Array, hash: number): number {
    const from = this.bytesOf(cell, bytes);
    const start = this.startOf(cell);
    const end = this.endOf(cell);
    if (start === end) return this.refuse(cell, 'is empty');
    const entity = this.entities.intern(kind, from, start, end, hash);
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

  private findLabel(interner: ByteInterner, cell: Cell, bytes: Uint8Array, longest: number): number {
    if (cell.mayBeEmpty && this.startOf(cell) === this.endOf(cell)) return NONE;
    return this.find(interner, cell, bytes, longest, this.hashOf(cell, bytes));
  }

  private find(interner: ByteInterner, cell: Cell, bytes: Uint8Array, longest: number, hash: number): number {
    const from = this.bytesOf(cell, bytes);
    const start = this.startOf(cell);
    const end = this.endOf(cell);
    if (end - start > longest) return this.refuse(cell, `is longer than ${longest} bytes`);
    const known = interner.find(from, start, end, hash);
    if (known >= 0) return known;
    const reason = start === end ? 'is empty' : reasonAgainstText(from, start, end);
    return reason === null ? UNSEEN : this.refuse(cell, reason);
  }

  private number(interner: ByteInterner, cell: Cell, bytes: Uint8Array): number {
    return interner.intern(this.bytesOf(cell, bytes), this.startOf(cell), this.endOf(cell), this.hashOf(cell, bytes));
  }

  private numberLayer(cell: Cell, kind: EntityKind, bytes: Uint8Array): number {
    if (this.layers.size === MOST_LAYERS) {
      const advice = `is column ${JSON.stringify(cell.field)} the layer? Name another with --map layer=NAME`;
      throw new LockstepError('over-limit', `The input has more than ${MOST_LAYERS} layers: ${advice}.`);
    }
    this.kinds.push(kind);
    return this.number(this.layers, cell, bytes);
  }

  private kindOf(layer: Cell, bytes: Uint8Array): EntityKind {
    const from = this.bytesOf(layer, bytes);
    return this.identifiers(decoder.decode(from.subarray(this.startOf(layer), this.endOf(layer))));
  }

  private refuse(cell: Cell, reason: string): typeof REFUSED {
    this.field = cell.field;
    this.reason = reason;
    return REFUSED;
  }

  private hashOf(cell: Cell, bytes: Uint8Array): number {
    const start = this.startOf(cell);
    const end = this.endOf(cell);
    // A longer one is no id: it is not looked up.
    return end - start > LONGEST_ID_BYTES ? 0 : hashBytes(this.bytesOf(cell, bytes), start, end);
  }

  private bytesOf(cell: Cell, bytes: Uint8Array): Uint8Array {
    return cell.slot < 0 ? cell.constant : bytes;
  }

  private startOf(cell: Cell): number {
    return cell.slot < 0 ? 0 : (this.starts[this.base + cell.slot] as number);
  }

  private endOf(cell: Cell): number {
    return cell.slot < 0 ? cell.constant.length : (this.ends[this.base + cell.slot] as number);
  }
}
