import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

/** Nothing for so long and nobody is there. */
const SILENCE_MS = 60_000;

/** Asks for a URL; the answer's body is as the other end sent it. Rejects when there is no answer. */
export type HttpGet = (url: URL, headers: IncomingHttpHeaders) => Promise<IncomingMessage>;

/** Connections are kept for the next request; one that nobody uses does not keep the process. */
export function openHttp(): HttpGet {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  return (url, headers) =>
    new Promise((resolve, reject) => {
      const isSecure = url.protocol === 'https:';
      const agent = isSecure ? agents.https : agents.http;
      const sent = (isSecure ? requestHttps : requestHttp)(url, { agent, headers });
      sent.setTimeout(SILENCE_MS, () => sent.destroy(new Error(`no byte for ${SILENCE_MS / 1000} s`)));
      sent.once('response', resolve);
      // Also what comes after the answer began: then the body's reader is told.
      sent.on('error', reject);
      sent.end();
    });
}
