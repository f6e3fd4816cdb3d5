/**
 * Numbers for some of the (layer, entity): names of entities are numbered over all layers, and most are in one only. In a hot
 * loop most entities have no number: one array, by entity, tells.
 */
export class EntityRefs {
  /** By entity the last reference that was given to it, -1 without one. */
  readonly head: Int32Array;
  /** By reference its layer, its entity, and an earlier reference to the same entity in another layer, or -1. */
  layers = new Uint16Array(1_024);
  entities = new Uint32Array(1_024);
  next = new Int32Array(1_024);
  private count = 0;

  constructor(entityCount: number) {
    this.head = new Int32Array(entityCount).fill(-1);
  }

  get size(): number {
    return this.count;
  }

  /** -1 when it has none. */
  find(layer: number, entity: number): number {
    let ref = this.head[entity] as number;
    while (ref >= 0 && this.layers[ref] !== layer) ref = this.next[ref] as number;
    return ref;
  }

  put(layer: number, entity: number): number {
    const known = this.find(layer, entity);
    return known >= 0 ? known : this.add(layer, entity);
  }

  private add(layer: number, entity: number): number {
    if (this.count === this.layers.length) this.grow();
    const ref = this.count++;
    this.layers[ref] = layer;
    this.entities[ref] = entity;
    this.next[ref] = this.head[entity] as number;
    this.head[entity] = ref;
    return ref;
  }

  private grow(): void {
    const size = 2 * this.count;
    const [layers, entities, next] = [new Uint16Array(size), new Uint32Array(size), new Int32Array(size)];
    layers.set(this.layers);
    entities.set(this.entities);
    next.set(this.next);
    this.layers = layers;
    this.entities = entities;
    this.next = next;
  }
}
