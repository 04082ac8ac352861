// SPDX-License-Identifier: GPL-3.0-or-later
// A real R2: Cloudflare's own simulator with a bucket that is public as one on r2.dev is.
//
//   node r2worker.mjs KEY=FILE…
//
// uploads the files, prints "listening http://127.0.0.1:PORT" and serves until SIGTERM (which Miniflare handles).
// GET /__requests tells what was asked for until now: [{method, key, range, status}].
import { File } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { request } from './lib/http.mjs';

// Miniflare's HTTP client wants this global, which node has since 20.
globalThis.File ??= File;
const { Miniflare } = await import('miniflare');

// Runs inside workerd. It parses Range itself: given the request's headers the binding returns the
// whole object for an unsatisfiable or two-part range.
const worker = `
const requests = [];

function parseRange(field, size) {
    const match = /^bytes=(\\d*)-(\\d*)$/.exec(field ?? '');
    if (!match || (match[1] === '' && match[2] === '')) return undefined;
    if (match[1] === '') {
        const length = Math.min(Number(match[2]), size);
        return length > 0 ? { offset: size - length, length } : 'unsatisfiable';
    }
    const first = Number(match[1]);
    const last = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
    if (match[2] !== '' && Number(match[2]) < first) return undefined;
    return first < size ? { offset: first, length: last - first + 1 } : 'unsatisfiable';
}

async function answer(request, key, bucket) {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
        return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
    }
    const object = await bucket.head(key);
    if (!object) {
        return new Response('<!DOCTYPE html><html><body><h1>404 Object not found</h1></body></html>', {
            status: 404,
            headers: { 'content-type': 'text/html; charset=UTF-8' },
        });
    }
    const headers = new Headers({
        etag: object.httpEtag,
        'accept-ranges': 'bytes',
        'last-modified': object.uploaded.toUTCString(),
    });
    object.writeHttpMetadata(headers);
    if (request.headers.get('if-none-match') === object.httpEtag) {
        return new Response(null, { status: 304, headers });
    }
    const ifRange = request.headers.get('if-range');
    const mayBePart = request.method === 'GET' && (ifRange === null || ifRange === object.httpEtag);
    const range = mayBePart ? parseRange(request.headers.get('range'), object.size) : undefined;
    if (range === 'unsatisfiable') {
        headers.set('content-range', 'bytes */' + object.size);
        return new Response(null, { status: 416, headers });
    }
    const length = range ? range.length : object.size;
    if (range) {
        const last = range.offset + range.length - 1;
        headers.set('content-range', 'bytes ' + range.offset + '-' + last + '/' + object.size);
    }
    headers.set('content-length', String(length));
    const status = range ? 206 : 200;
    if (request.method === 'HEAD') return new Response(null, { status, headers });
    // Without a fixed length workerd would answer chunked.
    const { readable, writable } = new FixedLengthStream(length);
    const part = await bucket.get(key, range ? { range } : undefined);
    part.body.pipeTo(writable).catch(() => {});
    return new Response(readable, { status, headers, encodeBody: 'manual' });
}

export default {
    async fetch(request, env) {
        const key = decodeURIComponent(new URL(request.url).pathname.slice(1));
        if (key === '__requests') return Response.json(requests);
        if (request.method === 'PUT') {
            const contentType = request.headers.get('content-type');
            await env.BUCKET.put(key, request.body, { httpMetadata: { contentType } });
            return new Response();
        }
        const response = await answer(request, key, env.BUCKET);
        requests.push({
            method: request.method,
            key,
            range: request.headers.get('range'),
            status: response.status,
        });
        return response;
    },
};
`;

const contentTypes = { '.mp4': 'video/mp4', '.webm': 'video/webm', '.mov': 'video/quicktime' };

const r2 = new Miniflare({
    modules: true,
    script: worker,
    compatibilityDate: '2026-04-01',
    r2Buckets: ['BUCKET'],
    host: '127.0.0.1',
    port: 0,
    cf: false,
});
const { origin } = await r2.ready;
// Through the Worker: Miniflare's own access to a bucket hangs with node 18.
for (const argument of process.argv.slice(2)) {
    const [, key, file] = /^(.*?)=(.*)$/.exec(argument);
    const uploaded = await request(`${origin}/${encodeURI(key)}`, {
        method: 'PUT',
        headers: { 'Content-Type': contentTypes[extname(key)] },
        body: await readFile(file),
    });
    if (uploaded.status !== 200) throw new Error(`${key}: ${uploaded.text}`);
}
console.log(`listening ${origin}`);
