import type { LayerStyles } from './cluster-view.ts';
import { type Html, html } from './escape.ts';
import { shortText } from './ids.ts';

/** A layer's name behind a stroke in its colour and dashes. */
export function layerMark(layers: LayerStyles, layer: string): Html {
  return html`<span class="ly ${layers.classOf(layer)}">${shortText(layer, 24)}</span>`;
}
