import type { LayerStyles } from './cluster-view.ts';
import { type Html, html } from './escape.ts';
import { shortText } from './ids.ts';

/** A layer's name behind a stroke in its colour and dashes. */
export function layerMark(layers: LayerStyles, layer: string): Html {
  return html`<span class="ly"><svg viewBox="0 0 18 8" aria-hidden="true"><path class="g w2 ${layers.classOf(layer)}" d="M0 4h18"/></svg>${shortText(layer, 24)}</span>`;
}
