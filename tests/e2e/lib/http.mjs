// SPDX-License-Identifier: GPL-3.0-or-later
// Plain HTTP/1.1, one connection a request: node's fetch sets its own Host, Origin and cache rules.
import { createHash } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';

/**
 * With an Expect field the body is sent only when the server wants it.
 * @param path  goes out as it is, in place of the URL's, which would be normalised.
 * @return {status, headers, body: Buffer, text, json()}; throws if the body was cut short.
 */
export function request(
    url,
    { method = 'GET', headers = {}, body, path, timeoutMs = 120_000 } = {}
) {
    return new Promise((resolve, reject) => {
        const options = { method, headers, agent: false, ...(path === undefined ? {} : { path }) };
        const outgoing = http.request(url, options, (incoming) => {
            const chunks = [];
            incoming.on('data', (chunk) => chunks.push(chunk));
            incoming.on('error', reject);
            incoming.on('end', () => {
                const bytes = Buffer.concat(chunks);
                resolve({
                    status: incoming.statusCode,
                    headers: incoming.headers,
                    body: bytes,
                    get text() {
                        return bytes.toString('utf8');
                    },
                    json: () => JSON.parse(bytes.toString('utf8')),
                });
            });
        });
        outgoing.setTimeout(timeoutMs, () =>
            outgoing.destroy(new Error(`${method} ${url}: no byte for ${timeoutMs} ms`))
        );
        outgoing.on('error', reject);
        if (headers.Expect) {
            outgoing.once('continue', () => outgoing.end(body));
            outgoing.flushHeaders();
        } else {
            outgoing.end(body);
        }
    });
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function listens(server, port, host) {
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve(server.address().port));
    });
}

const closed = (server) => new Promise((resolve) => server.close(resolve));

/** A port that is free on 127.0.0.1 and, where there is IPv6, on ::1. */
export async function freePort() {
    for (let attempt = 0; attempt < 20; ++attempt) {
        const v4 = net.createServer();
        const v6 = net.createServer();
        const port = await listens(v4, 0, '127.0.0.1');
        const free = await listens(v6, port, '::1').then(
            () => closed(v6).then(() => true),
            (error) => error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'
        );
        await closed(v4);
        if (free) return port;
    }
    throw new Error('no free port');
}
