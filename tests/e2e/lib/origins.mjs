// SPDX-License-Identifier: GPL-3.0-or-later
// Where videos come from: R2 (miniflare) and the misbehaving origin of tests/support.
import { fileURLToPath } from 'node:url';
import { request } from './http.mjs';
import { Child } from './processes.mjs';

const url = async (child) => (await child.line(/^listening (http:\/\/\S+)$/m))[1];

/** Cloudflare's R2 with one public bucket. */
export class R2 {
    /** @param files key → path of the file. */
    static async start(files) {
        const script = fileURLToPath(new URL('../r2worker.mjs', import.meta.url));
        const uploads = Object.entries(files).map(([key, path]) => `${key}=${path}`);
        const r2 = new R2();
        r2.child = new Child('R2', process.execPath, [script, ...uploads]);
        r2.url = await url(r2.child);
        return r2;
    }

    /** Every request so far: [{method, key, range, status}]. */
    async requests() {
        return (await request(`${this.url}/__requests`)).json();
    }

    stop() {
        return this.child.stop();
    }
}

/** r2cache-origin: serves a folder, and misbehaves below /fault/<what>/. */
export class Origin {
    /** @param signWith  "id:secret": only what is signed with these keys is answered. */
    static async start(root, { signWith } = {}) {
        const origin = new Origin();
        origin.child = new Child('origin', process.env.R2CACHE_ORIGIN_BIN, [
            ...['--root', root],
            ...['--port', '0'],
            ...(signWith ? ['--sign-with', signWith] : []),
        ]);
        origin.url = await url(origin.child);
        return origin;
    }

    /** @param fault e.g. "rate=100000,times=1"; without one the file is served as it is. */
    urlOf(name, fault) {
        return fault ? `${this.url}/fault/${fault}/${name}` : `${this.url}/${name}`;
    }

    stop() {
        return this.child.stop();
    }
}
