// SPDX-License-Identifier: GPL-3.0-or-later
// An origin in this very process: it knows at any moment which bytes of which object it has sent to
// whom, and its speed can be changed between two requests.
import { createHash } from 'node:crypto';
import http from 'node:http';

const tickMs = 10;

/** Objects in memory, like those of a public bucket: ETag is the MD5, single ranges, If-Range. */
export class CountingOrigin {
    #objects = new Map(); // path → {bytes, etag, rate, requests}

    static async start() {
        const origin = new CountingOrigin();
        origin.server = http.createServer((request, response) => origin.#answer(request, response));
        origin.server.keepAliveTimeout = 60_000;
        await new Promise((resolve) => origin.server.listen(0, '127.0.0.1', resolve));
        origin.url = `http://127.0.0.1:${origin.server.address().port}`;
        return origin;
    }

    /**
     * @param rate  bytes a second of each connection; Infinity: no limit.
     * @return the URL of the object.
     */
    add(name, bytes, rate = Infinity) {
        const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
        this.#objects.set(`/${name}`, { bytes, etag, rate, requests: [] });
        return `${this.url}/${name}`;
    }

    remove(url) {
        this.#objects.delete(new URL(url).pathname);
    }

    #objectOf(url) {
        return this.#objects.get(new URL(url).pathname);
    }

    setRate(url, rate) {
        this.#objectOf(url).rate = rate;
    }

    /**
     * Every GET of @p url so far: [{begin, end, sent, isOpen, marks}]; sent is a number of bytes,
     * isOpen until all is sent or the client is gone, marks are [performance.now(), sent] of each piece.
     */
    requests(url) {
        return this.#objectOf(url).requests;
    }

    /** The spans of @p url that went out, of all its requests or of @p requests. */
    sent(url, requests = this.requests(url)) {
        return requests.map(({ begin, sent }) => [begin, begin + sent]);
    }

    #answer(request, response) {
        const object = this.#objects.get(new URL(request.url, this.url).pathname);
        if (!object) {
            response.writeHead(404).end();
            return;
        }
        const size = object.bytes.length;
        const ifRange = request.headers['if-range'];
        const match = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
        const isPart = match && (!ifRange || ifRange === object.etag);
        const begin = isPart ? Number(match[1]) : 0;
        const end = isPart && match[2] ? Math.min(Number(match[2]) + 1, size) : size;
        if (begin >= size) {
            response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
            return;
        }
        response.writeHead(isPart ? 206 : 200, {
            'Content-Type': 'video/mp4',
            'Content-Length': end - begin,
            'Accept-Ranges': 'bytes',
            ETag: object.etag,
            ...(isPart ? { 'Content-Range': `bytes ${begin}-${end - 1}/${size}` } : {}),
        });
        if (request.method === 'HEAD') {
            response.end();
            return;
        }
        const record = { begin, end, sent: 0, isOpen: true, marks: [] };
        object.requests.push(record);
        this.#send(object, record, response);
    }

    /** In pieces of one tick, at the object's rate as it is then. */
    #send(object, record, response) {
        const started = performance.now();
        response.on('error', () => {});
        response.on('close', () => (record.isOpen = false));
        const step = () => {
            if (response.destroyed) return;
            const due = object.rate * ((performance.now() - started + tickMs) / 1000);
            const until = Math.min(record.begin + Math.ceil(due), record.end);
            const from = record.begin + record.sent;
            if (until > from) response.write(object.bytes.subarray(from, until));
            record.sent = Math.max(record.sent, until - record.begin);
            record.marks.push([performance.now(), record.sent]);
            if (record.begin + record.sent < record.end) {
                setTimeout(step, tickMs);
                return;
            }
            record.isOpen = false;
            response.end();
        };
        step();
    }

    async stop() {
        const closed = new Promise((resolve) => this.server.close(resolve));
        this.server.closeAllConnections();
        await closed;
    }
}
