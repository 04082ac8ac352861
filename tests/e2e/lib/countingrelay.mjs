// SPDX-License-Identifier: GPL-3.0-or-later
// Counts from outside what an origin sends, whoever asks it: a TCP relay before it.
import { connect, createServer } from 'node:net';

/** A relay to an origin; `url` takes the origin's place. */
export class CountingRelay {
    /** Bytes that the origin has sent to anybody, heads included. */
    sent = 0;

    /** @param origin  an Origin; it stays the caller's to stop. */
    static async before(origin) {
        const relay = new CountingRelay();
        const { hostname, port } = new URL(origin.url);
        relay.server = createServer((client) => {
            const upstream = connect(Number(port), hostname);
            upstream.on('data', (bytes) => (relay.sent += bytes.length));
            // What one side breaks off the other must see broken off, not ended.
            client.on('error', () => upstream.resetAndDestroy());
            upstream.on('error', () => client.resetAndDestroy());
            client.pipe(upstream).pipe(client);
        });
        await new Promise((resolve) => relay.server.listen(0, '127.0.0.1', resolve));
        relay.server.unref();
        relay.url = `http://127.0.0.1:${relay.server.address().port}`;
        relay.urlOf = (name, fault) =>
            origin.urlOf(name, fault).replace(origin.url, relay.url);
        return relay;
    }

    /** Bytes sent since the last call. */
    take() {
        const { sent } = this;
        this.sent = 0;
        return sent;
    }
}
